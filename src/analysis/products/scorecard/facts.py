"""What the scorecard takes from published bundles: public findings on the region and its units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

from analysis.presenting.formats import MEASURE_FORMATS, Formatter
from analysis.presenting.narrative import value_name
from analysis.schemas.finding import HIDDEN_STATUSES
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle
    from analysis.schemas.finding import Finding

ROOM = "products.scorecard"


@dataclass(frozen=True)
class Kind:
    """A tile of every card.

    Attributes
    ----------
    code : str
        Of `[tile.*]` of the messages.
    finding : str
        Id of the finding.
    always : bool
        Whether the tile stands there even where no unit has the finding.
    """

    code: str
    finding: str
    always: bool = True


KINDS = (
    Kind("attainment", "accountability.unit_attainment"),
    Kind("ikm", "satisfaction.ikm"),
    Kind("trend", "satisfaction.trend_signal"),
    Kind("complaint_first", "satisfaction.complaint_first_response_days", always=False),
    Kind("complaint_close", "satisfaction.complaint_close_days", always=False),
    Kind("complaint_on_time", "satisfaction.complaint_on_time_share", always=False),
)
WORDED = ("trend",)
"""Tiles that say a verdict and no number."""


@dataclass(frozen=True)
class Tile:
    """One figure of a card; an empty `value` says that there is none, and `detail` why.

    Attributes
    ----------
    code : str
        Of `[tile.*]` of the messages.
    label, value, verdict, detail : str
        As written; `verdict` is the letter of an index.
    worded : bool
        Whether the value is words.
    """

    code: str
    label: str
    value: str
    verdict: str
    detail: str
    worded: bool


@dataclass(frozen=True)
class Card:
    """A unit, or the region, with its tiles; `key` is the id of the unit, empty for the region."""

    key: str
    name: str
    tiles: tuple[Tile, ...]


def cards_of(bundles: Mapping[str, Bundle], lang: str) -> list[Card]:
    """Return the card of the region and of every unit that has a public finding, in order.

    Parameters
    ----------
    bundles : mapping of study to Bundle
        Of reports on a whole region. Findings of another class than public are not read.
    """
    first = next(iter(bundles.values())).narrative["period_name"][lang]
    found = {
        (one.id, one.group.get("unit", "")): one
        for bundle in bundles.values()
        for one in bundle.document.findings
        if one.class_ == "public" and set(one.group) <= {"unit"}
    }
    other = {
        study: told
        for study, bundle in bundles.items()
        if (told := bundle.narrative["period_name"][lang]) != first
    }
    ids = {finding for finding, _ in found}
    kinds = [one for one in KINDS if one.always or one.finding in ids]
    wanted = {one.finding for one in kinds}
    places = dict.fromkeys(unit for finding, unit in found if finding in wanted)
    return [
        Card(
            unit,
            _name(bundles, unit, lang),
            tuple(_tile(kind, found.get((kind.finding, unit)), other, lang) for kind in kinds),
        )
        for unit in sorted(places, key=bool)
    ]


def without_empty_tiles(cards: Sequence[Card]) -> tuple[list[Card], list[str]]:
    """Return the cards without the tiles that have a figure on none, and what these are called."""
    columns = zip(*(card.tiles for card in cards), strict=True)
    told = [any(tile.value for tile in column) for column in columns]
    kept = [replace(card, tiles=tuple(compress(card.tiles, told))) for card in cards]
    empty = [one.label for one, is_told in zip(cards[0].tiles, told, strict=True) if not is_told]
    return [one for one in kept if one.tiles], empty


def _name(bundles: Mapping[str, Bundle], unit: str, lang: str) -> str:
    first = next(iter(bundles.values()))
    if not unit:
        return str(first.narrative["region_name"])
    return next(_names(bundles, unit, lang), unit)


def _names(bundles: Mapping[str, Bundle], unit: str, lang: str) -> Iterator[str]:
    for bundle in bundles.values():
        for table in bundle.tables.values():
            for column in table.columns:
                if column.name == "unit" and unit in column.codes:
                    yield column.codes[unit][lang]


def _tile(kind: Kind, finding: Finding | None, other: Mapping[str, str], lang: str) -> Tile:
    """Return a tile; `other` names the period of studies whose period is not the page's."""
    label = say(f"{ROOM}.tile.{kind.code}", lang)
    period = other.get(kind.finding.split(".")[0], "")
    label = f"{label}, {period}" if period else label
    worded = kind.code in WORDED
    if finding is None or finding.status in HIDDEN_STATUSES:
        return Tile(kind.code, label, "", "", say(f"{ROOM}.nothing", lang), worded)
    if worded:
        words = say(f"{ROOM}.{kind.code}.{finding.value_code}", lang)
        return Tile(kind.code, label, words, "", _careful(finding, lang), worded)
    value = Formatter(lang).measured(finding.estimate, finding.measure_unit)
    details = [_base(kind, finding, lang), _interval(finding, lang), _careful(finding, lang)]
    return Tile(
        kind.code,
        label,
        say(f"{ROOM}.value.{kind.code}", lang, value=value),
        value_name(finding, lang),
        " ".join(one for one in details if one),
        worded,
    )


def _base(kind: Kind, finding: Finding, lang: str) -> str:
    """Return what the number is made from, and of how many."""
    if not finding.n:
        return ""
    whole = "" if finding.group else "_whole"
    code = f"{kind.code}{whole}" if kind.code == "attainment" else kind.code
    return say(f"{ROOM}.base.{code}", lang, n=Formatter(lang).integer(finding.n))


def _interval(finding: Finding, lang: str) -> str:
    if finding.ci_low is None or finding.ci_high is None:
        return ""
    fmt = MEASURE_FORMATS.get(finding.measure_unit, "decimal")
    ends = Formatter(lang).interval(finding.ci_low, finding.ci_high, fmt)
    confidence = f"{Formatter(lang).integer(100 * (finding.confidence or 0))}%"
    return say(f"{ROOM}.interval", lang, confidence=confidence, interval=ends)


def _careful(finding: Finding, lang: str) -> str:
    return say(f"{ROOM}.careful", lang) if finding.status == "review" else ""
