"""Tables on slides: sizes, split rows and columns, and how a check finds them again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from decks import many_rows
from sample_report import unit_table
from specimen import scale_table, wide_table

from analysis.privacy.disclosure import protect_table
from analysis.products.slides import measure
from analysis.products.slides.geometry import TEXT_WIDTH
from analysis.products.slides.grid import PAD, PAD_ABOVE, Part, grid_of
from analysis.products.slides.laying import CUT_PARTS, MOST_PARTS, lay_out, side_by_side

ROOM = 360.0


def held(part: Part) -> None:
    """Every cell holds its text."""
    assert sum(part.widths) <= TEXT_WIDTH + 0.01
    assert len(part.heights) == part.last - part.first + 2
    for row, tall in zip(range(part.first, part.last + 1), part.heights[1:], strict=True):
        for place, wide in zip(part.columns, part.widths, strict=True):
            text = part.grid.rows[row].cells[place].text
            bold = part.grid.rows[row].kind == "total"
            told = measure.height([text], part.size, wide - 2 * PAD, bold=bold)
            assert told + 2 * PAD_ABOVE * part.size <= tall + 0.01


def test_a_small_table_stands_on_one_slide_in_large_type() -> None:
    (part,) = lay_out(grid_of(scale_table(), "id"), ROOM).parts
    held(part)
    assert part.size == 18.0
    assert part.spec == "table:scales"


def test_totals_and_hidden_rows_are_told_apart() -> None:
    grid = grid_of(protect_table(unit_table()), "en")
    kinds = [row.kind for row in grid.rows]
    assert kinds.count("total") == 1
    assert kinds.count("hidden") >= 1
    hidden = grid.rows[kinds.index("hidden")]
    assert "*" in {cell.text for cell in hidden.cells}


def test_rows_go_on_over_slides_and_the_rest_is_counted() -> None:
    laid = lay_out(grid_of(many_rows(130), "id"), ROOM)
    assert len(laid.parts) == CUT_PARTS
    assert laid.parts[0].first == 0
    for one, after in zip(laid.parts, laid.parts[1:], strict=False):
        assert after.first == one.last + 1
    assert laid.rows == laid.parts[-1].last + 1 < 130
    assert laid.columns == 4
    for part in laid.parts:
        held(part)
        assert sum(part.heights) <= ROOM
    assert laid.parts[1].spec == f"table:many;rows={laid.parts[1].first}-{laid.parts[1].last}"


def test_a_table_of_a_few_slides_is_shown_whole() -> None:
    laid = lay_out(grid_of(many_rows(50), "id"), ROOM)
    assert 2 < len(laid.parts) <= MOST_PARTS
    assert laid.rows == 50
    assert laid.parts[-1].last == 49


def test_columns_are_split_with_the_label_repeated() -> None:
    laid = lay_out(grid_of(wide_table(), "id"), ROOM)
    assert 1 < len(laid.parts) <= MOST_PARTS
    for part in laid.parts:
        held(part)
        assert part.columns[0] == 0
        assert ";columns=kind," in part.spec
        assert "rows=" not in part.spec
    shown = [column for part in laid.parts for column in part.columns[1:]]
    assert shown == list(range(1, 42))
    assert laid.columns == 42


def test_columns_that_need_too_many_slides_are_counted() -> None:
    laid = lay_out(grid_of(wide_table(80), "id"), ROOM)
    assert len(laid.parts) == CUT_PARTS
    assert laid.columns == 1 + sum(len(part.columns) - 1 for part in laid.parts) < 82


def test_a_chosen_order_of_columns_is_told() -> None:
    grid = grid_of(scale_table(), "en", ("kind", "m2", "m0"))
    (part,) = lay_out(grid, ROOM).parts
    assert part.spec == "table:scales;columns=kind,m2,m0"


def test_two_small_tables_stand_side_by_side_in_one_size() -> None:
    parts = side_by_side([grid_of(scale_table(2), "id"), grid_of(scale_table(1), "id")], ROOM)
    assert len(parts) == 2
    assert parts[0].size == parts[1].size
    assert all(sum(part.widths) < TEXT_WIDTH / 2 for part in parts)
    assert side_by_side([grid_of(wide_table(), "id")] * 2, ROOM) == ()


@pytest.mark.parametrize("name", ["a" * 300, "kata " * 60, "👍خ" * 40])
def test_long_cells_are_broken_inside_their_cell(name: str) -> None:
    table = scale_table()
    frame = table.frame.assign(kind=[name, *table.frame["kind"][1:]])
    for part in lay_out(grid_of(replace(table, frame=frame), "id"), ROOM).parts:
        held(part)


def test_a_table_without_rows_has_a_header() -> None:
    table = scale_table()
    empty = replace(table, frame=pd.DataFrame(columns=table.frame.columns))
    (part,) = lay_out(grid_of(empty, "en"), ROOM).parts
    assert (part.first, part.last) == (0, -1)
    assert len(part.heights) == 1
