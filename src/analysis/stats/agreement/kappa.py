"""Kappa: agreement on labels beyond what the labels' frequencies give by chance.

Cohen (1960) for two raters, with Cohen's (1968) weights for ordered labels and the large-sample
errors of Fleiss, Cohen & Everitt (1969), as statsmodels computes them; Fleiss (1971) for any
number of raters per target, with the error of Fleiss, Nee & Landis (1979) under no agreement and a
jackknife over targets for the interval (Efron & Stein 1981). Where nearly everybody gets one label,
chance agreement is near 1 and kappa near 0 whatever the raters do (Feinstein & Cicchetti 1990): the
raw agreement stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE, check_option
from analysis.stats.agreement.draws import draw_targets, percentiles
from analysis.stats.means import t_interval

Weights = Literal["none", "linear", "quadratic"]
_STATSMODELS = {"none": None, "linear": "linear", "quadratic": "quadratic"}


@dataclass(frozen=True)
class Kappa:
    """Agreement beyond chance.

    Attributes
    ----------
    estimate : float
        At most 1; NaN where it is undefined.
    std_error, ci_low, ci_high : float
    p_value : float
        Two-sided test of no agreement beyond chance, with the error under that hypothesis.
    agreement : float
        Observed agreement (weighted where weights are used), 0 to 1.
    n : int
        Targets used.
    reason : str
        Why there is none: "few_targets" (fewer than two), "no_variation" (one label for
        everybody), "few_raters", "unequal_raters"; empty otherwise.
    """

    estimate: float = math.nan
    std_error: float = math.nan
    ci_low: float = math.nan
    ci_high: float = math.nan
    p_value: float = math.nan
    agreement: float = math.nan
    n: int = 0
    reason: str = ""


def cohen_kappa(
    first: Sequence[object],
    second: Sequence[object],
    labels: Sequence[object],
    *,
    weights: Weights = "none",
    confidence: float = CONFIDENCE,
) -> Kappa:
    """Return Cohen's kappa of two raters.

    Parameters
    ----------
    first, second : sequence, shape (n_targets,)
        The labels given by each rater; targets without either, or with a label that is not in
        `labels`, are left out.
    labels : sequence
        All labels, in their order; with weights their steps count as equal.
    weights : {"none", "linear", "quadratic"}
        Disagreement by one step counts less than by two.

    Raises
    ------
    UsageError
        If there are no such weights.
    """
    check_option(weights, name="weights", allowed=get_args(Weights))
    places = {label: place for place, label in enumerate(labels)}
    pairs = [
        (places[a], places[b])
        for a, b in zip(first, second, strict=True)
        if _known(a, places) and _known(b, places)
    ]
    table = np.zeros((len(places), len(places)))
    for pair in pairs:
        table[pair] += 1
    return kappa_of_table(table, weights=weights, confidence=confidence)


def clustered_kappa(
    first: Sequence[object],
    second: Sequence[object],
    labels: Sequence[object],
    clusters: Sequence[object],
    *,
    rng: np.random.Generator,
    weights: Weights = "none",
    confidence: float = CONFIDENCE,
) -> Kappa:
    """Return Cohen's kappa with an interval that draws targets of one cluster together.

    Parameters
    ----------
    first, second, labels, weights
        As in `cohen_kappa`.
    clusters : sequence, shape (n_targets,)
        What targets share, for example the first rater; a missing one stands for itself.
    rng : Generator

    Returns
    -------
    Kappa
        Percentiles, without standard error and test.
    """
    plain = cohen_kappa(first, second, labels, weights=weights, confidence=confidence)
    if plain.reason:
        return plain
    places = {label: at for at, label in enumerate(labels)}
    rows = [
        (places[a], places[b], cluster)
        for a, b, cluster in zip(first, second, clusters, strict=True)
        if _known(a, places) and _known(b, places)
    ]
    one, other, members = zip(*rows, strict=True)
    tables = np.zeros((len(rows), len(places), len(places)))
    tables[np.arange(len(rows)), one, other] = 1
    drawn = np.tensordot(draw_targets(members, len(rows), rng), tables, axes=1)
    low, high = percentiles(_kappas(drawn, _apart(len(places), weights)), confidence=confidence)
    return replace(plain, std_error=math.nan, ci_low=low, ci_high=high, p_value=math.nan)


def _kappas(tables: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the kappa of each table; NaN where no disagreement could be expected."""
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    observed = (tables * steps).sum(axis=(1, 2)) * tables.sum(axis=(1, 2))
    expected = np.einsum("di,ij,dj->d", rows, steps, columns)
    ratio = np.divide(observed, expected, out=np.full(len(tables), np.nan), where=expected > 0)
    return np.asarray(1 - ratio)


