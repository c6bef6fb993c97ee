"""How far appraisers differ in severity, told as a spread and never by name.

Effects predicted by the crossed model are shrunken towards 0, the more so the fewer persons an
appraiser has rated (Robinson 1991); their own spread is therefore too small, and the model's
standard deviation stands beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from analysis.checks import check_number
from analysis.stats.crossed import SINGULAR
from analysis.stats.gates import Gate, gate

if TYPE_CHECKING:
    from analysis.stats.connectivity import Connectivity
    from analysis.stats.crossed import CrossedFit


@dataclass(frozen=True)
class ShrunkenSeverities:
    """The spread of appraisers' severities, in points of the rating.

    Attributes
    ----------
    appraisers : int
    std_dev, ci_low, ci_high : float
        Of the model: how far appraisers differ. The interval is that of the ratio to the residual's
        standard deviation, which is known far better; NaN where the fit has no shares.
    shrunken_std_dev, interquartile_range : float
        Of the shrunken effects.
    threshold : float
        Points from which a severity matters.
    share_beyond : float
        Share of the appraisers whose shrunken effect is beyond the threshold, on either side.
    expected_share_beyond : float
        The share that the model's standard deviation means under a normal distribution.
    """

    appraisers: int
    std_dev: float
    ci_low: float
    ci_high: float
    shrunken_std_dev: float
    interquartile_range: float
    threshold: float
    share_beyond: float
    expected_share_beyond: float


def describe_severities(fit: CrossedFit, *, threshold: float) -> ShrunkenSeverities:
    """Return the spread of the severities of a fitted crossed model.

    Parameters
    ----------
    fit : CrossedFit
        Without a fit everything but the counts is NaN.
    threshold : float
        Above 0.

    Raises
    ------
    UsageError
        If the threshold is below 0.
    """
    check_number(threshold, name="threshold", minimum=0.0)
    effects = fit.severities
    if not effects.size:
        nan = math.nan
        return ShrunkenSeverities(0, nan, nan, nan, nan, nan, threshold, nan, nan)
    spread = math.sqrt(fit.variances["appraiser"])
    low, high = np.quantile(effects, [0.25, 0.75])
    bounds = _bounds(fit)
    expected = float(2 * stats.norm.sf(threshold / spread)) if spread > 0 else 0.0
    return ShrunkenSeverities(
        appraisers=int(effects.size),
        std_dev=spread,
        ci_low=bounds[0],
        ci_high=bounds[1],
        shrunken_std_dev=float(effects.std(ddof=1)),
        interquartile_range=float(high - low),
        threshold=threshold,
        share_beyond=float((np.abs(effects) > threshold).mean()),
        expected_share_beyond=expected,
    )


def _bounds(fit: CrossedFit) -> tuple[float, float]:
    own = next((one for one in fit.shares if one.source == "appraiser"), None)
    if own is None:
        return math.nan, math.nan
    residual = math.sqrt(fit.variances["residual"])
    return residual * own.ratio_low, residual * own.ratio_high


def judge_severities(links: Connectivity, fit: CrossedFit | None = None) -> Gate:
    """Return whether severity can be told from merit, before and after the fit.

    Parameters
    ----------
    links : Connectivity
        How appraisers hang together; decides before anything is fitted.
    fit : CrossedFit or None
        None before the fit.

    Returns
    -------
    Gate
        Of "severity". Blocked also where there is no fit (its reason) or the search did not end
        ("not_converged"); review where appraisers are estimated not to differ ("singular").
    """
    if fit is not None and fit.reason_code:
        return Gate("severity", "blocked", fit.reason_code)
    found = gate(
        "severity",
        connected_share=links.share,
        ratees_per_appraiser=links.ratees_per_appraiser,
        connected_share_without_bridge=links.share_without_bridge,
    )
    if fit is None or found.status == "blocked":
        return found
    if not fit.converged:
        return Gate("severity", "blocked", "not_converged")
    if found.status == "ok" and _do_not_differ(fit):
        return Gate("severity", "review", "singular")
    return found


def _do_not_differ(fit: CrossedFit) -> bool:
    return fit.variances["appraiser"] < SINGULAR**2 * fit.variances["residual"]
