"""Krippendorff's alpha: agreement of any number of raters, with ratings missing.

alpha = 1 - observed / expected disagreement, from the table of coincidences of values within
targets (Krippendorff 2011, Computing Krippendorff's alpha-reliability; Hayes & Krippendorff 2007).
The interval draws whole targets with replacement, percentiles; that of Hayes & Krippendorff draws
pairs of values as if they were independent and is narrower. Targets with a single rating say
nothing on agreement and are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from analysis.checks import CONFIDENCE, check_option

Level = Literal["nominal", "ordinal", "interval", "ratio"]
DRAWS = 1000
FEWEST_DRAWS = 0.5
"""Share of the draws that must hold more than one value for an interval."""


@dataclass(frozen=True)
class Krippendorff:
    """Krippendorff's alpha.

    Attributes
    ----------
    estimate : float
        At most 1, 0 at chance, below 0 for systematic disagreement; NaN where it is undefined.
    ci_low, ci_high : float
        NaN without a generator, or where too many draws hold one value only.
    level : str
    targets : int
        Targets with two ratings or more.
    ratings : int
        Ratings of these targets.
    left_out : int
        Targets with one rating or none.
    reason : str
        Why there is none: "no_pairs" (no target has two ratings), "no_variation" (all ratings are
        the same: no disagreement could be expected), "negative_ratio" (a ratio scale with values
        below zero); empty otherwise.
    """

    estimate: float
    ci_low: float
    ci_high: float
    level: Level
    targets: int
    ratings: int
    left_out: int
    reason: str = ""


def krippendorff_alpha(
    ratings: np.ndarray,
    *,
    level: Level,
    rng: np.random.Generator | None = None,
    confidence: float = CONFIDENCE,
) -> Krippendorff:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    ratings : ndarray of float, shape (n_targets, n_raters)
        NaN where a rating is missing. Labels are numbered in their order before.
    level : {"nominal", "ordinal", "interval", "ratio"}
        How far two values are apart: same or not; by ranks; by difference; by difference over sum.
    rng : Generator or None
        Source of the draws of the interval; None gives none.

    Raises
    ------
    UsageError
        If there is no such level.
    """
    check_option(level, name="level", allowed=get_args(Level))
    given = np.asarray(ratings, dtype=float)
    paired = (~np.isnan(given)).sum(axis=1) >= 2
    kept = given[paired]
    known = ~np.isnan(kept)
    values, codes = np.unique(kept[known], return_inverse=True)
    counts = np.zeros((len(kept), values.size))
    np.add.at(counts, (np.nonzero(known)[0], codes), 1)
    reason = _obstacle(values, level)
    told = (level, len(kept), int(known.sum()), int((~paired).sum()))
    if reason:
        return Krippendorff(math.nan, math.nan, math.nan, *told, reason)
    estimate = _alphas(counts, np.ones((1, len(kept))), values, level)[0]
    low, high = math.nan, math.nan
    if rng is not None:
        drawn = rng.multinomial(len(kept), np.full(len(kept), 1 / len(kept)), size=DRAWS)
        low, high = _percentiles(_alphas(counts, drawn.astype(float), values, level), confidence)
    return Krippendorff(float(estimate), low, high, *told)


def _obstacle(values: np.ndarray, level: Level) -> str:
    if not values.size:
        return "no_pairs"
    if values.size < 2:
        return "no_variation"
    return "negative_ratio" if level == "ratio" and values[0] < 0 else ""


def _alphas(
    counts: np.ndarray, weights: np.ndarray, values: np.ndarray, level: Level
) -> np.ndarray:
    """Return alpha for each row of weights of the targets, NaN where nothing varies.

    Parameters
    ----------
    counts : ndarray, shape (n_targets, n_values)
    weights : ndarray, shape (draws, n_targets)
    """
    size = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(values.size)
    pairs[:, diagonal, diagonal] -= counts
    flat = (pairs / (size - 1)[:, None, None]).reshape(len(counts), -1)
    coincidences = (weights @ flat).reshape(-1, values.size, values.size)
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    apart = np.array([_distances(values, one, level) for one in _margins_for(margins, level)])
    observed = (coincidences * apart).sum(axis=(1, 2))
    expected = np.einsum(
        "dc,dck,dk->d", margins, np.broadcast_to(apart, coincidences.shape), margins
    )
    fine = expected > 0
    ratio = np.divide(observed * (total - 1), expected, out=np.full(len(total), np.nan), where=fine)
    return np.asarray(1 - ratio)


def _margins_for(margins: np.ndarray, level: Level) -> np.ndarray:
    """Return the margins that distances depend on: those of each draw for ranks only."""
    return margins if level == "ordinal" else margins[:1]


def _distances(values: np.ndarray, margin: np.ndarray, level: Level) -> np.ndarray:
    """Return the squared distances of all pairs of values."""
    if level == "nominal":
        return 1.0 - np.eye(values.size)
    if level == "ordinal":
        middle = np.cumsum(margin) - margin / 2
        return np.asarray(np.subtract.outer(middle, middle) ** 2)
    apart = np.subtract.outer(values, values) ** 2
    if level == "interval":
        return np.asarray(apart)
    sums = np.add.outer(values, values) ** 2
    return np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0)


def _percentiles(drawn: np.ndarray, confidence: float) -> tuple[float, float]:
    known = drawn[~np.isnan(drawn)]
    if known.size < FEWEST_DRAWS * drawn.size:
        return math.nan, math.nan
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
