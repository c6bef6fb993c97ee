"""The six intraclass correlations of Shrout & Fleiss (1979), with their intervals.

Which form depends on the design. ICC(1): each target has raters of its own, so that who is severe
cannot be told from who is good. ICC(2): the same raters judge every target and stand for others;
severity counts as disagreement. ICC(3): the same raters, and only these; severity does not count.
A second figure k means the mean of the k raters. Source: Shrout & Fleiss (1979), Psychological
Bulletin 86, 420-428, with the intervals of McGraw & Wong (1996), table 7, which for ICC(2) use
Satterthwaite's degrees of freedom. Where targets share raters, the interval of ICC(1,1) comes from
sums over these on Fisher's scale, as that of the halo (`stats.halo`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.cluster_draws import number_clusters
from analysis.stats.halo import common_share

Form = Literal["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]
ROUND_OFF = 1e-12


@dataclass(frozen=True)
class Intraclass:
    """One intraclass correlation.

    Attributes
    ----------
    form : str
    estimate : float
        At most 1; below 0 where targets differ less than chance; NaN where it is undefined.
    ci_low, ci_high : float
        NaN where raters agree perfectly, or it is undefined.
    p_value : float
        F test of no difference between targets.
    """

    form: Form
    estimate: float
    ci_low: float = math.nan
    ci_high: float = math.nan
    p_value: float = math.nan


@dataclass(frozen=True)
class IntraclassTable:
    """All six forms.

    Attributes
    ----------
    forms : dict of str to Intraclass
        Empty where none is defined.
    targets, raters : int
        Targets that every rater judged, and raters.
    incomplete : int
        Targets left out because a rating is missing.
    reason : str
        Why there is none: "few_raters", "few_targets" (fewer than two), "no_variation" (all
        ratings the same: agreement cannot be told from a label that everybody gets); empty
        otherwise.
    """

    forms: dict[Form, Intraclass]
    targets: int
    raters: int
    incomplete: int = 0
    reason: str = ""


def intraclass_correlations(
    ratings: np.ndarray, *, confidence: float = CONFIDENCE
) -> IntraclassTable:
    """Return the six intraclass correlations.

    Parameters
    ----------
    ratings : ndarray of float, shape (n_targets, n_raters)
        NaN where a rating is missing; such targets are left out. For ICC(1) the order of a
        target's raters does not matter.
    """
    given = np.asarray(ratings, dtype=float)
    complete = given[~np.isnan(given).any(axis=1)]
    n, k = complete.shape
    incomplete = len(given) - n
    reason = _obstacle(complete)
    if reason:
        return IntraclassTable({}, n, k, incomplete, reason)
    squares = _Squares.of(complete)
    found = [
        *_one_way(squares, confidence),
        *_two_way_agreement(squares, confidence),
        *_two_way_consistency(squares, confidence),
    ]
    return IntraclassTable({one.form: one for one in found}, n, k, incomplete)


def clustered_intraclass(
    ratings: np.ndarray,
    clusters: Sequence[object],
    *,
    confidence: float = CONFIDENCE,
) -> tuple[Intraclass, int, str]:
    """Return ICC(1,1) with an interval for targets that belong together, targets used, reason.

    Parameters
    ----------
    ratings : ndarray of float, shape (n_targets, n_raters)
        NaN where a rating is missing; such targets are left out.
    clusters : sequence, shape (n_targets,)
        What targets share, for example the superior; a missing one stands for itself.

    Returns
    -------
    tuple
        The correlation (no test), targets, and the reason why there is none, as in
        `IntraclassTable`; no interval where raters agree perfectly, or with a single cluster.
    """
    given = np.asarray(ratings, dtype=float)
    known = ~np.isnan(given).any(axis=1)
    complete = given[known]
    reason = _obstacle(complete)
    if reason:
        return Intraclass("ICC(1,1)", math.nan), len(complete), reason
    estimate = intraclass_correlations(complete).forms["ICC(1,1)"].estimate
    own = [one for one, there in zip(clusters, known, strict=True) if there]
    members = number_clusters(own, len(own))
    _, _, low, high = common_share(complete - complete.mean(), members, confidence=confidence)
    return Intraclass("ICC(1,1)", estimate, low, high), len(complete), ""


def _obstacle(complete: np.ndarray) -> str:
    n, k = complete.shape
    if k < 2:
        return "few_raters"
    if n < 2:
        return "few_targets"
    return "no_variation" if np.ptp(complete) == 0 else ""


@dataclass(frozen=True)
class _Squares:
    """Mean squares of the two-way table: targets, raters, residual, and within targets."""

    n: int
    k: int
    targets: float
    raters: float
    residual: float
    within: float

    @classmethod
    def of(cls, ratings: np.ndarray) -> _Squares:
        n, k = ratings.shape
        centred = ratings - ratings.mean()
        rows = k * float((centred.mean(axis=1) ** 2).sum())
        columns = n * float((centred.mean(axis=0) ** 2).sum())
        total = float((centred**2).sum())
        noise = ROUND_OFF * total
        rest = total - rows - columns
        within = total - rows
        return cls(
            n=n,
            k=k,
            targets=rows / (n - 1),
            raters=columns / (k - 1),
            residual=(rest if rest > noise else 0.0) / ((n - 1) * (k - 1)),
            within=(within if within > noise else 0.0) / (n * (k - 1)),
        )


def _one_way(squares: _Squares, confidence: float) -> list[Intraclass]:
    spare = (squares.n - 1, squares.n * (squares.k - 1))
    return _from_f(
        ("ICC(1,1)", "ICC(1,k)"), squares.targets, squares.within, squares.k, spare, confidence
    )


def _two_way_consistency(squares: _Squares, confidence: float) -> list[Intraclass]:
    spare = (squares.n - 1, (squares.n - 1) * (squares.k - 1))
    return _from_f(
        ("ICC(3,1)", "ICC(3,k)"), squares.targets, squares.residual, squares.k, spare, confidence
    )


def _from_f(  # noqa: PLR0917
    forms: tuple[Form, Form],
    targets: float,
    error: float,
    k: int,
    spare: tuple[int, int],
    confidence: float,
) -> list[Intraclass]:
    """Return the forms whose F ratio is that of targets over one error term."""
    whole = targets + (k - 1) * error
    single = (targets - error) / whole if whole else math.nan
    if not targets:
        return [Intraclass(forms[0], single), Intraclass(forms[1], math.nan)]
    if not error:
        return [Intraclass(form, 1.0, p_value=0.0) for form in forms]
    tail, f = (1 - confidence) / 2, targets / error
    low = f / float(stats.f.isf(tail, *spare))
    high = f * float(stats.f.isf(tail, *spare[::-1]))
    p_value = float(stats.f.sf(f, *spare))
    mean = (targets - error) / targets
    return [
        Intraclass(
            forms[0], single, (low - 1) / (low + k - 1), (high - 1) / (high + k - 1), p_value
        ),
        Intraclass(forms[1], mean, 1 - 1 / low, 1 - 1 / high, p_value),
    ]


def _two_way_agreement(squares: _Squares, confidence: float) -> list[Intraclass]:
    n, k = squares.n, squares.k
    between, raters, residual = squares.targets, squares.raters, squares.residual
    single = (between - residual) / (between + (k - 1) * residual + k * (raters - residual) / n)
    whole = between + (raters - residual) / n
    mean = (between - residual) / whole if whole > 0 else math.nan
    if not residual:
        plain = [Intraclass("ICC(2,1)", single), Intraclass("ICC(2,k)", mean)]
        return [Intraclass(one.form, one.estimate, p_value=0.0) for one in plain]
    p_value = float(stats.f.sf(between / residual, n - 1, (n - 1) * (k - 1)))
    low, high = _agreement_bounds(squares, single, confidence)
    return [
        Intraclass("ICC(2,1)", single, low, high, p_value),
        Intraclass("ICC(2,k)", mean, _stepped(low, k), _stepped(high, k), p_value),
    ]


def _stepped(single: float, k: int) -> float:
    """Return the correlation of the mean of k raters (Spearman-Brown)."""
    return k * single / (1 + single * (k - 1))


def _agreement_bounds(squares: _Squares, single: float, confidence: float) -> tuple[float, float]:
    """Return the bounds of ICC(2,1) with Satterthwaite's degrees of freedom of its error."""
    n, k = squares.n, squares.k
    between, raters, residual = squares.targets, squares.raters, squares.residual
    ratio = raters / residual
    top = (n - 1) * (k - 1) * (k * single * ratio + n * (1 + (k - 1) * single) - k * single) ** 2
    bottom = (n - 1) * k**2 * single**2 * ratio**2 + (n * (1 + (k - 1) * single) - k * single) ** 2
    spare, tail = top / bottom, (1 - confidence) / 2
    upper = float(stats.f.isf(tail, n - 1, spare))
    lower = float(stats.f.isf(tail, spare, n - 1))
    error = k * raters + (k * n - k - n) * residual
    return (
        n * (between - upper * residual) / (upper * error + n * between),
        n * (lower * between - residual) / (error + n * lower * between),
    )
