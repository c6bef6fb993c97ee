"""How appraisers use a scale: where on it their ratings lie, and how much of it they use.

Source: Saal, Downey & Lahey (1980), Psychological Bulletin 88, 413-428. Central tendency: ratings
in the middle third of the scale, and how far their mean lies from its midpoint (leniency). Range
restriction: spread of an appraiser's ratings over his ratees, beside that of ratings spread evenly
over the scale. Neither is an error by itself (Murphy, Jako & Anhalt 1993): ratees may be alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.checks import CONFIDENCE, check_number
from analysis.stats.cluster_draws import number_clusters
from analysis.stats.clustered import ClusteredShare, estimate_share, measure_clustering
from analysis.stats.means import Mean, estimate_mean
from analysis.stats.proportions import Proportion, estimate_proportion

FEWEST_RATEES = 5
"""Ratees from which an appraiser's own mean and spread are told (gate `severity`)."""
ROUND_OFF = 1e-9


@dataclass(frozen=True)
class CentralTendency:
    """Where on the scale the ratings lie.

    Attributes
    ----------
    middle_share : ClusteredShare
        Ratings in the middle third of the scale.
    leniency : Mean
        Rating less midpoint, over half the scale: -1 all at the bottom, 0 balanced, 1 all at the
        top.
    """

    middle_share: ClusteredShare
    leniency: Mean


def measure_central_tendency(
    ratings: Sequence[float],
    raters: Sequence[object] | None,
    *,
    lowest: float,
    highest: float,
    confidence: float = CONFIDENCE,
) -> CentralTendency:
    """Return where on the scale the ratings lie, with intervals over raters.

    Parameters
    ----------
    ratings : sequence of float, shape (n,)
        Missing ones are left out.
    raters : sequence or None, shape (n,)
        Who rated; a missing one stands for himself. None where nobody is known.
    lowest, highest : float
        Ends of the scale.

    Raises
    ------
    UsageError
        If a rating lies outside the scale, or the scale has no width.
    """
    given, half = _on_scale(ratings, lowest, highest)
    apart = (given - (lowest + highest) / 2) / half
    inside = np.where(np.isnan(apart), np.nan, np.abs(apart) <= 1 / 3 + ROUND_OFF).tolist()
    members = None if raters is None else number_clusters(raters, given.size).tolist()
    clustering = measure_clustering(inside, members)
    return CentralTendency(
        estimate_share(inside, clustering, confidence=confidence),
        estimate_mean(apart, clusters=members, confidence=confidence, limits=(-1, 1)),
    )


@dataclass(frozen=True)
class RangeRestriction:
    """How much of the scale appraisers use.

    Attributes
    ----------
    width : Mean
        Mean over appraisers of the standard deviation of their ratings, over that of ratings
        spread evenly over the scale: 0 one rating for everybody, 1 even use of the whole scale.
    same_for_all : Proportion
        Appraisers who gave all their ratees the same rating.
    raters, left_out : int
        Appraisers with enough ratees, and the others.
    """

    width: Mean
    same_for_all: Proportion
    raters: int
    left_out: int


def measure_range_restriction(
    ratings: Sequence[float],
    raters: Sequence[object],
    *,
    lowest: float,
    highest: float,
    steps: int = 0,
    fewest: int = FEWEST_RATEES,
    confidence: float = CONFIDENCE,
) -> RangeRestriction:
    """Return how much of the scale appraisers use.

    Parameters
    ----------
    ratings, raters : sequence, shape (n,)
        Rows without either are left out.
    lowest, highest : float
        Ends of the scale.
    steps : int, default 0
        How many ratings the scale has, evenly apart; 0 for any number between the ends.
    fewest : int, default 5
        Ratees from which an appraiser counts.

    Raises
    ------
    UsageError
        If a rating lies outside the scale, or the scale has no width.
    """
    given, half = _on_scale(ratings, lowest, highest)
    groups = _ratings_by_rater(given, raters)
    used = [one for one in groups if one.size >= fewest]
    even = half * math.sqrt((steps + 1) / (steps - 1) / 3 if steps > 1 else 1 / 3)
    widths = [float(one.std(ddof=1)) / even for one in used]
    same = sum(bool(np.ptp(one) <= ROUND_OFF * half) for one in used)
    return RangeRestriction(
        width=estimate_mean(widths, confidence=confidence, limits=(0, math.inf)),
        same_for_all=estimate_proportion(same, len(used), confidence=confidence),
        raters=len(used),
        left_out=len(groups) - len(used),
    )


