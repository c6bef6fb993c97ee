"""Appraisals as they are recorded: ratings, behaviours and the minute of entry."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.careers import NOBODY
from analysis.intake.sample.staff.history import History
from analysis.intake.sample.staff.ratings import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    MATRIX,
    MEETS,
    PERIODIC_CUTS,
    POINTS_A_UNIT,
    PREDIKAT,
    RATINGS,
    USUAL_SCORE,
    Quarterly,
    rate_quarter,
)
from analysis.periods import Period

ASPECTS = (
    "berorientasi_pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif",
    "kolaboratif",
)  # fmt: skip
ASPECT_MEAN, ASPECT_A_UNIT, LOWEST_ASPECT, HIGHEST_ASPECT = 4.0, 0.55, 1, 5
OWN_ASPECT_SPREAD = 0.6
SELF_LENIENCY = 0.6
TWICE_RATED_SHARE = 0.16
MINUTES_APART = (2, 9)


def quarterly_frame(history: History, quarter: int) -> pd.DataFrame:
    """Return the superiors' appraisals of a quarter (0 = first) with canonical columns.

    `person` and `rater` are numbers (-1: the regional secretary), `post` the post reported to.
    """
    rated = rate_quarter(
        history.knobs, history.careers, history.performance, quarter, history.streams
    )
    period = Period(YEARS[quarter // 4], "Q", quarter % 4 + 1)
    rng = history.streams.of(f"recording/{quarter}")
    aspects = draw_aspects(history, rated, rng)
    half = quarter // 2
    results = np.array(RATINGS, dtype=object)
    frame = pd.DataFrame(
        {
            "person": rated.person,
            "period": str(period),
            "assessment_kind": "periodic",
            "rater_role": "superior",
            "rater": rated.rater,
            "unit": history.careers.unit[rated.person, half],
            "post": history.careers.post[rated.person, half],
            "assessed_at": _moments(rated.rater, rated.pretyped, period, rng),
            "result_rating": results[rated.result_rating],
            "behaviour_rating": results[rated.behaviour_rating],
            "result_score": rated.result_score,
            "behaviour_score": behaviour_scores(aspects),
            "predikat_recorded": _labels(MATRIX[rated.result_rating, rated.behaviour_rating]),
        }
    )
    for place, name in enumerate(ASPECTS):
        frame[f"b_{name}"] = aspects[:, place]
    return frame


def annual_frame(history: History, year: int) -> pd.DataFrame:
    """Return the annual appraisals of a year (0 = the first) with canonical columns."""
    annual, careers, half = history.annual[year], history.careers, 2 * year + 1
    rng = history.streams.of(f"recording year/{year}")
    results = np.array(RATINGS, dtype=object)
    return pd.DataFrame(
        {
            "person": annual.person,
            "period": str(YEARS[year]),
            "assessment_kind": "annual",
            "rater_role": "superior",
            "rater": annual.rater,
            "unit": careers.unit[annual.person, half],
            "post": careers.post[annual.person, half],
            "assessed_at": _moments(
                annual.rater,
                np.zeros(annual.person.size, dtype=bool),
                Period(YEARS[year], "Y"),
                rng,
            ),
            "result_rating": results[annual.result_rating],
            "behaviour_rating": results[annual.behaviour_rating],
            "predikat_recorded": _labels(annual.recorded),
        }
    )


def other_raters_frame(history: History, quarter: int) -> pd.DataFrame:
    """Return second ratings (by the superior's superior) and self ratings of some employees."""
    rated = rate_quarter(
        history.knobs, history.careers, history.performance, quarter, history.streams
    )
    half = quarter // 2
    rng = history.streams.of(f"other raters/{quarter}")
    chosen = (rng.random(rated.person.size) < TWICE_RATED_SHARE) & (rated.rater != NOBODY)
    person = rated.person[chosen]
    second = history.careers.superior[rated.rater[chosen], half]
    true = history.performance.quarterly[person, quarter]
    severity = np.where(second == NOBODY, 0.0, history.careers.persons.severity[second])
    noise = history.knobs.appraising.noise * rng.standard_normal((2, person.size))
    parts = [
        _rating_rows(person, second, "second", true - severity + noise[0]),
        _rating_rows(person, person, "self", true + SELF_LENIENCY + noise[1]),
    ]
    period = Period(YEARS[quarter // 4], "Q", quarter % 4 + 1)
    found = pd.concat(parts, ignore_index=True)
    found = found[found["rater"] != NOBODY]
    unit = history.careers.unit[found["person"], half]
    return found.assign(period=str(period), assessment_kind="periodic", unit=unit)


def _rating_rows(
    person: np.ndarray, rater: np.ndarray, role: str, impression: np.ndarray
) -> pd.DataFrame:
    score = np.round(USUAL_SCORE + POINTS_A_UNIT * impression, 1)
    rating = np.array(RATINGS, dtype=object)[np.digitize(impression, PERIODIC_CUTS)]
    return pd.DataFrame(
        {
            "person": person,
            "rater_role": role,
            "rater": rater,
            "result_rating": rating,
            "behaviour_rating": RATINGS[MEETS],
            "result_score": np.clip(score, LOWEST_SCORE, HIGHEST_SCORE),
        }
    )


def behaviour_scores(aspects: np.ndarray) -> np.ndarray:
    """Return the mean of the seven behaviours (1 to 5) as a score of 24 to 120."""
    return np.round(aspects.mean(axis=1) * HIGHEST_SCORE / HIGHEST_ASPECT, 1)


def _labels(places: np.ndarray) -> np.ndarray:
    return np.array(PREDIKAT, dtype=object)[places]


def draw_aspects(history: History, rated: Quarterly, rng: np.random.Generator) -> np.ndarray:
    """Return the seven behaviours, 1 to 5; with full halo they follow one impression only."""
    halo = history.knobs.appraising.halo
    count = len(history.careers.persons)
    lasting = history.streams.of("own aspects").standard_normal((count, len(ASPECTS)))
    own = OWN_ASPECT_SPREAD * (
        0.8 * lasting[rated.person] + 0.6 * rng.standard_normal((rated.person.size, len(ASPECTS)))
    )
    seen = rated.behaviour[:, None] + (1.0 - halo) * own
    seen = np.where(rated.pretyped[:, None], rated.behaviour[:, None], seen)
    scores = np.round(ASPECT_MEAN + ASPECT_A_UNIT * seen)
    return np.clip(scores, LOWEST_ASPECT, HIGHEST_ASPECT).astype(int)


def _moments(
    rater: np.ndarray, pretyped: np.ndarray, period: Period, rng: np.random.Generator
) -> pd.Series:
    """Return when each appraisal was typed: one sitting a rater, minutes apart or all at once."""
    raters, place = np.unique(rater, return_inverse=True)
    day = rng.integers(2, 21, raters.size)
    minute = rng.integers(8 * 60, 13 * 60, raters.size)
    gap = np.where(pretyped, 0, rng.integers(*MINUTES_APART, rater.size))
    since_start = pd.Series(gap).groupby(place).cumsum().to_numpy()
    typed = minute[place] + np.minimum(since_start, 600)
    start = pd.Timestamp(period.last_day) + pd.to_timedelta(day[place], unit="D")
    return pd.Series(start + pd.to_timedelta(typed, unit="m"))
