"""The adverse-impact set: ratio of shares, four fifths, exact test, shortfall in persons.

For a favourable outcome (`compare_shares`), for every group beside the one with the highest share,
as the Guidelines compare (`compare_with_highest`), and for an unfavourable outcome as a risk ratio
(`compare_risks`), to which the four fifths do not apply: on a rare harm a large ratio is a few
persons, on the favourable side of the same rows it cannot fail.

Source: Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4 D, for the four
fifths; Katz et al. (1978) or Koopman (1984) for the interval of a ratio of two shares; Fisher
(1922) for the exact test; Castaneda v. Partida (1977), as in Morris & Lobsenz (2000), for two
standard deviations. All take persons to be independent; with a design effect above 1 (persons of
one appraiser alike) the error of the interval grows by its root, and the p-value is never below
that of the score test divided by it (Donner & Klar 2000).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.two_shares import Counts, RatioInterval, check_pair, ratio_interval

TWO_SD = 2.0
LARGE_ENOUGH = 50
"""A group is compared where it is more than one in this many persons (29 CFR 1607.15 A, 2 %)."""

Verdict = Literal["below_four_fifths", "within_four_fifths", "above_five_fourths"]


@dataclass(frozen=True)
class AdverseImpact:
    """A group beside the reference group on a favourable outcome.

    Attributes
    ----------
    ratio : float
        Share of the group over share of the reference; NaN where the reference has none.
    ci_low, ci_high : float
        Interval of the ratio, by default Katz on the log scale.
    p_value : float
        Fisher's exact test, two-sided; with a design effect above 1 the larger of it and the
        adjusted score test.
    standard_deviations : float
        Difference of the shares over its pooled standard error; NaN where nobody or everybody
        has the outcome.
    shortfall : float
        Persons by which the group falls short of the reference's share; below 0 a surplus.
    count, n, reference_count, reference_n : int
    """

    ratio: float
    ci_low: float
    ci_high: float
    p_value: float
    standard_deviations: float
    shortfall: float
    count: int
    n: int
    reference_count: int
    reference_n: int

    @property
    def verdict(self) -> Verdict:
        """Which side of the four-fifths rule the ratio is on, seen from either group; exact."""
        ours, theirs = self.count * self.reference_n, self.reference_count * self.n
        if 5 * ours < 4 * theirs:
            return "below_four_fifths"
        return "above_five_fourths" if 4 * ours > 5 * theirs else "within_four_fifths"

    @property
    def beyond_two_sd(self) -> bool:
        """Whether the shares differ by more than two standard deviations."""
        return abs(self.standard_deviations) > TWO_SD

    @property
    def cannot_fail(self) -> bool:
        """Whether the rule could not have failed: both shares above four fifths."""
        pairs = ((self.count, self.n), (self.reference_count, self.reference_n))
        return all(5 * count >= 4 * n for count, n in pairs)


def compare_shares(
    count: int,
    n: int,
    reference_count: int,
    reference_n: int,
    *,
    confidence: float = CONFIDENCE,
    design_effect: float = 1.0,
    df: float = math.inf,
    interval: RatioInterval = "katz",
) -> AdverseImpact:
    """Return the adverse-impact set of a group of `n` persons of whom `count` have the outcome.

    Parameters
    ----------
    count, n : int
        Persons with the favourable outcome, and all persons of the group, at least 1.
    reference_count, reference_n : int
        The same of the reference group.
    design_effect : float, default 1
        How much larger the variance of the difference is because persons belong together
        (`stats.group_gaps.Gap.design_effect`); below 1 counts as 1.
    df : float, default infinite
        Degrees of freedom of the design effect (`stats.group_gaps.Gap.df`).
    interval : {"katz", "koopman", "miettinen_nurminen"}
        How the interval of the ratio is made (`stats.two_shares`).

    Raises
    ------
    UsageError
        If a group is empty or a count lies outside its group.
    """
    group, reference = (count, n), (reference_count, reference_n)
    check_pair(group, reference)
    share, other = count / n, reference_count / reference_n
    effect = max(design_effect, 1.0)
    low, high = ratio_interval(
        group, reference, method=interval, confidence=confidence, design_effect=effect, df=df
    )
    deviations = _pooled_z(count, n, reference_count, reference_n)
    table = [[count, n - count], [reference_count, reference_n - reference_count]]
    return AdverseImpact(
        ratio=share / other if reference_count else math.nan,
        ci_low=low,
        ci_high=high,
        p_value=_p_value(table, deviations, effect, df),
        standard_deviations=deviations,
        shortfall=n * other - count,
        count=count,
        n=n,
        reference_count=reference_count,
        reference_n=reference_n,
    )


def compare_with_highest(
    groups: Mapping[str, Counts],
    *,
    confidence: float = CONFIDENCE,
    interval: RatioInterval = "katz",
) -> tuple[str, dict[str, AdverseImpact]]:
    """Compare every group with the one whose share is highest, as the Guidelines do.

    Parameters
    ----------
    groups : mapping of str to (int, int)
        Persons with the favourable outcome and all persons of each group; groups of at most 2 %
        of all persons are left out.

    Returns
    -------
    (str, dict of str to AdverseImpact)
        Name of the highest group (of equal shares the largest), and the others; empty where there
        are fewer than two groups to compare.
    """
    total = sum(n for _, n in groups.values())
    large = {name: one for name, one in groups.items() if LARGE_ENOUGH * one[1] > total}
    if len(large) < 2:
        return "", {}
    highest = max(large, key=lambda name: (Fraction(*large[name]), large[name][1]))
    reference = large[highest]
    return highest, {
        name: compare_shares(*one, *reference, confidence=confidence, interval=interval)
        for name, one in large.items()
        if name != highest
    }


@dataclass(frozen=True)
class RiskRatio:
    """A group beside the reference group on an unfavourable outcome.

    Attributes
    ----------
    ratio : float
        Risk of the group over that of the reference; NaN where the reference has none.
    ci_low, ci_high : float
        Score interval of Koopman; NaN where neither has the outcome.
    p_value : float
        As in `AdverseImpact`.
    excess : float
        Persons by which the group exceeds the reference's risk; below 0 a deficit.
    count, n, reference_count, reference_n : int
    """

    ratio: float
    ci_low: float
    ci_high: float
    p_value: float
    excess: float
    count: int
    n: int
    reference_count: int
    reference_n: int


def compare_risks(
    count: int,
    n: int,
    reference_count: int,
    reference_n: int,
    *,
    confidence: float = CONFIDENCE,
    design_effect: float = 1.0,
) -> RiskRatio:
    """Return the risk ratio of a group of `n` persons of whom `count` have the outcome.

    Parameters and errors as in `compare_shares`.
    """
    found = compare_shares(
        count,
        n,
        reference_count,
        reference_n,
        confidence=confidence,
        design_effect=design_effect,
        interval="koopman",
    )
    return RiskRatio(
        ratio=found.ratio,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        p_value=found.p_value,
        excess=-found.shortfall,
        count=count,
        n=n,
        reference_count=reference_count,
        reference_n=reference_n,
    )


def _p_value(table: list[list[int]], deviations: float, effect: float, df: float) -> float:
    exact = float(stats.fisher_exact(table).pvalue)
    if effect == 1 or math.isnan(deviations):
        return exact
    return max(exact, float(2 * stats.t.sf(abs(deviations) / math.sqrt(effect), df)))


def _pooled_z(count: int, n: int, reference_count: int, reference_n: int) -> float:
    pooled = (count + reference_count) / (n + reference_n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / reference_n))
    return (count / n - reference_count / reference_n) / error if error else math.nan
