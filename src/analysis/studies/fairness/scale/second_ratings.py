"""Two ratings of one ratee in one period: that of the superior beside another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.measures.appraisals import by_superiors, is_own
from analysis.studies.fairness.outcomes import SCORES
from analysis.studies.fairness.rated import Rated, rows_of_rules
from analysis.studies.fairness.scale.marks import RATINGS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.store import StudyData

SECOND, SELF = "second", "self"
ROLES = (SECOND, SELF)
"""Who rates beside the superior; a self-appraisal is told apart throughout."""
KEYS = ["employee_id", "period", "assessment_kind"]


@dataclass(frozen=True)
class RatedTwice:
    """Ratees with a rating by the superior and another one, the last pair of each.

    Attributes
    ----------
    role : {"second", "self"}
    rows : DataFrame
        One row a ratee: columns of ratings and scores with the suffixes _superior and _other, and
        `cluster`, the superior, else the ratee.
    """

    role: str
    rows: pd.DataFrame

    @property
    def score(self) -> str:
        """The score that most pairs have, empty where none has one."""
        return self._fullest(SCORES)

    @property
    def label(self) -> str:
        """The rating that most pairs have, one in which both raters vary if any; else empty."""
        varied = [one for one in RATINGS if self._varies(one)]
        return self._fullest(varied or RATINGS)

    def pairs(self, column: str) -> pd.DataFrame:
        """Return the pairs of a column that are complete: superior, other, cluster."""
        named = {f"{column}_superior": "superior", f"{column}_other": "other"}
        return self.rows[[*named, "cluster"]].rename(columns=named).dropna(subset=[*named.values()])

    def _varies(self, column: str) -> bool:
        return bool(self.pairs(column)[["superior", "other"]].nunique().ge(2).all())

    def _fullest(self, columns: Sequence[str]) -> str:
        counts = {one: len(self.pairs(one)) for one in columns}
        best = max(counts, key=lambda one: counts[one])
        return best if counts[best] else ""


def scores_of(pairs: pd.DataFrame) -> np.ndarray:
    """Return the scores of pairs, shape (n_ratees, 2), the superior's first."""
    return pairs[["superior", "other"]].to_numpy(dtype=float)


def read_second_ratings(data: StudyData, rated: Rated, role: str) -> RatedTwice:
    """Return the pairs of the superior's rating and that of `role`.

    A second rating by the same person is none; a rating of oneself is a self-appraisal whatever
    role is stated.
    """
    everything = rows_of_rules(data, rated, data.tables["appraisals"])
    own = is_own(everything)
    others = everything[own if role == SELF else ~own & everything["rater_role"].eq(role)]
    first = by_superiors(everything)
    both = _one_each(first).merge(
        _one_each(others), on=KEYS, suffixes=("_superior", "_other"), validate="one_to_one"
    )
    same = both["rater_id_superior"].eq(both["rater_id_other"]).fillna(False).astype(bool)
    ordered = both[~same].sort_values("period", kind="stable")
    last = ordered.drop_duplicates("employee_id", keep="last")
    cluster = last["rater_id_superior"].combine_first(last["employee_id"])
    return RatedTwice(role, last.assign(cluster=cluster).reset_index(drop=True))


def _one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of each ratee, period and kind, with what may be compared."""
    return rows[[*KEYS, "rater_id", *RATINGS, *SCORES]].drop_duplicates(KEYS, keep="last")
