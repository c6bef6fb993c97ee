"""What stands beside the label: scores, single behaviours, or the ratings of the quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.measures.appraisals import behaviour_columns, by_superiors
from analysis.rules.appraisal import AppraisalRules

if TYPE_CHECKING:
    import pandas as pd

SCORES = ("behaviour_score", "result_score")
BEHAVIOURS = "behaviours"
"""Mean of the single behaviours, where no score of behaviour is recorded."""
RATINGS = "periodic_rating"
"""Mean of the two ratings over the periodic appraisals, 1 for the lowest label, where there is
neither score nor behaviour."""

OUTCOMES = (*SCORES, BEHAVIOURS, RATINGS)


def score_outcomes(appraisals: pd.DataFrame, rules: AppraisalRules) -> pd.DataFrame:
    """Return each person's mean of every outcome that the appraisals hold.

    Returns
    -------
    DataFrame
        By employee_id; columns out of `OUTCOMES`, none where there are labels only.
    """
    rated = by_superiors(appraisals)
    return rating_values(rated, rules).groupby(rated["employee_id"]).mean()


def rating_values(rows: pd.DataFrame, rules: AppraisalRules) -> pd.DataFrame:
    """Return the value of every outcome for each row of appraisals, by the rows' index.

    Returns
    -------
    DataFrame of float
        Columns out of `OUTCOMES`, none where there are labels only; missing where a row holds none.
    """
    found = rows.reindex(columns=list(SCORES)).astype("float64")
    behaviours = behaviour_columns(rows)
    if found["behaviour_score"].isna().all() and behaviours:
        found = found.assign(**{BEHAVIOURS: rows[behaviours].astype("float64").mean(axis=1)})
    kept = [name for name in OUTCOMES if name in found and found[name].notna().any()]
    return found[kept] if kept else _ratings(rows, rules)


def _ratings(rows: pd.DataFrame, rules: AppraisalRules) -> pd.DataFrame:
    codes = {label: place for place, label in enumerate(rules.ratings, start=1)}
    both = rows[["result_rating", "behaviour_rating"]].apply(lambda one: one.map(codes))
    means = both.astype("float64").mean(axis=1).where(rows["assessment_kind"].eq("periodic"))
    told = means.rename(RATINGS).to_frame()
    return told if told[RATINGS].notna().any() else told[[]]
