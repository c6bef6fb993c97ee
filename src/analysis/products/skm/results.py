"""Chapter III: respondents, the index, its elements and, for a region, its units."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.products.document.blocks import Block, PageBreak
from analysis.products.skm.drafting import Column, Draft
from analysis.products.skm.facts import (
    finding_of,
    is_shown,
    letter_bands,
    respondents,
    shown_rows,
    traits_of,
)
from analysis.wording import say


def write_results(draft: Draft) -> Iterator[Block]:
    """Yield chapter III; what is hidden or missing is said in its place."""
    yield PageBreak()
    yield draft.heading("results", draft.say("chapter", number="III"), level=1)
    yield draft.heading("respondents", "3.1")
    yield from _respondents(draft)
    yield draft.heading("index", "3.2")
    yield from _index(draft)
    yield draft.heading("elements", "3.3")
    yield from _elements(draft)
    if not draft.unit:
        yield draft.heading("units", "3.4")
        yield from draft.section("units") or [draft.paragraph("units_hidden")]
        yield from draft.figure("units")
        yield from draft.table("by_unit")


def _respondents(draft: Draft) -> Iterator[Block]:
    total = respondents(draft.bundle, draft.unit)
    traits = traits_of(draft.bundle, "", draft.lang)
    if not total:
        yield draft.paragraph("respondents_hidden")
        return
    yield draft.paragraph("respondents", n=draft.integer(total))
    if not traits:
        return
    columns = [
        Column(draft.say("column.trait"), weight=1.3),
        Column(draft.say("column.level"), weight=2.2),
        Column(draft.say("column.n"), "right", 0.8),
        Column(draft.say("column.share"), "right", 0.9),
    ]
    rows, merged = [], False
    for trait in traits:
        for place, one in enumerate(trait.categories):
            merged |= one.merged
            rows.append(
                (
                    "" if place else trait.name,
                    f"{one.name} *" if one.merged else one.name,
                    draft.integer(one.n),
                    draft.formatter.share(one.n / total),
                )
            )
    notes = [draft.say("note_merged")] if merged else []
    yield draft.made_up("respondents", columns, rows, notes=notes)


def _index(draft: Draft) -> Iterator[Block]:
    finding = finding_of(draft.bundle, "ikm", draft.unit)
    yield from draft.sentences("ikm")
    if not is_shown(finding):
        yield draft.paragraph("index_hidden")
        return
    yield from draft.sentences("letter_stability")
    if not draft.unit:
        yield from draft.sentences("ikm_unit_mean", "ikm_raked")
    if draft.bundle.narrative["rules"]:
        yield draft.paragraph("index_how")
        yield from _bands(draft)


def _bands(draft: Draft) -> Iterator[Block]:
    """Yield the ranges of the letters, as the figure of the elements has them."""
    bands = letter_bands(draft.bundle)
    if not bands:
        return
    rows = [
        (
            say(f"studies.satisfaction.value.{one.name}", draft.lang),
            draft.formatter.cell(one.low, "index"),
        )
        for one in bands
    ]
    columns = [
        Column(draft.say("column.letter"), weight=2.0),
        Column(draft.say("column.from"), "right", 1.2),
    ]
    yield draft.made_up("bands", columns, rows)


def _elements(draft: Draft) -> Iterator[Block]:
    if not shown_rows(draft.bundle, "by_unsur"):
        yield draft.paragraph("elements_hidden")
        return
    yield from draft.figure("unsur")
    yield from draft.table("by_unsur")
