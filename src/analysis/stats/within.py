"""The gap between groups among those whom the same appraiser has rated.

An appraiser's severity falls on all his ratees, so that it drops out when people are compared with
others of the same appraiser (in the same period): a linear model with an effect of every appraiser
(x period), Mundlak (1978). Only appraisers who rated both groups say anything, and the share of the
people they rated tells what the number rests on. Clusters are appraisers, and persons whom several
of them rated; below 50 appraisers of equal weight the wild cluster bootstrap; where one or a few
appraisers carry it, a test that exchanges the members of the group within each appraiser's ratees
(`stats.randomisation`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis.checks import CONFIDENCE
from analysis.stats.blocks import DEPENDENT, check_columns, complete_rows, independent_columns
from analysis.stats.coefficients import (
    FEW_TREATED,
    Coefficient,
    Partialled,
    infer,
    without_error,
)
from analysis.stats.randomisation import reassign_within
from analysis.stats.regressors import design_columns, numbered

WithinReason = Literal["", "no_appraiser", "no_appraiser_of_both", "no_variation", "determined"]


@dataclass(frozen=True)
class WithinGap:
    """A group beside the reference group, within appraisers.

    Attributes
    ----------
    gap : Coefficient or None
        None where there is a reason. `largest_weight` is the share of one appraiser.
    reason_code : str
        "" or why there is no gap: no appraiser is known; none rated both groups; all their ratings
        agree within appraisers; the covariates determine the group.
    persons, all_persons : int
        Persons of either group rated by appraisers of both, and all of either group.
    group_persons, reference_persons : int
        The former by group.
    appraisers, all_appraisers : int
        Appraisers of both groups, and of either.
    """

    gap: Coefficient | None
    reason_code: WithinReason
    persons: int
    all_persons: int
    group_persons: int
    reference_persons: int
    appraisers: int
    all_appraisers: int

    @property
    def share(self) -> float:
        """Share of the persons of either group on whom the gap rests; NaN without persons."""
        return self.persons / self.all_persons if self.all_persons else math.nan


def estimate_within_gaps(
    ratings: pd.DataFrame,
    *,
    value: str,
    group: str,
    reference: str,
    rater: str,
    ratee: str,
    period: str = "",
    covariates: Sequence[str] = (),
    confidence: float = CONFIDENCE,
    rng: np.random.Generator | None = None,
) -> dict[str, WithinGap]:
    """Return the severity-adjusted gap of every level to the reference, in order of appearance.

    Parameters
    ----------
    ratings : DataFrame, one row a rating
        Rows without value, group or rater, ratings of oneself, and rows with a missing number among
        the covariates are left out; they still count among all persons where group and value are
        known.
    value : str
        Column of scores, or of 0 and 1 (then gaps are differences of shares).
    group : str
        Column of the levels.
    rater, ratee : str
        Columns of who rated whom, named alike.
    period : str, default ""
        Column within which appraisers are compared with themselves; empty: over all periods.
    covariates : sequence of str
        See `stats.regressors.design_columns`.
    rng : Generator or None
        For the bootstrap and the exchange of members; None keeps CR1 and t.

    Raises
    ------
    UsageError
        If a covariate is not in the frame.
    """
    check_columns(ratings, covariates)
    known = ratings[ratings[value].notna() & ratings[group].notna()]
    levels = known[group].astype("str")
    others = [str(one) for one in dict.fromkeys(levels) if one != reference]
    options = _Options(value, rater, ratee, period, tuple(covariates), confidence)
    return {
        one: _within(known[levels.isin([one, reference])], levels.eq(one), options, rng)
        for one in others
    }


@dataclass(frozen=True)
class _Options:
    value: str
    rater: str
    ratee: str
    period: str
    covariates: tuple[str, ...]
    confidence: float


def _within(
    pair: pd.DataFrame, inside: pd.Series, options: _Options, rng: np.random.Generator | None
) -> WithinGap:
    rated = pair[_usable(pair, options)]
    x = inside[rated.index].to_numpy(dtype=float)
    cells = _cells(rated, options)
    both = _in_cells_of_both(x, cells)
    used, x = rated[both], x[both]
    counts = _counted(pair, rated, used, x, options)
    if rated.empty:
        return replace(counts, reason_code="no_appraiser")
    if used.empty:
        return replace(counts, reason_code="no_appraiser_of_both")
    places = np.unique(cells[both], return_inverse=True)[1]
    y = used[options.value].to_numpy(dtype=float)
    gap = _Compared(used, y, x, places).fit(options, rng)
    if math.isnan(gap.estimate):
        return replace(counts, reason_code="determined")
    if math.isnan(gap.std_error) and gap.inference == "none" and np.ptp(centred(y, places)) == 0:
        return replace(counts, reason_code="no_variation")
    return replace(counts, gap=gap)


@dataclass(frozen=True)
class _Compared:
    """Ratings of appraisers of both groups: outcome, indicator of the group, cell."""

    rows: pd.DataFrame
    y: np.ndarray
    x: np.ndarray
    places: np.ndarray

    def fit(self, options: _Options, rng: np.random.Generator | None) -> Coefficient:
        parts = self.partialled(options)
        plain = infer(parts, self.y, self.x, confidence=options.confidence)
        if rng is None or not rests_on_few(plain):
            return infer(parts, self.y, self.x, confidence=options.confidence, rng=rng)
        return without_error(plain, self.exchanged(parts.outcome, options, rng))

    def partialled(self, options: _Options) -> Partialled:
        columns = centred(design_columns(self.rows, options.covariates), self.places)
        others = columns[:, independent_columns(columns)]
        clusters = numbered(self.rows[options.rater])
        persons = numbered(self.rows[options.ratee])
        y, x = centred(self.y, self.places), centred(self.x, self.places)
        return Partialled.of(y, x, others, clusters, absorbed=True, persons=persons)

    def exchanged(self, outcome: np.ndarray, options: _Options, rng: np.random.Generator) -> float:
        """Return p of exchanging members of the group among the ratees of each appraiser."""
        rows = pd.DataFrame(
            {
                "rater": numbered(self.rows[options.rater]),
                "ratee": numbered(self.rows[options.ratee]),
                "outcome": outcome,
                "inside": self.x,
            }
        )
        persons = rows.groupby(["rater", "ratee"], as_index=False).agg(
            outcome=("outcome", "sum"), inside=("inside", "max")
        )
        arrays = (persons[one].to_numpy() for one in ("outcome", "inside", "rater"))
        return reassign_within(*arrays, rng=rng)


def rests_on_few(plain: Coefficient) -> bool:
    """Tell whether too few clusters carry a coefficient within cells for any error of it."""
    return plain.inference != "none" and plain.equal_clusters < FEW_TREATED


def centred(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return values less the mean of their cell; 0 where cells determine them.

    Parameters
    ----------
    values : ndarray, shape (n,) or (n, k)
    places : ndarray of int, shape (n,)
        Cell of each row, from 0 without gaps.
    """
    if values.ndim > 1:
        taken = [centred(column, places) for column in values.T]
        return np.column_stack(taken) if taken else values
    rest = values - (np.bincount(places, values) / np.bincount(places))[places]
    about = values - values.mean()
    determined = rest @ rest <= DEPENDENT * float(about @ about)
    return np.zeros_like(rest) if determined else np.asarray(rest)


