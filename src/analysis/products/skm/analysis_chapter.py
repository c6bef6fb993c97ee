"""Chapter IV: weak and strong elements, what is to be done, what became of the last promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.presenting.formats import MISSING, is_missing
from analysis.presenting.tables import cell_text
from analysis.products.document.blocks import Align, Block, PageBreak
from analysis.products.skm.drafting import Column, Draft
from analysis.products.skm.facts import Row, column_label, column_name, listed, shown_rows

NAMED = 3
"""Elements named as the lowest and the highest; the plan is about the lowest."""
FEWEST = 2 * NAMED
QUARTERS = ("I", "II", "III", "IV")
STATUSES = ("done", "under_way", "planned", "dropped")
PROMISE_COLUMNS = ("unit", "unsur", "action", "due", "status", "baseline")
CHANGES = ("higher", "lower", "unclear")
MOST_ROWS_INSIDE = 12
"""Longer lists of promises stand in the appendix."""


def write_analysis(draft: Draft) -> Iterator[Block]:
    """Yield chapter IV."""
    yield PageBreak()
    yield draft.heading("analysis", draft.say("chapter", number="IV"), level=1)
    yield draft.heading("weak_and_strong", "4.1")
    yield from _weak_and_strong(draft)
    if "priorities" in draft.bundle.figures:
        yield PageBreak()
    yield draft.heading("plan", "4.2")
    yield from _plan(draft)
    yield draft.heading("last_plan", "4.3")
    yield from _last_plan(draft)
    yield draft.heading("course", "4.4")
    yield from _course(draft)


def ranked_elements(draft: Draft) -> list[Row]:
    """Return the elements whose score is shown, the lowest first."""
    rows = [one for one in shown_rows(draft.bundle, "by_unsur") if not is_missing(one["estimate"])]
    return sorted(rows, key=lambda one: float(one["estimate"]))


def named_elements(draft: Draft, rows: Sequence[Row]) -> str:
    """Return the elements with their conversion (and letter) as a list in a sentence."""
    return listed([_with_score(draft, row) for row in rows], draft.lang)


def _with_score(draft: Draft, row: Row) -> str:
    score = draft.formatter.cell(row["estimate"], "index")
    letter = row.get("letter")
    told = score if is_missing(letter) else f"{score}; {letter}"
    return f"{_name(draft, row)} ({told})"


def _name(draft: Draft, row: Row) -> str:
    return column_name(draft.bundle, "by_unsur", "unsur", row["unsur"], draft.lang)


def _weak_and_strong(draft: Draft) -> Iterator[Block]:
    rows = ranked_elements(draft)
    if len(rows) < FEWEST:
        yield draft.paragraph("elements_too_few")
    else:
        yield draft.paragraph("weak", names=named_elements(draft, rows[:NAMED]))
        yield draft.paragraph("strong", names=named_elements(draft, rows[: -NAMED - 1 : -1]))
        if _overlap(rows):
            yield draft.paragraph("order_uncertain")
    yield from draft.section("priorities")
    yield from draft.figure("priorities")
    yield draft.paragraph("causes")


def _overlap(rows: Sequence[Row]) -> bool:
    """Tell whether the last of the lowest may as well be the next one."""
    last, following = rows[NAMED - 1], rows[NAMED]
    if is_missing(last["ci_high"]) or is_missing(following["ci_low"]):
        return False
    return float(last["ci_high"]) >= float(following["ci_low"])


def _plan(draft: Draft) -> Iterator[Block]:
    rows = ranked_elements(draft)[:NAMED]
    yield draft.paragraph("plan" if rows else "plan_empty")
    columns = [
        Column(draft.say("column.number"), "right", 0.5),
        Column(draft.say("column.element"), weight=2.4),
        Column(draft.say("column.action"), weight=2.8),
        *(Column(draft.say("column.quarter", number=one), "center", 0.8) for one in QUARTERS),
        Column(draft.say("column.responsible"), weight=1.9),
    ]
    blank = ("",) * (len(columns) - 2)
    names = [_name(draft, row) for row in rows] or [""] * NAMED
    lines = [(str(place), name, *blank) for place, name in enumerate(names, 1)]
    yield draft.made_up("plan", columns, lines, notes=[draft.say("note_quarter")])


def _last_plan(draft: Draft) -> Iterator[Block]:
    promised = shown_rows(draft.bundle, "follow_ups")
    if not promised:
        yield draft.paragraph("no_promises")
        return
    counts = _counted(draft, promised, "follow_ups", "status", STATUSES)
    told = draft.formatter.period(str(promised[0]["period"]))
    yield draft.paragraph(
        "promises", reported=told, number=draft.integer(len(promised)), counts=counts
    )
    measured = shown_rows(draft.bundle, "follow_up_results")
    if measured:
        yield draft.paragraph(
            "measured",
            number=draft.integer(len(measured)),
            counts=_counted(draft, measured, "follow_up_results", "change", CHANGES),
        )
        yield draft.paragraph("measured_caution")
    if has_long_lists(draft):
        yield draft.paragraph("promises_in_appendix")
    else:
        yield promises_table(draft)


def promises_table(draft: Draft) -> Block:
    """Return every promise with its state and the score of its element before and after."""
    promised = shown_rows(draft.bundle, "follow_ups")
    measured = {
        (row["unit"], row["unsur"]): row for row in shown_rows(draft.bundle, "follow_up_results")
    }
    rows = [
        (*_promise(draft, row), *_result(draft, measured.get((row["unit"], row["unsur"]))))
        for row in promised
    ]
    columns = [
        *([] if draft.unit else [_column(draft, "unit", 2.6)]),
        _column(draft, "unsur", 2.0),
        _column(draft, "action", 2.6),
        _column(draft, "due", 1.4),
        _column(draft, "status", 1.2),
        _column(draft, "baseline", 0.8, "right"),
        Column(draft.say("column.now"), "right", 1.0),
        Column("", weight=0.15),
        _column(draft, "change", 1.4, table="follow_up_results"),
    ]
    notes = [draft.bundle.tables["follow_ups"].note[draft.lang]]
    if measured:
        notes.append(draft.bundle.tables["follow_up_results"].note[draft.lang])
    return draft.made_up("promises", columns, rows, notes=notes, wide=not draft.unit)


def _column(
    draft: Draft, name: str, weight: float, align: Align = "left", *, table: str = "follow_ups"
) -> Column:
    if table not in draft.bundle.tables:
        return Column("", align, weight)
    return Column(column_label(draft.bundle, table, name, draft.lang), align, weight)


def _promise(draft: Draft, row: Row) -> Iterator[str]:
    columns = {one.name: one for one in draft.bundle.tables["follow_ups"].columns}
    for name in PROMISE_COLUMNS:
        if not (draft.unit and name == "unit"):
            yield cell_text(columns[name], row[name], lang=draft.lang)


def _result(draft: Draft, row: Row | None) -> tuple[str, str, str]:
    if row is None:
        return MISSING, "", MISSING
    change = column_name(draft.bundle, "follow_up_results", "change", row["change"], draft.lang)
    return draft.formatter.cell(row["estimate"], "index"), "", change


def has_long_lists(draft: Draft) -> bool:
    """Tell whether the promises stand in the appendix: many, or those of all units of a region."""
    rows = len(shown_rows(draft.bundle, "follow_ups"))
    return rows > MOST_ROWS_INSIDE or (rows > 0 and not draft.unit)


def _counted(
    draft: Draft, rows: Sequence[Row], table: str, column: str, codes: Sequence[str]
) -> str:
    found = [str(row[column]) for row in rows if not is_missing(row[column])]
    told = [
        f"{draft.integer(found.count(code))} "
        f"{column_name(draft.bundle, table, column, code, draft.lang)}"
        for code in codes
        if code in found
    ]
    unknown = len(rows) - len(found)
    if unknown:
        told.append(draft.say("state_unknown", number=draft.integer(unknown)))
    return listed(told, draft.lang)


def _course(draft: Draft) -> Iterator[Block]:
    told = draft.section("trend") or draft.sentences("trend_signal")
    yield from told or [draft.paragraph("no_course")]
    yield from draft.figure("trend")
