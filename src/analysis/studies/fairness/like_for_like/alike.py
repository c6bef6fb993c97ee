"""The persons and ratings of one outcome, and what is held equal when groups are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.presenting.composing.levels import merged_levels
from analysis.privacy.floors import limit_of
from analysis.stats.gates import SMALLEST_GROUP, Gate
from analysis.stats.group_gaps import Gap, estimate_gaps
from analysis.studies.fairness.comparing import Comparison, comparisons, without_few
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.groups.differentiation import label_gate
from analysis.studies.fairness.parts import POINTS, TOP
from analysis.studies.fairness.rated import Rated, cluster_column
from analysis.studies.fairness.ratings import Ratings

if TYPE_CHECKING:
    import pandas as pd

RAW, SAME_WORK, SAME_UNIT, SAME_APPRAISER = "raw", "same_work", "same_unit", "same_appraiser"
STAGES = (RAW, SAME_WORK, SAME_UNIT, SAME_APPRAISER)
"""What is held equal, step by step."""
UNIT_TRAIT, LEVEL = "unit_group", "level"
RATER, RATEE, TIME = "rater_id", "employee_id", "time"

WORK_OF_TRAIT = {
    "position_type": ("position_type", "position_level", "job_grade"),
    "status": ("golongan",),
}
"""Columns of work that say what the trait says: they cannot be equal where the trait differs."""


@dataclass(frozen=True)
class Alike:
    """Persons and their ratings on one outcome.

    Attributes
    ----------
    people : DataFrame
        By employee_id: value (mean score, or 1 with the top predikat and 0 without), cluster,
        unit_id, and the columns of `work`.
    rows : DataFrame
        One row a rating of these persons: employee_id, rater_id, time, value, and `work`.
    outcome : str
        Column of a score, or `TOP`.
    work : tuple of str
        Columns of work that are known; levels of fewer than ten persons are merged.
    compared : tuple of Comparison
    raw : mapping of str to dict of str to Gap
        By trait and level: the difference with nothing held equal.
    gate : Gate
        Whether the outcome varies enough and was given under one scheme.
    """

    people: pd.DataFrame
    rows: pd.DataFrame
    outcome: str
    work: tuple[str, ...]
    compared: tuple[Comparison, ...]
    raw: Mapping[str, dict[str, Gap]]
    gate: Gate

    @property
    def is_label(self) -> bool:
        """Whether the outcome is the annual label."""
        return self.outcome == TOP

    @property
    def scale(self) -> float:
        """What a difference is multiplied with: shares are told in percentage points."""
        return POINTS if self.is_label else 1.0

    @property
    def has_units(self) -> bool:
        """Whether there is more than one unit."""
        return len(self.people["unit_id"].dropna().unique()) > 1

    def work_beside(self, trait: str) -> tuple[str, ...]:
        """Return the columns of work that can be equal where the trait differs."""
        return tuple(one for one in self.work if one not in WORK_OF_TRAIT.get(trait, ()))


def read_alike(rated: Rated, ratings: Ratings, config: FairnessConfig) -> Alike:
    """Return persons and ratings of the outcome that the ratings are about."""
    if ratings.is_label:
        known = rated.labelled
        value = known["predikat"].eq(rated.rules.top).astype("float64")
    else:
        known = rated.people[rated.people[ratings.outcome].notna()]
        value = known[ratings.outcome]
    work = work_levels(ratings, known.index, config)
    people = known[["cluster", "unit_id"]].assign(value=value).join(work)
    mine = ratings.rows[ratings.rows[RATEE].isin(known.index)]
    rows = mine[[RATEE, RATER, TIME, "value"]]
    compared = tuple(comparisons(known, config))
    if ratings.is_label:
        rows = rows.assign(value=rows["value"] / POINTS)
    return Alike(
        people=people,
        rows=rows.join(work, on=RATEE),
        outcome=ratings.outcome,
        work=ratings.work,
        compared=compared,
        raw={one.trait: _raw_gaps(people, one, config) for one in compared},
        gate=outcome_gate(rated, ratings),
    )


def outcome_gate(rated: Rated, ratings: Ratings) -> Gate:
    """Return whether the outcome varies enough (asked of labels) and was given under one scheme."""
    return label_gate(rated) if ratings.is_label else rated.scheme_gate


def _raw_gaps(people: pd.DataFrame, compared: Comparison, config: FairnessConfig) -> dict[str, Gap]:
    found = estimate_gaps(
        people["value"],
        compared.levels,
        compared.reference,
        clusters=people[cluster_column(compared.trait)],
        confidence=config.confidence,
        rng=np.random.default_rng(config.seed),
    )
    return without_few(found)


def work_levels(
    ratings: Ratings, people: pd.Index, config: FairnessConfig, *, floor: int = SMALLEST_GROUP
) -> pd.DataFrame:
    """Return the work of the persons named, levels of fewer than `floor` persons merged."""
    least = max(limit_of("personnel", min_cell=config.min_cell).floor, floor)
    rows = ratings.rows.drop_duplicates(RATEE).set_index(RATEE)
    work = rows[list(ratings.work)].reindex(people)
    return work.apply(lambda one: merged_levels(one, floor=least, disclosure="personnel"))


def parameters(frame: pd.DataFrame, columns: tuple[str, ...]) -> int:
    """Return how many indicators the levels of these columns need at most."""
    return sum(max(frame[one].nunique(dropna=False) - 1, 0) for one in columns)


def counts_are_safe(values: pd.Series, inside: pd.Series, config: FairnessConfig) -> bool:
    """Tell whether the difference of two shares gives neither of their numerators away.

    Parameters
    ----------
    values : Series of 0 and 1
    inside : Series of bool, index of `values`
        Whether a person belongs to the group, not to the reference.
    """
    limit = limit_of("personnel", min_cell=config.min_cell)
    sides = (values[inside], values[~inside])
    return all(limit.count_is_safe(float(one.sum()), len(one)) for one in sides)
