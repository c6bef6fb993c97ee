"""Wide tables stand on turned pages, together with the headings above them."""

from __future__ import annotations

from analysis.products.document.blocks import Heading, Note, PageBreak
from analysis.products.document.sheets import sheets
from tests.lib.documents import table_block

TEXT, HEADING, BREAK = Note("teks"), Heading(1, "Judul"), PageBreak()
WIDE = table_block(wide=True)


def test_upright_blocks_are_one_sheet() -> None:
    assert [(one.wide, one.blocks) for one in sheets([TEXT, HEADING, TEXT])] == [
        (False, (TEXT, HEADING, TEXT))
    ]


def test_a_heading_and_a_break_go_with_the_wide_table_below_them() -> None:
    found = sheets([TEXT, HEADING, WIDE, BREAK, WIDE, TEXT])
    assert [(one.wide, one.blocks) for one in found] == [
        (False, (TEXT,)),
        (True, (HEADING, WIDE, BREAK, WIDE)),
        (False, (TEXT,)),
    ]


def test_a_break_where_the_pages_turn_is_left_out() -> None:
    found = sheets([TEXT, BREAK, HEADING, WIDE, BREAK, TEXT])
    assert [one.blocks for one in found] == [(TEXT,), (HEADING, WIDE), (TEXT,)]
    assert sheets([BREAK, TEXT])[0].blocks == (BREAK, TEXT)


def test_a_heading_at_the_end_stays_upright() -> None:
    assert [one.wide for one in sheets([HEADING])] == [False]
    assert sheets([]) == []
