"""Drawn appraisals, in arrays and small frames, for tests of the study on fairness.

Employees work in units, each under one appraiser of the unit in every period. Every knob at zero
plants nothing. A score is, in points,

    usual + unit + ability + grade + true gap - severity + (direct gap + bias, as seen) + chance

unless the appraiser types the same for everybody. Seeds are 0 .. R-1, never chosen. What is true of
such regions: `appraisal_truth`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

USUAL_SCORE, TOP_CUT = 90.0, 97.0
LABEL_CUTS = (72.0, 76.0, 80.0, TOP_CUT)
LABELS = np.array(["Sangat Kurang", "Kurang", "Butuh Perbaikan", "Baik", "Sangat Baik"])
GRADE_POINTS = 1.5
"""Points of true performance that come with one grade."""
BEHAVIOURS, BEHAVIOUR_SPREAD = 7, 3.0
SEEN, NOT_SEEN = "P", "L"


@dataclass(frozen=True)
class Knobs:
    """What is planted, in points of the score unless said otherwise.

    Attributes
    ----------
    severity_spread : float
        Standard deviation over appraisers of what each takes from everybody.
    sorting : float
        0 to 1: how far, within a unit, the group stands under its severe appraisers.
    bias_spread : float
        Standard deviation over appraisers of what each adds for the group, for its share of the
        staff taken from the others and given to the group, so that it is no severity.
    direct_gap : float
        What every appraiser adds for the group at equal performance.
    true_gap : float
        How much better the group truly performs.
    composition : float
        How many grades the group stands higher; a grade comes with `GRADE_POINTS`.
    halo : float
        0 to 1: share of a behaviour's rating that is the impression of the results.
    pretyped_share : float
        Share of appraisers who type the same for everybody.
    moved_share : float
        Share of the staff that changes unit and appraiser from one period to the next; at zero
        appraisers share no ratee (they are disjoint).
    """

    severity_spread: float = 0.0
    sorting: float = 0.0
    bias_spread: float = 0.0
    direct_gap: float = 0.0
    true_gap: float = 0.0
    composition: float = 0.0
    halo: float = 0.0
    pretyped_share: float = 0.0
    moved_share: float = 0.0


@dataclass(frozen=True)
class Layout:
    """How many there are, and what differs between them anyway; spreads in points."""

    units: int = 12
    appraisers: int = 4
    ratees: int = 12
    periods: int = 4
    group_share: float = 0.45
    person_spread: float = 4.0
    unit_spread: float = 2.0
    noise: float = 3.0

    @property
    def ratings(self) -> int:
        """Ratings of one region."""
        return self.units * self.appraisers * self.ratees * self.periods


@dataclass(frozen=True)
class Persons:
    """Group (bool), grade, and ability without grade and group; shape (persons,)."""

    group: np.ndarray
    grade: np.ndarray
    ability: np.ndarray

    def at(self, rows: np.ndarray) -> Persons:
        return Persons(self.group[rows], self.grade[rows], self.ability[rows])


@dataclass(frozen=True)
class Appraisers:
    """Severity, bias and whether they type the same for everybody; shape (appraisers,)."""

    severity: np.ndarray
    bias: np.ndarray
    typed: np.ndarray

    def at(self, rows: np.ndarray) -> Appraisers:
        return Appraisers(self.severity[rows], self.bias[rows], self.typed[rows])


@dataclass(frozen=True)
class Ratings:
    """The ratings of one region, or of many; one entry a rating, persons in the same order.

    Attributes
    ----------
    person, rater, unit, period : ndarray of int
    persons, appraisers : Persons, Appraisers
        Of each rating.
    score : ndarray of float
        In points.
    behaviours : ndarray of float, shape (ratings, BEHAVIOURS)
    """

    person: np.ndarray
    rater: np.ndarray
    unit: np.ndarray
    period: np.ndarray
    persons: Persons
    appraisers: Appraisers
    score: np.ndarray
    behaviours: np.ndarray = field(repr=False)

    def frame(self) -> pd.DataFrame:
        """Return a row a rating, with the columns of appraisals and employees that are used."""
        behaviours = {f"b_{at + 1}": self.behaviours[:, at] for at in range(BEHAVIOURS)}
        return pd.DataFrame({
            "employee_id": self.person,
            "rater_id": self.rater,
            "unit_id": self.unit,
            "period": self.period,
            "gender": np.where(self.persons.group, SEEN, NOT_SEEN),
            "grade": self.persons.grade,
            "result_score": self.score,
            "predikat_recorded": LABELS[np.digitize(self.score, LABEL_CUTS)],
            **behaviours,
        })  # fmt: skip


def draw_ratings(knobs: Knobs, seed: int, layout: Layout | None = None) -> Ratings:
    """Draw the ratings of one region; seeds are 0 .. R-1."""
    return draw_regions(knobs, layout or Layout(), np.random.default_rng(seed))


def draw_regions(
    knobs: Knobs, layout: Layout, rng: np.random.Generator, *, copies: int = 1
) -> Ratings:
    """Draw the ratings of `copies` regions, whose people never meet."""
    units = copies * layout.units
    appraisers = draw_appraisers(knobs, units * layout.appraisers, rng)
    count = units * layout.appraisers * layout.ratees
    persons = draw_persons(knobs, layout, count, rng)
    effects = layout.unit_spread * rng.standard_normal(units)
    rater = _raters(knobs, layout, persons.group, appraisers.severity, rng)
    person = np.tile(np.arange(count), layout.periods)
    unit, period = rater // layout.appraisers, np.repeat(np.arange(layout.periods), count)
    them, those = persons.at(person), appraisers.at(rater)
    chance = layout.noise * rng.standard_normal(person.size)
    score = scores(knobs, layout, them, those, effects[unit] + chance)
    behaviours = _behaviours(knobs, layout, them, those, score, rng=rng)
    return Ratings(person, rater, unit, period, them, those, score, behaviours)


def draw_persons(knobs: Knobs, layout: Layout, count: int, rng: np.random.Generator) -> Persons:
    group = rng.random(count) < layout.group_share
    grade = rng.standard_normal(count) + knobs.composition * group
    return Persons(group, grade, layout.person_spread * rng.standard_normal(count))


def draw_appraisers(knobs: Knobs, count: int, rng: np.random.Generator) -> Appraisers:
    severity, bias = rng.standard_normal((2, count))
    typed = rng.random(count) < knobs.pretyped_share
    return Appraisers(knobs.severity_spread * severity, knobs.bias_spread * bias, typed)


def _raters(
    knobs: Knobs,
    layout: Layout,
    group: np.ndarray,
    severity: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the appraiser of every person, period after period; teams keep their size."""
    rater = np.repeat(np.arange(severity.size), layout.ratees)
    region = np.arange(group.size) // (layout.units * layout.appraisers * layout.ratees)
    moved, held = np.arange(group.size), []
    for _ in range(layout.periods):
        chance = math.sqrt(1.0 - knobs.sorting**2) * rng.standard_normal(moved.size)
        lean = knobs.sorting * group[moved] + chance
        rater = rater.copy()
        rater[moved] = _placed(rater[moved], lean, severity, layout)
        held.append(rater)
        moved = np.flatnonzero(rng.random(group.size) < knobs.moved_share)
        free = np.lexsort((rng.random(moved.size), region[moved]))
        rater = rater.copy()
        rater[moved] = rater[moved[free]]
    return np.concatenate(held)


