"""A report of a study as a document: title, key figures, sections in order, legend, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import Formatter
from analysis.presenting.typography import glued
from analysis.privacy.floors import limit_of
from analysis.products.document.blocks import (
    Block,
    BulletList,
    Callout,
    Contents,
    Document,
    FigureBlock,
    Heading,
    KeyFigure,
    KeyFigures,
    Lede,
    Letterhead,
    Note,
    PageBreak,
    Paragraph,
    Space,
    StatusLegend,
    TableBlock,
    TitleBlock,
)
from analysis.products.document.marks import MARKS, MOST_UNBROKEN_ROWS
from analysis.products.document.pictures import picture_size
from analysis.products.document.tables import table_blocks
from analysis.wording import say

if TYPE_CHECKING:
    from datetime import datetime

    from analysis.presenting.reading import Bundle
    from analysis.schemas.bundle import ReportTable

QUESTIONS = "discussion"
"""Key of the section whose paragraphs are questions, one below the other."""
LEAST_CONTENTS = 4
"""Sections from which on a document begins with a list of them."""


def report_document(bundle: Bundle, lang: str) -> Document:
    """Return the whole report of a bundle as a document in `lang`.

    Everything the narrative names is in it, in its order; tables and figures are numbered as they
    come.

    Raises
    ------
    KeyError
        If the narrative names a table or figure that the bundle does not have.
    """
    told = bundle.narrative
    place = place_of(bundle, lang)
    return Document(
        lang=lang,
        title=f"{told['title'][lang]} – {place}",
        subject=f"{told['title'][lang]} · {place}",
        classed=say(f"products.class.{told['class']}", lang),
        stamp=bundle.stamp(lang),
        created=bundle.document.generated_at,
        blocks=_blocks(bundle, lang),
    )


def _blocks(bundle: Bundle, lang: str) -> tuple[Block, ...]:
    """Return all blocks; tables across the page stand together behind the rest."""
    upright: list[Block] = []
    wide: list[TableBlock] = []
    for block in _sections(bundle, lang):
        if isinstance(block, TableBlock) and block.wide:
            wide.append(block)
        else:
            upright.append(block)
    colophon = (Space(), Note(say("products.document.colophon", lang)))
    return (*_head(bundle, lang), *upright, *colophon, *_turned(wide, lang))


def _turned(wide: Sequence[TableBlock], lang: str) -> Iterator[Block]:
    """Yield the appendix of wide tables; a long one begins a page."""
    if wide:
        yield Heading(1, say("products.document.appendix", lang))
    for place, table in enumerate(wide):
        if place and len(table.rows) > MOST_UNBROKEN_ROWS:
            yield PageBreak()
        yield table


def place_of(bundle: Bundle, lang: str) -> str:
    """Return what a report is about: the unit if it is about one, the region, the period."""
    told = bundle.narrative
    parts = (unit_name(bundle, lang), told["region_name"])
    return f"{', '.join(one for one in parts if one)} · {told['period_name'][lang]}"


def unit_name(bundle: Bundle, lang: str) -> str:
    """Return what the manifest or a table calls the unit of a one-unit report; empty for none."""
    if not bundle.unit:
        return ""
    if named := bundle.manifest.get("unit_name"):
        return str(named)
    for table in bundle.tables.values():
        for column in table.columns:
            if bundle.unit in column.codes:
                return column.codes[bundle.unit][lang]
    return bundle.unit


def letterhead(bundle: Bundle) -> list[Letterhead]:
    """Return the region's letterhead, or nothing where region.toml has none."""
    told = bundle.narrative.get("letterhead")
    return [Letterhead(tuple(told["lines"]), told.get("address", ""))] if told else []


def smallest_base(bundle: Bundle, table: ReportTable) -> int:
    """Return the smallest base a report shows in a table: that of its class, or as asked for."""
    asked = bundle.manifest.get("inputs", {}).get("parameters", {}).get("min_cell")
    return limit_of(table.disclosure, min_cell=asked).floor


def made_on(moment: datetime, lang: str) -> str:
    """Return the day a report was made, in long form."""
    return Formatter(lang).date(moment)


def _head(bundle: Bundle, lang: str) -> Iterator[Block]:
    told = bundle.narrative
    yield from letterhead(bundle)
    yield TitleBlock(
        title=told["title"][lang],
        kicker=say("products.document.kicker", lang),
        place=place_of(bundle, lang),
        facts=_facts(bundle, lang),
    )
    if lede := (told.get("lede") or {}).get(lang):
        yield Lede(glued(lede))
    if told["headlines"]:
        yield KeyFigures(tuple(_key_figure(one, lang) for one in told["headlines"]))
        used = {one["status"] for one in told["headlines"]}
        yield StatusLegend(tuple(_meaning(one, lang) for one in MARKS if one in used))
    if told["warnings"]:
        texts = tuple(glued(one["text"][lang]) for one in told["warnings"])
        yield Callout(say("products.document.warnings", lang), texts)
    if len(told["sections"]) >= LEAST_CONTENTS:
        yield Contents(say("products.document.contents", lang))


def _facts(bundle: Bundle, lang: str) -> tuple[tuple[str, str], ...]:
    told = bundle.narrative
    facts = {
        "made": made_on(bundle.document.generated_at, lang),
        "class": say(f"products.class.{told['class']}", lang),
        "rules": "; ".join(one["title"][lang] for one in told["rules"]),
    }
    return tuple(
        (say(f"products.document.fact.{key}", lang), text) for key, text in facts.items() if text
    )


def _key_figure(told: Mapping[str, Any], lang: str) -> KeyFigure:
    keys = ("label", "value", "verdict", "detail", "status_name")
    words = {key: glued(told[key][lang]) for key in keys}
    return KeyFigure(status=told["status"], **words)


def _sections(bundle: Bundle, lang: str) -> Iterator[Block]:
    figures, tables = count(1), count(1)
    for number, section in enumerate(bundle.narrative["sections"], 1):
        yield Heading(1, section["heading"][lang], str(number))
        yield from _paragraphs(section, lang)
        for name in section.get("figures", ()):
            yield _figure(bundle, name, lang, next(figures))
        for name in section.get("tables", ()):
            label = say("products.document.table", lang, number=next(tables))
            table = bundle.tables[name]
            made = table_blocks(table, lang, label=label, floor=smallest_base(bundle, table))
            if made[0].wide:
                title = made[0].caption
                yield Note(say("products.document.see", lang, label=label, title=title))
            yield from made


def _paragraphs(section: Mapping[str, Any], lang: str) -> Sequence[Block]:
    texts = [glued(one[lang]) for one in section["paragraphs"]]
    if section["key"] == QUESTIONS:
        return [BulletList(tuple(texts), numbered=True)] if texts else []
    return [Paragraph(text) for text in texts]


def _figure(bundle: Bundle, name: str, lang: str, number: int) -> FigureBlock:
    figure = bundle.figures[name]
    path = bundle.image(name, lang)
    width, height = picture_size(path)
    return FigureBlock(
        path=path,
        title=glued(figure.title[lang]),
        alt=figure.alt[lang],
        width=width,
        height=height,
        label=say("products.document.figure", lang, number=number),
        caption=glued(figure.caption[lang]),
    )


def _meaning(status: str, lang: str) -> tuple[str, str, str]:
    name = say(f"presenting.status.{status}", lang)
    return status, name, say(f"products.html.meaning.{status}", lang)
