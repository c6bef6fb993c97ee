"""What an inspection returns, the same for every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ShownTable:
    """A table, or a part of one, as a reader sees it.

    Attributes
    ----------
    where : str
    name : str
        Its `data-table`, or what `read_part` reads; empty where it does not say which table of
        the bundle it shows.
    lang : str
        Empty where it does not say.
    header : tuple of str
    columns : tuple of str
        `data-col` of the cells of the first row, or the columns of a part; empty where it does
        not say.
    rows : tuple of tuple of str
        Text of the body cells.
    is_part : bool
        It shows `columns` only, in their order.
    span : (int, int) or None
        First and last row of the bundle's table that it shows, counted from 0; None means all.
    numbers : tuple of tuple of float or None
        Of a workbook: the numbers of the body cells, None where a cell holds none.
    """

    where: str
    name: str
    lang: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_part: bool = False
    span: tuple[int, int] | None = None
    numbers: tuple[tuple[float | None, ...], ...] = ()


@dataclass(frozen=True)
class ShownChart:
    """A native chart, from what it draws or from the workbook inside it.

    Attributes
    ----------
    where : str
    name : str
        The figure of the bundle it shows, or its own name where it does not say.
    lang : str
        Empty where the file does not say.
    series : tuple of ShownSeries
    """

    where: str
    name: str
    lang: str
    series: tuple[ShownSeries, ...]


@dataclass(frozen=True)
class ShownSeries:
    """One series of a chart.

    Attributes
    ----------
    name : str
    categories : tuple of str
        What stands beside each value: a text, or the number on the horizontal axis.
    values : tuple of float or None
    """

    name: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Extract:
    """Everything found in one file.

    Attributes
    ----------
    texts : tuple of (str, str)
        Place and text: visible text, attributes, alternative texts, comments, metadata.
    tables : tuple of ShownTable
    references : tuple of (str, str)
        Place and address of what the file would fetch or link to.
    charts : tuple of ShownChart
    pages : tuple of (str, str)
        Place and visible text of every page, slide, sheet or section, for what must stand on each.
    """

    texts: tuple[tuple[str, str], ...] = ()
    tables: tuple[ShownTable, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    charts: tuple[ShownChart, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()


def merged(parts: Iterable[Extract]) -> Extract:
    """Return several extracts as one, in order."""
    found = list(parts)
    return Extract(
        texts=tuple(text for one in found for text in one.texts),
        tables=tuple(table for one in found for table in one.tables),
        references=tuple(reference for one in found for reference in one.references),
        charts=tuple(chart for one in found for chart in one.charts),
        pages=tuple(page for one in found for page in one.pages),
    )
