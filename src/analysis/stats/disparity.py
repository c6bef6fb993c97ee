"""An outcome overall and by group, with each group's difference and ratio to a reference.

Groups are the levels of one trait, or the intersections of two; overall and by-group figures stand
beside each other (Weerts et al. 2023, fairlearn's MetricFrame). Intervals allow for clusters:
`stats.clustered` for levels, `stats.group_gaps` for differences, `stats.two_shares` for ratios with
the design effect of the difference. The largest difference between any two groups is described
without an interval: of many small groups the extremes lie far apart by chance (Lum et al. 2022).
Nothing is merged or hidden here; that is decided where results are shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.errors import UsageError
from analysis.stats.cluster_draws import number_clusters
from analysis.stats.clustered import (
    INDEPENDENT,
    Clustering,
    estimate_clustered_mean,
    estimate_share,
    measure_clustering,
)
from analysis.stats.group_gaps import Gap, estimate_gaps
from analysis.stats.two_shares import RatioInterval, ratio_interval

if TYPE_CHECKING:
    import pandas as pd

MOST_TRAITS = 2
Key = tuple[str, ...]
"""The level of each trait."""


@dataclass(frozen=True)
class Level:
    """The outcome of one group.

    Attributes
    ----------
    estimate, ci_low, ci_high : float
        Share of ones (0 to 1) or mean score.
    n : int
        Known values.
    count : int or None
        Persons with the outcome; None for scores.
    gap : Gap or None
        Difference to the reference; None for the reference itself.
    ratio, ratio_low, ratio_high : float
        Share over the reference's share; NaN for scores and for the reference.
    """

    estimate: float
    ci_low: float
    ci_high: float
    n: int
    count: int | None
    gap: Gap | None = None
    ratio: float = math.nan
    ratio_low: float = math.nan
    ratio_high: float = math.nan


@dataclass(frozen=True)
class Disparity:
    """An outcome by group.

    Attributes
    ----------
    overall : Level
        Everybody with a known outcome and known traits.
    groups : dict of tuple of str to Level
        In the order of the traits' levels.
    reference : tuple of str
    largest_difference : float
        Highest less lowest group; NaN with fewer than two groups.
    smallest_ratio : float
        Lowest over highest share; NaN for scores, or where nobody has the outcome.
    """

    overall: Level
    groups: dict[Key, Level]
    reference: Key
    largest_difference: float
    smallest_ratio: float


def measure_disparity(
    values: pd.Series,
    traits: pd.DataFrame,
    *,
    reference: Key = (),
    clusters: pd.Series | None = None,
    confidence: float = CONFIDENCE,
    interval: RatioInterval = "koopman",
    rng: np.random.Generator | None = None,
) -> Disparity:
    """Return the outcome overall, by group, and beside the reference.

    Parameters
    ----------
    values : Series of float, shape (n,)
        An outcome of 0 and 1, or scores; missing ones are left out.
    traits : DataFrame, index of `values`, one or two columns
        A row with a missing trait belongs to no group.
    reference : tuple of str
        Level of each trait that the others are compared with; empty: the largest group.
    clusters : Series or None, index of `values`
        What belongs together, such as the appraiser; a missing cluster stands for itself.
    interval : {"koopman", "miettinen_nurminen", "katz"}
        Of the ratios.
    rng : Generator or None
        Source of the bootstrap of differences of scores with few clusters.

    Raises
    ------
    UsageError
        If there are no traits or more than two, nobody has known values, or the reference is not
        among the groups.
    """
    if not 1 <= traits.shape[1] <= MOST_TRAITS:
        raise UsageError("stats.disparity.traits", found=traits.shape[1], most=MOST_TRAITS)
    known = values.notna() & traits.notna().all(axis=1)
    y = values[known].astype("float64")
    keys = [tuple(str(one) for one in row) for row in traits[known].to_numpy(dtype=object)]
    base = _reference(keys, reference)
    names = {key: str(place) for place, key in enumerate(sorted(set(keys)))}
    labels = y.index.to_series().astype("object")
    labels[:] = [names[key] for key in keys]
    members = None if clusters is None else clusters[known]
    gaps = estimate_gaps(y, labels, names[base], clusters=members, confidence=confidence, rng=rng)
    telling = _Telling(y.to_numpy(), labels.to_numpy(), members, confidence)
    groups = {key: telling.level(name) for key, name in names.items()}
    beside = {
        key: level
        if key == base
        else _beside(level, groups[base], gaps[names[key]], interval, confidence)
        for key, level in groups.items()
    }
    return _summed(telling.overall(), beside, base)


def _reference(keys: list[Key], asked: Key) -> Key:
    if not keys or (asked and tuple(asked) not in set(keys)):
        present = ", ".join(" x ".join(one) for one in sorted(set(keys))) or "-"
        raise UsageError(
            "stats.disparity.reference", reference=" x ".join(asked) or "-", present=present
        )
    if asked:
        return tuple(asked)
    return max(sorted(set(keys)), key=keys.count)


class _Telling:
    """Levels with intervals that allow for clusters; the correlation is that of all rows."""

    def __init__(
        self,
        y: np.ndarray,
        labels: np.ndarray,
        clusters: pd.Series | None,
        confidence: float,
    ) -> None:
        self.y, self.labels, self.confidence = y, labels, confidence
        self.binary = bool(np.isin(y, (0.0, 1.0)).all())
        self.clusters = None if clusters is None else number_clusters(clusters.tolist(), y.size)
        self.clustering = INDEPENDENT
        if self.clusters is not None:
            self.clustering = measure_clustering(y.tolist(), self.clusters.tolist())

    def overall(self) -> Level:
        return self._told(self.y, self.clustering)

    def level(self, label: str) -> Level:
        rows = self.labels == label
        part = self.clustering
        if self.clusters is not None:
            part = part.of_part(self.clusters[rows].tolist())
        return self._told(self.y[rows], part)

    def _told(self, values: np.ndarray, clustering: Clustering) -> Level:
        if self.binary:
            share = estimate_share(values.tolist(), clustering, confidence=self.confidence)
            return Level(share.estimate, share.ci_low, share.ci_high, share.n, share.count)
        mean = estimate_clustered_mean(values.tolist(), clustering, confidence=self.confidence)
        return Level(mean.estimate, mean.ci_low, mean.ci_high, mean.n, None)


def _beside(
    level: Level, base: Level, gap: Gap, interval: RatioInterval, confidence: float
) -> Level:
    told = Level(level.estimate, level.ci_low, level.ci_high, level.n, level.count, gap)
    if level.count is None or base.count is None:
        return told
    low, high = ratio_interval(
        (level.count, level.n),
        (base.count, base.n),
        method=interval,
        confidence=confidence,
        design_effect=gap.design_effect,
        df=gap.df,
    )
    ratio = level.estimate / base.estimate if base.count else math.nan
    return Level(
        level.estimate, level.ci_low, level.ci_high, level.n, level.count, gap, ratio, low, high
    )


def _summed(overall: Level, groups: dict[Key, Level], base: Key) -> Disparity:
    estimates = [one.estimate for one in groups.values()]
    several, highest, lowest = len(estimates) > 1, max(estimates), min(estimates)
    shares = several and overall.count is not None and highest > 0
    return Disparity(
        overall=overall,
        groups=groups,
        reference=base,
        largest_difference=highest - lowest if several else math.nan,
        smallest_ratio=lowest / highest if shares else math.nan,
    )
