"""What simulations share: seeds, acceptance, layouts of clusters, lines of a table.

Seeds are 0 .. R-1, never chosen. A full run has 1,000 seeds or more and is accepted between 93 and
97 %; the ordinary run takes some of them and is accepted where 999 of 1,000 such runs would fall.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy import stats

FULL_RUNS, SAMPLED_RUNS = 1_000, 100
ACCEPTED = (0.93, 0.97)
RATE, ALARM = 0.95, 0.05

LARGE_REGION = np.array([
    28, 32, 33, 35, 53, 55, 56, 56, 58, 58, 59, 59, 59, 61, 62, 68, 69, 69, 70, 71, 71, 72, 73, 174
])  # fmt: skip
"""Employees of the 24 units of the large sample region: a hospital and many smaller units."""


def cluster_sizes(layout: str, rng: np.random.Generator) -> np.ndarray:
    """Return the persons of each cluster: "24 units" of the sample, "8 uneven", "150 teams"."""
    if layout == "24 units":
        return LARGE_REGION
    count, kind = layout.split()
    if kind == "teams":
        return rng.integers(4, 13, int(count))
    return np.maximum(2, np.rint(rng.lognormal(2.9, 0.5, int(count)))).astype(int)


@dataclass(frozen=True)
class Rate:
    """How often something happened in the seeds that could be judged."""

    count: int
    runs: int

    @classmethod
    def of(cls, happened: Iterable[bool]) -> Rate:
        found = list(happened)
        return cls(sum(map(bool, found)), len(found))

    @property
    def share(self) -> float:
        return self.count / self.runs

    def covers(self) -> bool:
        """Tell whether the rate is accepted as that of a 95 % interval."""
        return ACCEPTED[0] <= self.share <= ACCEPTED[1]

    def near(self, rate: float, *, confidence: float = 0.999) -> bool:
        """Tell whether chance alone explains the distance to `rate`."""
        low, high = stats.binom.interval(confidence, self.runs, rate)
        return bool(low <= self.count <= high)

    def at_most(self, rate: float, *, errors: float = 3.0) -> bool:
        return self.share <= rate + errors * np.sqrt(rate * (1 - rate) / self.runs)


def covered(intervals: Iterable[tuple[float, float]], truth: float) -> Rate:
    """Return how often the truth lies in the interval; intervals that are missing do not count."""
    return Rate.of(low <= truth <= high for low, high in intervals if not math.isnan(low))


def table(title: str, found: dict[str, Rate], *, since: float) -> list[str]:
    lines = [f"{name:58} {one.share:7.1%}  of {one.runs}" for name, one in found.items()]
    return [f"{title} ({perf_counter() - since:.0f} s)", *lines]


def outside(found: dict[str, Rate], accepted: Callable[[Rate], bool]) -> list[str]:
    return [f"{name}: {one.share:.1%}" for name, one in found.items() if not accepted(one)]
