"""The folder `public` is made from a list of makers, checked, and exchanged whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.errors import PrivacyError, ReportError
from analysis.periods import Period
from analysis.presenting.output import assemble
from analysis.privacy.checklist import CheckList
from analysis.rules import load_rulebook
from analysis.runs.plan import Job
from analysis.runs.public import Joiner, Maker, periods_within, publish_period
from analysis.runs.publish import Outcome
from analysis.runs.run import EXIT_SOME_FAILED, exit_code, run_jobs
from analysis.schemas.region import load_region
from analysis.settings import Project, ensure_private
from analysis.store import StudyData

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

SETTINGS = '[region]\nname = "Kota Contoh"\nsynthetic = true\n'
TEXT = "DATA CONTOH - bukan data sebenarnya. Untuk umum."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one published report."""
    folder = tmp_path / "data" / "raw" / "contoh"
    folder.mkdir(parents=True)
    (folder / "region.toml").write_text(SETTINGS, "utf-8")
    made = Project(tmp_path)
    CheckList.build([], [], b"k" * 32).write(ensure_private(made.private) / "check" / "contoh")
    publish(made, "1")
    return made


def publish(
    project: Project, identity: str, study: str = "satisfaction", period: str = "2025"
) -> None:
    data = StudyData(
        region=load_region(project.region_dir("contoh")),
        period=Period.parse(period),
        study=study,
        tables={},
        rules=load_rulebook(),
    )
    output = assemble(
        data=data,
        study=study,
        findings=[],
        tables=[],
        figures=[],
        sections=lambda _findings, _tables: [],
        rules_used={},
    )
    folder = project.reports / "contoh" / period / study
    output.write(folder)
    manifest = {"identity": identity, "revision": 1, "study": study, "class": "public"}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def maker(name: str, *, study: str = "satisfaction", text: str = TEXT) -> Maker:
    def write(bundle: Bundle, folder: Path, languages: Sequence[str]) -> list[Path]:
        path = folder / f"{name}.{languages[0]}.json"
        told = {"text": text, "study": bundle.document.study}
        path.write_text(json.dumps(told), "utf-8")
        return [path]

    return Maker(study, write)


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def test_every_maker_of_a_published_study_writes_into_the_folder(project: Project) -> None:
    makers = (maker("a"), maker("b"), maker("c", study="accountability"))
    folder = publish_period(project, "contoh", "2025", makers=makers)
    assert folder == project.reports / "contoh" / "2025" / "public"
    assert manifest_of(folder)["files"] == ["a.id.json", "b.id.json"]
    publish(project, "1", "accountability")
    publish_period(project, "contoh", "2025", makers=makers)
    told = manifest_of(folder)
    assert (told["revision"], told["files"]) == (2, ["a.id.json", "b.id.json", "c.id.json"])
    assert [one["study"] for one in told["reports"]] == ["satisfaction", "accountability"]


def joined(bundles: dict[str, Bundle], folder: Path, languages: Sequence[str]) -> list[Path]:
    path = folder / f"joined.{languages[0]}.json"
    path.write_text(json.dumps({"text": TEXT, "studies": list(bundles)}), "utf-8")
    return [path]


def test_what_joins_studies_takes_those_that_are_published(project: Project) -> None:
    joiners = (Joiner(("satisfaction", "accountability"), joined),)
    folder = publish_period(project, "contoh", "2025", makers=(maker("a"),), joiners=joiners)
    assert folder is not None
    path = folder / "joined.id.json"
    assert json.loads(path.read_text("utf-8"))["studies"] == ["satisfaction"]
    publish(project, "1", "accountability")
    publish_period(project, "contoh", "2025", makers=(maker("a"),), joiners=joiners)
    assert json.loads(path.read_text("utf-8"))["studies"] == ["satisfaction", "accountability"]
    assert manifest_of(folder)["files"] == ["a.id.json", "joined.id.json"]


def test_a_study_of_the_whole_year_joins_one_of_a_half(project: Project) -> None:
    joiners = (Joiner(("satisfaction", "accountability"), joined),)
    publish(project, "1", period="2025-S2")
    publish(project, "1", "accountability")
    folder = publish_period(project, "contoh", "2025-S2", makers=(maker("a"),), joiners=joiners)
    assert folder is not None
    told = json.loads((folder / "joined.id.json").read_text("utf-8"))
    assert told["studies"] == ["satisfaction", "accountability"]
    publish(project, "1", "accountability", "2024")
    assert len(manifest_of(folder)["reports"]) == 2


def test_it_is_made_anew_only_when_a_report_changed(project: Project) -> None:
    folder = publish_period(project, "contoh", "2025", makers=(maker("a"),))
    assert folder is not None
    before = (folder / "manifest.json").read_bytes()
    publish_period(project, "contoh", "2025", makers=(maker("b"),))
    assert (folder / "manifest.json").read_bytes() == before
    publish(project, "2")
    publish_period(project, "contoh", "2025", makers=(maker("b"),))
    assert manifest_of(folder)["files"] == ["b.id.json"]
    assert not (folder / "a.id.json").exists()


