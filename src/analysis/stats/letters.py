"""How probable each letter is, given the index and its error.

Method: `docs/methods/letter-stability.md`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from scipy import stats

from analysis.checks import check_number, check_option


def letter_probabilities(
    estimate: float,
    std_error: float,
    limits: Mapping[str, tuple[float, float]],
    *,
    df: float | None = None,
) -> dict[str, float]:
    """Return the probability that the true index lies in each band, under random error.

    Parameters
    ----------
    estimate, std_error : float
        Index and its standard error, on the scale of the index before rounding; std_error >= 0.
    limits : mapping of str to (lower, upper)
        The index values, before rounding, that get each letter: lower <= x < upper, as
        `rules.skm.band_limits` gives them. The lowest and the highest band count as open-ended.
    df : float or None, default None
        Degrees of freedom of the error; None means normal error.

    Returns
    -------
    dict of str to float
        Keys in the order of `limits`; they sum to 1. All NaN where estimate or std_error is
        missing; with std_error 0 the band of the estimate has probability 1.

    Raises
    ------
    UsageError
        If std_error is negative.

    Notes
    -----
    P(band) = F((upper - estimate) / std_error) - F((lower - estimate) / std_error).

    Examples
    --------
    >>> bands = {"B": (76.605, 88.305), "A": (88.305, 100.005)}
    >>> {k: round(p, 3) for k, p in letter_probabilities(88.305, 1.0, bands).items()}
    {'B': 0.5, 'A': 0.5}
    """
    if math.isnan(estimate) or math.isnan(std_error):
        return dict.fromkeys(limits, math.nan)
    check_number(std_error, name="std_error", minimum=0.0)
    below = {
        letter: _below(lower, estimate, std_error, df) for letter, (lower, _) in limits.items()
    }
    ordered = sorted(limits, key=lambda letter: limits[letter][0])
    below[ordered[0]] = 0.0
    above = [below[letter] for letter in ordered[1:]] + [1.0]
    found = {letter: high - below[letter] for letter, high in zip(ordered, above, strict=True)}
    return {letter: found[letter] for letter in limits}


def letter_stability(
    estimate: float,
    std_error: float,
    limits: Mapping[str, tuple[float, float]],
    *,
    letter: str,
    df: float | None = None,
) -> float:
    """Return the probability (0 to 1) that the true index lies in the band of the printed letter.

    It speaks of random variation only, never of who answered. NaN where the error is missing.
    """
    check_option(letter, name="letter", allowed=limits)
    return letter_probabilities(estimate, std_error, limits, df=df)[letter]


def _below(limit: float, estimate: float, std_error: float, df: float | None) -> float:
    """Return P(true index < limit)."""
    if std_error == 0:
        return float(estimate < limit)
    z = (limit - estimate) / std_error
    return float(stats.norm.cdf(z) if df is None else stats.t.cdf(z, df))
