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
SLOW_RUNS, SLOW_ACCEPTED = 200, (0.90, 0.99)
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
            f"{name:47} {self.truth:9.4f} {np.nanmean(self.estimates):9.4f} {self.z:6.2f}  {held}"
        )


@dataclass(frozen=True)
class TruthRow:
    """A line of the table of known truth: what was estimated, of what, and how often it held.

    Attributes
    ----------
    estimand, knob : str
        The finding, and what was planted.
    truth : float
        On the scale of the finding; NaN where the estimand names it.
    of : {"covered", "false alarms", "seen", "blocked"}
        What `rate` counts over the seeds 0 .. R-1.
    low, high : float
        Shares between which it is accepted.
    """

    estimand: str
    knob: str
    truth: float
    of: str
    rate: Rate
    low: float
    high: float

    @classmethod
    def covering(cls, estimand: str, knob: str, truth: float, rate: Rate) -> TruthRow:
        """Return a line on 95 % intervals; fewer than 1,000 seeds are accepted at 90-99 %."""
        low, high = ACCEPTED if rate.runs >= FULL_RUNS else SLOW_ACCEPTED
        return cls(estimand, knob, truth, "covered", rate, low, high)

    @classmethod
    def alarms(cls, estimand: str, knob: str, rate: Rate) -> TruthRow:
        """Return a line on p < 0.05 where there is nothing: 99.9 % of the binomial around 5 %."""
        low, high = stats.binom.interval(0.999, rate.runs, ALARM) / np.array(rate.runs)
        return cls(estimand, knob, 0.0, "false alarms", rate, float(low), float(high))

    @classmethod
    def family(cls, estimand: str, knob: str, rate: Rate) -> TruthRow:
        """Return a line on any alarm of a family after adjustment: 5 % and three errors."""
        high = ALARM + 3 * math.sqrt(ALARM * (1 - ALARM) / rate.runs)
        return cls(estimand, knob, 0.0, "false alarms", rate, 0.0, high)

    @property
    def held(self) -> bool:
        return self.low <= self.rate.share <= self.high

    def line(self) -> str:
        band = f"{self.low:.1%}-{self.high:.1%}"
        truth = "" if math.isnan(self.truth) else f"{self.truth:.3f}"
        return (
            f"{self.estimand:47} {self.knob:34} {truth:>8} {self.rate.runs:6} "
            f"{self.of:12} {self.rate.share:6.1%}  {band:13} {'held' if self.held else 'MISSED'}"
        )


TRUTH_HEAD = (
    f"{'estimand':47} {'knob':34} {'truth':>8} {'seeds':>6} {'what':12} {'share':>6}  "
    f"{'accepted':13} verdict"
)


def covering_rows(knob: str, found: dict[str, Rate]) -> list[TruthRow]:
    """Return lines on intervals whose truths their names tell."""
    return [TruthRow.covering(name, knob, math.nan, rate) for name, rate in found.items()]


def alarm_rows(knob: str, found: dict[str, Rate]) -> list[TruthRow]:
    """Return lines on alarms that are accepted up to 5 % and three errors."""
    return [TruthRow.family(name, knob, rate) for name, rate in found.items()]


def missed(rows: Iterable[TruthRow]) -> list[str]:
    return [row.line() for row in rows if not row.held]


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


HEAD = f"{'finding':47} {'truth':>9} {'mean':>9} {'z':>6}  covered"