def _usable(pair: pd.DataFrame, options: _Options) -> np.ndarray:
    by_another = pair[options.rater].notna() & pair[options.rater].ne(pair[options.ratee])
    return by_another.to_numpy(dtype=bool) & complete_rows(pair, options.covariates)


def _cells(rated: pd.DataFrame, options: _Options) -> np.ndarray:
    keys = [options.rater, *([options.period] if options.period else [])]
    cells: np.ndarray = rated.groupby(keys, dropna=False, sort=False).ngroup().to_numpy()
    return cells


def _in_cells_of_both(x: np.ndarray, cells: np.ndarray) -> np.ndarray:
    count = int(cells.max(initial=-1)) + 1
    inside = np.bincount(cells, x, count)
    outside = np.bincount(cells, 1 - x, count)
    return np.asarray(((inside > 0) & (outside > 0))[cells], dtype=bool)


def _counted(
    pair: pd.DataFrame, rated: pd.DataFrame, used: pd.DataFrame, x: np.ndarray, options: _Options
) -> WithinGap:
    return WithinGap(
        gap=None,
        reason_code="",
        persons=used[options.ratee].nunique(),
        all_persons=pair[options.ratee].nunique(),
        group_persons=used.loc[x == 1, options.ratee].nunique(),
        reference_persons=used.loc[x == 0, options.ratee].nunique(),
        appraisers=used[options.rater].nunique(),
        all_appraisers=rated[options.rater].nunique(),
    )
