"""What the publication sheet and the SKM report take from the bundle of the satisfaction study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import is_missing
from analysis.presenting.tables import is_hidden
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle
    from analysis.schemas.charts import Band

ROOM = "products.skm"
STUDY = "satisfaction"
TRAITS = ("gender", "education", "age_band", "occupation")
Row = dict[str, Any]
Levels = list[tuple[str, int | None]]
"""Names of levels with the number of respondents, None where it is hidden."""


@dataclass(frozen=True)
class Category:
    """A level of a trait, or several that are only shown together.

    Attributes
    ----------
    name : str
    n : int
        Respondents.
    merged : bool
        Whether its levels are too small to be shown one by one.
    """

    name: str
    n: int
    merged: bool = False


@dataclass(frozen=True)
class Trait:
    """The respondents of a place by one trait.

    Attributes
    ----------
    name : str
    categories : tuple of Category
        In natural order, what is only shown together last.
    """

    name: str
    categories: tuple[Category, ...]


def finding_of(bundle: Bundle, name: str, unit: str, **group: str) -> Finding | None:
    """Return the finding `satisfaction.<name>` about a unit ("" is the region)."""
    wanted = ({"unit": unit} if unit else {}) | group
    found = (
        one
        for one in bundle.document.findings
        if one.id == f"{STUDY}.{name}" and one.group == wanted
    )
    return next(found, None)


def is_shown(finding: Finding | None) -> bool:
    """Tell whether a finding is there and has a number or a verdict."""
    return finding is not None and finding.status not in HIDDEN_STATUSES


def letter_bands(bundle: Bundle) -> tuple[Band, ...]:
    """Return the ranges of the letters, A first; none for an instrument without letters."""
    figure = bundle.figures.get("unsur") or bundle.figures.get("units")
    return tuple(getattr(figure.chart, "bands", ())) if figure else ()


def places_of(bundle: Bundle) -> list[str]:
    """Return the region ("") and the units with a public index or a reason for none, in order."""
    return [
        one.group.get("unit", "")
        for one in bundle.document.findings
        if one.id == f"{STUDY}.ikm" and set(one.group) <= {"unit"} and one.class_ == "public"
    ]


def unit_name(bundle: Bundle, unit: str, lang: str) -> str:
    """Return what the tables of the bundle call a unit, else the manifest, else its id."""
    for table in bundle.tables.values():
        for column in table.columns:
            if column.name == "unit" and unit in column.codes:
                return column.codes[unit][lang]
    named = bundle.manifest.get("unit_name") if unit == bundle.unit else ""
    return str(named or unit)


def place_name(bundle: Bundle, unit: str, lang: str) -> str:
    """Return the name of a unit, or of the region where `unit` is empty."""
    return unit_name(bundle, unit, lang) if unit else str(bundle.narrative["region_name"])


def rows_of(bundle: Bundle, name: str, **labels: str | None) -> list[Row]:
    """Return the rows of a table whose labels are these, None for the total; none without it."""
    table = bundle.tables.get(name)
    if table is None:
        return []
    rows = [
        {str(key): value for key, value in row.items()} for row in table.frame.to_dict("records")
    ]
    return [row for row in rows if all(_agrees(row[key], told) for key, told in labels.items())]


def _agrees(value: Any, told: str | None) -> bool:  # noqa: ANN401 - a cell
    return is_missing(value) if told is None else str(value) == told


def shown_rows(bundle: Bundle, name: str, **labels: str | None) -> list[Row]:
    """Return the rows as `rows_of` does, those that disclosure control hid left out."""
    return [row for row in rows_of(bundle, name, **labels) if not is_hidden(row)]


def column_name(bundle: Bundle, table: str, column: str, value: object, lang: str) -> str:
    """Return what a code of a column is called; the code itself where it has no name."""
    codes: Mapping[str, Mapping[str, str]] = next(
        (one.codes for one in bundle.tables[table].columns if one.name == column), {}
    )
    return codes.get(str(value), {}).get(lang, str(value))


def column_label(bundle: Bundle, table: str, column: str, lang: str) -> str:
    """Return the heading of a column."""
    return next(one.label[lang] for one in bundle.tables[table].columns if one.name == column)


def respondents(bundle: Bundle, unit: str) -> int | None:
    """Return the number of respondents of a place; None where it is not shown."""
    place = unit or None
    rows = shown_rows(bundle, "respondents_by_unit", unit=place, margin=None, level=None)
    return int(rows[0]["n"]) if rows else None


def traits_of(bundle: Bundle, unit: str, lang: str) -> list[Trait]:
    """Return the respondents of a place by each trait; none where their number is not shown.

    Levels that disclosure control hid are one category: what the others leave of the total, which
    it made sure may be known.

    Parameters
    ----------
    unit : str
        Of a report on a whole region; "" is whatever the report is about.
    """
    total = respondents(bundle, unit or bundle.unit)
    if not total:
        return []
    found = _of_unit(bundle, unit, lang) if unit else _of_report(bundle, lang)
    return [Trait(name, tuple(_categories(levels, total, lang))) for name, levels in found]


def _of_report(bundle: Bundle, lang: str) -> Iterator[tuple[str, Levels]]:
    for trait in TRAITS:
        rows = rows_of(bundle, f"by_{trait}")
        if rows:
            name = column_label(bundle, f"by_{trait}", trait, lang)
            yield (
                name,
                [
                    (column_name(bundle, f"by_{trait}", trait, row[trait], lang), _count(row))
                    for row in rows
                ],
            )


def _of_unit(bundle: Bundle, unit: str, lang: str) -> Iterator[tuple[str, Levels]]:
    table = bundle.tables["respondents_by_unit"]
    for margin in dict.fromkeys(str(one) for one in table.frame["margin"].dropna()):
        rows = rows_of(bundle, table.name, unit=unit, margin=margin)
        yield (
            column_name(bundle, table.name, "margin", margin, lang),
            [
                (column_name(bundle, table.name, "level", row["level"], lang), _count(row))
                for row in rows
            ],
        )


def _count(row: Row) -> int | None:
    return None if is_hidden(row) else int(row["n"])


def _categories(levels: Levels, total: int, lang: str) -> Iterator[Category]:
    """Yield the levels in order; hidden ones together, where the first of them stands."""
    hidden = [name for name, n in levels if n is None]
    rest = total - sum(n for _, n in levels if n is not None)
    for name, n in levels:
        if n is not None:
            yield Category(name, n)
        elif name == hidden[0] and rest > 0:
            yield Category(listed(hidden, lang), rest, merged=True)
    if not hidden and rest > 0:
        yield Category(say(f"{ROOM}.unstated", lang), rest)


def listed(names: list[str], lang: str) -> str:
    """Return names as a list in a sentence: a, b and c; parted by `;` where a name has a comma."""
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return say(f"{ROOM}.two", lang, first=names[0], last=names[1])
    code, between = ("long_list", "; ") if any("," in one for one in names) else ("list", ", ")
    return say(f"{ROOM}.{code}", lang, first=between.join(names[:-1]), last=names[-1])
