"""How far appraisers differ in what they make of a group: bias of single appraisers.

For every appraiser of enough persons of both groups, the difference of the groups among his own
ratees; severity falls on both and drops out, so that appraisers need share nobody. The spread of
the differences beyond chance is `stats.random_effects` (a random slope of the group over
appraisers, by moments). Chance is who happens to work for whom: the variance of persons within an
appraiser and group, pooled over appraisers. What remains may be the appraiser, or a difference in
true performance that is not the same in all teams; the data cannot tell the two apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis.checks import CONFIDENCE, check_number
from analysis.stats.blocks import check_columns, complete_rows, independent_columns
from analysis.stats.random_effects import FEWEST_PLACES, RandomEffects, pool_random_effects
from analysis.stats.regressors import design_columns
from analysis.stats.within import centred

FEWEST_OF_EACH = 3
"""Persons of either group from which an appraiser's own difference counts (convention)."""


@dataclass(frozen=True)
class AppraiserGroupSpread:
    """The spread of appraisers' own differences between a group and the reference.

    Attributes
    ----------
    differences : RandomEffects or None
        None where there is a reason.
    threshold : float
        Points from which a difference matters.
    share_behind, share_ahead : float
        Share of the appraisers with whom the group lies beyond the threshold behind or ahead, as a
        normal distribution with this mean and spread has it; NaN without an estimate, or with a
        spread of 0.
    appraisers, left_out : int
        Appraisers of enough persons of both groups, and the other appraisers.
    group_persons, reference_persons : int
        Persons whom the former rated.
    degrees : float
        Degrees of freedom of the error variances, less those of the columns held equal.
    columns : int
        Columns held equal.
    reason_code : str
        "" or "few_appraisers_of_both" (fewer than three), "no_variation".
    """

    differences: RandomEffects | None
    threshold: float
    share_behind: float
    share_ahead: float
    appraisers: int
    left_out: int
    group_persons: int
    reference_persons: int
    degrees: float
    columns: int
    reason_code: str = ""

    @property
    def verdict(self) -> str:
        """Where the spread's interval lies to the threshold: "beyond", "below" or "unclear"."""
        if self.differences is None:
            return ""
        if self.differences.spread_low > self.threshold:
            return "beyond"
        return "below" if self.differences.spread_high < self.threshold else "unclear"


def estimate_appraiser_group_spread(
    ratings: pd.DataFrame,
    *,
    value: str,
    group: str,
    reference: str,
    ratee: str,
    rater: str,
    threshold: float,
    covariates: Sequence[str] = (),
    confidence: float = CONFIDENCE,
) -> dict[str, AppraiserGroupSpread]:
    """Return, for every level, how far appraisers differ in its difference to the reference.

    Parameters
    ----------
    ratings : DataFrame, one row a rating
        Rows without value, group, ratee or rater, with a missing number among the covariates, and
        ratings of oneself are left out. Several ratings of a person by one appraiser count as
        their mean.
    group, reference : str
        Column of the levels and the level with which the others are compared.
    threshold : float
        In points of the value, 0 or more.
    covariates : sequence of str
        Held equal within appraiser and group; see `stats.regressors.design_columns`.

    Raises
    ------
    UsageError
        If the threshold is below 0 or a covariate is not in the frame.
    """
    check_number(threshold, name="threshold", minimum=0.0)
    check_columns(ratings, covariates)
    rows = ratings[_usable(ratings, (value, group, ratee, rater), covariates)]
    levels = rows[group].astype("str")
    others = [one for one in dict.fromkeys(levels) if one != reference]
    columns = _Columns(value, ratee, rater, tuple(covariates))
    return {
        one: _spread_of(
            _cells(rows[levels.isin([one, reference])], levels.eq(one), columns),
            threshold,
            confidence,
        )
        for one in others
    }


@dataclass(frozen=True)
class _Columns:
    value: str
    ratee: str
    rater: str
    covariates: tuple[str, ...]


