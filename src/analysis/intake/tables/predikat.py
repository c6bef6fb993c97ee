"""The rule set of a row's year, and the predikat that its rules give."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.errors import ConfigError
from analysis.periods import Period
from analysis.rules.appraisal import AppraisalRules, derive_predikat
from analysis.rules.registry import RuleBook

APPRAISAL = "appraisal"
RATINGS, SCORES = ("result_rating", "behaviour_rating"), ("result_score", "behaviour_score")


def rule_sets_of(
    periods: pd.Series, rulebook: RuleBook, choices: Mapping[str, str]
) -> dict[str, str]:
    """Return period to the id of the rule set of appraisals in force on its last day.

    Parameters
    ----------
    periods : Series of str
        Those before every rule set are left out.
    rulebook : RuleBook
    choices : mapping of year to rule set id
        `[rules]` of region.toml.
    """
    found: dict[str, str] = {}
    for text in periods.dropna().unique():
        try:
            rules = rulebook.in_force(APPRAISAL, Period.parse(text).last_day, choices)
        except ConfigError:
            continue
        found[text] = rules.id
    return found


def appraisal_rules(rulebook: RuleBook) -> dict[str, AppraisalRules]:
    """Return id to rules, for every rule set of appraisals."""
    return {one.id: AppraisalRules.of(one) for one in rulebook.of_kind(APPRAISAL)}


def predikat_of(frame: pd.DataFrame, known: Mapping[str, AppraisalRules]) -> pd.Series:
    """Return the predikat by each row's rule set: from its two ratings, or from its two scores.

    Parameters
    ----------
    frame : DataFrame
        With `scheme`, and the ratings or scores that there are.
    known : mapping of rule set id to AppraisalRules
        Rules of scores with several weightings give only what holds under all of them: which one
        was used is not told.

    Returns
    -------
    Series of str
        Missing where a rating or score, or the rule set, is missing, or a weighting decides.
    """
    derived = pd.Series(pd.NA, index=frame.index, dtype="str")
    for scheme in frame["scheme"].dropna().unique():
        rules = known.get(scheme)
        if rules is None:
            continue
        needed = RATINGS if rules.method == "matrix" else SCORES
        if not set(needed) <= set(frame):
            continue
        rows = frame["scheme"].eq(scheme)
        derived = derived.mask(rows, _distinctly(frame.loc[rows], needed, rules))
    return derived


def _distinctly(rows: pd.DataFrame, needed: tuple[str, str], rules: AppraisalRules) -> pd.Series:
    """Derive every distinct pair once, with the idea where there is such a column."""
    columns = [*needed, *(["idea_flag"] if "idea_flag" in rows else [])]
    groups = rows.groupby(columns, dropna=False, sort=False)
    place = groups.ngroup()
    distinct = rows.loc[~place.duplicated(), columns]
    told = derive_predikat(
        distinct[needed[0]], distinct[needed[1]], rules, idea=distinct.get("idea_flag")
    )
    by_group = dict(zip(place[~place.duplicated()], told, strict=True))
    return place.map(by_group).astype("str")
