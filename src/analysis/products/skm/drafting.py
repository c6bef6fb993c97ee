"""A view of the bundle for one chapter: words, numbered tables and figures, places to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import Formatter
from analysis.presenting.hidden_tables import NOTHING_TO_SHOW
from analysis.presenting.typography import glued
from analysis.products.document.blocks import (
    Align,
    Block,
    FigureBlock,
    Heading,
    Note,
    Paragraph,
    TableBlock,
    TableColumn,
    TableRow,
)
from analysis.products.document.pictures import picture_size
from analysis.products.document.report import smallest_base
from analysis.products.document.tables import table_blocks
from analysis.products.document.widths import TEXT_MM, WIDE_MM
from analysis.products.skm.facts import ROOM, finding_of, place_name
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

CURRENT_RULES = "skm-2017"
BLANK = "." * 40
"""A place that the office fills in by hand."""


@dataclass(frozen=True)
class Column:
    """A column of a table made up for the report: heading, side, and its part of the width."""

    text: str
    align: Align = "left"
    weight: float = 1.0


@dataclass(frozen=True)
class Draft:
    """The report on one bundle in one language, while its chapters are written.

    Attributes
    ----------
    bundle : Bundle
    lang : {"id", "en"}
    """

    bundle: Bundle
    lang: str
    _tables: Iterator[int] = field(default_factory=lambda: count(1))
    _figures: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def unit(self) -> str:
        """Unit the report is about; empty for the whole region."""
        return self.bundle.unit

    @property
    def place(self) -> str:
        """Name of the unit or the region."""
        return place_name(self.bundle, self.unit, self.lang)

    @property
    def period(self) -> str:
        """The period in words."""
        return str(self.bundle.narrative["period_name"][self.lang])

    @property
    def has_answers(self) -> bool:
        """Whether any usable answer sheet came in."""
        finding = finding_of(self.bundle, "ikm", self.unit)
        return finding is not None and finding.status != "blocked"

    @property
    def rules(self) -> list[str]:
        """Rule sets of the survey; the current one where no survey came in."""
        told = [str(one["id"]) for one in self.bundle.narrative["rules"]]
        return told if told or self.has_answers else [CURRENT_RULES]

    @property
    def formatter(self) -> Formatter:
        """Numbers in the language of the report."""
        return Formatter(self.lang)

    def say(self, code: str, /, **values: object) -> str:
        """Return a text of `[report]`; `{place}`, `{period}` and `{blank}` are always known."""
        known = {"place": self.place, "period": self.period, "blank": BLANK}
        return glued(say(f"{ROOM}.report.{code}", self.lang, **known, **values))

    def paragraph(self, code: str, /, **values: object) -> Paragraph:
        """Return a text of `[report]` as a paragraph."""
        return Paragraph(self.say(code, **values))

    def heading(self, code: str, number: str, *, level: int = 2) -> Heading:
        """Return a heading of `[report.heading]`."""
        return Heading(level, self.say(f"heading.{code}"), number)

    def sentences(self, *names: str) -> list[Block]:
        """Return the sentences of the findings named, about the place of the report."""
        found = (finding_of(self.bundle, name, self.unit) for name in names)
        return [Paragraph(glued(one.text[self.lang])) for one in found if one is not None]

    def section(self, key: str) -> list[Block]:
        """Return the paragraphs of a section of the study; none where it has nothing to say.

        That it has nothing to show points to a table that is not in this report.
        """
        nothing = say(NOTHING_TO_SHOW, self.lang)
        return [
            Paragraph(glued(text[self.lang]))
            for one in self.bundle.narrative["sections"]
            if one["key"] == key
            for text in one["paragraphs"]
            if text[self.lang] != nothing
        ]

    def table(self, name: str) -> list[Block]:
        """Return a table of the bundle under the next number; nothing where it has no rows."""
        table = self.bundle.tables.get(name)
        if table is None or table.frame.empty:
            return []
        floor = smallest_base(self.bundle, table)
        return list(table_blocks(table, self.lang, label=self._table_label(), floor=floor))

    def figure(self, name: str) -> list[Block]:
        """Return a figure of the bundle under the next number; nothing where it was not drawn."""
        figure = self.bundle.figures.get(name)
        if figure is None:
            return []
        path = self.bundle.image(name, self.lang)
        width, height = picture_size(path)
        return [
            FigureBlock(
                path=path,
                title=glued(figure.title[self.lang]),
                alt=figure.alt[self.lang],
                width=width,
                height=height,
                label=say("products.document.figure", self.lang, number=next(self._figures)),
                caption=glued(figure.caption[self.lang]),
            )
        ]

    def made_up(
        self,
        code: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        notes: Sequence[str] = (),
        wide: bool = False,
    ) -> TableBlock:
        """Return a table that is not one of the bundle's, with the caption `[report.table]`."""
        unit = (WIDE_MM if wide else TEXT_MM) / sum(one.weight for one in columns)
        return TableBlock(
            name="",
            caption=self.say(f"table.{code}"),
            columns=tuple(
                TableColumn(f"c{place}", one.text, one.align, round(unit * one.weight, 2))
                for place, one in enumerate(columns)
            ),
            rows=tuple(TableRow(tuple(cells)) for cells in rows),
            label=self._table_label(),
            notes=tuple(notes),
            wide=wide,
        )

    def note(self, code: str, /, **values: object) -> Note:
        """Return a text of `[report]` as small print."""
        return Note(self.say(code, **values))

    def integer(self, value: Any) -> str:  # noqa: ANN401 - a cell or a count
        """Write a whole number."""
        return self.formatter.cell(value, "integer")

    def _table_label(self) -> str:
        return say("products.document.table", self.lang, number=next(self._tables))