def _placed(
    slots: np.ndarray, lean: np.ndarray, severity: np.ndarray, layout: Layout
) -> np.ndarray:
    """Return the slots of each unit handed out anew: severe appraisers get those who lean most."""
    unit = slots // layout.appraisers
    found = np.empty_like(slots)
    found[np.lexsort((lean, unit))] = slots[np.lexsort((severity[slots], unit))]
    return found


def scores(
    knobs: Knobs,
    layout: Layout,
    persons: Persons,
    appraisers: Appraisers,
    other: np.ndarray,
    *,
    truly: np.ndarray | None = None,
    seen: np.ndarray | None = None,
    grade: float | None = None,
) -> np.ndarray:
    """Return the score that each appraiser gives each person: the potential outcomes.

    Parameters
    ----------
    persons, appraisers : Persons, Appraisers
        Who is rated by whom, one entry a rating.
    other : ndarray of float
        Unit and chance, in points.
    truly, seen : ndarray of bool or None
        What group a person belongs to in performance, and in the eyes of the appraiser.
    grade : float or None
        A grade that everybody is taken to have.
    """
    truly = persons.group if truly is None else truly
    seen = persons.group if seen is None else seen
    grades = persons.grade if grade is None else grade
    done = other + persons.ability + GRADE_POINTS * grades + knobs.true_gap * truly
    lean = knobs.direct_gap * seen + appraisers.bias * (seen - layout.group_share)
    return USUAL_SCORE - appraisers.severity + np.where(appraisers.typed, 0.0, done + lean)


def _behaviours(
    knobs: Knobs,
    layout: Layout,
    persons: Persons,
    appraisers: Appraisers,
    score: np.ndarray,
    *,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return ratings of behaviours: conduct of their own, drawn towards the impression by halo."""
    own = BEHAVIOUR_SPREAD * rng.standard_normal((score.size, BEHAVIOURS))
    calm = scores(knobs, layout, persons, appraisers, np.zeros(score.size))
    conduct = np.where(appraisers.typed[:, None], 0.0, own) + calm[:, None]
    return (1.0 - knobs.halo) * conduct + knobs.halo * score[:, None]
