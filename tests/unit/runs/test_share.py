"""What may be shared is the public part of published reports, copied whole, made once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import PrivacyError
from analysis.periods import Period
from analysis.presenting.bundle import read_table, table_names
from analysis.presenting.output import assemble
from analysis.privacy.checklist import CheckList
from analysis.privacy.disclosure import check_table
from analysis.rules import load_rulebook
from analysis.runs.share import share_period
from analysis.schemas.bundle import ReportColumn, ReportTable, Section
from analysis.schemas.finding import Finding, FindingsDocument
from analysis.schemas.region import load_region
from analysis.settings import Project, ensure_private
from analysis.store import StudyData

SETTINGS = """[region]
name = "Kota Contoh"
synthetic = true
[[units]]
id = "dukcapil"
name = "Dukcapil"
"""


def table(name: str, disclosure: str, bases: list[int]) -> ReportTable:
    label = ReportColumn("unit", {"id": "Unit", "en": "Unit"}, "label", "text")
    base = ReportColumn("n", {"id": "n", "en": "n"}, "base", "integer")
    frame = pd.DataFrame({"unit": [f"u{place}" for place in range(len(bases))], "n": bases})
    title = {"id": name, "en": name}
    return ReportTable(name, title, (label, base), frame, disclosure)  # type: ignore[arg-type]


def finding(name: str, disclosure: str) -> Finding:
    return Finding(
        id=f"satisfaction.{name}", question="q", measure=name, measure_unit="index", method="m",
        status="ok", disclosure=disclosure, estimate=80.0, n=60, value_code="B",  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one published report of public and personnel content."""
    folder = tmp_path / "data" / "raw" / "contoh"
    folder.mkdir(parents=True)
    (folder / "region.toml").write_text(SETTINGS, "utf-8")
    made = Project(tmp_path)
    CheckList.build([], [], b"k" * 32).write(ensure_private(made.private) / "check" / "contoh")
    publish(made, [table("by_unit", "service", [30, 12]), table("staff", "personnel", [40, 20])])
    return made


def publish(project: Project, tables: list[ReportTable]) -> Path:
    data = StudyData(
        region=load_region(project.region_dir("contoh")),
        period=Period.parse("2025"),
        study="satisfaction",
        tables={},
        rules=load_rulebook(),
    )
    output = assemble(
        data=data,
        study="satisfaction",
        findings=[finding("ikm", "service"), finding("adequacy", "personnel")],
        tables=tables,
        figures=[],
        sections=lambda _findings, _tables: [Section("decision", {"id": "a", "en": "a"}, ())],
        rules_used={},
    )
    folder = project.reports / "contoh" / "2025" / "satisfaction"
    shutil.rmtree(folder, ignore_errors=True)
    output.write(folder)
    manifest = {"identity": str(len(tables)), "revision": 1, "study": "satisfaction"}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def test_only_the_public_part_is_shared(project: Project) -> None:
    folder = share_period(project, "contoh", "2025")
    assert folder is not None
    bundle = folder / "satisfaction"
    assert table_names(bundle) == ["by_unit"]
    found = FindingsDocument.read(bundle / "findings.json").findings
    assert [one.id for one in found] == ["satisfaction.ikm"]
    assert check_table(read_table(bundle, "by_unit")) == []


def test_the_checklist_names_classes_and_smallest_groups(project: Project) -> None:
    folder = share_period(project, "contoh", "2025")
    assert folder is not None
    release = json.loads((folder / "release.json").read_text("utf-8"))
    (product,) = release["products"]
    assert (product["kept_tables"], product["kept_findings"]) == (1, 1)
    assert (product["tables"][0]["k"], product["tables"][0]["unique"]) == (12, 0)
    page = (folder / "checklist.en.html").read_text("utf-8")
    assert "smallest group shown has 12" in page
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["smallest_group"] == 12


def test_an_unchanged_period_is_left_alone_and_a_changed_one_made_anew(project: Project) -> None:
    folder = share_period(project, "contoh", "2025")
    assert folder is not None
    before = (folder / "manifest.json").read_bytes()
    share_period(project, "contoh", "2025")
    assert (folder / "manifest.json").read_bytes() == before
    publish(project, [table("by_unit", "service", [30, 11])])
    share_period(project, "contoh", "2025")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["revision"], manifest["smallest_group"]) == (2, 11)


def test_what_identifies_a_person_is_never_shared(project: Project) -> None:
    folder = share_period(project, "contoh", "2025")
    assert folder is not None
    before = (folder / "manifest.json").read_bytes()
    report = publish(project, [])
    findings = (report / "findings.json").read_text("utf-8")
    leak = findings.replace("satisfaction.ikm", "satisfaction.ikm 198001012005011003", 1)
    (report / "findings.json").write_text(leak, "utf-8")
    with pytest.raises(PrivacyError):
        share_period(project, "contoh", "2025")
    assert (folder / "manifest.json").read_bytes() == before


def test_a_period_without_reports_shares_nothing(project: Project) -> None:
    assert share_period(project, "contoh", "2024") is None
