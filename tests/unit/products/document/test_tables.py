"""A table keeps every cell on its way to the page, however wide, long or empty it is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from sample_report import two, unit_table
from specimen import LONG_NAME, wide_table, with_long_names

from analysis.presenting.tables import shown_texts
from analysis.privacy.disclosure import protect_table
from analysis.products.document.tables import MOST_ROWS, table_blocks
from analysis.products.document.widths import TEXT_MM, WIDE_MM
from analysis.schemas.bundle import KEPT, STATUS_COLUMN, ReportColumn, ReportTable


def columns_of(count: int, *, heading: str = "Ukuran") -> ReportTable:
    labels = [ReportColumn("unit", two("Unit", "Unit"), "label", "text")]
    measures = [
        ReportColumn(f"m{one}", two(f"{heading} {one}", f"{heading} {one}"), "mean", "index")
        for one in range(count - 1)
    ]
    frame = pd.DataFrame({column.name: [1.0, 2.0] for column in measures})
    frame.insert(0, "unit", ["Dinas Kesehatan", None])
    return ReportTable("m", two("Ukuran", "Measures"), (*labels, *measures), frame, "service")


def rows_of(count: int) -> ReportTable:
    table = columns_of(3)
    frame = pd.DataFrame({"unit": [f"Unit {n}" for n in range(count)], "m0": 1.0, "m1": 2.0})
    return replace(table, frame=frame)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_table_that_fits_is_one_block_with_the_texts_of_its_cells(lang: str) -> None:
    table = protect_table(unit_table())
    (block,) = table_blocks(table, lang, label="Tabel 1")
    assert [list(row.cells) for row in block.rows] == shown_texts(table, lang)
    assert [column.text for column in block.columns] == [c.label[lang] for c in table.columns]
    assert (block.source, block.label, block.wide) == ("by_unit", "Tabel 1", False)
    assert block.caption == table.title[lang]


def test_numbers_stand_on_the_right_and_letters_keep_a_distance() -> None:
    (block,) = table_blocks(protect_table(unit_table()), "id")
    aligns = {column.name: column.align for column in block.columns}
    assert aligns["unit"] == aligns["letter"] == "left"
    assert {aligns[name] for name in ("n", "estimate", "ci_low", "ci_high")} == {"right"}
    assert block.columns[-1].gap > 0


def test_totals_hidden_and_kept_rows_are_told_apart() -> None:
    table = protect_table(unit_table())
    frame = table.frame.copy()
    total = frame["unit"].isna()
    frame.loc[total | (frame.index == 0), STATUS_COLUMN] = KEPT
    (block,) = table_blocks(replace(table, frame=frame), "id")
    kinds = [row.kind for row in block.rows]
    assert [row.kind for row in block.rows if row.kept] == ["plain", "total"]
    assert kinds.count("total") == 1
    assert "*" in block.rows[kinds.index("hidden")].cells
    assert any(note.startswith("*") for note in block.notes)
    assert any(note.startswith("†") for note in block.notes)


def test_a_floor_above_that_of_the_class_is_named_in_the_note() -> None:
    (block,) = table_blocks(protect_table(unit_table()), "id", floor=30)
    assert any("30" in note for note in block.notes)


def test_a_table_too_wide_for_an_upright_page_is_turned() -> None:
    (block,) = table_blocks(columns_of(9, heading="Penanganan"), "id")
    assert block.wide
    assert TEXT_MM < sum(column.width for column in block.columns) <= WIDE_MM
    assert block.source == "m"


def test_forty_columns_become_parts_that_hold_each_column_once_and_the_labels_always() -> None:
    table = wide_table()
    parts = table_blocks(table, "en", label="Table 3")
    names = [[column.name for column in part.columns] for part in parts]
    labels = table.of_role("label")
    assert len(parts) > 2
    assert all(one[: len(labels)] == labels for one in names)
    others = [name for one in names for name in one[len(labels) :]]
    assert [*labels, *others] == [column.name for column in table.columns]
    assert {part.label for part in parts} == {"Table 3"}
    assert [part.caption.endswith("(continued)") for part in parts] == [False] + [True] * (
        len(parts) - 1
    )
    assert all(sum(c.width for c in part.columns) <= TEXT_MM + 0.1 for part in parts)
    assert [bool(part.notes) for part in parts[:-1]] == [False] * (len(parts) - 1)


def test_a_part_says_which_rows_and_columns_of_its_source_it_shows() -> None:
    table = wide_table()
    for part in table_blocks(table, "id"):
        name, rows, columns = part.source.split(";")
        assert (name, rows) == ("wide", f"rows=0-{len(table.frame) - 1}")
        assert columns == "columns=" + ",".join(column.name for column in part.columns)


def test_parts_show_the_cells_of_their_columns() -> None:
    table = wide_table()
    texts = shown_texts(table, "id")
    places = {column.name: place for place, column in enumerate(table.columns)}
    for part in table_blocks(table, "id"):
        chosen = [places[column.name] for column in part.columns]
        assert [list(row.cells) for row in part.rows] == [[r[c] for c in chosen] for r in texts]


def test_a_long_table_is_cut_with_a_pointer_to_the_whole_one() -> None:
    (block,) = table_blocks(rows_of(MOST_ROWS + 39), "id")
    assert len(block.rows) == MOST_ROWS
    assert block.source == f"m;rows=0-{MOST_ROWS - 1};columns=unit,m0,m1"
    assert block.notes[0] == (
        "Dimuat 60 dari 99 baris. Tabel selengkapnya ada di tables.xlsx, lembar “m”."
    )
    (whole,) = table_blocks(rows_of(MOST_ROWS), "id")
    assert (whole.source, whole.notes) == ("m", ())


def test_an_empty_table_says_so() -> None:
    (block,) = table_blocks(rows_of(0), "en")
    assert (block.rows, block.source) == ((), "m")
    assert block.notes == ("This table has no rows for this period.",)
    assert all(column.width > 0 for column in block.columns)


def test_a_very_long_unit_name_leaves_room_for_the_numbers() -> None:
    assert len(LONG_NAME) > 110
    (block,) = table_blocks(with_long_names(unit_table()), "id")
    assert not block.wide
    assert sum(column.width for column in block.columns) <= TEXT_MM + 0.1
    assert block.rows[0].cells[0] == LONG_NAME


def test_labels_that_leave_no_room_are_narrowed_to_the_first() -> None:
    labels = tuple(
        ReportColumn(f"l{one}", two("Nama", "Name"), "label", "text") for one in range(6)
    )
    table = columns_of(20)
    frame = table.frame.assign(**{column.name: "x" * 40 for column in labels})
    parts = table_blocks(replace(table, columns=(*labels, *table.columns), frame=frame), "id")
    assert all(part.columns[0].name == "l0" for part in parts)
    assert {c.name for part in parts for c in part.columns} == {
        *(column.name for column in labels),
        *(column.name for column in table.columns),
    }


def test_the_table_is_left_as_it_was() -> None:
    table = unit_table()
    before = table.frame.copy()
    table_blocks(table, "id")
    pd.testing.assert_frame_equal(table.frame, before)