def _apart(count: int, weights: Weights) -> np.ndarray:
    """Return how much two labels differ, in steps of the weights."""
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    return {"none": apart > 0, "linear": apart, "quadratic": apart**2}[weights].astype(float)


def _known(label: object, places: dict[object, int]) -> bool:
    return label == label and label in places  # noqa: PLR0124 - NaN differs from itself


def kappa_of_table(
    table: np.ndarray, *, weights: Weights = "none", confidence: float = CONFIDENCE
) -> Kappa:
    """Return Cohen's kappa of a table of counts.

    Parameters
    ----------
    table : ndarray, shape (n_labels, n_labels)
        Targets by the label of the first (rows) and of the second rater (columns).
    """
    counts = np.asarray(table, dtype=float)
    n = int(counts.sum())
    if n < 2:
        return Kappa(n=n, reason="few_targets")
    used = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    if used.sum() < 2:
        return Kappa(agreement=1.0, n=n, reason="no_variation")
    from statsmodels.stats.inter_rater import cohens_kappa

    with np.errstate(invalid="ignore", divide="ignore"):
        found = cohens_kappa(counts, wt=_STATSMODELS[weights], return_results=True)
    estimate, error = float(found.kappa), math.sqrt(max(float(found.var_kappa), 0.0))
    half = float(stats.norm.ppf((1 + confidence) / 2)) * error
    null = math.sqrt(max(float(found.var_kappa0), 0.0))
    return Kappa(
        estimate=estimate,
        std_error=error,
        ci_low=estimate - half,
        ci_high=min(estimate + half, 1.0),
        p_value=float(2 * stats.norm.sf(abs(estimate) / null)) if null else math.nan,
        agreement=_observed(counts, weights),
        n=n,
    )


def _observed(counts: np.ndarray, weights: Weights) -> float:
    steps = _apart(len(counts), weights)
    return float(1 - (counts * steps / steps.max()).sum() / counts.sum())


def fleiss_kappa(counts: np.ndarray, *, confidence: float = CONFIDENCE) -> Kappa:
    """Return Fleiss' kappa of several raters.

    Parameters
    ----------
    counts : ndarray, shape (n_targets, n_labels)
        How many raters gave each label to each target; every target has as many raters. Use
        Krippendorff's alpha where their number differs.
    """
    table = np.asarray(counts, dtype=float)
    n = len(table)
    if n < 2:
        return Kappa(n=n, reason="few_targets")
    raters = table.sum(axis=1)
    if np.ptp(raters) > 0:
        return Kappa(n=n, reason="unequal_raters")
    if raters[0] < 2:
        return Kappa(n=n, reason="few_raters")
    if (table.sum(axis=0) > 0).sum() < 2:
        return Kappa(agreement=1.0, n=n, reason="no_variation")
    estimate, agreement = _fleiss(table)
    error = _jackknife_error(table)
    low, high = t_interval(estimate, error, n - 1, confidence=confidence)
    null = _fleiss_null_error(table)
    return Kappa(
        estimate=estimate,
        std_error=error,
        ci_low=low,
        ci_high=min(high, 1.0) if not math.isnan(high) else high,
        p_value=float(2 * stats.norm.sf(abs(estimate) / null)),
        agreement=agreement,
        n=n,
    )


def _fleiss(table: np.ndarray) -> tuple[float, float]:
    """Return kappa and the observed agreement."""
    observed = float(_agreement_by_target(table).mean())
    shares = table.sum(axis=0) / table.sum()
    chance = float(shares @ shares)
    return (observed - chance) / (1 - chance), observed


def _agreement_by_target(table: np.ndarray) -> np.ndarray:
    m = table[0].sum()
    return np.asarray(((table**2).sum(axis=1) - m) / (m * (m - 1)))


def _jackknife_error(table: np.ndarray) -> float:
    """Return the standard error from leaving out one target at a time."""
    n, m = len(table), table[0].sum()
    own = _agreement_by_target(table)
    observed = (own.sum() - own) / (n - 1)
    chance = (((table.sum(axis=0) - table) / ((n - 1) * m)) ** 2).sum(axis=1)
    if (chance >= 1).any():
        return math.nan
    without = (observed - chance) / (1 - chance)
    return float(math.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))


def _fleiss_null_error(table: np.ndarray) -> float:
    """Return the standard error under no agreement (Fleiss, Nee & Landis 1979, eq. 12)."""
    n, m = len(table), table[0].sum()
    p = table.sum(axis=0) / table.sum()
    spread = p * (1 - p)
    inner = spread.sum() ** 2 - (spread * (1 - 2 * p)).sum()
    return float(math.sqrt(2 / (n * m * (m - 1)) * inner) / spread.sum())
