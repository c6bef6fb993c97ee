"""Intervals for the difference and the ratio of two shares of separate groups.

Difference: Newcombe's hybrid of two Wilson intervals (1998, method 10). Ratio: the score interval
of Koopman (1984), or with the factor N / (N - 1) of Miettinen & Nurminen (1985), found by inverting
the test with the shares that are most likely under the ratio; and Katz et al. (1978) on the log
scale, which is simple and fails where a group has none of the outcome. Persons that belong together
enter by a design effect, by which the variance is multiplied (Donner & Klar 2000), and by its
degrees of freedom, by which t takes the place of the normal distribution.
"""

from __future__ import annotations

import math
from typing import Literal, get_args

from scipy import optimize, stats

from analysis.checks import CONFIDENCE, check_number, check_option

RatioInterval = Literal["koopman", "miettinen_nurminen", "katz"]
CONTINUITY = 0.5
"""Added to each cell by `katz` where a group has none or all of the outcome."""
FARTHEST = 1e12
"""Ratio beyond which a bound counts as infinite."""

Counts = tuple[int, int]
"""Persons with the outcome, and all persons of the group."""


def newcombe_interval(
    group: Counts, reference: Counts, *, confidence: float = CONFIDENCE, design_effect: float = 1.0
) -> tuple[float, float]:
    """Return the interval of the share of the group less that of the reference.

    Parameters
    ----------
    group, reference : (int, int)
        Count and persons, at least one person.
    design_effect : float, default 1
        Below 1 counts as 1.

    Raises
    ------
    UsageError
        If a group is empty or a count lies outside its group.

    Examples
    --------
    >>> [round(one, 4) for one in newcombe_interval((56, 70), (48, 80))]
    [0.0524, 0.3339]
    """
    check_pair(group, reference)
    from analysis.stats.clustered import wilson_interval

    shares = [count / n for count, n in (group, reference)]
    effect = max(design_effect, 1.0)
    (low, high), (other_low, other_high) = (
        wilson_interval(share, n / effect, confidence=confidence)
        for share, (_, n) in zip(shares, (group, reference), strict=True)
    )
    gap = shares[0] - shares[1]
    return (
        gap - math.hypot(shares[0] - low, other_high - shares[1]),
        gap + math.hypot(high - shares[0], shares[1] - other_low),
    )


def ratio_interval(
    group: Counts,
    reference: Counts,
    *,
    method: RatioInterval = "koopman",
    confidence: float = CONFIDENCE,
    design_effect: float = 1.0,
    df: float = math.inf,
) -> tuple[float, float]:
    """Return the interval of the share of the group over that of the reference.

    Parameters
    ----------
    group, reference : (int, int)
        Count and persons, at least one person.
    method : {"koopman", "miettinen_nurminen", "katz"}
    design_effect : float, default 1
        Below 1 counts as 1.
    df : float, default infinite
        Degrees of freedom of the design effect.

    Returns
    -------
    (float, float)
        0 and infinity are possible; by the score methods both NaN where nobody of either group
        has the outcome: any ratio is then as likely.

    Raises
    ------
    UsageError
        If a group is empty, a count lies outside its group, or there is no such method.

    Examples
    --------
    >>> [round(one, 4) for one in ratio_interval((7, 34), (1, 34))]
    [1.2209, 42.5757]
    """
    check_pair(group, reference)
    check_option(method, name="method", allowed=get_args(RatioInterval))
    effect, z = max(design_effect, 1.0), float(stats.t.ppf((1 + confidence) / 2, df))
    if method == "katz":
        return _katz(group, reference, z=z, effect=effect)
    if not group[0] and not reference[0]:
        return math.nan, math.nan
    if method == "miettinen_nurminen":
        n = group[1] + reference[1]
        effect *= n / (n - 1)
    limit = z**2 * effect
    if group[0] and reference[0]:
        middle = (group[0] / group[1]) / (reference[0] / reference[1])
    else:
        middle = math.inf if group[0] else 0.0
    low = 0.0 if not group[0] else _bound(group, reference, limit, (1 / FARTHEST, middle))
    high = math.inf if not reference[0] else _bound(group, reference, limit, (middle, FARTHEST))
    return low, high


def check_pair(group: Counts, reference: Counts) -> None:
    """Raise `UsageError` where a group is empty or a count lies outside its group."""
    for (count, n), name in ((group, "count"), (reference, "reference_count")):
        check_number(n, name="n", minimum=1)
        check_number(count, name=name, minimum=0, maximum=n)


def _bound(group: Counts, reference: Counts, limit: float, between: tuple[float, float]) -> float:
    """Return the ratio between two others at which the score statistic reaches its limit."""
    near, far = (math.log(min(max(one, 1 / FARTHEST), FARTHEST)) for one in between)
    return math.exp(
        float(optimize.brentq(lambda at: _score(group, reference, math.exp(at)) - limit, near, far))
    )


def _score(group: Counts, reference: Counts, ratio: float) -> float:
    """Return the squared score statistic of a ratio (Koopman 1984, eq. 3.3)."""
    (x, n), (y, m) = group, reference
    a = (n + m) * ratio
    b = n * ratio + x + m + y * ratio
    base = min(2 * (x + y) / (b + math.sqrt(max(b**2 - 4 * a * (x + y), 0.0))), 1.0)
    top = min(base * ratio, 1.0)
    spread = top * (1 - top) / n + ratio**2 * base * (1 - base) / m
    apart = (x / n - y / m * ratio) ** 2
    if spread <= 0:
        return 0.0 if apart == 0 else math.inf
    return apart / spread


def _katz(group: Counts, reference: Counts, *, z: float, effect: float) -> tuple[float, float]:
    more = 0.0 if group[0] and reference[0] else CONTINUITY
    (a, n), (b, m) = ((count + more, size + more) for count, size in (group, reference))
    half = z * math.sqrt(effect * max(1 / a - 1 / n + 1 / b - 1 / m, 0.0))
    middle = math.log(a / n) - math.log(b / m)
    return math.exp(middle - half) if group[0] else 0.0, math.exp(middle + half)
