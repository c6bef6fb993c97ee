from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ConfigError, SourceError, UsageError
from analysis.runs.plan import Job, plan_jobs
from analysis.runs.run import batches, exit_code, run_jobs
from analysis.settings import Project

SETTINGS = '[region]\nname = "Kota Contoh"\n[[units]]\nid = "dukcapil"\nname = "Dukcapil"\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three regions: taken in, not taken in, and with a region.toml that cannot be read."""
    for name, settings in (("ada", SETTINGS), ("belum", SETTINGS), ("rusak", "[region")):
        folder = tmp_path / "data" / "raw" / name
        folder.mkdir(parents=True)
        (folder / "region.toml").write_text(settings, "utf-8")
    (tmp_path / "data" / "processed" / "ada").mkdir(parents=True)
    return Project(tmp_path)


def test_a_refused_region_does_not_stop_the_others(project: Project) -> None:
    jobs = {job.region: job for job in plan_jobs(project, studies=["satisfaction"])}
    assert jobs["ada"].problem is None
    assert jobs["ada"].period != "latest"
    assert isinstance(jobs["belum"].problem, SourceError)
    assert isinstance(jobs["rusak"].problem, ConfigError)
    assert jobs["rusak"].name == "rusak/latest/satisfaction"


@pytest.mark.parametrize(("name", "code"), [("belum", 3), ("rusak", 2)])
def test_alone_it_ends_the_command_with_its_own_code(
    project: Project, name: str, code: int
) -> None:
    with pytest.raises((SourceError, ConfigError)) as caught:
        plan_jobs(project, regions=[name])
    assert caught.value.exit_code == code


@pytest.mark.parametrize(
    "wrong", [{"regions": ["tiada"]}, {"unit": "tiada"}, {"studies": ["x"]}, {"periods": ["25"]}]
)
def test_what_is_wrongly_asked_for_ends_the_command(
    project: Project, wrong: dict[str, object]
) -> None:
    asked = {"regions": ["ada"], **wrong}
    if "regions" in wrong:
        asked["regions"] = ["ada", "tiada"]
    with pytest.raises(UsageError) as caught:
        plan_jobs(project, **asked)  # type: ignore[arg-type]
    assert caught.value.exit_code == 2


def test_languages_add_to_the_default_and_never_remove_it(project: Project) -> None:
    (job,) = plan_jobs(
        project, regions=["ada"], studies=["satisfaction"], languages=["en"], unit="dukcapil"
    )
    assert job.languages == ("id", "en")
    assert job.name.endswith("/satisfaction/units/dukcapil")


def test_reports_that_cannot_be_begun_fail_and_stand_on_the_index(project: Project) -> None:
    stopped = [job for job in plan_jobs(project, studies=["satisfaction"]) if job.problem]
    told = []
    outcomes = run_jobs(project, stopped, on_outcome=told.append)
    assert [one.state for one in outcomes] == ["failed", "failed"]
    assert told == outcomes
    assert exit_code(outcomes) == 1
    index = (project.reports / "index.html").read_text("utf-8")
    assert "kinerja intake belum" in index


def test_policy_waits_for_the_studies_it_reads_and_units_for_their_regions() -> None:
    studies = ("quality", "policy", "satisfaction")
    jobs = [
        Job(region, "2025", study, unit=unit)
        for region in ("satu", "dua")
        for study in studies
        for unit in ("", "dukcapil")
    ]
    groups = batches(jobs)
    assert [{(bool(one.unit), one.study == "policy") for one in group} for group in groups] == [
        {(False, False)}, {(False, True)}, {(True, False)}, {(True, True)},
    ]  # fmt: skip
    assert sorted(one.name for group in groups for one in group) == sorted(one.name for one in jobs)


def test_studies_of_a_whole_region_have_no_unit_report(project: Project) -> None:
    jobs = plan_jobs(project, regions=["ada"], unit="dukcapil")
    assert {"quality", "policy"} & {job.study for job in jobs} == set()
    assert "satisfaction" in {job.study for job in jobs}
    with pytest.raises(UsageError, match="quality"):
        plan_jobs(project, regions=["ada"], studies=["quality"], unit="dukcapil")


def test_formats_come_from_the_file_and_the_command_stands_in_place_of_them(
    project: Project,
) -> None:
    text = '[formats]\ndefault = ["pdf"]\n[formats.studies]\nquality = ["xlsx"]\n'
    project.runs_file.write_text(text, "utf-8")
    chosen = {"regions": ["ada"], "studies": ["quality", "satisfaction"]}
    told = {job.study: job.formats for job in plan_jobs(project, **chosen)}
    assert told == {"quality": ("html", "xlsx"), "satisfaction": ("html", "pdf")}
    asked = plan_jobs(project, **chosen, formats=["pptx", "docx"])
    assert {job.formats for job in asked} == {("html", "docx", "pptx")}


@pytest.mark.parametrize("wrong", ["formats", "file"])
def test_a_format_that_does_not_exist_ends_the_command(project: Project, wrong: str) -> None:
    if wrong == "file":
        project.runs_file.write_text('[formats]\ndefault = ["odt"]\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        plan_jobs(project, regions=["ada"], formats=["odt"] if wrong == "formats" else ())
    assert caught.value.exit_code == 2
    assert "xlsx" in caught.value.text("id")
