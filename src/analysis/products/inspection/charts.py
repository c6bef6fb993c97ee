"""Native charts: the numbers that are drawn, and those of the workbook inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.products.inspection import workbook
from analysis.products.inspection.extract import ShownChart, ShownSeries
from analysis.products.inspection.office import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "xl/workbook.xml"
_LOOSE = "*"


def shown_charts(package: Package, part: str, name: str) -> Iterator[ShownChart]:
    """Yield a chart twice: as it is drawn, and as its workbook would draw it anew.

    Parameters
    ----------
    package : Package
        The presentation.
    part : str
        Part of the chart.
    name : str
        Figure of the bundle that it shows.

    Raises
    ------
    ValueError
        If its workbook is no workbook.
    """
    found = [*package.roots[part].iter("{*}ser")]
    drawn = tuple(_cached(one) for one in found)
    yield ShownChart(package.place(part), name, package.lang, drawn)
    for inside in package.related_of(part, "package"):
        where = package.place(inside)
        sheets = workbook.read_sheets(Package(package.members[inside], where, _MAIN))
        book = {one.name: one for one in sheets}
        yield ShownChart(where, name, package.lang, (*_linked(found, book), *_loose(found, book)))


def _cached(series: Element) -> ShownSeries:
    """Return a series as it is drawn, from the numbers kept in the chart."""
    names = _points(_part(series, "tx"))
    categories = _points(_part(series, "cat", "xVal"))
    values = _points(_part(series, "val", "yVal"))
    length = 1 + max((*categories, *values), default=-1)
    return ShownSeries(
        name=names.get(0, ""),
        categories=tuple(categories.get(place, "") for place in range(length)),
        values=tuple(_number(values.get(place, "")) for place in range(length)),
    )


def _part(series: Element, *names: str) -> Element | None:
    return next((one for name in names for one in series.iterfind(f"{{*}}{name}")), None)


def _points(part: Element | None) -> dict[int, str]:
    if part is None:
        return {}
    found = {int(one.get("idx", "0")): one.findtext("{*}v") or "" for one in part.iter("{*}pt")}
    plain = part.findtext("{*}v")
    return found or ({} if plain is None else {0: plain})


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def _linked(found: list[Element], book: dict[str, workbook.Sheet]) -> Iterator[ShownSeries]:
    """Yield each series as the workbook holds it, at the places that the chart names."""
    for series in found:
        names = _at(_reference(series, "tx"), book)
        categories = _at(_reference(series, "cat", "xVal"), book)
        values = _at(_reference(series, "val", "yVal"), book)
        yield ShownSeries(
            name=names[0].text if names else "",
            categories=tuple(one.text for one in categories),
            values=tuple(one.number for one in values),
        )


def _reference(series: Element, *names: str) -> str:
    part = _part(series, *names)
    return "" if part is None else next((one.text or "" for one in part.iter("{*}f")), "")


def _at(reference: str, book: dict[str, workbook.Sheet]) -> list[workbook.Cell]:
    found = workbook.cells_of(reference, book)
    if found is None:
        return []
    sheet, rows = found
    empty = workbook.Cell("")
    return [sheet.cells.get(place, empty) for row in rows for place in row]


def _loose(found: list[Element], book: dict[str, workbook.Sheet]) -> Iterator[ShownSeries]:
    """Yield the numbers of the workbook that the chart does not name, as a series of its own."""
    named = set()
    for series in found:
        for formula in series.iter("{*}f"):
            told = workbook.cells_of(formula.text or "", book)
            if told:
                named |= {(told[0].name, place) for row in told[1] for place in row}
    loose = tuple(
        cell.number
        for sheet in book.values()
        for place, cell in sheet.cells.items()
        if cell.number is not None and (sheet.name, place) not in named
    )
    if loose:
        yield ShownSeries(_LOOSE, ("",) * len(loose), loose)
