from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from analysis.presenting.formats import HIDDEN, MISSING, rounded
from analysis.presenting.reading import Bundle, read_bundle
from analysis.presenting.tables import shown_texts
from analysis.products import workbook
from analysis.products.workbook.look import number_format
from analysis.schemas.bundle import ReportColumn, ReportTable
from tests.lib.sample_report import two, write_report

LANGUAGES = ("id", "en")
LONG_NAME = "Unit Pelaksana Teknis Dinas Pengelolaan Keuangan, Aset, Pendapatan, dan Pelayanan " * 2
ODD_NAMES = [
    LONG_NAME[:120],
    "😀 Layanan Ramah 🏥",
    "مركز الخدمات العامة",
    '=HYPERLINK("https://example.org", "x")',
    "+1 unit; @SUM(A1)",
    "https://example.org/unit",
    "  spasi  dan\ttab",
]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return read_bundle(write_report(tmp_path_factory.mktemp("bundle")))


@pytest.fixture(scope="module")
def file(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "tables.xlsx"
    workbook.write(bundle, path)
    return path


@pytest.fixture(scope="module")
def book(file: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(file)


def opened(bundle: Bundle, folder: Path) -> openpyxl.Workbook:
    workbook.write(bundle, folder / "tables.xlsx")
    return openpyxl.load_workbook(folder / "tables.xlsx")


def named(book: openpyxl.Workbook, table: str, lang: str) -> tuple[Worksheet, list[list]]:
    """The sheet and the cells that the name of a table's range points to, headings first."""
    ((title, area),) = book.defined_names[f"table_{table}_{lang}"].destinations
    return book[title], [list(row) for row in book[title][area.replace("$", "")]]


def links_of(sheet: Worksheet) -> list[Hyperlink]:
    return [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def with_tables(bundle: Bundle, *tables: ReportTable) -> Bundle:
    narrative = {**bundle.narrative, "sections": []}
    return replace(bundle, tables={one.name: one for one in tables}, narrative=narrative)


def odd_table(names: list[str], columns: int = 3) -> ReportTable:
    frame = pd.DataFrame({"unit": [*names, None]}, dtype="str")
    told = [ReportColumn("unit", two("Unit", "Unit"), "label", "text")]
    for place in range(columns - 1):
        frame[f"value{place}"] = [float(place) + row / 7 for row in range(len(frame))]
        heading = two(f"Nilai rata-rata ke-{place}", f"Mean score number {place}")
        told.append(ReportColumn(f"value{place}", heading, "mean", "score"))
    return ReportTable("odd", two("Tabel aneh", "Odd table"), tuple(told), frame, "service")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_says_what_the_report_shows(
    bundle: Bundle, book: openpyxl.Workbook, lang: str
) -> None:
    numbers = 0
    for name, table in bundle.tables.items():
        _, cells = named(book, name, lang)
        assert [one.value for one in cells[0]] == [one.label[lang] for one in table.columns]
        texts = shown_texts(table, lang)
        assert len(cells) - 1 == len(texts)
        for row, shown, record in zip(
            cells[1:], texts, table.frame.to_dict("records"), strict=True
        ):
            for cell, text, column in zip(row, shown, table.columns, strict=True):
                if isinstance(cell.value, str):
                    assert cell.value == text
                else:
                    numbers += 1
                    assert cell.value == rounded(float(record[column.name]), column.format)
                    assert cell.number_format == number_format(column.format, lang)
    assert numbers > 50


def test_hidden_and_missing_cells_are_text_on_the_right(
    bundle: Bundle, book: openpyxl.Workbook
) -> None:
    hidden = [
        cell for row in named(book, "by_unit", "id")[1] for cell in row if cell.value == HIDDEN
    ]
    missing = [
        cell for row in named(book, "trend", "id")[1] for cell in row if cell.value == MISSING
    ]
    assert hidden
    assert missing
    assert {one.data_type for one in hidden + missing} == {"s"}
    numeric = [one for one in hidden if one.column < len(bundle.tables["by_unit"].columns)]
    assert {one.alignment.horizontal for one in numeric} == {"right"}


def test_total_rows_are_bold_and_numbers_carry_their_formats(
    bundle: Bundle, book: openpyxl.Workbook
) -> None:
    _, cells = named(book, "by_unit", "id")
    (total,) = [row for row in cells if row[0].value == "Seluruhnya"]
    assert all(one.font.b for one in total)
    assert not any(one.font.b for one in cells[1])
    assert cells[1][2].number_format == '[$-421]#,##0.00;[$-421]"−"#,##0.00'


def test_sheets_stand_in_the_order_of_the_report_each_language_after_the_other(
    bundle: Bundle, tmp_path: Path
) -> None:
    sections = [
        {"heading": two("Unsur", "Elements"), "tables": ["unsur"]},
        {"heading": two("Unit", "Units"), "tables": ["by_unit"]},
    ]
    told = replace(bundle, narrative={**bundle.narrative, "sections": sections})
    book = opened(told, tmp_path)
    names = ["unsur", "by_unit", "trend"]
    assert book.sheetnames == [
        "Catatan", "Daftar isi", *names, "Notes", "Contents", *(f"{one}.en" for one in names),
    ]  # fmt: skip
    assert book["unsur"].sheet_properties.tabColor is None
    assert book["unsur.en"].sheet_properties.tabColor is not None
    contents = [[cell.value for cell in row] for row in book["Contents"].iter_rows(min_row=6)]
    assert contents[1:] == [
        ["unsur.en", "Score and importance of the elements", "Elements", 5, "service"],
        ["by_unit.en", "Satisfaction index by unit", "Units", 8, "service"],
        ["trend.en", "Index by quarter", "Supporting table", 13, "service"],
    ]


def test_links_lead_to_sheets_of_the_workbook_only(
    bundle: Bundle, book: openpyxl.Workbook, file: Path
) -> None:
    links = [link for sheet in book for link in links_of(sheet)]
    places = [link.location for link in links]
    assert len(places) == 2 * (2 * len(bundle.tables) + 2)
    assert {one.split("!")[0].strip("'") for one in places} <= set(book.sheetnames)
    assert not any(link.target for link in links)
    with zipfile.ZipFile(file) as package:
        relations = [package.read(one) for one in package.namelist() if one.endswith(".rels")]
    assert not any(b"External" in one for one in relations)


@pytest.mark.parametrize("synthetic", [True, False])
def test_stamp_and_class_stand_on_every_sheet_and_page(tmp_path: Path, synthetic: bool) -> None:
    told = read_bundle(write_report(tmp_path / "bundle", synthetic=synthetic))
    book = opened(told, tmp_path)
    for sheet in book:
        lang = "en" if sheet.title in ("Notes", "Contents") or ".en" in sheet.title else "id"
        stamp = {"id": "DATA CONTOH - bukan data sebenarnya", "en": "SAMPLE DATA"}[lang]
        texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
        assert (stamp in texts) == synthetic
        assert (stamp in (sheet.oddHeader.right.text or "")) == synthetic
        assert {"id": "Untuk umum", "en": "Public"}[lang] in sheet.oddFooter.left.text
        assert "&P" in sheet.oddFooter.right.text


def test_the_notes_say_who_may_see_it_and_what_the_signs_mean(
    bundle: Bundle, tmp_path: Path
) -> None:
    internal = replace(bundle, narrative={**bundle.narrative, "class": "internal"})
    sheet = opened(internal, tmp_path)["Catatan"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert told["Sifat"].startswith("Internal. Hanya untuk pimpinan")
    assert "Survei Kepuasan Masyarakat" in told["Aturan yang dipakai"]
    assert told["Dibuat"] == "20 Januari 2026"
    assert told[HIDDEN].startswith("Disembunyikan")
    assert told[MISSING].startswith("Tidak ada angka")
    assert "< 0,1%" in told["< dan >"]
    assert "> 99,9%" in told["< dan >"]
    assert "tables/*.csv" in told["Untuk program"]


def test_the_note_of_a_table_names_the_floor_that_was_asked_for(
    bundle: Bundle, tmp_path: Path
) -> None:
    asked = replace(bundle, manifest={"inputs": {"parameters": {"min_cell": 12}}})
    sheet = opened(asked, tmp_path)["by_unit"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(one.startswith("* Kurang dari 12:") for one in texts)
    assert "Hanya variasi acak yang tercakup." in texts


def test_texts_are_never_formulas_or_addresses(bundle: Bundle, tmp_path: Path) -> None:
    book = opened(with_tables(bundle, odd_table(ODD_NAMES)), tmp_path)
    sheet, cells = named(book, "odd", "id")
    assert [row[0].value for row in cells[1:-1]] == ODD_NAMES
    assert {row[0].data_type for row in cells} == {"s"}
    assert [link.location for link in links_of(sheet)] == ["'Daftar isi'!A1"]
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as package:
        assert not any(b"<f>" in package.read(one) for one in package.namelist())


def test_long_names_are_wrapped_in_rows_that_are_tall_enough(
    bundle: Bundle, tmp_path: Path
) -> None:
    sheet, cells = named(opened(with_tables(bundle, odd_table(ODD_NAMES)), tmp_path), "odd", "id")
    assert sheet.column_dimensions["A"].width < 50
    assert cells[1][0].alignment.wrap_text
    tall, plain = (sheet.row_dimensions[cells[place][0].row].height for place in (1, 2))
    assert tall > 2.5 * plain


def test_forty_columns_stand_side_by_side_on_one_page_width(bundle: Bundle, tmp_path: Path) -> None:
    book = opened(with_tables(bundle, odd_table(["a", "b"], columns=40)), tmp_path)
    sheet, cells = named(book, "odd", "en")
    assert len(cells[0]) == 40
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${cells[0][0].row}:${cells[0][0].row}"
    assert sheet.freeze_panes == f"B{cells[1][0].row}"


def test_a_table_without_rows_keeps_its_headings_and_says_so(
    bundle: Bundle, tmp_path: Path
) -> None:
    empty = replace(bundle.tables["unsur"], frame=bundle.tables["unsur"].frame.head(0))
    book = opened(with_tables(bundle, empty), tmp_path)
    sheet, cells = named(book, "unsur", "id")
    assert [one.value for one in cells[0]] == ["Unsur", "n", "NRR", "Kepentingan"]
    assert len(cells) == 1
    assert not sheet.tables
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Tidak ada baris untuk periode ini." in texts


def test_a_report_without_tables_has_its_notes_and_an_empty_list(
    bundle: Bundle, tmp_path: Path
) -> None:
    assert opened(with_tables(bundle), tmp_path).sheetnames == [
        "Catatan", "Daftar isi", "Notes", "Contents",
    ]  # fmt: skip


def test_sheets_are_tables_with_a_heading_row_and_a_description(
    bundle: Bundle, book: openpyxl.Workbook, file: Path
) -> None:
    for name in bundle.tables:
        sheet, cells = named(book, name, "id")
        (table,) = sheet.tables.values()
        assert table.ref == f"{cells[0][0].coordinate}:{cells[-1][-1].coordinate}"
        assert table.headerRowCount == 1
        assert not sheet.merged_cells.ranges
        assert (table.autoFilter is not None) == (len(cells) > 13)
    with zipfile.ZipFile(file) as package:
        parts = [package.read(one).decode() for one in package.namelist() if "/tables/" in one]
    assert all(re.search(r'altText="|altTextSummary="', one) for one in parts)


def test_headings_that_repeat_are_kept_as_they_are(bundle: Bundle, tmp_path: Path) -> None:
    table = bundle.tables["unsur"]
    columns = tuple(replace(one, label=two("n", "n")) for one in table.columns)
    sheet, cells = named(
        opened(with_tables(bundle, replace(table, columns=columns)), tmp_path), "unsur", "id"
    )
    assert [one.value for one in cells[0]] == ["n"] * 4
    assert not sheet.tables


def test_properties_name_no_person_and_the_moment_of_the_report(
    bundle: Bundle, book: openpyxl.Workbook
) -> None:
    told = book.properties
    assert told.title == "Kepuasan masyarakat – Kota Contoh · Semester II 2025"
    assert told.category == "Untuk umum"
    assert told.description == "DATA CONTOH - bukan data sebenarnya"
    assert not told.creator
    assert not told.lastModifiedBy
    assert told.created == told.modified == bundle.document.generated_at.replace(tzinfo=None)


def test_equal_bundles_give_equal_bytes(bundle: Bundle, tmp_path: Path) -> None:
    workbook.write(bundle, tmp_path / "one.xlsx")
    workbook.write(bundle, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_limits_are_text_and_probabilities_have_three_decimals(
    bundle: Bundle, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "share": [0.9999, 0.5], "p": [0.0001, 0.0416]})
    columns = (
        ReportColumn("unit", two("Unit", "Unit"), "label", "text"),
        ReportColumn("share", two("Porsi", "Share"), "share", "share"),
        ReportColumn("p", two("p", "p"), "test", "pvalue"),
    )
    table = ReportTable("odd", two("Uji", "Test"), columns, frame, "service")
    _, cells = named(opened(with_tables(bundle, table), tmp_path), "odd", "id")
    assert [[one.value for one in row[1:]] for row in cells[1:]] == [
        ["> 99,9%", "< 0,001"],
        [0.5, 0.042],
    ]
    assert cells[2][1].number_format.startswith("[$-421]#,##0.0%")
    assert cells[2][2].number_format.startswith("[$-421]#,##0.000;")


def test_names_of_sheets_are_short_differ_and_have_no_forbidden_signs() -> None:
    stem = "attainment_by_position_type_and_level"
    names = workbook.sheet_names(
        [f"{stem}_{end}" for end in ("a", "b", "c")] + ["x[1]:/y", "Catatan"],
        "en",
        ("id", "en"),
        taken={"catatan.en"},
    )
    assert len({one.casefold() for one in names.values()}) == len(names)
    assert max(map(len, names.values())) <= 31
    assert all(one.endswith(".en") for one in names.values())
    assert names["x[1]:/y"] == "x_1___y.en"
    assert names["Catatan"] == "Catatan~2.en"


def test_freezing_leaves_the_headings_and_the_first_column_in_sight(
    bundle: Bundle, book: openpyxl.Workbook
) -> None:
    for name in bundle.tables:
        sheet, cells = named(book, name, "en")
        assert sheet.freeze_panes == f"B{cells[1][0].row}"
        rows = [one[0].row for one in cells]
        assert all(after == before + 1 for before, after in pairwise(rows))