@dataclass(frozen=True)
class _Cells:
    """Persons, their mean and inner sum of squares, by appraiser and group.

    Attributes
    ----------
    sizes, means, inside : ndarray, shape (appraisers, 2)
        Of the reference and of the group.
    persons : ndarray of int, shape (pairs, 3)
        Appraiser, whether of the group, and person.
    columns : int
        Whose slopes were fitted on the same rows.
    """

    sizes: np.ndarray
    means: np.ndarray
    inside: np.ndarray
    persons: np.ndarray
    columns: int

    def usable(self) -> np.ndarray:
        """Return which appraisers rated enough persons of both groups."""
        return np.asarray((self.sizes >= FEWEST_OF_EACH).all(axis=1))

    def persons_of(self, used: np.ndarray, group: int) -> int:
        """Return the number of persons of a group whom the appraisers used have rated."""
        mine = used[self.persons[:, 0]] & (self.persons[:, 1] == group)
        return int(np.unique(self.persons[mine, 2]).size)

    def degrees(self, used: np.ndarray) -> float:
        """Return the degrees of freedom within the cells used, less those of the slopes."""
        return float((self.sizes[used] - 1).sum()) - self.columns

    def error_variances(self, used: np.ndarray) -> np.ndarray:
        """Return the variance of each difference, from that of persons within cells."""
        sizes = self.sizes[used]
        within = self.inside[used].sum(axis=0) / (sizes - 1).sum(axis=0)
        lost = (sizes - 1).sum() / self.degrees(used)
        return np.asarray(lost * (within / sizes).sum(axis=1))


def _usable(
    ratings: pd.DataFrame, needed: tuple[str, str, str, str], covariates: Sequence[str]
) -> np.ndarray:
    by_another = ratings[needed[2]].ne(ratings[needed[3]])
    known = ratings[list(needed)].notna().all(axis=1) & by_another
    return known.to_numpy(dtype=bool) & complete_rows(ratings, covariates)


def _cells(rows: pd.DataFrame, level: pd.Series, columns: _Columns) -> _Cells:
    rater, names = pd.factorize(rows[columns.rater])
    ratee = pd.factorize(rows[columns.ratee])[0]
    inside = level[rows.index].to_numpy(dtype=int)
    place = 2 * rater + inside
    values, slopes = _held_equal(rows, place, columns)
    table = pd.DataFrame({"place": place, "ratee": ratee, "value": values})
    means = table.groupby(["place", "ratee"], sort=True)["value"].mean().reset_index()
    cell, values = means["place"].to_numpy(), means["value"].to_numpy()
    count = 2 * len(names)
    sizes = np.bincount(cell, minlength=count)
    averages = np.bincount(cell, values, count) / np.maximum(sizes, 1)
    squares = np.bincount(cell, (values - averages[cell]) ** 2, count)
    shape = (len(names), 2)
    return _Cells(
        sizes.reshape(shape),
        averages.reshape(shape),
        squares.reshape(shape),
        np.column_stack([cell // 2, cell % 2, means["ratee"].to_numpy()]),
        slopes,
    )


def _held_equal(rows: pd.DataFrame, place: np.ndarray, columns: _Columns) -> tuple[np.ndarray, int]:
    """Return the values less what the covariates make of them in their cells, and the slopes."""
    y = rows[columns.value].to_numpy(dtype=float)
    design = design_columns(rows, columns.covariates)
    if not design.size:
        return y, 0
    cells = np.unique(place, return_inverse=True)[1]
    within = centred(design, cells)
    kept = independent_columns(within)
    if not kept.size:
        return y, 0
    slopes = np.linalg.lstsq(within[:, kept], centred(y, cells))[0]
    return np.asarray(y - design[:, kept] @ slopes), int(kept.size)


def _spread_of(cells: _Cells, threshold: float, confidence: float) -> AppraiserGroupSpread:
    used = cells.usable()
    known = AppraiserGroupSpread(
        differences=None,
        threshold=threshold,
        share_behind=math.nan,
        share_ahead=math.nan,
        appraisers=int(used.sum()),
        left_out=int((~used).sum()),
        group_persons=cells.persons_of(used, 1),
        reference_persons=cells.persons_of(used, 0),
        degrees=cells.degrees(used),
        columns=cells.columns,
        reason_code="",
    )
    if used.sum() < FEWEST_PLACES:
        return replace(known, reason_code="few_appraisers_of_both")
    if known.degrees < 1:
        return replace(known, reason_code="no_variation")
    variances = cells.error_variances(used)
    if not (variances > 0).all():
        return replace(known, reason_code="no_variation")
    differences = cells.means[used, 1] - cells.means[used, 0]
    found = pool_random_effects(
        differences,
        variances,
        error_degrees=known.degrees,
        confidence=confidence,
    )
    behind, ahead = _beyond(found, threshold)
    return replace(known, differences=found, share_behind=behind, share_ahead=ahead)


def _beyond(found: RandomEffects, threshold: float) -> tuple[float, float]:
    """Return the shares of a normal distribution beyond the threshold on either side.

    NaN without any spread: all appraisers or none would be beyond, as the estimated mean has it.
    """
    if found.spread == 0:
        return math.nan, math.nan
    law = stats.norm(found.mean, found.spread)
    return float(law.cdf(-threshold)), float(law.sf(threshold))
