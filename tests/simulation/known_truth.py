"""What simulations share: seeds, acceptance, layouts of clusters, bias, lines of a table.

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


@dataclass(frozen=True)
class Centred:
    """Estimates of one finding beside its truth."""

    truth: float
    estimates: np.ndarray
    covered: Rate | None
    truth_draws: int

    @property
    def z(self) -> float:
        """Distance of the mean to the truth in standard errors, the truth's own included."""
        known = self.estimates[~np.isnan(self.estimates)]
        error = known.std(ddof=1) * math.sqrt(1 / known.size + 1 / self.truth_draws)
        return float((known.mean() - self.truth) / error)

    def line(self, name: str) -> str:
        held = f"{self.covered.share:6.1%}" if self.covered else "     -"
        return (
            f"{name:42} {self.truth:9.4f} {np.nanmean(self.estimates):9.4f} {self.z:6.2f}  {held}"
        )


Found = dict[str, tuple[float, float, float]]
"""Estimate and interval (missing where there is none) by finding id."""


def centred(truths: dict[str, float], drawn: list[Found], truth_draws: int) -> dict[str, Centred]:
    found = {}
    for name, truth in truths.items():
        values = np.array([one[name] for one in drawn])
        bounds = values[~np.isnan(values[:, 1])]
        held = (bounds[:, 1] <= truth) & (truth <= bounds[:, 2])
        rate = Rate.of(held) if len(bounds) else None
        found[name] = Centred(truth, values[:, 0], rate, truth_draws)
    return found


def not_covering(found: dict[str, Centred]) -> dict[str, float]:
    rates = {name: one.covered for name, one in found.items() if one.covered}
    return {name: rate.share for name, rate in rates.items() if not rate.covers()}


def off_centre(found: dict[str, Centred], errors: float) -> dict[str, float]:
    """Return the findings whose mean lies further from the truth than so many standard errors."""
    return {name: one.z for name, one in found.items() if abs(one.z) > errors}


HEAD = f"{'finding':42} {'truth':>9} {'mean':>9} {'z':>6}  covered"
