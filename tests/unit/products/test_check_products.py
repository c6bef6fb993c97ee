"""Word, PDF, workbooks and slides of a report are compared with the bundle they show."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pptx
import pytest
import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from analysis.presenting import bundle
from analysis.presenting.formats import rounded
from analysis.presenting.tables import shown_texts
from analysis.privacy.checklist import CheckList
from analysis.privacy.disclosure import protect_table
from analysis.products.check import check_report
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.charts import Dots
from tests.lib.office_files import archive, changed, document, picture, with_paragraph, with_parts

NIP = "198703142011012005"
CHECKLIST = CheckList.build([NIP], ["Ratmi Sulastriningsih"], b"k" * 32)
STAMP = "DATA CONTOH - bukan data sebenarnya"
NAMES = ("unit", "n", "estimate", "share")
SIZE = (Inches(1), Inches(1), Inches(4), Inches(3))


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


def ikm_table() -> ReportTable:
    given = ReportTable(
        name="ikm",
        title=both("IKM"),
        columns=(
            ReportColumn("unit", both("Unit"), "label", "text"),
            ReportColumn("n", both("n"), "base", "integer"),
            ReportColumn("estimate", both("IKM"), "mean", "index"),
            ReportColumn("share", both("Puas"), "share", "share"),
        ),
        frame=pd.DataFrame(
            {
                "unit": ["dukcapil", "puskesmas", "samsat", None],
                "n": [1200, 44, 3, 1247],
                "estimate": [86.125, 79.5, 91.0, 85.9],
                "share": [0.86125, 0.9, 0.5, 0.99962],
            }
        ),
        disclosure="service",
    )
    return protect_table(given)


TABLE = ikm_table()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A bundle with a table, a figure, a narrative and a manifest."""
    bundle.write_table(TABLE, tmp_path, synthetic=True)
    (tmp_path / "figures").mkdir()
    told = {"table": "ikm", "chart": Dots(label="unit").to_dict(), "synthetic": True}
    (tmp_path / "figures" / "ikm.json").write_text(json.dumps({**told, "stamp": both(STAMP)}))
    write_class(tmp_path, "internal")
    return tmp_path


def write_class(folder: Path, name: str, *, synthetic: bool = True) -> None:
    (folder / "narrative.json").write_text(json.dumps({"class": name}))
    (folder / "manifest.json").write_text(json.dumps({"synthetic": synthetic}))


def codes(folder: Path) -> set[tuple[str, str]]:
    found = check_report(folder, CHECKLIST)
    for one in found:
        assert all(one.where in one.text(lang) for lang in ("id", "en"))
    return {(one.where, one.code) for one in found}


