"""Sizes and parts by rule, so that nothing overflows: shrink first, then split, never cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from analysis.products.slides import measure
from analysis.products.slides.geometry import (
    MOST_TITLE_LINES,
    TEXT_WIDTH,
    TITLE_LINES,
    TITLE_SIZES,
)

T = TypeVar("T")
ELLIPSIS = "…"


@dataclass(frozen=True)
class Fitted:
    """A text, the size in points it is set in, and the height it takes."""

    text: str
    size: float
    height: float


def fit_title(text: str, *, room: float = TEXT_WIDTH) -> Fitted:
    """Return a title in the largest size in which it takes two lines, else three of the smallest.

    What is longer still is set smaller until it fits; no word is lost.
    """
    for size in TITLE_SIZES:
        if len(measure.lines(text, size, room, bold=True)) <= TITLE_LINES:
            return _fitted(text, size, room)
    size = TITLE_SIZES[-1]
    most = MOST_TITLE_LINES * size * measure.LINE_HEIGHT
    while measure.height([text], size, room, bold=True) > most:
        size -= 1
    return _fitted(text, size, room)


def _fitted(text: str, size: float, room: float) -> Fitted:
    return Fitted(text, size, measure.height([text], size, room, bold=True))


def fit_line(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text that stands on one line, its end replaced by an ellipsis where it is longer."""
    if measure.width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and measure.width(kept + ELLIPSIS, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def largest(sizes: Sequence[float], fits: Callable[[float], bool]) -> float | None:
    """Return the first of `sizes` that fits; None if none does."""
    return next((size for size in sizes if fits(size)), None)


def pages(items: Sequence[T], heights: Sequence[float], room: float) -> Iterator[list[T]]:
    """Yield the items in runs that are no higher than `room`, of even length where they can be.

    An item that is higher than the room by itself stands alone.
    """
    greedy = _greedy(heights, room)
    count = len(greedy)
    even = [len(items) * place // count for place in range(count + 1)] if count else []
    spans = list(pairwise(even))
    if any(sum(heights[first:last]) > room for first, last in spans):
        spans = greedy
    for first, last in spans:
        yield list(items[first:last])


def _greedy(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    spans, first, used = [], 0, 0.0
    for place, tall in enumerate(heights):
        if place > first and used + tall > room:
            spans.append((first, place))
            first, used = place, 0.0
        used += tall
    return [*spans, (first, len(heights))] if heights else []
