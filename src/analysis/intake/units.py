"""Names of units: exact, alias, acronym; a likely misspelling is suggested, never applied.

A unit is known by its id, name and aliases, folded, with the usual short forms of the kind of unit
(Kec., Kel., Pusk.) written out, and by the initials of its name where no other unit has them. Units
that bore one name at different times are told apart by the day of the row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import UsageError
from analysis.intake.raw import ParsedColumn
from analysis.intake.unit_dates import on_day
from analysis.intake.values.declared import declared_reader, declared_values
from analysis.intake.values.folding import fold
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, join_columns, read_column
from analysis.periods import Period
from analysis.schemas.region import Region, Source, Unit

SUGGESTION_SCORE = 80.0
"""Lowest `rapidfuzz.fuzz.ratio` (0 to 100) at which a unit is offered as what was meant."""

SHORTEST_ACRONYM = 3

_SHORT_FORMS = {
    "kec": "kecamatan", "kel": "kelurahan", "pusk": "puskesmas", "pkm": "puskesmas",
    "din": "dinas", "bag": "bagian", "ds": "desa", "dis": "dinas", "upt": "uptd",
}  # fmt: skip
_JOINING_WORDS = frozenset({"dan", "serta", "di", "ke", "dari", "pada", "untuk", "yang"})
_NUMBERING = re.compile(r"^(?:\d{1,3}|[ivx]{1,5}|[a-z]) ?[.)] ?(?=[a-z])", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class UnitIndex:
    """Folded names of a region's units.

    Attributes
    ----------
    names : dict of str to tuple of Unit
        By id, name and alias.
    acronyms : dict of str to tuple of Unit
        By initials of the name.
    suffixes : tuple of str
        Folded names of the region, which often stand behind the name of a unit.
    """

    names: dict[str, tuple[Unit, ...]]
    acronyms: dict[str, tuple[Unit, ...]]
    suffixes: tuple[str, ...]

    @classmethod
    def of(cls, region: Region) -> UnitIndex:
        """Build the index of `region`."""
        names: dict[str, list[Unit]] = defaultdict(list)
        acronyms: dict[str, list[Unit]] = defaultdict(list)
        for unit in region.units:
            for name in dict.fromkeys(
                fold_unit(one) for one in (unit.id, unit.name, *unit.aliases)
            ):
                names[name].append(unit)
            acronyms[_initials(unit.name)].append(unit)
        return cls(
            {name: tuple(found) for name, found in names.items()},
            {
                word: tuple(found)
                for word, found in acronyms.items()
                if len(word) >= SHORTEST_ACRONYM
            },
            region_names(region),
        )

    def find(self, text: str) -> tuple[tuple[Unit, ...], str]:
        """Return the units that `text` names, and the rule by which they were found."""
        folded = fold_unit(text)
        if folded in self.names:
            return self.names[folded], "unit_name"
        for form in self._other_forms(text):
            if form in self.names:
                return self.names[form], "unit_name_form"
        return self.acronyms.get(folded.replace(" ", ""), ()), "unit_acronym"

    def _other_forms(self, text: str) -> Iterable[str]:
        """Yield the name without numbering, words in brackets, or the region's name behind it."""
        bare = _NUMBERING.sub("", text.strip())
        outside = _PARENTHESIS.sub(" ", bare)
        for form in dict.fromkeys((fold_unit(bare), fold_unit(outside))):
            yield form
            for suffix in self.suffixes:
                if form.endswith(f" {suffix}"):
                    yield form.removesuffix(f" {suffix}")


def fold_unit(text: str) -> str:
    """Return `text` folded, with "&" as "dan" and a short form of the kind written out."""
    words = fold(text.replace("&", " dan ")).split()
    if words:
        words[0] = _SHORT_FORMS.get(words[0], words[0])
    return " ".join(words)


def resolve(
    raw: pd.Series,
    region: Region,
    *,
    days: pd.Series | None = None,
    source: Source | None = None,
    usual: date | None = None,
) -> ParsedColumn:
    """Turn names of units into unit ids.

    Parameters
    ----------
    raw : Series of str
    region : Region
    days : Series of datetime or None
        Day of each row, same index. Missing days, or None, count as `usual`.
    source : Source or None
        Its `values.unit_id` go before every rule.
    usual : date or None
        Day of rows that have none; the last day of the source's declared period by default.

    Returns
    -------
    ParsedColumn
        Unit ids; `bad` is "unknown_unit" or "ambiguous_unit" (several units of that name at that
        time). A unit that had ended on the day of the row is replaced by its successor, one that
        had not begun by the unit that it succeeds, where that is a single one.
    """
    index = UnitIndex.of(region)
    declared = declared_values(source, "unit_id")
    by_id = {unit.id: unit for unit in region.units}
    usual = usual or _declared_day(source)

    def reader_on(day: date | None) -> Reader:
        def read(text: str) -> Reading:
            return _read_unit(text, index, by_id, day)

        if declared and source:
            return declared_reader(declared, read, column="unit_id", source=source.id)
        return read

    if days is None or not _depends_on_day(region):
        return read_column(raw, reader_on(usual), target="unit_id", dtype="str")
    return _resolve_by_day(raw, days, region, reader_on, usual)


