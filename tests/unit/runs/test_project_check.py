from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.privacy.checklist import CheckList
from analysis.runs.check import WHOLE_REPORT, check_project
from analysis.settings import Project

REGION, PERIOD, STUDY = "contoh", "2025-S2", "satisfaction"
NAME = "Bemura Akuntara"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A home with one region that has a check list and one report of files without content."""
    folder = tmp_path / "data" / "raw" / REGION
    folder.mkdir(parents=True)
    (folder / "region.toml").write_text('[region]\nname = "Kota Contoh"\n', "utf-8")
    project = Project(tmp_path)
    CheckList.build([], [NAME], b"k" * 32).write(project.private / "check" / REGION)
    report(project).mkdir(parents=True)
    for name in WHOLE_REPORT:
        (report(project) / name).write_text("{}" if name.endswith(".json") else "", "utf-8")
    return project


def report(project: Project) -> Path:
    return project.reports / REGION / PERIOD / STUDY


def codes(project: Project) -> set[str]:
    """Codes of this module's own checks; those of the files' content have their own tests."""
    found = {one.code for one in check_project(project, [REGION]).violations}
    return {code for code in found if code.startswith(("runs.check_", "runs.guard."))}


def test_a_whole_report_in_its_place_is_fine(project: Project) -> None:
    assert codes(project) == set()


@pytest.mark.parametrize("name", WHOLE_REPORT)
def test_a_report_without_one_of_its_files_is_found(project: Project, name: str) -> None:
    (report(project) / name).unlink()
    result = check_project(project, [REGION])
    assert result.reports == 1
    told = [one for one in result.violations if one.code == "runs.check_incomplete"]
    assert [one.values["files"] for one in told] == [name]


def test_findings_of_another_region_are_found(project: Project) -> None:
    head = {"region": "lain", "period": PERIOD, "study": STUDY}
    (report(project) / "findings.json").write_text(json.dumps(head), "utf-8")
    assert codes(project) == {"runs.check_misplaced"}


def test_a_unit_view_alone_is_no_broken_report_of_the_region(project: Project) -> None:
    unit = report(project) / "units" / "dukcapil"
    unit.mkdir(parents=True)
    for name in WHOLE_REPORT:
        (report(project) / name).rename(unit / name)
    assert codes(project) == set()


@pytest.mark.parametrize("planted", [NAME, "198503152010011007"])
def test_a_person_on_the_page_that_lists_all_reports_is_found(
    project: Project, planted: str
) -> None:
    page = "<html><body><main><p>{}</p></main></body></html>"
    (project.reports / "index.html").write_text(page.format("IKM 81,93"), "utf-8")
    assert codes(project) == set()
    (project.reports / "index.html").write_text(page.format(planted), "utf-8")
    assert codes(project) == {"runs.guard.identity"}
