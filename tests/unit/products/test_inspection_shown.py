"""Tables, charts and pages of office files are read as a reader sees them."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from analysis.products.inspection import SCANNERS, Extract
from tests.lib.office_files import (
    Book,
    Deck,
    changed,
    deck_with_chart,
    document,
    embedded_workbook,
    part_of,
    with_parts,
    word_part,
)


def opened(content: bytes, suffix: str) -> Extract:
    return SCANNERS[f".{suffix}"](content, f"a.{suffix}")


def test_table_of_a_document_is_read_as_shown() -> None:
    caption = '<w:tblPr><w:tblCaption w:val="table:ikm;rows=0-0;columns=unit,n"/>'
    assert opened(document(), "docx").tables[0].name == ""
    (table,) = opened(changed(document(), "word/document.xml", "<w:tblPr>", caption), "docx").tables
    assert (table.name, table.columns, table.span) == ("ikm", ("unit", "n"), (0, 0))
    assert table.is_part
    assert table.header == ("Unit", "n")
    assert table.rows == (("Dukcapil", "1.200"),)


def test_table_of_a_slide_is_read_as_shown() -> None:
    (table,) = opened(Deck().saved(), "pptx").tables
    assert (table.where, table.name) == ("a.pptx ppt/slides/slide1.xml", "ikm")
    assert (table.columns, table.span) == (("unit", "estimate"), (0, 1))
    assert table.header == ("Unit", "IKM")
    assert table.rows == (("Dukcapil", "86,13"), ("RSUD", "79,50"))


def test_the_mark_of_the_last_edition_is_no_part_of_a_slides_cell() -> None:
    deck = Deck()
    deck.table.cell(1, 0).text = "Dukcapil\u00a0†"
    deck.table.cell(2, 1).text = "79,50†"
    (table,) = opened(deck.saved(), "pptx").tables
    assert table.rows == (("Dukcapil", "86,13"), ("RSUD", "79,50†"))


def test_named_range_of_a_workbook_is_read_as_texts_and_numbers() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Menurut 'unit' a")
        sheet.write_row("B3", ["Unit", "n"])
        sheet.write_row("B4", ["Dukcapil", 1200])
        sheet.write_row("B5", ["RSUD", "*"])
        book.define_name("table_ikm_id", "='Menurut ''unit'' a'!$B$3:$C$5")
    (table,) = opened(stream.getvalue(), "xlsx").tables
    assert (table.name, table.lang, table.header) == ("ikm", "id", ("Unit", "n"))
    assert table.rows == (("Dukcapil", "1200"), ("RSUD", "*"))
    assert table.numbers == ((None, 1200.0), (None, None))


def test_range_of_a_whole_sheet_is_refused() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("ikm").write_row("A1", ["Unit", "n"])
        book.define_name("table_ikm_id", "=ikm!$A$1:$XFD$1048576")
    with pytest.raises(ValueError, match="XFD"):
        opened(stream.getvalue(), "xlsx")


def test_chart_is_read_as_drawn_and_as_its_workbook_has_it() -> None:
    drawn, kept = opened(deck_with_chart(), "pptx").charts
    assert drawn.where == "a.pptx ppt/charts/chart1.xml"
    assert kept.where == "a.pptx ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert drawn.name == kept.name == "ikm"
    (series,) = drawn.series
    assert (series.name, series.categories) == ("IKM", ("Dukcapil", "RSUD"))
    assert series.values == (86.13, 79.5)
    assert kept.series == drawn.series


def test_numbers_of_a_chart_workbook_that_are_not_drawn_are_told() -> None:
    made = embedded_workbook(lambda book: book.active.__setitem__("F9", 3))
    _, kept = opened(made, "pptx").charts
    assert kept.series[-1].values == (3.0,)


def test_points_of_a_chart_have_both_numbers() -> None:
    deck, data = Deck(), XyChartData()
    series = data.add_series("Dukcapil")
    series.add_data_point(3.2, 0.4)
    kind, size = XL_CHART_TYPE.XY_SCATTER, Inches(3)
    deck.slide.shapes.add_chart(kind, size, size, size, size, data).name = "chart:quadrant"
    for chart in opened(deck.saved(), "pptx").charts:
        assert chart.series[0].name == "Dukcapil"
        assert (chart.series[0].categories, chart.series[0].values) == (("3.2",), (0.4,))


def test_pages_are_slides_with_what_stands_behind_them() -> None:
    name = "ppt/slideLayouts/slideLayout6.xml"
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='99' name='cap'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>DATA CONTOH</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    made = changed(Deck().saved(), name, "</p:spTree>", f"{shape}</p:spTree>")
    ((where, text),) = opened(made, "pptx").pages
    assert where == "a.pptx ppt/slides/slide1.xml"
    assert "IKM naik" in text
    assert "DATA CONTOH" in text
    assert "Click to edit" not in text


def test_pages_are_sheets() -> None:
    book = Book()
    book.file.create_sheet("kosong")
    pages = opened(book.saved(), "xlsx").pages
    assert [where for where, _ in pages] == [
        "a.xlsx xl/worksheets/sheet1.xml",
        "a.xlsx xl/worksheets/sheet2.xml",
    ]
    assert "Dukcapil" in pages[0][1]
    assert pages[1][1] == ""


def test_pages_of_a_document_are_the_headers_of_its_sections() -> None:
    relation = '<Relationship Id="rIdH" Type="x/header" Target="header1.xml"/></Relationships>'
    made = changed(document(), "word/_rels/document.xml.rels", "</Relationships>", relation)
    made = with_parts(made, {"word/header1.xml": word_part("hdr", "[DATA ][CONTOH]")})
    assert all("CONTOH" not in text for _, text in opened(made, "docx").pages)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    header = f'<w:headerReference xmlns:r="{office}" w:type="default" r:id="rIdH"/>'
    body = part_of(made, "word/document.xml")
    start = body.index("<w:sectPr")
    cut = body.index(">", start)
    opening = body[start:cut].rstrip("/")
    sections = (
        f"<w:p><w:pPr>{opening}>{header}</w:sectPr></w:pPr></w:p>{opening}><w:titlePg/></w:sectPr>"
    )
    end = body.index("</w:body>")
    made = with_parts(made, {"word/document.xml": body[:start] + sections + body[end:]})
    pages = dict(opened(made, "docx").pages)
    assert pages["a.docx section 1 default"] == "DATA CONTOH"
    assert pages["a.docx section 2 default"] == "DATA CONTOH"
    assert "DATA CONTOH" not in pages["a.docx section 2 first"]
    assert "Catatan" not in pages["a.docx section 2 default"]