def unit_named(text: str, region: Region, *, day: date | None = None) -> str:
    """Return the id of the unit that a text names on `day`, "" where it names none for sure.

    Without a day, names of all times count.
    """
    by_id = {unit.id: unit for unit in region.units}
    reading = _read_unit(text, UnitIndex.of(region), by_id, day)
    return str(reading.value) if reading.value else ""


def _resolve_by_day(
    raw: pd.Series,
    days: pd.Series,
    region: Region,
    reader_on: Callable[[date | None], Reader],
    usual: date | None,
) -> ParsedColumn:
    """Resolve the rows between two days on which some unit began or ended with one reader."""
    stamps = pd.to_datetime(days)
    if usual is not None:
        stamps = stamps.fillna(pd.Timestamp(usual))
    turns = sorted(
        {pd.Timestamp(unit.valid_from) for unit in region.units if unit.valid_from}
        | {
            pd.Timestamp(unit.valid_to) + pd.Timedelta(days=1)
            for unit in region.units
            if unit.valid_to
        }
    )
    span = np.where(
        stamps.isna(), -1, np.searchsorted(np.array(turns, "datetime64[us]"), stamps, "right")
    )
    parts = []
    for one in np.unique(span):
        rows = span == one
        day = None if one < 0 else stamps[rows].min().date()
        parts.append(read_column(raw[rows], reader_on(day), target="unit_id", dtype="str"))
    return join_columns(parts, raw.index)


def suggest(
    names: Iterable[str], region: Region, *, limit: float = SUGGESTION_SCORE
) -> pd.DataFrame:
    """Offer the unit that each unknown name most likely means, for a person to confirm.

    Names are compared with units of the same kind word (Dinas, Kecamatan, …) where there are any.
    A unit with other numbers in its name ("SD Negeri 15" for 155) is none that can be meant.

    Returns
    -------
    DataFrame
        One row a name that has a candidate: name, unit_id, unit_name, score (0 to 100); best first.
    """
    wanted = list(dict.fromkeys(str(name) for name in names))
    known = [
        (fold_unit(name), unit) for unit in region.units for name in (unit.name, *unit.aliases)
    ]
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, (folded, _) in enumerate(known):
        blocks[folded.split(" ", 1)[0]].append(place)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in wanted:
        first = fold_unit(name).split(" ", 1)[0]
        groups[first if first in blocks else ""].append(name)
    rows = [
        row
        for block, members in groups.items()
        for row in _best_in_block(members, [known[i] for i in blocks[block]] if block else known)
        if row[3] >= limit
    ]
    columns = ["name", "unit_id", "unit_name", "score"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["score", "name"], ascending=[False, True], ignore_index=True)


def _best_in_block(
    names: list[str], candidates: list[tuple[str, Unit]]
) -> list[tuple[str, str, str, float]]:
    from rapidfuzz import fuzz, process

    if not candidates:
        return []
    scores = process.cdist(
        [fold_unit(name) for name in names],
        [folded for folded, _ in candidates],
        scorer=fuzz.ratio,
        dtype=np.uint8,
    )
    numbers = pd.factorize(
        pd.Series([*(_numbers(name) for name in names), *(_numbers(one) for one, _ in candidates)])
    )[0]
    own, others = numbers[: len(names)], numbers[len(names) :]
    scores = np.where(own[:, None] == others, scores, 0)
    best = scores.argmax(axis=1)
    return [
        (name, candidates[place][1].id, candidates[place][1].name, float(scores[row, place]))
        for row, (name, place) in enumerate(zip(names, best.tolist(), strict=True))
    ]


def _numbers(name: str) -> str:
    """Return the numbers in a name, without leading zeros."""
    return " ".join(str(int(digits)) for digits in _DIGITS.findall(name))


def _read_unit(text: str, index: UnitIndex, by_id: dict[str, Unit], day: date | None) -> Reading:
    if text in by_id:
        return on_day((by_id[text],), "unit_id", day, by_id)
    found, rule = index.find(text)
    if found:
        return on_day(found, rule, day, by_id)
    return read_missing(text, zero=True) or Reading(bad="unknown_unit")


def _depends_on_day(region: Region) -> bool:
    return any(unit.valid_from or unit.valid_to for unit in region.units)


def _declared_day(source: Source | None) -> date | None:
    try:
        return Period.parse(source.period).last_day if source and source.period else None
    except UsageError:
        return None


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold(name).split() if word not in _JOINING_WORDS)


def region_names(region: Region) -> tuple[str, ...]:
    """Return the folded forms of the region's name, with and without the kind of region."""
    full = fold(region.name)
    bare = re.sub(r"^(?:kota|kabupaten|kab|provinsi|distrik|kecamatan) ", "", full)
    forms = (full, f"kota {bare}", f"kabupaten {bare}", f"kab {bare}", f"distrik {bare}", bare)
    return tuple(dict.fromkeys(form for form in forms if form))
