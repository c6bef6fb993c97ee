"""The survey of one instrument in one period: usable sheets, scale, letters, declared sampling.

Instruments are never pooled: each becomes a `Survey` of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.checks import Sampling
from analysis.measures.indices import IndexScale, answered_counts, orient_items
from analysis.rules.skm import SkmRules, letter_of
from analysis.schemas.codebook import Codebook
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.population import Population, with_age_band

if TYPE_CHECKING:
    from analysis.store import StudyData

PROBABILITY_SAMPLING: tuple[Sampling, ...] = ("census", "random", "systematic")
LETTERED_INSTRUMENTS = ("skm_2017", "skm_2004")
ORDER_DEPENDENT = ("pengaduan", "sarana")
WEAKEST_FIRST: tuple[Sampling, ...] = ("voluntary", "quota", "systematic", "random", "census")


@dataclass(frozen=True, kw_only=True)
class Survey:
    """Usable answer sheets of one instrument and what is needed to read them.

    Attributes
    ----------
    codebook : Codebook
    rules : SkmRules or None
        Bands of the letter; None for an instrument of its own, which gets no letter.
    scale : IndexScale
    sheets : DataFrame, one row per usable sheet
        Columns of citizen_survey; reversed items already turned round.
    received : dict of str to int
        Sheets that came in, by unit; those that `sheets` lacks have too few answers.
    scope : dict of str to str
        Group that every finding carries: the unit of a one-page view, a further instrument.
    sampling : str
        The weakest declared sampling among the sources of the sheets.
    users : dict of str to int, or None
        Service users by unit where they are known for every unit with sheets.
    order_assumed : bool
        Whether some form numbers U8 and U9 without saying which is which.
    found : dict
        Estimates of these sheets that were already made, kept by `estimating`.
    """

    codebook: Codebook
    rules: SkmRules | None
    scale: IndexScale
    sheets: pd.DataFrame
    received: Mapping[str, int]
    scope: Mapping[str, str]
    sampling: Sampling
    users: Mapping[str, int] | None
    order_assumed: bool
    found: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def items(self) -> list[str]:
        """Index items that the sheets have, in the order of the codebook."""
        return [key for key in self.codebook.keys("index") if key in self.sheets]

    @property
    def designed(self) -> bool:
        """Whether the respondents were drawn, so that intervals cover who answered."""
        return self.sampling in PROBABILITY_SAMPLING

    @property
    def with_exact_weights(self) -> Survey:
        """The same survey with weight 1 / number of items, as the conversion of one unsur asks."""
        if self.scale.factor == 1:
            return self
        return replace(self, scale=replace(self.scale, factor=Fraction(1)))

    def worded(self, key: str) -> str:
        """Return the message key of this survey: an instrument of its own has the ending _own."""
        return key if self.rules else f"{key}_own"

    def item_name(self, key: str) -> dict[str, str]:
        """Return the display name of an item in both languages."""
        name = self.codebook.item(key).name
        return {"id": name.id, "en": name.en}

    def letter(self, index: Fraction | float | None) -> str | None:
        """Return the letter of an index; None without an index or without letters."""
        return letter_of(index, self.rules) if self.rules and index is not None else None

    def of_unit(self, unit: str) -> Survey:
        """Return the same survey with the sheets of one unit only."""
        users = {unit: self.users[unit]} if self.users and unit in self.users else None
        return replace(
            self,
            sheets=self.sheets[self.sheets["unit_id"] == unit],
            received={unit: self.received.get(unit, 0)},
            scope={**self.scope, "unit": unit},
            users=users,
        )


def read_surveys(
    data: StudyData, population: Population, config: SatisfactionConfig
) -> list[Survey]:
    """Return the surveys of the period, the main one first; empty where no sheet came in.

    The main survey is skm_2017, else skm_2004, else the one with most sheets; the findings of
    the others carry their instrument as a group.
    """
    sheets = data.tables["citizen_survey"]
    found = [
        read_survey(rows, data, population, config)
        for instrument, rows in sheets.groupby("instrument", sort=True)
        if instrument in data.codebooks
    ]
    ordered = sorted(found, key=_rank)
    return ordered[:1] + [
        replace(one, scope={"instrument": one.codebook.instrument}) for one in ordered[1:]
    ]


def read_survey(
    rows: pd.DataFrame, data: StudyData, population: Population, config: SatisfactionConfig
) -> Survey:
    """Return the survey of `rows`, all of one instrument."""
    codebook = data.codebooks[rows["instrument"].iloc[0]]
    items = [key for key in codebook.keys("index") if key in rows]
    least = config.min_answered or codebook.answers.minimum_answered
    enough = answered_counts(rows, items) >= min(least, len(items))
    rules = _rules(codebook, data)
    usable = with_age_band(orient_items(rows[enough], codebook))
    return Survey(
        codebook=codebook,
        rules=rules,
        scale=_scale(codebook, rules, config),
        sheets=usable,
        received={str(unit): int(n) for unit, n in rows["unit_id"].value_counts().items()},
        scope={},
        sampling=_weakest_sampling(usable, data),
        users=population.complete_for(usable["unit_id"]),
        order_assumed=_order_assumed(usable, data),
    )


def _rank(survey: Survey) -> tuple[int, int, str]:
    instrument = survey.codebook.instrument
    known = instrument in LETTERED_INSTRUMENTS
    place = LETTERED_INSTRUMENTS.index(instrument) if known else len(LETTERED_INSTRUMENTS)
    return place, -len(survey.sheets), instrument


def _rules(codebook: Codebook, data: StudyData) -> SkmRules | None:
    """Return the rules in force for the form's elements; `[rules]` of the region goes first."""
    if codebook.instrument not in LETTERED_INSTRUMENTS or not codebook.rules:
        return None
    named = SkmRules.of(data.rules.get(codebook.rules))
    day = data.period.last_day
    if not any(one.holds_on(day) for one in data.rules.of_kind("skm")):
        return named
    known = {one.id for one in data.rules}
    chosen = {year: one for year, one in data.region.rules.items() if one in known}
    in_force = SkmRules.of(data.rules.in_force("skm", day, chosen))
    return in_force if set(in_force.unsur) == set(named.unsur) else named


def _scale(codebook: Codebook, rules: SkmRules | None, config: SatisfactionConfig) -> IndexScale:
    low, high = codebook.answers.minimum, codebook.answers.maximum
    if rules is None:
        return IndexScale.zero_to_hundred(minimum=low, maximum=high)
    factor = config.weight_factor(len(codebook.keys("index")))
    return IndexScale.skm(minimum=low, maximum=high, multiplier=rules.multiplier, factor=factor)


def _weakest_sampling(sheets: pd.DataFrame, data: StudyData) -> Sampling:
    declared = {source.id: source.sampling for source in data.region.sources}
    present = {declared.get(source, "voluntary") for source in sheets["source_id"].unique()}
    return next((one for one in WEAKEST_FIRST if one in present), "voluntary")


def _order_assumed(sheets: pd.DataFrame, data: StudyData) -> bool:
    assumed = data.notes.get("unsur_order_assumed", frozenset())
    return bool(set(sheets["source_id"].unique()) & set(assumed))