def workbook(change: dict[str, object] | None = None, *, stamp: str = STAMP) -> bytes:
    """Return a workbook with the table in Indonesian, in which cells may be changed."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("ikm")
        sheet.write_row("A1", [f"Internal {stamp}"])
        sheet.write_row("A3", [column.label["id"] for column in TABLE.columns])
        records = TABLE.frame.to_dict("records")
        for row, (record, texts) in enumerate(
            zip(records, shown_texts(TABLE, "id"), strict=True), 3
        ):
            for place, (column, text) in enumerate(zip(TABLE.columns, texts, strict=True)):
                is_number = column.role != "label" and text[0].isdigit()
                value = rounded(record[column.name], column.format) if is_number else text
                sheet.write(row, place, value)
        for cell, value in (change or {}).items():
            sheet.write(cell, value)
        book.define_name("table_ikm_id", "=ikm!$A$3:$D$7")
    return stream.getvalue()


def deck(
    *,
    values: tuple[float | None, ...] = (86.13, 85.9),
    series: str = "IKM",
    figure: str = "chart:ikm",
    cells: tuple[str, ...] = ("Unit", "IKM", "dukcapil", "86,13"),
    spec: str = "table:ikm;rows=0-0;columns=unit,estimate",
    stamp: str = STAMP,
) -> bytes:
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[5])
    slide.shapes.title.text = f"IKM naik {stamp} Internal"
    table = slide.shapes.add_table(2, 2, *SIZE)
    table.name = spec
    for place, text in enumerate(cells):
        table.table.cell(place // 2, place % 2).text = text
    data = CategoryChartData()
    data.categories = ["dukcapil"]
    data.add_series(series, values[:1])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *SIZE, data).name = figure
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def paper(
    *cells: str, spec: str = "table:ikm;rows=0-0;columns=unit,n", stamp: str = STAMP
) -> bytes:
    """Return a Word document whose only table shows two cells."""
    made = document()
    for old, new in zip(("Dukcapil", "1.200"), cells or ("dukcapil", "1.200"), strict=True):
        made = changed(made, "word/document.xml", old, new)
    caption = f'<w:tblPr><w:tblCaption w:val="{spec}"/>'
    made = changed(made, "word/document.xml", "<w:tblPr>", caption)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = f"<w:p><w:r><w:t>{stamp} Internal</w:t></w:r></w:p>"
    header = f'<w:hdr xmlns:w="{word}">{said}</w:hdr>'
    link = '<Relationship Id="h1" Type="x/header" Target="header1.xml"/></Relationships>'
    made = changed(made, "word/_rels/document.xml.rels", "</Relationships>", link)
    reference = f'<w:headerReference xmlns:r="{office}" w:type="default" r:id="h1"/>'
    made = changed(made, "word/document.xml", "<w:sectPr>", f"<w:sectPr>{reference}")
    return with_parts(made, {"word/header1.xml": header})


def typeset(*pages: str) -> bytes:
    import typst

    return typst.compile("\n#pagebreak()\n".join(pages).encode())


MADE: dict[str, Callable[[], bytes]] = {
    "tables.xlsx": workbook,
    "slides.pptx": deck,
    "report.docx": paper,
    "report.pdf": lambda: typeset(f"{STAMP} Internal", STAMP),
}


@pytest.mark.parametrize("name", MADE)
def test_product_that_shows_the_bundle_passes(report: Path, name: str) -> None:
    (report / name).write_bytes(MADE[name]())
    assert check_report(report, CHECKLIST) == []


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("C4", 86.12, "number_differs"),
        ("C4", 86.125, "number_differs"),
        ("B4", 1201, "number_differs"),
        ("D4", 0.86, "number_differs"),
        ("D4", "86,2%", "number_differs"),
        ("C6", 91.0, "number_differs"),
        ("B6", "3", "number_differs"),
        ("A4", "samsat", "number_differs"),
        ("D4", 0.861, ""),
        ("D4", "86,1%", ""),
        ("D7", "> 99,9%", ""),
        ("D7", 1.0, "number_differs"),
        ("D7", 0.99962, "number_differs"),
    ],
)
def test_cell_of_a_workbook_is_the_rounded_number_of_its_source(
    report: Path, cell: str, value: object, code: str
) -> None:
    (report / "tables.xlsx").write_bytes(workbook({cell: value}))
    assert {one for _, one in codes(report)} == ({code} - {""})


def test_cell_is_named_where_it_differs(report: Path) -> None:
    (report / "tables.xlsx").write_bytes(workbook({"C4": 99.99}))
    (found,) = check_report(report, CHECKLIST)
    assert found.where == "tables.xlsx xl/worksheets/sheet1.xml"
    assert found.text("en").startswith(f"{found.where}: row 1, column 'estimate' of")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"values": (86.125,)}, "chart_differs"),
        ({"values": (79.5,)}, "chart_differs"),
        ({"values": (None,)}, "chart_differs"),
        ({"series": "Lain"}, "chart_differs"),
        ({"figure": "chart:lain"}, "no_figure"),
        ({"figure": "Chart 3"}, "no_figure"),
        ({"cells": ("Unit", "IKM", "dukcapil", "86,12")}, "number_differs"),
        ({"cells": ("Unit", "IKM", "samsat", "91,00")}, "number_differs"),
        ({"spec": "table:ikm;rows=1-1;columns=unit,estimate"}, "number_differs"),
        ({"spec": "table:ikm;rows=0-1;columns=unit,estimate"}, "shape_differs"),
        ({"spec": "table:ikm;rows=7-7;columns=unit,estimate"}, "shape_differs"),
        ({"spec": "table:ikm;columns=unit,estimate"}, "shape_differs"),
        ({"spec": "table:ikm;rows=0-0;columns=unit,kosong"}, "shape_differs"),
        ({"spec": "table:ikm;rows=0-0"}, "shape_differs"),
        ({"spec": "table:lain"}, "no_source"),
    ],
)
def test_slide_that_differs_from_the_bundle_is_found(
    report: Path, change: dict[str, object], code: str
) -> None:
    (report / "slides.pptx").write_bytes(deck(**change))
    assert {one for _, one in codes(report)} == {code}


def test_number_in_the_workbook_of_a_chart_alone_is_found(report: Path) -> None:
    import zipfile

    import openpyxl

    name, made = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", deck()
    with zipfile.ZipFile(io.BytesIO(made)) as zipped:
        book = openpyxl.load_workbook(io.BytesIO(zipped.read(name)))
    book.active["B9"] = 91.0
    stream = io.BytesIO()
    book.save(stream)
    (report / "slides.pptx").write_bytes(with_parts(made, {name: stream.getvalue()}))
    assert codes(report) == {(f"slides.pptx {name}", "chart_differs")}


def test_number_of_a_document_that_differs_is_found(report: Path) -> None:
    (report / "report.docx").write_bytes(paper("dukcapil", "1.300"))
    assert codes(report) == {("report.docx", "number_differs")}


def test_numbers_are_read_in_the_language_of_the_file(report: Path) -> None:
    (report / "report.en.docx").write_bytes(paper("dukcapil", "1,200"))
    assert codes(report) == set()
    (report / "report.en.docx").write_bytes(paper("dukcapil", "1.200"))
    assert codes(report) == {("report.en.docx", "number_differs")}


def test_language_of_a_file_in_an_archive_is_that_of_its_name(report: Path) -> None:
    (report / "bahan.zip").write_bytes(archive({"report.en.docx": paper("dukcapil", "1,200")}))
    assert codes(report) == set()
    (report / "bahan.zip").write_bytes(archive({"report.docx": paper("dukcapil", "1,200")}))
    assert codes(report) == {("bahan.zip report.docx", "number_differs")}


def test_what_guides_the_breaking_of_lines_is_no_difference(report: Path) -> None:
    (report / "report.docx").write_bytes(paper("duk\u00adca\u200bpil", "1.200"))
    assert codes(report) == set()


@pytest.mark.parametrize(
    ("name", "made", "place"),
    [
        ("tables.xlsx", lambda: workbook(stamp=""), " xl/worksheets/sheet1.xml"),
        ("slides.pptx", lambda: deck(stamp=""), " ppt/slides/slide1.xml"),
        ("report.docx", lambda: paper(stamp=""), " section 1 default"),
        ("report.pdf", lambda: typeset(f"{STAMP} Internal", "Dua"), " page 2"),
    ],
)
def test_page_without_stamp_is_found_and_one_of_real_data_has_none(
    report: Path, name: str, made: Callable[[], bytes], place: str
) -> None:
    (report / name).write_bytes(made())
    assert codes(report) == {(f"{name}{place}", "no_stamp")}
    for path in ("figures", "tables"):
        for file in (report / path).glob("*.json"):
            file.write_text(json.dumps({**json.loads(file.read_text()), "stamp": None}))
    write_class(report, "internal", synthetic=False)
    stamped = {where for where, code in codes(report) if code == "false_stamp"}
    assert f"{name}{place}" not in stamped


def test_stamp_on_real_data_is_found_on_its_page(report: Path) -> None:
    write_class(report, "internal", synthetic=False)
    (report / "report.pdf").write_bytes(typeset("Internal", f"Data {STAMP}"))
    assert ("report.pdf page 2", "false_stamp") in codes(report)
    assert ("report.pdf page 1", "false_stamp") not in codes(report)


def test_words_about_samples_are_no_stamp(report: Path) -> None:
    write_class(report, "internal", synthetic=False)
    (report / "report.en.pdf").write_bytes(typeset("Internal: these sample data are real."))
    assert not any(where.startswith("report.en.pdf") for where, _ in codes(report))


def test_stamp_broken_over_lines_counts(report: Path) -> None:
    (report / "report.pdf").write_bytes(
        typeset(f"Internal #box(width: 3cm)[{STAMP}]", f"#text(tracking: 2pt)[{STAMP}]")
    )
    assert codes(report) == set()


@pytest.mark.parametrize("name", MADE)
def test_product_that_does_not_say_its_class_is_found(report: Path, name: str) -> None:
    write_class(report, "public")
    (report / name).write_bytes(MADE[name]())
    assert codes(report) == {(name, "no_class")}


def in_deck(**change: object) -> Callable[[], bytes]:
    return lambda: deck(**change)


@pytest.mark.parametrize(
    ("name", "made", "code"),
    [
        ("report.docx", lambda: with_paragraph(f"[{NIP[:5]}][{NIP[5:]}]"), "identifier"),
        ("report.docx", lambda: with_paragraph("[Ratmi ][Sulastri][ningsih]"), "name"),
        ("report.docx", lambda: with_paragraph("[/home/petugas/data.csv]"), "path"),
        (
            "report.docx",
            lambda: with_paragraph(
                '<w:r><w:instrText>HYPERLINK "https://a.example"</w:instrText></w:r>'
            ),
            "network",
        ),
        ("slides.pptx", in_deck(stamp=f"{STAMP} {NIP}"), "identifier"),
        (
            "slides.pptx",
            lambda: with_parts(deck(), {"ppt/media/a.png": picture("Ratmi Sulastriningsih")}),
            "name",
        ),
        ("tables.xlsx", lambda: workbook({"F1": float(NIP)}), "pattern"),
        ("tables.xlsx", lambda: workbook({"F1": "0812-3456-7890"}), "pattern"),
        ("report.pdf", lambda: typeset(f"{STAMP} Internal {NIP}"), "identifier"),
        ("report.pdf", lambda: typeset(f'#link("https://a.example")[x] {STAMP}'), "network"),
        (
            "bahan.zip",
            lambda: archive({"a/slides.pptx": deck(stamp=f"{STAMP} {NIP}")}),
            "identifier",
        ),
    ],
)
def test_planted_in_a_product_is_found(
    report: Path, name: str, made: Callable[[], bytes], code: str
) -> None:
    (report / name).write_bytes(made())
    found = check_report(report, CHECKLIST)
    assert code in {one.code for one in found if one.where.startswith(name)}
    assert not any(NIP in one.text(lang) for one in found for lang in ("id", "en"))


@pytest.mark.parametrize("name", [*MADE, "bahan.zip"])
def test_product_that_cannot_be_opened_is_found(report: Path, name: str) -> None:
    (report / name).write_bytes(b"PK\x03\x04 cut off")
    assert codes(report) == {(name, "unreadable")}


def test_folder_of_the_public_has_products_without_findings(tmp_path: Path) -> None:
    told = {"product": "public", "synthetic": True, "class": "public"}
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    (tmp_path / "ikm-dukcapil.pdf").write_bytes(typeset(f"{STAMP} Untuk umum"))
    (tmp_path / "ikm-dukcapil.png").write_bytes(picture("IKM"))
    assert check_report(tmp_path, CHECKLIST) == []
    (tmp_path / "ikm-samsat.pdf").write_bytes(typeset("Untuk umum"))
    assert codes(tmp_path) == {("ikm-samsat.pdf page 1", "no_stamp")}


def test_table_of_the_bundle_is_not_changed(report: Path) -> None:
    before = replace(TABLE, frame=TABLE.frame.copy())
    (report / "tables.xlsx").write_bytes(workbook())
    check_report(report, CHECKLIST)
    pd.testing.assert_frame_equal(TABLE.frame, before.frame)
