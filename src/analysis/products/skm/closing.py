"""Chapter V, the place to sign, and the appendices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.presenting.formats import is_missing
from analysis.presenting.tables import cell_text, is_hidden
from analysis.products.document.blocks import (
    Block,
    BulletList,
    PageBreak,
    Paragraph,
    Signature,
    Space,
)
from analysis.products.document.widths import TEXT_MM, WIDE_MM, demand, fits, shared
from analysis.products.skm.analysis_chapter import (
    FEWEST,
    NAMED,
    has_long_lists,
    named_elements,
    promises_table,
    ranked_elements,
)
from analysis.products.skm.drafting import BLANK, Column, Draft
from analysis.products.skm.facts import column_name, rows_of

RESPONDENTS = "respondents_by_unit"
GAP = 1.5
"""Millimetres between columns of numbers with words above them."""
Appendix = Callable[[Draft], list[Block]]


def write_conclusion(draft: Draft) -> Iterator[Block]:
    """Yield chapter V and the place to sign; no person is named."""
    yield PageBreak()
    yield draft.heading("conclusion", draft.say("chapter", number="V"), level=1)
    yield draft.paragraph("conclusion_lead")
    yield BulletList(tuple(_conclusions(draft)))
    yield draft.paragraph("conclusion_closing")
    yield Space()
    yield Signature(
        above=(draft.say("sign_place"), draft.say("sign_office")),
        below=(BLANK, draft.say("sign_nip")),
    )


def _conclusions(draft: Draft) -> Iterator[str]:
    for block in draft.sentences("ikm", "adequacy"):
        if isinstance(block, Paragraph):
            yield block.text
    rows = ranked_elements(draft)
    if len(rows) >= FEWEST:
        yield draft.say("weak", names=named_elements(draft, rows[:NAMED]))
        yield draft.say("strong", names=named_elements(draft, rows[: -NAMED - 1 : -1]))
    for block in draft.sentences("trend_signal"):
        if isinstance(block, Paragraph):
            yield block.text


def write_appendices(draft: Draft) -> Iterator[Block]:
    """Yield the appendices that have something to show, numbered as they come."""
    number = 0
    for code, make in _APPENDICES.items():
        blocks = make(draft)
        if blocks:
            number += 1
            yield PageBreak()
            yield draft.heading(code, draft.say("appendix", number=number), level=1)
            yield from blocks


def _questionnaire(draft: Draft) -> list[Block]:
    return draft.table("questionnaire")


def _respondents(draft: Draft) -> list[Block]:
    """Return respondents by unit, one row a unit and one column a level."""
    table = draft.bundle.tables.get(RESPONDENTS)
    if draft.unit or table is None or table.frame.empty:
        return []
    levels = table.frame.dropna(subset=["margin", "level"])
    pairs = list(dict.fromkeys(zip(levels["margin"], levels["level"], strict=True)))
    units = [None if is_missing(one) else str(one) for one in table.frame["unit"].unique()]
    name = {one.name: one for one in table.columns}
    cells = {
        (row["unit"], row["margin"], row["level"]): cell_text(
            name["n"], row["n"], lang=draft.lang, hidden=is_hidden(row)
        )
        for row in _plain(rows_of(draft.bundle, RESPONDENTS))
    }
    rows = [
        (
            cell_text(name["unit"], unit, lang=draft.lang),
            *(cells.get((unit, *pair), "") for pair in ((None, None), *pairs)),
        )
        for unit in units
    ]
    headings = [
        name["unit"].label[draft.lang],
        draft.say("column.n"),
        *(column_name(draft.bundle, RESPONDENTS, "level", level, draft.lang) for _, level in pairs),
    ]
    demands = [
        demand(heading, [row[place] for row in rows], numeric=place > 0, gap=GAP)
        for place, heading in enumerate(headings)
    ]
    wide = not fits(demands, TEXT_MM)
    columns = [
        Column(heading, "right" if place else "left", width)
        for place, (heading, width) in enumerate(
            zip(headings, shared(demands, WIDE_MM if wide else TEXT_MM), strict=True)
        )
    ]
    notes = [table.note[draft.lang], draft.say("note_hidden")]
    return [draft.made_up("respondents_by_unit", columns, rows, notes=notes, wide=wide)]


def _plain(rows: list[dict]) -> Iterator[dict]:
    """Yield the rows with None for a label that is missing."""
    for row in rows:
        labels = ("unit", "margin", "level")
        yield row | {name: None if is_missing(row[name]) else row[name] for name in labels}


def _adequacy(draft: Draft) -> list[Block]:
    return [] if draft.unit else draft.table("adequacy")


def _elements_by_unit(draft: Draft) -> list[Block]:
    return [] if draft.unit else draft.table("unit_by_unsur")


def _promises(draft: Draft) -> list[Block]:
    if not has_long_lists(draft):
        return []
    return [promises_table(draft)]


_APPENDICES: dict[str, Appendix] = {
    "questionnaire": _questionnaire,
    "respondents_by_unit": _respondents,
    "adequacy": _adequacy,
    "elements_by_unit": _elements_by_unit,
    "promises": _promises,
}
