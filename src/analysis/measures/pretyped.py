"""Signs that appraisals were typed in advance: equal vectors, and entry in the same minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

FEWEST_PARTS = 4
"""Fewest ratings in a vector: with fewer, equal vectors are what chance brings (labels only)."""


@dataclass(frozen=True)
class Pretyped:
    """Which appraisals bear a sign of pre-typing.

    Attributes
    ----------
    judged : Series of bool
        Index of the appraisals: whether the sign can be seen at all (enough ratings in the vector
        or a clock time, and enough appraisals by the same appraiser in the period).
    identical : Series of bool
        Whether all appraisals of the appraiser in the period have one and the same vector.
    same_minute : Series of bool
        Whether at least `fewest` appraisals of the appraiser were entered in its minute.
    """

    judged: pd.Series
    identical: pd.Series
    same_minute: pd.Series

    @property
    def any(self) -> pd.Series:
        """Whether either sign is there."""
        return self.identical | self.same_minute


def find_pretyped(appraisals: pd.DataFrame, parts: Sequence[str], *, fewest: int = 5) -> Pretyped:
    """Mark appraisals that look pre-typed.

    Parameters
    ----------
    appraisals : DataFrame, one row an appraisal
        rater_id, period, assessment_kind, the columns of `parts`, and assessed_at where known.
    parts : sequence of str
        Scores and behaviours that make up the vector; rows with a missing part are not compared.
    fewest : int
        Appraisals of one appraiser and period that must agree.

    Returns
    -------
    Pretyped
        All False where there is no appraiser.

    Notes
    -----
    A sign is no proof: an appraiser may think alike of everybody. After the idea of curbstoning
    checks in survey practice (Kuriakose & Robbins 2016 on near duplicates), applied to one
    appraiser's sheets.
    """
    nobody = pd.Series(False, index=appraisals.index)
    if "rater_id" not in appraisals or appraisals["rater_id"].isna().all():
        return Pretyped(nobody, nobody, nobody)
    keys = ["rater_id", "period", "assessment_kind"]
    whole = appraisals[keys].notna().all(axis=1)
    has_vector = whole & nobody
    identical = nobody
    if len(parts) >= FEWEST_PARTS:
        has_vector = whole & appraisals[list(parts)].notna().all(axis=1)
        identical = _identical(appraisals[has_vector], keys, list(parts), fewest)
    timed = whole & _timed(appraisals)
    same_minute = _same_minute(appraisals[timed], keys, fewest)
    many = appraisals[whole].groupby(keys)["rater_id"].transform("size") >= fewest
    judged = (has_vector | timed) & many.reindex(appraisals.index, fill_value=False)
    return Pretyped(
        judged,
        identical.reindex(appraisals.index, fill_value=False),
        same_minute.reindex(appraisals.index, fill_value=False),
    )


def _identical(rows: pd.DataFrame, keys: list[str], parts: list[str], fewest: int) -> pd.Series:
    if rows.empty:
        return pd.Series(dtype=bool)
    print_of = pd.util.hash_pandas_object(rows[parts], index=False)
    by = rows[keys].assign(print=print_of.to_numpy()).groupby(keys)["print"]
    return (by.transform("nunique") == 1) & (by.transform("size") >= fewest)


def _timed(appraisals: pd.DataFrame) -> pd.Series:
    """Tell which rows have a clock time; a whole column at midnight holds dates only."""
    if "assessed_at" not in appraisals:
        return pd.Series(False, index=appraisals.index)
    moments = appraisals["assessed_at"]
    clock = moments.dt.normalize() != moments
    return moments.notna() & bool(np.any(clock & moments.notna()))


def _same_minute(rows: pd.DataFrame, keys: list[str], fewest: int) -> pd.Series:
    if rows.empty:
        return pd.Series(dtype=bool)
    minute = rows["assessed_at"].dt.floor("min")
    size = rows[keys].assign(minute=minute).groupby([*keys, "minute"])["rater_id"]
    return size.transform("size") >= fewest
