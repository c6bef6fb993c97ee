"""How the labels of evaluation sub-units stand beside the guide on their distribution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import Status
from analysis.errors import ConfigError
from analysis.measures.appraisals import annual_appraisals
from analysis.presenting.composing import GateDecision, Part
from analysis.rules.distribution import (
    Condition,
    DistributionRules,
    GuideResult,
    compare_with_guide,
)
from analysis.rules.distribution_parameters import EVERY_RATING
from analysis.schemas.bundle import ReportTable
from analysis.stats.gates import gate
from analysis.studies.accountability.parts import WORDS, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "guide_deviation", "guide"
COLUMN_OF = {"predikat": "predikat_recorded", "result_rating": "result_rating"}
UNBLOCK = {
    "few_sub_units": "eval_unit",
    "by_unit": "eval_unit",
    "ratings_missing": "unit_ratings",
}


def estimate_guide(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:  # noqa: ARG001
    """Return the share of evaluation sub-units whose labels differ from the guide.

    Sub-units with at least as many ratees as the guide asks for, and whose organisation has a
    rating where the guide depends on it. The guide is advice: to differ is no error. All sub-units
    are counted, so that there is no interval.
    """
    rules = _guide(data)
    if rules is None:
        return _no_answer("no_guide", "guide", staff)
    labels = _labels(data, staff, rules)
    if labels.empty:
        return _no_answer("no_annual", "annual_recap", staff)
    sizes = labels.groupby("place")["label"].size()
    large = labels[labels["place"].map(sizes) >= rules.smallest_group]
    if large.empty:
        return _no_answer("sub_units_too_small", "eval_unit", staff)
    ratings = _ratings(data, rules)
    rated = large if ratings is None else large[large["unit_id"].isin(ratings)]
    if rated.empty:
        return _no_answer("no_unit_ratings", "unit_ratings", staff)
    judged = [
        compare_with_guide(part["label"], _rating_of(part, ratings), rules)
        for _, part in rated.groupby("place", sort=True)
    ]
    return _part(judged, _review(large, rated), rules, staff)


def _part(judged: list[GuideResult], review: str, rules: DistributionRules, staff: Staff) -> Part:
    size = gate("guide_units", sub_units=len(judged))
    if size.status == "blocked":
        return _no_answer("too_few_sub_units", "eval_unit", staff)
    differing = sum(bool(one.differs) for one in judged)
    reason = review or (size.reason_code if size.status == "review" else "")
    status: Status = "review" if reason else "ok"
    finding = WORDS.finding(
        NAME,
        method=f"beside_{rules.id}",
        status=status,
        reason_code=reason or None,
        group=staff.scope,
        estimate=differing / len(judged),
        n=len(judged),
        numerator=differing,
        direction="none",
    )
    decision = GateDecision(QUESTION, status, reason, UNBLOCK.get(reason, "") if reason else "")
    return Part(findings=(finding,), tables=(_table(judged, differing),), gates=(decision,))


def _guide(data: StudyData) -> DistributionRules | None:
    """Return the guide in force at the end of the period; None where there is none."""
    try:
        found = data.rules.in_force("distribution", data.period.last_day, data.region.rules)
    except ConfigError:
        return None
    return DistributionRules.of(found)


def _labels(data: StudyData, staff: Staff, rules: DistributionRules) -> pd.DataFrame:
    """Return unit, place of evaluation and label of each ratee whose label the guide knows."""
    annual = annual_appraisals(staff.rows_of(data.tables["appraisals"]))
    label = rules.vocabulary.settle_known(annual[COLUMN_OF[rules.measured]])
    place = annual["unit_id"] + "/" + annual["eval_unit"].fillna("")
    frame = annual[["unit_id", "eval_unit"]].assign(label=label, place=place)
    return frame.dropna(subset=["label"])


def _ratings(data: StudyData, rules: DistributionRules) -> dict[str, str] | None:
    """Return the rating of each unit; None where the guide is one for all."""
    if EVERY_RATING in rules.guides:
        return None
    told = data.tables["unit_ratings"]
    settled = rules.ratings.settle_known(told["organisation_rating"])
    last = pd.DataFrame({"unit": told["unit_id"], "rating": settled}).dropna()
    return dict(zip(last["unit"], last["rating"], strict=True))


def _rating_of(part: pd.DataFrame, ratings: dict[str, str] | None) -> str:
    return "" if ratings is None else ratings[str(part["unit_id"].iloc[0])]


def _review(large: pd.DataFrame, rated: pd.DataFrame) -> str:
    if len(rated) < len(large):
        return "ratings_missing"
    return "by_unit" if rated["eval_unit"].isna().all() else ""


def _table(judged: list[GuideResult], differing: int) -> ReportTable:
    """Return how many sub-units each condition was asked of, and how many differ from it."""
    asked: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    names: dict[str, dict[str, str]] = {}
    for one in judged:
        for result in one.conditions:
            key = _code(result.condition)
            names[key] = _name(result.condition)
            asked[key] += 1
            broken[key] += not result.kept
    rows = [
        {"condition": key, "n": n, "count": broken[key], "share": broken[key] / n}
        for key, n in asked.items()
    ]
    rows.append(
        {
            "condition": "any",
            "n": len(judged),
            "count": differing,
            "share": differing / len(judged),
        }
    )
    names["any"] = WORDS.both("condition.any")
    columns = [
        WORDS.column("condition", "label", "text", codes=names),
        WORDS.column("n", "base", "integer", heading="sub_units"),
        WORDS.column("count", "count", "integer", heading="count_guide"),
        WORDS.column("share", "share", "share"),
    ]
    return WORDS.table("guide_conditions", pd.DataFrame(rows), columns)


def _code(condition: Condition) -> str:
    return "|".join([condition.kind, str(condition.pct or ""), *condition.labels])


def _name(condition: Condition) -> dict[str, str]:
    labels = " + ".join(condition.labels)
    return WORDS.both(f"condition.{condition.kind}", labels=labels, pct=condition.pct or 0)


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(NAME, QUESTION, reason, unblock, scope=staff.scope, headline=False)