@dataclass(frozen=True)
class SameForAll:
    """How many appraisers gave all their ratees one and the same label.

    Attributes
    ----------
    share : Proportion
        Of the appraisers with enough ratees.
    by_chance : float
        Expected share if the labels were dealt at random over all ratees of these appraisers; NaN
        without an appraiser.
    left_out : int
        Appraisers with too few ratees.
    """

    share: Proportion
    by_chance: float
    left_out: int


def measure_same_for_all(
    labels: Sequence[object],
    raters: Sequence[object],
    *,
    fewest: int = FEWEST_RATEES,
    confidence: float = CONFIDENCE,
) -> SameForAll:
    """Return how many appraisers gave all their ratees the same label.

    Parameters
    ----------
    labels, raters : sequence, shape (n,)
        One row a ratee; rows without either are left out.
    fewest : int, default 5
        Ratees from which an appraiser counts.
    """
    import pandas as pd

    rows = pd.DataFrame({"label": list(labels), "rater": list(raters)}, dtype="object").dropna()
    ratees = rows.groupby("rater")["label"].transform("size")
    used = rows[ratees >= fewest]
    given = used.groupby("rater")["label"]
    sizes = given.size().to_numpy()
    same = int(given.nunique().eq(1).sum())
    return SameForAll(
        share=estimate_proportion(same, sizes.size, confidence=confidence),
        by_chance=_all_alike(used["label"].value_counts().to_numpy(), sizes),
        left_out=rows["rater"].nunique() - sizes.size,
    )


def _all_alike(counts: np.ndarray, sizes: np.ndarray) -> float:
    """Return the mean chance that so many drawn without replacement are of one label."""
    from scipy.special import gammaln

    if not sizes.size:
        return math.nan
    of_size, appraisers = np.unique(sizes, return_counts=True)
    of_count, labels = np.unique(counts, return_counts=True)
    total, drawn = counts.sum(), of_size[:, None]
    enough = of_count >= drawn
    left = np.where(enough, of_count - drawn, 0)
    ways = gammaln(of_count + 1.0) - gammaln(left + 1.0)
    all_ways = gammaln(total + 1.0) - gammaln(total - drawn + 1.0)
    chances = np.where(enough, np.exp(ways - all_ways), 0.0) @ labels
    return float(np.average(chances, weights=appraisers))


def _on_scale(ratings: Sequence[float], lowest: float, highest: float) -> tuple[np.ndarray, float]:
    """Return the ratings as numbers, and half the width of the scale."""
    check_number(highest - lowest, name="highest - lowest", minimum=ROUND_OFF)
    given = np.asarray(ratings, dtype=float)
    known = given[~np.isnan(given)]
    if known.size:
        check_number(float(known.min()), name="rating", minimum=lowest, maximum=highest)
        check_number(float(known.max()), name="rating", minimum=lowest, maximum=highest)
    return given, (highest - lowest) / 2


def _ratings_by_rater(
    ratings: Sequence[float] | np.ndarray, raters: Sequence[object]
) -> list[np.ndarray]:
    """Return the known ratings of each known rater, in no particular order."""
    import pandas as pd

    given = np.asarray(ratings, dtype=float)
    codes, _ = pd.factorize(pd.Series(list(raters), dtype="object"))
    known = ~np.isnan(given) & (codes >= 0)
    order = np.argsort(codes[known], kind="stable")
    bounds = np.flatnonzero(np.diff(codes[known][order])) + 1
    return [one for one in np.split(given[known][order], bounds) if one.size]
