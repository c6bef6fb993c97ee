"""`kinerja check` passes on what was published and finds what is planted there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.privacy.checklist import CheckList
from analysis.products.check import check_report
from analysis.schemas.region import load_region
from tests.lib.report_readers import left_over, small_cells
from tests.reports.conftest import PERIOD, REGION, kinerja

REPORT = Path("reports") / REGION / PERIOD / "satisfaction"
IDENTIFIER = "198503152010011007"


def test_check_passes_on_the_products(workbench: Path) -> None:
    done = kinerja(workbench, "check")
    assert done.returncode == 0, done.stdout
    assert "all promises hold" in done.stdout


def plant_in_page(report: Path) -> None:
    page = report / "report.html"
    page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{IDENTIFIER}</p></main>"))


def plant_in_notebook(report: Path) -> None:
    path = report / "notebook.ipynb"
    book = json.loads(path.read_text("utf-8"))
    book["metadata"]["author"] = IDENTIFIER
    path.write_text(json.dumps(book))


def edit_findings(report: Path, change: Callable[[dict], None]) -> None:
    path = report / "findings.json"
    document = json.loads(path.read_text("utf-8"))
    finding = next(one for one in document["findings"] if one["estimate"] is not None)
    change(finding)
    path.write_text(json.dumps(document, ensure_ascii=False))


def plant_in_findings(report: Path) -> None:
    edit_findings(report, lambda one: one["text"].update(id=f"Milik {IDENTIFIER}"))


def plant_small_base_in_findings(report: Path) -> None:
    edit_findings(report, lambda one: one.update(n=3))


def plant_small_base_in_table(report: Path) -> None:
    path = report / "tables" / "by_gender.csv"
    lines = path.read_text("utf-8").splitlines()
    place = lines[0].split(",").index("n")
    cells = lines[1].split(",")
    cells[place] = "3"
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:], ""]), "utf-8")


def plant_wrong_number(report: Path) -> None:
    table = (report / "tables" / "key_figures.csv").read_text("utf-8").splitlines()
    row = dict(zip(table[0].split(","), table[1].split(","), strict=False))
    shown = f"{float(row['estimate']):.2f}"
    page = report / "report.en.html"
    text = page.read_text("utf-8")
    start = text.index('data-table="key_figures"')
    cut = text.index(f">{shown}<", start)
    page.write_text(f"{text[:cut]}>99.99<{text[cut + len(shown) + 2 :]}", "utf-8")


@pytest.mark.parametrize(
    "plant",
    [
        plant_in_page,
        plant_in_notebook,
        plant_in_findings,
        plant_small_base_in_findings,
        plant_small_base_in_table,
        plant_wrong_number,
    ],
)
def test_check_finds_what_is_planted(copied: Path, plant: Callable[[Path], None]) -> None:
    plant(copied / REPORT)
    done = kinerja(copied, "check")
    assert done.returncode == 4, done.stdout
    assert "violations found" in done.stdout


@pytest.mark.parametrize(
    "study", ["quality", "accountability", "fairness", "resistance", "training", "policy"]
)
def test_reports_about_employees_are_looked_through(
    workbench: Path, tmp_path: Path, study: str
) -> None:
    checklist = CheckList.read(workbench / ".kinerja" / "check" / REGION)
    report = Path(
        shutil.copytree(workbench / "reports" / REGION / "2025" / study, tmp_path / study)
    )
    assert check_report(report, checklist) == []
    path = report / "narrative.json"
    told = json.loads(path.read_text("utf-8"))
    told["sections"][0]["paragraphs"].append({"id": "e_2mmqeovnd6b6fsx4", "en": IDENTIFIER})
    path.write_text(json.dumps(told), "utf-8")
    found = check_report(report, checklist)
    assert {one.where.split(".")[0] for one in found} == {"narrative"}
    assert not any(IDENTIFIER in one.text(lang) for one in found for lang in ("id", "en"))


def test_reports_leave_nothing_small_over(workbench: Path) -> None:
    units = load_region(workbench / "data" / "raw" / REGION).units
    kinds = {one.id: one.kind for one in units}
    for path in sorted((workbench / "reports" / REGION).rglob("findings.json")):
        assert small_cells(path.parent) == []
        assert left_over(path.parent, kinds) == []