def test_what_fails_the_check_leaves_the_last_good_folder(project: Project) -> None:
    text = "NIP 198001012005011003. " + TEXT
    folder = publish_period(project, "contoh", "2025", makers=(maker("a"),))
    assert folder is not None
    before = (folder / "manifest.json").read_bytes()
    publish(project, "2")
    with pytest.raises(PrivacyError, match="contoh/2025/public"):
        publish_period(project, "contoh", "2025", makers=(maker("a", text=text),))
    assert (folder / "manifest.json").read_bytes() == before
    assert not list(project.reports.glob(".staged-*"))


def test_a_maker_that_fails_leaves_the_last_good_folder(project: Project) -> None:
    folder = publish_period(project, "contoh", "2025", makers=(maker("a"),))
    assert folder is not None
    publish(project, "2")

    def fail(_bundle: Bundle, _folder: Path, _languages: Sequence[str]) -> list[Path]:
        raise ReportError("products.skm.too_long", file="ikm.pdf")

    with pytest.raises(ReportError):
        publish_period(project, "contoh", "2025", makers=(Maker("satisfaction", fail),))
    assert manifest_of(folder)["files"] == ["a.id.json"]


def test_a_period_without_reports_of_the_makers_has_no_folder(project: Project) -> None:
    assert publish_period(project, "contoh", "2024") is None
    assert not (project.reports / "contoh" / "2024").exists()


def test_a_sheet_that_fails_stops_no_other_product_of_the_run(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    jobs = [Job("contoh", "2025", "satisfaction")]
    done = [Outcome(one, "made") for one in jobs]
    monkeypatch.setattr("analysis.runs.run._check_job", lambda *_: None)
    monkeypatch.setattr("analysis.runs.run._outcomes", lambda *_, **__: list(done))
    monkeypatch.setattr("analysis.products.skm.sheet.places_of", lambda _bundle: [""])
    monkeypatch.setattr("analysis.products.skm.sheet.write_sheet", fail)
    outcomes = run_jobs(project, jobs)
    assert [(one.job.name, one.state) for one in outcomes] == [
        ("contoh/2025/satisfaction", "made"),
        ("contoh/2025/public", "failed"),
    ]
    assert str(outcomes[1].error).startswith("ikm.pdf: ")
    assert exit_code(outcomes) == EXIT_SOME_FAILED == 1
    period = project.reports / "contoh" / "2025"
    assert (period / "share" / "manifest.json").is_file()
    assert not (period / "public").exists()
    assert "ikm.pdf" in (project.reports / "index.html").read_text("utf-8")


def test_a_report_of_a_year_touches_the_folders_of_the_periods_within_it(project: Project) -> None:
    for period in ("2024-S2", "2025-S2", "2025-S1", "2025-Q3"):
        publish(project, "1", period=period)
    publish(project, "1", "accountability", period="2025-Q4")
    (project.reports / "contoh" / "2025").rename(project.reports / "contoh" / "2025 (salinan)")
    assert periods_within(project, "contoh", "2025") == ["2025-S1", "2025-Q3", "2025-S2"]
    assert periods_within(project, "contoh", "2025-S2") == ["2025-Q3", "2025-S2"]
    assert periods_within(project, "contoh", "2023") == []


def test_a_later_run_of_the_year_alone_brings_the_folder_of_the_half_up_to_date(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(project, "1", period="2025-S2")
    publish(project, "1", "accountability")
    folder = publish_period(project, "contoh", "2025-S2")
    assert folder is not None
    before = manifest_of(folder)["identity"]
    publish(project, "2", "accountability")
    monkeypatch.setattr("analysis.runs.run._check_job", lambda *_: None)
    monkeypatch.setattr(
        "analysis.runs.run._outcomes", lambda _, jobs, **__: [Outcome(one, "made") for one in jobs]
    )
    (outcome,) = run_jobs(project, [Job("contoh", "2025", "accountability")])
    assert outcome.state == "made"
    assert manifest_of(folder)["identity"] != before
    assert [one["identity"] for one in manifest_of(folder)["reports"]] == ["1", "2"]


def test_a_bundle_that_cannot_be_read_stops_no_other_folder_of_the_run(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [Job("contoh", "2025", "satisfaction")]
    monkeypatch.setattr("analysis.runs.run._check_job", lambda *_: None)
    monkeypatch.setattr(
        "analysis.runs.run._outcomes", lambda *_, **__: [Outcome(one, "made") for one in jobs]
    )
    (project.reports / "contoh" / "2025" / "satisfaction" / "findings.json").write_text(
        "{", "utf-8"
    )
    outcomes = run_jobs(project, jobs)
    assert [(one.job.study, one.state) for one in outcomes[1:]] == [
        ("public", "failed"),
        ("share", "failed"),
    ]
    assert exit_code(outcomes) == EXIT_SOME_FAILED
    assert (project.reports / "index.html").is_file()
