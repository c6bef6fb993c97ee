"""What the slides of a deck say, before they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from analysis.presenting.charts.series import ChartData
from analysis.products.slides import measure
from analysis.products.slides.fitting import Fitted, fit_title
from analysis.products.slides.geometry import (
    GAP,
    SIDE,
    SMALL_BOTTOM,
    SMALL_SIZE,
    TEXT_WIDTH,
    TITLE_TOP,
    Box,
)
from analysis.products.slides.grid import Part
from analysis.schemas.charts import Chart

WIDEST_NUMBER = " (99/99)"


@dataclass(frozen=True)
class Note:
    """A part of the speaker notes: a heading and what stands under it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Slide:
    """What every slide has.

    Attributes
    ----------
    title : str
        The finding as a sentence.
    kicker : str
        Heading of the section it belongs to.
    small : tuple of str
        Small print: source, n, how to read.
    notes : tuple of Note
    """

    title: str
    kicker: str = ""
    small: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def fitted(self) -> Fitted:
        """The title in its size."""
        return fit_title(self.title)

    @property
    def small_height(self) -> float:
        """Points that the small print takes."""
        return measure.height(self.small, SMALL_SIZE, TEXT_WIDTH) if self.small else 0.0

    @property
    def content(self) -> Box:
        """What title and small print leave."""
        return self._below(self.fitted)

    @property
    def room(self) -> float:
        """Height of the content if the title has yet to get its number."""
        return self._below(fit_title(self.title + WIDEST_NUMBER)).height

    def _below(self, title: Fitted) -> Box:
        top = TITLE_TOP + title.height + GAP
        bottom = SMALL_BOTTOM - (self.small_height + 8 if self.small else 0.0)
        return Box(SIDE, top, TEXT_WIDTH, bottom - top)


@dataclass(frozen=True, kw_only=True)
class Cover(Slide):
    """The first slide."""

    lede: str
    place: str
    facts: tuple[str, ...]
    letterhead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A key figure."""

    label: str
    value: str
    verdict: str
    detail: str
    status: str
    status_name: str


@dataclass(frozen=True, kw_only=True)
class Cards(Slide):
    """Key figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class Words(Slide):
    """Short paragraphs; `numbered` counts them from `first`."""

    HANG: ClassVar[float] = 26.0
    """Points between the bullet and the text."""
    SPACE: ClassVar[float] = 0.6
    """Room between paragraphs, in units of their size."""

    paragraphs: tuple[str, ...]
    size: float
    numbered: bool = False
    first: int = 1


@dataclass(frozen=True)
class Placed:
    """A table on a slide: its alternative text, its caption and how far to the right it stands."""

    part: Part
    alt: str
    caption: str = ""
    left: float = 0.0


@dataclass(frozen=True, kw_only=True)
class TableSlide(Slide):
    """A native table or a part of one, or two small tables side by side."""

    tables: tuple[Placed, ...]


@dataclass(frozen=True, kw_only=True)
class ChartSlide(Slide):
    """A native chart, or the part of one that stands on a slide."""

    figure: str
    chart: Chart
    data: ChartData
    all_data: ChartData
    alt: str


@dataclass(frozen=True, kw_only=True)
class Deck:
    """All slides, and what the file says about itself.

    Attributes
    ----------
    footer : str
        At the foot of every slide: class, what it is about.
    """

    lang: str
    title: str
    subject: str
    classed: str
    stamp: str
    footer: str
    made: datetime
    slides: tuple[Slide, ...] = field(default=())
