from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from sample_report import trend_table, two, unit_table

from analysis.presenting.formats import Formatter
from analysis.presenting.tables import RowMarks, html_table, row_marks, shown_texts
from analysis.privacy.disclosure import protect_table
from analysis.schemas.bundle import (
    KEPT,
    SHOWN,
    STATUS_COLUMN,
    SUPPRESSED,
    ReportColumn,
    ReportTable,
)


class Cells(HTMLParser):
    """Collects the text of every element that has a data-col, and the scopes of headers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, str]] = []
        self.scopes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "data-col" in given:
            self.cells.append((given["data-col"], ""))
        if tag == "th":
            self.scopes.append(given["scope"])

    def handle_data(self, data):
        if self.cells:
            column, text = self.cells[-1]
            self.cells[-1] = (column, text + data)


def small_table(**frame) -> ReportTable:
    columns = (
        ReportColumn("unit", two("Unit", "Unit"), "label", "text"),
        ReportColumn("n", two("n", "n"), "base", "integer"),
        ReportColumn("estimate", two("IKM", "Index"), "mean", "index"),
    )
    return ReportTable("small", two("Kecil", "Small"), columns, pd.DataFrame(frame), "service")


def test_html_table_cells_are_what_the_formatter_writes():
    table = unit_table()
    cells = Cells(html_table(table, "id").split("</tbody>")[0]).cells
    expected = [
        Formatter("id").cell(value, column.format, column.codes)
        for row in table.frame.iloc[:-1].to_dict("records")
        for column, value in ((one, row[one.name]) for one in table.columns)
    ]
    assert [text for _, text in cells][: len(expected)] == expected


def test_html_table_escapes_names_and_marks_language_and_scopes():
    page = html_table(unit_table(), "en")
    assert "Rumah Sakit &lt;Umum&gt; &amp; Daerah" in page
    assert "<Umum>" not in page
    assert 'data-table="by_unit" lang="en"' in page
    assert set(Cells(page).scopes) == {"col", "row"}


def test_html_table_names_the_total_in_both_languages():
    assert shown_texts(unit_table(), "id")[-1][0] == "Seluruhnya"
    assert shown_texts(unit_table(), "en")[-1][0] == "Total"


def test_html_table_hidden_rows_show_no_number_and_say_why():
    page = html_table(protect_table(unit_table()), "id")
    row = next(one for one in page.split("<tr") if "Kecamatan Utara" in one)
    assert 'class="suppressed"' in row
    assert row.count(">*</abbr>") == 5
    assert not any(digit in Cells("<tr" + row).cells[1][1] for digit in "0123456789")
    assert "Kurang dari 5: bukti belum cukup" in page


def test_html_table_without_hidden_rows_has_no_note_about_hiding():
    assert "*" not in html_table(small_table(unit=["a"], n=[30], estimate=[80.0]), "id")


def test_html_table_note_names_the_floor_that_was_asked_for():
    protected = protect_table(unit_table(), min_cell=20)
    assert "Fewer than 20" in html_table(protected, "en", floor=20)


def test_html_table_marks_figures_kept_from_the_last_edition():
    table = small_table(unit=["a"], n=[30], estimate=[80.0], **{STATUS_COLUMN: [KEPT]})
    page = html_table(table, "id")
    assert '<tr class="kept">' in page
    assert "terakhir diterbitkan" in page


@pytest.mark.parametrize(
    ("unit", "status", "marks", "kind"),
    [
        ("a", SHOWN, RowMarks(), "plain"),
        ("a", KEPT, RowMarks(kept=True), "plain"),
        ("a", SUPPRESSED, RowMarks(hidden=True), "hidden"),
        (None, SHOWN, RowMarks(total=True), "total"),
        (None, KEPT, RowMarks(total=True, kept=True), "total"),
        (None, SUPPRESSED, RowMarks(total=True, hidden=True), "hidden"),
    ],
)
def test_a_row_is_marked_by_its_labels_and_its_status(unit, status, marks, kind):
    table = small_table(unit=[unit], n=[30], estimate=[80.0])
    found = row_marks(table, {"unit": unit, STATUS_COLUMN: status})
    assert (found, found.kind) == (marks, kind)
    assert row_marks(table, {"unit": "a"}) == RowMarks()


def test_a_table_without_labels_has_no_total():
    column = ReportColumn("n", two("n", "n"), "base", "integer")
    table = ReportTable("n", two("n", "n"), (column,), pd.DataFrame({"n": [1]}), "service")
    assert row_marks(table, {"n": None}) == RowMarks()


def test_html_table_leaves_the_frame_as_it_was():
    table = unit_table()
    before = table.frame.copy(deep=True)
    html_table(table, "id")
    pd.testing.assert_frame_equal(table.frame, before)


def test_html_table_folds_more_than_twelve_rows_under_title_and_number():
    page = html_table(trend_table(), "id")
    summary = page.split("<summary>")[1].split("</summary>")[0]
    assert "Indeks per triwulan" in summary
    assert "(13 baris)" in summary
    assert "(13 rows)" in html_table(trend_table(), "en")
    assert page.index("<details") < page.index("<table") < page.index("</details>")


def test_html_table_of_twelve_rows_stands_open():
    table = trend_table()
    assert "<details" not in html_table(replace(table, frame=table.frame.iloc[:12]), "id")


def test_names_of_cells_hold_no_controls():
    table = trend_table()
    told = replace(table, frame=table.frame.assign(signal="naik\x0btajam\x07"))
    assert {row[-1] for row in shown_texts(told, "id")} == {"naik tajam"}
