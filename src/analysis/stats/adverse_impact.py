"""The adverse-impact set for a favourable outcome: ratio, four fifths, exact test, shortfall.

Source: Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4 D, for the four
fifths; Katz et al. (1978) for the interval of a ratio of two shares; Fisher (1922) for the exact
test; Castaneda v. Partida (1977), as in Morris & Lobsenz (2000), for two standard deviations. All
take persons to be independent; with a design effect above 1 (persons of one appraiser alike) the
error of the interval grows by its root, and the p-value is never below that of the score test
divided by it (Donner & Klar 2000).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from scipy import stats

from analysis.checks import CONFIDENCE, check_number

TWO_SD = 2.0
CONTINUITY = 0.5
"""Added to each cell for the interval only, where a group has none or all of the outcome."""

Verdict = Literal["below_four_fifths", "within_four_fifths", "above_five_fourths"]


@dataclass(frozen=True)
class AdverseImpact:
    """A group beside the reference group on a favourable outcome.

    Attributes
    ----------
    ratio : float
        Share of the group over share of the reference; NaN where the reference has none.
    ci_low, ci_high : float
        Katz interval on the log scale; NaN where either group is empty.
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

    Raises
    ------
    UsageError
        If a group is empty or a count lies outside its group.
    """
    for persons, favourable, name in (
        (n, count, "count"),
        (reference_n, reference_count, "reference_count"),
    ):
        check_number(persons, name="n", minimum=1)
        check_number(favourable, name=name, minimum=0, maximum=persons)
    share, other = count / n, reference_count / reference_n
    effect = max(design_effect, 1.0)
    low, high = _katz(count, n, reference_count, reference_n, confidence=confidence, effect=effect)
    deviations = _pooled_z(count, n, reference_count, reference_n)
    table = [[count, n - count], [reference_count, reference_n - reference_count]]
    return AdverseImpact(
        ratio=share / other if reference_count else math.nan,
        ci_low=low,
        ci_high=high,
        p_value=_p_value(table, deviations, effect),
        standard_deviations=deviations,
        shortfall=n * other - count,
        count=count,
        n=n,
        reference_count=reference_count,
        reference_n=reference_n,
    )


def _katz(
    count: int,
    n: int,
    reference_count: int,
    reference_n: int,
    *,
    confidence: float,
    effect: float,
) -> tuple[float, float]:
    more = 0.0 if count and reference_count else CONTINUITY
    a, b = count + more, reference_count + more
    size, other = n + more, reference_n + more
    error = math.sqrt(effect * max(1 / a - 1 / size + 1 / b - 1 / other, 0.0))
    half = float(stats.norm.ppf((1 + confidence) / 2)) * error
    middle = math.log(a / size) - math.log(b / other)
    return math.exp(middle - half) if count else 0.0, math.exp(middle + half)


def _p_value(table: list[list[int]], deviations: float, effect: float) -> float:
    exact = float(stats.fisher_exact(table).pvalue)
    if effect == 1 or math.isnan(deviations):
        return exact
    return max(exact, float(2 * stats.norm.sf(abs(deviations) / math.sqrt(effect))))


def _pooled_z(count: int, n: int, reference_count: int, reference_n: int) -> float:
    pooled = (count + reference_count) / (n + reference_n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / reference_n))
    return (count / n - reference_count / reference_n) / error if error else math.nan
