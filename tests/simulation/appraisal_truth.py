"""What is true of drawn appraisals, on the scale of the findings of the study on fairness.

Potential outcomes are compared in a large draw of other people by the same rules
(`appraisal_draw`): the same person as a member of the other group, the same person seen otherwise,
the same persons under another appraiser. The draw of the truth has a seed of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tests.simulation.appraisal_draw import (
    TOP_CUT,
    Appraisers,
    Knobs,
    Layout,
    Persons,
    Ratings,
    draw_appraisers,
    draw_persons,
    draw_regions,
    scores,
)

TRUTH_SEED, TRUTH_DRAWS = 20_230_102, 1_000_000
PERCENT = 100.0
Outcome = Literal["score", "top"]


@dataclass(frozen=True)
class Truth:
    """What is true of regions with these knobs, on the scale of the findings.

    Attributes
    ----------
    gap_raw : float
        Mean of the group less mean of the others; points, or percentage points of the top label.
    gap_adjusted : float
        Mean difference of two colleagues of one unit and period, had they the same grade.
    gap_within_appraiser : float
        Difference that belonging to the group makes under one and the same appraiser.
    gap_direct : float
        The part of it that is in the eyes of appraisers: the same performance, seen otherwise.
    severity_spread : float
        Standard deviation of appraisers in what they give to the same persons on average; one who
        types lacks the average of what others add.
    appraiser_gap_spread : float
        Standard deviation of appraisers in their own direct gap.
    variance_shares : dict of str to float
        Of "ratee", "appraiser", "unit", "residual" at equal group and grade, when everybody may be
        rated by everybody.
    behaviour_spread : float
        Mean standard deviation of a ratee's ratings over behaviours, points.
    """

    gap_raw: float
    gap_adjusted: float
    gap_within_appraiser: float
    gap_direct: float
    severity_spread: float
    appraiser_gap_spread: float
    variance_shares: dict[str, float]
    behaviour_spread: float

    @property
    def composition(self) -> float:
        return self.gap_raw - self.gap_adjusted

    @property
    def sorting(self) -> float:
        return self.gap_adjusted - self.gap_within_appraiser

    @property
    def gap_true(self) -> float:
        return self.gap_within_appraiser - self.gap_direct


def true_values(
    knobs: Knobs,
    layout: Layout | None = None,
    *,
    outcome: Outcome = "score",
    draws: int = TRUTH_DRAWS,
) -> Truth:
    """Return what is true, from potential outcomes of at least `draws` ratings.

    Parameters
    ----------
    outcome : {"score", "top"}
        "top": whether the score reaches the top label, in percentage points.
    """
    layout = layout or Layout()
    rng = np.random.default_rng(TRUTH_SEED)
    drawn = draw_regions(knobs, layout, rng, copies=math.ceil(draws / layout.ratings))
    other = _unit_and_chance(knobs, layout, drawn)
    valued = _Valued(knobs, layout, outcome)
    group, everybody = drawn.persons.group, np.ones(drawn.score.size, dtype=bool)
    them, those = drawn.persons, drawn.appraisers
    level = valued(them, those, other, grade=0.0)
    twins = [valued(them, those, other, truly=one, seen=one) for one in (everybody, ~everybody)]
    eyes = [valued(them, those, other, seen=one) for one in (everybody, ~everybody)]
    seen = _mean_by(drawn.rater, eyes[0] - eyes[1])
    given = valued(them, those, other)
    return Truth(
        gap_raw=float(given[group].mean() - given[~group].mean()),
        gap_adjusted=_among_colleagues(level, group, drawn.unit * layout.periods + drawn.period),
        gap_within_appraiser=float((twins[0] - twins[1]).mean()),
        gap_direct=float((eyes[0] - eyes[1]).mean()),
        appraiser_gap_spread=float(seen.std()),
        behaviour_spread=float(drawn.behaviours.std(axis=1, ddof=1).mean()),
        **_spreads(valued, draws, rng),
    )


@dataclass(frozen=True)
class _Valued:
    """Potential outcomes on the scale of a finding."""

    knobs: Knobs
    layout: Layout
    outcome: Outcome

    def __call__(self, persons: Persons, appraisers: Appraisers, other, **what) -> np.ndarray:
        points = scores(self.knobs, self.layout, persons, appraisers, other, **what)
        return PERCENT * (points >= TOP_CUT) if self.outcome == "top" else points


def _unit_and_chance(knobs: Knobs, layout: Layout, drawn: Ratings) -> np.ndarray:
    """Return unit and chance of each rating; of typed ones, which show neither, nothing."""
    without = scores(knobs, layout, drawn.persons, drawn.appraisers, np.zeros(drawn.score.size))
    return drawn.score - without


def _among_colleagues(values: np.ndarray, group: np.ndarray, cell: np.ndarray) -> float:
    """Return the mean difference over all pairs of a member and another person of one cell."""
    inside = group - _mean_by(cell, group)[cell]
    return float((inside * values).sum() / (inside * group).sum())


def _mean_by(cell: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.bincount(cell, values) / np.maximum(np.bincount(cell), 1)


def _spreads(valued: _Valued, draws: int, rng: np.random.Generator) -> dict[str, object]:
    """Return spread and shares from persons, appraisers and units that meet by chance.

    What two ratings share when only the appraiser is the same is the appraiser's; likewise for the
    ratee and the unit (Cronbach et al. 1972).
    """
    knobs, layout = valued.knobs, valued.layout
    people = [draw_persons(knobs, layout, draws, rng) for _ in range(2)]
    raters = [draw_appraisers(knobs, draws, rng) for _ in range(2)]
    units = layout.unit_spread * rng.standard_normal((2, draws))

    def rated(person: int, rater: int, unit: int) -> np.ndarray:
        other = units[unit] + layout.noise * rng.standard_normal(draws)
        found = valued(people[person], raters[rater], other, grade=0.0)
        group = people[person].group
        return found - np.where(group, found[group].mean(), found[~group].mean())

    def against_usual(person: int) -> np.ndarray:
        """What the first appraiser gives beyond one who is neither severe nor biased."""
        usual = replace(knobs, severity_spread=0.0, bias_spread=0.0, pretyped_share=0.0)
        neutral = draw_appraisers(usual, draws, rng)
        other = units[person] + layout.noise * rng.standard_normal(draws)
        return valued(people[person], raters[0], other) - valued(people[person], neutral, other)

    one = rated(0, 0, 0)
    total = float(one.var())
    common = {"ratee": rated(0, 1, 1), "appraiser": rated(1, 0, 1), "unit": rated(1, 1, 0)}
    shares = {name: float((one * other).mean()) / total for name, other in common.items()}
    shares["residual"] = 1.0 - sum(shares.values())
    spread = float(np.cov(against_usual(0), against_usual(1))[0, 1])
    return {"severity_spread": math.sqrt(max(spread, 0.0)), "variance_shares": shares}
