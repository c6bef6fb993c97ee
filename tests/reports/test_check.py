"""`kinerja check` passes on what was published and finds what is planted there."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfWriter

from analysis.privacy.checklist import CheckList
from analysis.products.check import check_report
from analysis.schemas.region import load_region
from tests.lib.office_files import changed, part_of, picture, with_parts
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


def plant_in_part(name: str, part: str, old: str, new: str) -> Callable[[Path], None]:
    def plant(report: Path) -> None:
        path = report / name
        path.write_bytes(changed(path.read_bytes(), part, old, new))

    return plant


def plant_in_chart_workbook(report: Path) -> None:
    path = report / "slides.pptx"
    deck = Presentation(path)
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    inside = chart.part.chart_workbook.xlsx_part
    book = openpyxl.load_workbook(io.BytesIO(inside.blob))
    book.active["H9"] = IDENTIFIER
    stream = io.BytesIO()
    book.save(stream)
    inside.blob = stream.getvalue()
    deck.save(path)


def plant_in_speaker_note(report: Path) -> None:
    path = report / "slides.pptx"
    deck = Presentation(path)
    deck.slides[1].notes_slide.notes_text_frame.text += f" {IDENTIFIER}"
    deck.save(path)


def plant_in_hidden_sheet(report: Path) -> None:
    path = report / "tables.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("lama")
    sheet.sheet_state = "veryHidden"
    sheet["C7"] = int(IDENTIFIER)
    book.save(path)


def plant_in_picture_of_document(report: Path) -> None:
    path = report / "report.docx"
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".png"))
    path.write_bytes(with_parts(content, {name: picture(f"dari {IDENTIFIER}")}))


def plant_in_pdf_property(report: Path) -> None:
    path = report / "report.pdf"
    writer = PdfWriter(clone_from=path)
    writer.add_metadata({"/Subject": IDENTIFIER})
    writer.write(path)


PLANTED = {
    "chart_workbook": (plant_in_chart_workbook, "slides.pptx ppt/embeddings/"),
    "speaker_note": (plant_in_speaker_note, "slides.pptx ppt/notesSlides/"),
    "hidden_sheet": (plant_in_hidden_sheet, "tables.xlsx xl/worksheets/"),
    "property": (
        plant_in_part(
            "report.docx", "docProps/core.xml", "</dc:title>", f" {IDENTIFIER}</dc:title>"
        ),
        "report.docx docProps/core.xml",
    ),
    "picture": (plant_in_picture_of_document, "report.docx word/media/"),
    "pdf_property": (plant_in_pdf_property, "report.pdf /Subject"),
}


@pytest.mark.parametrize("place", PLANTED)
def test_identifier_planted_in_a_product_is_found_in_its_place(
    workbench: Path, tmp_path: Path, place: str
) -> None:
    plant, where = PLANTED[place]
    report = Path(shutil.copytree(workbench / REPORT, tmp_path / "satisfaction"))
    plant(report)
    found = [one for one in check_report(report, None) if one.code == "pattern"]
    assert found
    assert all(one.where.startswith(where) for one in found)
    assert not any(IDENTIFIER in one.text(lang) for one in found for lang in ("id", "en"))


def wrong_number(name: str, folder: str, form: str) -> Callable[[Path], None]:
    """Change the first number of that form in the parts of a folder."""

    def plant(report: Path) -> None:
        path = report / name
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [one for one in archive.namelist() if one.startswith(folder)]
        for part in sorted(parts):
            text = part_of(content, part)
            if match := re.search(form, text):
                text = f"{text[: match.start()]}{match[1]}99.99{match[2]}{text[match.end() :]}"
                path.write_bytes(with_parts(content, {part: text}))
                return
        raise AssertionError(name)

    return plant


@pytest.mark.parametrize(
    ("plant", "where", "code"),
    [
        (
            wrong_number("slides.pptx", "ppt/charts/chart", r"(<c:v>)\d\d\.\d\d(</c:v>)"),
            "slides.pptx ppt/charts/",
            "chart_differs",
        ),
        (
            wrong_number("tables.xlsx", "xl/worksheets/sheet", r"(<v>)\d\d\.\d\d(</v>)"),
            "tables.xlsx xl/worksheets/",
            "number_differs",
        ),
        (
            wrong_number(
                "report.docx",
                "word/document.xml",
                r"(<w:t[^>]*>)\d\d,\d\d(</w:t></w:r></w:p></w:tc>)",
            ),
            "report.docx",
            "number_differs",
        ),
    ],
    ids=["chart", "workbook", "document"],
)
def test_number_changed_in_a_product_is_found(
    workbench: Path, tmp_path: Path, plant: Callable[[Path], None], where: str, code: str
) -> None:
    report = Path(shutil.copytree(workbench / REPORT, tmp_path / "satisfaction"))
    plant(report)
    found = check_report(report, None)
    assert {one.code for one in found} == {code}
    assert all(one.where.startswith(where) for one in found)


def test_reports_leave_nothing_small_over(workbench: Path) -> None:
    units = load_region(workbench / "data" / "raw" / REGION).units
    kinds = {one.id: one.kind for one in units}
    for path in sorted((workbench / "reports" / REGION).rglob("findings.json")):
        assert small_cells(path.parent) == []
        assert left_over(path.parent, kinds) == []
