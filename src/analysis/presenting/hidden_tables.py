"""Tables of which disclosure control has left nothing: a sentence stands in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.privacy.floors import limit_of
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable, Section
from analysis.wording import LANGS, both, say

if TYPE_CHECKING:
    import pandas as pd

NOTHING_TO_SHOW = "presenting.nothing_to_show"
"""Text of a section that has nothing else to say."""


def is_wholly_hidden(table: ReportTable) -> bool:
    """Tell whether no row of a protected table is shown.

    Of a crossing of several labels its cells decide: sums over one of them that are left alone
    say nothing about the crossing.
    """
    rows = _cells(table)
    if rows.empty or STATUS_COLUMN not in rows:
        return False
    return bool((rows[STATUS_COLUMN] == SUPPRESSED).all())


def without_empty_sections(
    sections: Iterable[Section], tables: Mapping[str, ReportTable], *, min_cell: int | None = None
) -> list[Section]:
    """Return sections that name the tables hidden from them, or say that they have nothing to show.

    Parameters
    ----------
    sections : iterable of Section
    tables : mapping of str to ReportTable
        All protected tables of the report.
    min_cell : int or None
        Smallest base asked for; None means the floors of the classes.
    """
    written, placed = [], set()
    for one in sections:
        named = [name for name in one.tables if name in tables and name not in placed]
        placed.update(named)
        hidden = [tables[name] for name in named if is_wholly_hidden(tables[name])]
        told = (*one.paragraphs, *_told(hidden, min_cell))
        written.append(replace(one, paragraphs=told or (both(NOTHING_TO_SHOW),)))
    return written


def _cells(table: ReportTable) -> pd.DataFrame:
    labels = table.of_role("label")
    if len(labels) < 2 or table.nesting:
        return table.frame
    crossed = table.frame[table.frame[labels].notna().all(axis=1)]
    return table.frame if crossed.empty else crossed


def _told(hidden: Iterable[ReportTable], min_cell: int | None) -> tuple[dict[str, str], ...]:
    """Return one sentence for the hidden tables of each floor."""
    by_floor: dict[int, list[ReportTable]] = {}
    for one in hidden:
        by_floor.setdefault(limit_of(one.disclosure, min_cell=min_cell).floor, []).append(one)
    return tuple(_sentence(found, floor) for floor, found in by_floor.items())


def _sentence(tables: list[ReportTable], floor: int) -> dict[str, str]:
    titles = {lang: ", ".join(f"“{one.title[lang]}”" for one in tables) for lang in LANGS}
    return {
        lang: say("presenting.hidden_tables", lang, titles=titles[lang], floor=floor)
        for lang in LANGS
    }
