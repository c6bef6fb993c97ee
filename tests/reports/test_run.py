"""From processed tables to published reports, through the command as users run it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from analysis.schemas.finding import FindingsDocument
from tests.reports.conftest import PERIOD, REGION, kinerja

REPORT = f"reports/{REGION}/{PERIOD}/satisfaction"
RUN = ("run", "--region", REGION, "--study", "satisfaction")
PROMISED = {
    "quality": (
        "rows_in", "accepted", "quarantined", "structural", "superseded", "missing_share",
        "duplicate_count", "pretyped_share",
    ),
    "accountability": (
        "plan_share", "measurable_share", "attainment", "report_on_time_share", "feedback_share",
        "funnel", "predikat_differs_share", "guide_deviation", "rank_agreement",
    ),
    "fairness": ("top_box_share", "entropy", "gap_raw", "adverse_impact_ratio", "connectivity"),
    "resistance": ("response_rate", "alpha", "index", "positive_share"),
    "training": ("jp_mean", "jp20_share", "reaction", "learning_gain"),
    "satisfaction": (
        "ikm", "ikm_unit_mean", "unsur", "letter_stability", "adequacy", "trend_signal",
    ),
    "policy": ("claim",),
}  # fmt: skip
"""Ids that each study writes always, blocked with a reason where there is nothing to estimate."""


def identity(home: Path) -> tuple[str, int]:
    manifest = json.loads((home / REPORT / "manifest.json").read_text())
    return manifest["identity"], manifest["revision"]


def test_report_has_both_languages_and_the_whole_bundle(workbench: Path) -> None:
    names = {path.name for path in (workbench / REPORT).iterdir()}
    assert {
        "report.html",
        "report.en.html",
        "findings.json",
        "tables",
        "figures",
        "narrative.json",
        "manifest.json",
        "notebook.ipynb",
        "report.docx",
        "report.en.docx",
        "report.pdf",
        "report.en.pdf",
        "slides.pptx",
        "slides.en.pptx",
        "laporan-skm.docx",
        "laporan-skm.en.docx",
        "tables.xlsx",
    } <= names
    assert (workbench / "reports" / "index.html").is_file()


@pytest.mark.parametrize("study", PROMISED)
def test_findings_keep_the_contract_and_name_every_id(workbench: Path, study: str) -> None:
    (path,) = (workbench / "reports" / REGION).glob(f"2025*/{study}/findings.json")
    document = FindingsDocument.read(path)
    assert document.synthetic
    found = {one.id: one for one in document.findings}
    assert {f"{study}.{name}" for name in PROMISED[study]} <= set(found)
    for one in document.findings:
        assert one.problems() == []
        assert one.text["id"]
        assert one.text["en"]
        assert one.status in ("ok", "review") or one.reason_code


def test_the_thin_region_says_what_to_ask_for(workbench: Path) -> None:
    statuses = {
        study: FindingsDocument.read(workbench / f"reports/{REGION}/2025/{study}/findings.json")
        for study in ("fairness", "resistance", "training")
    }
    blocked = {
        one.id: one.reason_code
        for document in statuses.values()
        for one in document.findings
        if one.status == "blocked" and not one.group
    }
    assert {"fairness.connectivity", "resistance.index", "training.jp_mean"} <= set(blocked)
    for study in statuses:
        gates = (workbench / f"reports/{REGION}/2025/{study}/tables/gates.csv").read_text("utf-8")
        asked = [line for line in gates.splitlines() if ",blocked," in line]
        assert asked
        assert all(line.split(",")[3] for line in asked), study


def test_truth_lies_where_the_interval_says(workbench: Path) -> None:
    document = FindingsDocument.read(workbench / REPORT / "findings.json")
    truth = json.loads((workbench / "data/raw" / REGION / "truth.json").read_text())["findings"]
    true = {
        one["group"]["unit"]: one["value"]
        for one in truth
        if one["id"] == "satisfaction.ikm" and one["group"] and one["period"] == PERIOD
    }
    units = [
        f for f in document.findings if f.id == "satisfaction.ikm" and set(f.group) == {"unit"}
    ]
    assert len(units) == len(true)
    covered = [f.ci_low <= true[f.group["unit"]] <= f.ci_high for f in units]
    assert sum(covered) >= len(true) - 1


def test_manifest_names_inputs_rules_and_versions(workbench: Path) -> None:
    manifest = json.loads((workbench / REPORT / "manifest.json").read_text())
    assert manifest["deliveries"]
    assert all(len(one["sha256"]) == 64 for one in manifest["deliveries"])
    assert manifest["rules"]
    assert manifest["versions"]["pandas"]
    assert manifest["revision_reason"] == "first"
    assert manifest["synthetic"] is True


def test_no_product_names_a_folder_of_this_machine(workbench: Path) -> None:
    for path in (workbench / REPORT).rglob("*"):
        if path.suffix in {".html", ".json", ".ipynb", ".csv"}:
            assert str(workbench) not in path.read_text("utf-8"), path.name


def test_second_run_changes_nothing(workbench: Path) -> None:
    before = identity(workbench)
    again = kinerja(workbench, "run", "--region", REGION)
    assert again.returncode == 0
    assert "unchanged" in again.stdout
    assert identity(workbench) == before


def test_unknown_parameter_is_refused_before_anything_runs(workbench: Path) -> None:
    refused = kinerja(workbench, "run", "--region", REGION, "--param", "min_cel=10")
    assert refused.returncode == 2
    assert "min_cel" in refused.stderr
    assert "min_cell" in refused.stderr


def test_formats_of_the_command_make_the_report_again_without_the_others(copied: Path) -> None:
    made = kinerja(copied, *RUN, "--format", "xlsx")
    assert made.returncode == 0, made.stdout + made.stderr
    manifest = json.loads((copied / REPORT / "manifest.json").read_text())
    assert "formats" in manifest["revision_reason"].split(",")
    assert list(manifest["formats"]) == ["html", "xlsx"]
    files = {path.name for path in (copied / REPORT).glob("*.*")}
    assert "tables.xlsx" in files
    assert not files & {"report.docx", "report.pdf", "slides.pptx", "laporan-skm.docx"}
    index = (copied / "reports" / "index.html").read_text("utf-8")
    assert f"{REGION}/{PERIOD}/satisfaction/tables.xlsx" in index
    assert f"{REGION}/{PERIOD}/satisfaction/report.docx" not in index


def test_a_format_that_does_not_exist_is_refused_before_anything_runs(copied: Path) -> None:
    asked = kinerja(copied, *RUN, "--format", "odt")
    assert asked.returncode == 2
    assert "odt" in asked.stderr
    (copied / "runs.toml").write_text('[formats]\ndefault = ["word"]\n', "utf-8")
    declared = kinerja(copied, *RUN)
    assert declared.returncode == 2
    assert "runs.toml" in declared.stderr
    assert "formats.default.0" in declared.stderr


def test_floor_may_not_be_lowered(copied: Path) -> None:
    refused = kinerja(copied, "run", "--region", REGION, "--param", "min_cell=2")
    assert refused.returncode == 2
    assert "min_cell" in refused.stderr


def test_path_as_region_name_is_refused(workbench: Path) -> None:
    for command in (("run", "--region"), ("intake",)):
        refused = kinerja(workbench, *command, "../../etc")
        assert refused.returncode == 2
        assert "etc" in refused.stderr


def test_period_without_data_gives_a_report_that_says_so(copied: Path) -> None:
    made = kinerja(copied, *RUN, "--period", "2019")
    assert made.returncode == 0, made.stdout + made.stderr
    folder = copied / "reports" / REGION / "2019" / "satisfaction"
    document = FindingsDocument.read(folder / "findings.json")
    assert {one.status for one in document.findings} == {"blocked"}
    assert (folder / "report.html").is_file()


def test_failed_report_keeps_the_last_good_one_and_the_others_go_on(copied: Path) -> None:
    notebook = copied / "notebooks" / "satisfaction.ipynb"
    book = nbformat.read(notebook, as_version=4)
    broken = "if period == '2024-S1': raise RuntimeError('planted')"
    book.cells.append(nbformat.v4.new_code_cell(broken))
    nbformat.write(book, notebook)
    before = identity(copied)
    made = kinerja(copied, *RUN, "--period", "2024-S1", "--period", "2024-S2")
    assert made.returncode == 1
    assert "planted" in made.stderr
    reports = copied / "reports" / REGION
    assert not (reports / "2024-S1").exists()
    assert (reports / "2024-S2" / "satisfaction" / "report.html").is_file()
    assert identity(copied) == before
    assert list((copied / ".kinerja" / "failures").glob("*/error.txt"))
    assert "planted" in (copied / "reports" / "index.html").read_text("utf-8")


def test_changed_settings_make_a_new_revision_and_keep_the_old_findings(copied: Path) -> None:
    settings = copied / "notebooks" / "satisfaction.ipynb"
    book = nbformat.read(settings, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(book, settings)
    made = kinerja(copied, *RUN)
    assert made.returncode == 0, made.stderr
    manifest = json.loads((copied / REPORT / "manifest.json").read_text())
    assert manifest["revision"] == 2
    assert manifest["revision_reason"] == "notebook"
    kept = sorted((copied / ".kinerja/published" / REGION / PERIOD / "satisfaction").iterdir())
    assert [one.name for one in kept] == ["0001", "0002"]


def test_unit_reports_are_brought_up_to_date_with_their_region(copied: Path) -> None:
    unit = "puskesmas-wanggar"
    made = kinerja(copied, *RUN, "--unit", unit)
    assert made.returncode == 0, made.stdout + made.stderr
    page = copied / REPORT / "units" / unit / "report.html"
    assert page.is_file()
    shown = kinerja(copied, *RUN, "--dry-run")
    assert f"units/{unit}" in shown.stdout
    again = kinerja(copied, *RUN, "--force")
    assert again.returncode == 0, again.stdout + again.stderr
    manifest = json.loads((page.parent / "manifest.json").read_text())
    assert manifest["revision"] == 2
    assert kinerja(copied, "check", REGION).returncode == 0
