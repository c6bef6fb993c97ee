"""The staff survey in view: which sheets, which wave, which instrument, and their scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import Sampling, check_option
from analysis.measures.groups import STATUS_GROUPS
from analysis.measures.scales import LikertScale, oriented, score_scale
from analysis.measures.sheets import DESIGNED, least_designed, waves_in_order
from analysis.presenting.composing.levels import unit_kinds
from analysis.studies.resistance.config import ResistanceConfig

if TYPE_CHECKING:
    from analysis.schemas.codebook import Codebook
    from analysis.store import StudyData

OUTCOME_ROLE = "resistance"
ROLES = (OUTCOME_ROLE, "fairness", "driver", "proposal")
"""Roles of the scales that are scored."""


@dataclass(frozen=True)
class StaffSurvey:
    """One wave of one instrument.

    Attributes
    ----------
    codebook : Codebook
    wave : str
        Empty where the sheets name no wave.
    other_waves : tuple of str
        Further waves of the period, which are not in view.
    sheets : DataFrame
        One row a sheet with at least one answered item, with `unit_group`.
    answers : DataFrame, index of `sheets`
        Oriented answers.
    scores : DataFrame, index of `sheets`
        One column a scale, 0 to 100, missing below the minimum of answered items.
    scales : mapping of key to LikertScale
        The outcome first.
    outcome : str
        Key of the resistance scale.
    sampling : str
        The least designed of the sources.
    blank : int
        Sheets without any answer, left out.
    unknown : int
        Sheets of the wave whose instrument has no codebook or no resistance scale.
    """

    codebook: Codebook
    wave: str
    other_waves: tuple[str, ...]
    sheets: pd.DataFrame
    answers: pd.DataFrame
    scores: pd.DataFrame
    scales: Mapping[str, LikertScale]
    outcome: str
    sampling: Sampling
    blank: int = 0
    unknown: int = 0

    @property
    def designed(self) -> bool:
        """Whether respondents were drawn by design."""
        return self.sampling in DESIGNED

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Keys of the dimensions of the outcome, in order."""
        return tuple(self.codebook.dimensions(self.outcome))

    def of_unit(self, unit: str) -> StaffSurvey:
        """Return the survey with the sheets of one unit."""
        rows = self.sheets["unit_id"].eq(unit).fillna(value=False)
        return replace(
            self, sheets=self.sheets[rows], answers=self.answers[rows], scores=self.scores[rows]
        )

    def scale_name(self, key: str) -> dict[str, str]:
        """Return the name of a scale in both languages."""
        name = self.codebook.scale(key).name
        return {"id": name.id, "en": name.en}


@dataclass(frozen=True)
class NoSurvey:
    """Why there is no survey: reason and what would unblock it."""

    reason: str
    unblock: str


def read_survey(data: StudyData, config: ResistanceConfig) -> StaffSurvey | NoSurvey:
    """Return the wave in view, or why there is none.

    Raises
    ------
    UsageError
        If the wave asked for is not one of the period.
    """
    rows = data.tables["staff_survey"]
    if rows.empty:
        return NoSurvey("no_sheets", "staff_survey")
    books = {
        name: book
        for name, book in data.codebooks.items()
        if book.table == "staff_survey" and outcome_of(book)
    }
    usable = rows[rows["instrument"].isin(list(books))]
    if usable.empty:
        return NoSurvey("no_resistance_scale", "resistance_scale")
    waves = waves_in_order(usable)
    wave = config.wave or waves[-1]
    check_option(wave, name="wave", allowed=waves)
    inside = usable[usable["wave"].fillna("").eq(wave)]
    instrument = inside["instrument"].value_counts().index[0]
    all_of_wave = rows[rows["wave"].fillna("").eq(wave)]
    chosen = inside[inside["instrument"].eq(instrument)]
    survey = _scored(chosen, books[instrument], data, config)
    if survey.sheets.empty:
        return NoSurvey("no_sheets", "staff_survey")
    if survey.outcome not in survey.scales:
        return NoSurvey("no_resistance_scale", "resistance_scale")
    return replace(
        survey,
        wave=wave,
        other_waves=tuple(one for one in waves if one != wave),
        unknown=len(all_of_wave) - len(chosen),
    )


def outcome_of(codebook: Codebook) -> str:
    """Return the key of the first resistance scale that is no dimension; empty without one."""
    found = (
        scale.key
        for scale in codebook.scales
        if scale.role == OUTCOME_ROLE and not scale.part_of and codebook.items_of(scale.key)
    )
    return next(found, "")


def _scored(
    rows: pd.DataFrame, codebook: Codebook, data: StudyData, config: ResistanceConfig
) -> StaffSurvey:
    given = oriented(rows, codebook)
    blank = given.isna().all(axis=1)
    sheets, answers = (frame[~blank].reset_index(drop=True) for frame in (rows, given))
    scales = _scales(codebook, answers, config)
    kinds = sheets["unit_id"].map(unit_kinds(data.region)).astype("str")
    scores = {key: score_scale(answers, one) for key, one in scales.items()}
    return StaffSurvey(
        codebook=codebook,
        wave="",
        other_waves=(),
        sheets=sheets.assign(unit_group=kinds, status=sheets["status"].replace(STATUS_GROUPS)),
        answers=answers,
        scores=pd.DataFrame(scores, index=answers.index),
        scales=scales,
        outcome=outcome_of(codebook),
        sampling=_sampling(rows, data),
        blank=int(blank.sum()),
    )


def _scales(
    codebook: Codebook, answers: pd.DataFrame, config: ResistanceConfig
) -> dict[str, LikertScale]:
    """Return the scales with an answered item, the outcome and its dimensions first."""
    outcome = outcome_of(codebook)
    ordered = sorted(
        (scale for scale in codebook.scales if scale.role in ROLES),
        key=lambda scale: (scale.key != outcome, scale.part_of != outcome),
    )
    found = {}
    for scale in ordered:
        rule = config.minimum_items if scale.key == outcome else 0
        one = LikertScale.of(codebook, scale.key, minimum_items=rule)
        if one.items and answers[list(one.items)].notna().to_numpy().any():
            found[scale.key] = one
    return found


def _sampling(rows: pd.DataFrame, data: StudyData) -> Sampling:
    declared = {source.id: source.sampling for source in data.region.sources}
    return least_designed(rows["source_id"].astype("str").unique(), declared)
