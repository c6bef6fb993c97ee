"""Appraisals as the studies read them: the annual one of each employee, and what it holds.

The annual predikat is the outcome; periodic ratings are further measurements of the same persons,
never further persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from analysis.rules.appraisal import AppraisalRules, derive_predikat

if TYPE_CHECKING:
    import pandas as pd

    from analysis.rules import RuleBook

KIND = "appraisal"
RATERS = ("superior", "second")
"""Roles whose severity counts: a superior, and a second appraiser."""


def by_superiors(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Return the appraisals by superiors; a role that is not stated is taken for a superior."""
    role = appraisals["rater_role"]
    return appraisals[role.isna() | role.eq("superior")]


def annual_appraisals(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Return one annual appraisal by a superior for each employee, the one recorded last.

    Returns
    -------
    DataFrame
        With a new index; where no time is recorded the last row counts.
    """
    rows = by_superiors(appraisals)
    rows = rows[rows["assessment_kind"].eq("annual")]
    ordered = rows.sort_values("assessed_at", kind="stable", na_position="first")
    return ordered.drop_duplicates("employee_id", keep="last").sort_index().reset_index(drop=True)


def rules_of_schemes(
    schemes: pd.Series, book: RuleBook, day: date, choices: Mapping[str, str] | None = None
) -> dict[str, AppraisalRules]:
    """Return the rules of every scheme in the rows, by scheme; "" stands for rows without one.

    Schemes that the rule book does not know, or that are of another kind, are left out.

    Parameters
    ----------
    schemes : Series of str
    book : RuleBook
    day : date
        Whose rules hold for rows without a scheme.
    choices : mapping or None
        `[rules]` of region.toml.
    """
    known = {one.id: one for one in book.of_kind(KIND)}
    found = {
        str(scheme): AppraisalRules.of(known[scheme])
        for scheme in schemes.dropna().unique()
        if scheme in known
    }
    return {"": AppraisalRules.of(book.in_force(KIND, day, choices)), **found}


def main_scheme(schemes: pd.Series, rules: Mapping[str, AppraisalRules]) -> AppraisalRules:
    """Return the rules under which most rows were made; those in force where no row says."""
    counts = _rule_ids(schemes, rules).value_counts()
    if counts.empty:
        return rules[""]
    first = sorted(counts[counts.eq(counts.max())].index)[0]
    return next(one for one in rules.values() if one.id == first)


def of_scheme(
    schemes: pd.Series, rules: Mapping[str, AppraisalRules], chosen: AppraisalRules
) -> pd.Series:
    """Return which rows were made under the rules `chosen`."""
    return _rule_ids(schemes, rules).eq(chosen.id)


def matrix_predikat(rows: pd.DataFrame, rules: Mapping[str, AppraisalRules]) -> pd.Series:
    """Return the predikat that the rules of each row give to its ratings or scores.

    Missing where ratings or scores are missing, the scheme is not known, or an unknown weighting of
    the scores decides. Rows of every scheme are derived by their own rules.
    """
    import pandas as pd

    ids = _rule_ids(rows["scheme"], rules)
    derived = pd.Series(pd.NA, index=rows.index, dtype="str")
    for one in {rule.id: rule for rule in rules.values()}.values():
        mine = ids.eq(one.id)
        if mine.any():
            derived = derived.mask(mine, _derived(rows[mine], one).reindex(rows.index))
    return derived


def behaviour_columns(appraisals: pd.DataFrame) -> list[str]:
    """Return the columns of single behaviours (`b_<aspect>`) that hold anything."""
    names = [str(name) for name in appraisals if str(name).startswith("b_")]
    return sorted(name for name in names if appraisals[name].notna().any())


def _derived(rows: pd.DataFrame, rules: AppraisalRules) -> pd.Series:
    if rules.method == "matrix":
        return derive_predikat(rows["result_rating"], rows["behaviour_rating"], rules)
    return derive_predikat(
        rows["result_score"], rows["behaviour_score"], rules, idea=rows["idea_flag"]
    )


def _rule_ids(schemes: pd.Series, rules: Mapping[str, AppraisalRules]) -> pd.Series:
    ids = {scheme: one.id for scheme, one in rules.items()}
    return schemes.astype("object").fillna("").map(ids)
