from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.products import formats, making
from analysis.products.formats import Product
from analysis.runs import publish
from analysis.runs.check import check_project
from analysis.runs.plan import Job
from analysis.runs.publish import make_report
from analysis.settings import Project
from tests.lib.sample_report import findings, write_report

JOB = Job("kota-contoh", "2025-S2", "satisfaction", formats=("html", "docx"))
SETTINGS = '[region]\nname = "Kota Contoh"\nsynthetic = true\n'
WHOLE = [one for one in findings() if not one.group]


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose reports are the sample report, with one product besides the page."""
    folder = tmp_path / "data" / "raw" / JOB.region
    folder.mkdir(parents=True)
    (folder / "region.toml").write_text(SETTINGS, "utf-8")
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    told = (Product("page", "html", "report"), Product("word", "docx", "report"))
    monkeypatch.setattr(formats, "PRODUCTS", told)
    monkeypatch.setattr(publish, "execute", execute)
    monkeypatch.setattr("analysis.products.check.check_report", lambda folder, checklist: [])
    monkeypatch.setattr(publish.CheckList, "read", staticmethod(lambda path: None))
    monkeypatch.setitem(making.WRITERS, "word", write_word)
    return Project(tmp_path)


def execute(project: Project, job: Job, staged: Path) -> Path:
    write_report(staged, findings=WHOLE)
    return staged / "notebook.ipynb"


def write_word(bundle, lang: str, path: Path) -> None:
    path.write_text(f"{bundle.manifest['region_name']} {lang}", "utf-8")


def break_down(bundle, lang: str, path: Path) -> None:
    raise RuntimeError("no room left")


def manifest(project: Project) -> dict:
    return json.loads((JOB.folder(project) / "manifest.json").read_text("utf-8"))


def test_a_report_has_its_products_and_the_manifest_names_them(project: Project) -> None:
    outcome = make_report(project, JOB)
    assert outcome.state == "made", outcome.error
    folder = JOB.folder(project)
    assert (folder / "report.en.docx").read_text("utf-8") == "Kota Contoh en"
    assert manifest(project)["formats"] == {
        "html": ["report.html", "report.en.html"],
        "docx": ["report.docx", "report.en.docx"],
    }
    assert '<a href="report.docx">Word</a>' in (folder / "report.html").read_text("utf-8")
    assert make_report(project, JOB).state == "unchanged"


def test_a_product_that_breaks_fails_the_report_and_keeps_the_last_good_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_report(project, JOB)
    before = {path.name: path.read_bytes() for path in JOB.folder(project).glob("*.*")}
    monkeypatch.setitem(making.WRITERS, "word", break_down)
    outcome = make_report(project, JOB, force=True)
    assert outcome.state == "failed"
    assert isinstance(outcome.error, ReportError)
    assert "report.docx could not be made (RuntimeError): no room left" in str(outcome.error)
    assert {path.name: path.read_bytes() for path in JOB.folder(project).glob("*.*")} == before
    assert list((project.private / "failures").iterdir())
    assert not list(project.reports.glob(".staged-*"))


def test_other_formats_make_the_report_again_with_that_reason(project: Project) -> None:
    make_report(project, JOB)
    outcome = make_report(project, replace(JOB, formats=("html",)))
    assert outcome.state == "made"
    told = manifest(project)
    assert (told["revision"], told["revision_reason"]) == (2, "formats")
    assert told["formats"] == {"html": ["report.html", "report.en.html"]}
    assert not (JOB.folder(project) / "report.docx").exists()


def test_a_product_that_the_manifest_names_and_is_gone_is_found(project: Project) -> None:
    make_report(project, JOB)
    (JOB.folder(project) / "report.en.docx").unlink()
    told = [one for one in check_project(project, [JOB.region]).violations if "files" in one.values]
    assert [one.values["files"] for one in told] == ["report.en.docx"]
