"""What to improve first: importance of each unsur against its score.

Importance is stated where the instrument asks for it (a scale with the role "importance"), else
derived from the same sheets as the correlation of an item with the mean of the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.importance import derived_importance, importance_performance
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import estimate_region
from analysis.studies.satisfaction.judging import FEW_ANSWERS, judge
from analysis.studies.satisfaction.parts import (
    ROOM,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.studies.satisfaction.surveys import Survey
from analysis.studies.satisfaction.unsur import UNSUR_ORDER, order_matters
from analysis.wording import both

QUADRANTS = {
    "concentrate_here": "improve",
    "keep_up": "keep",
    "low_priority": "later",
    "possible_overkill": "plenty",
}
FEWEST_ITEMS = 3
STATED = "stated_importance"


def rank_priorities(survey: Survey, config: SatisfactionConfig) -> Part:
    """Place each unsur among the four fields of importance and performance."""
    exact = survey.with_exact_weights
    scores = {
        item: one
        for item in survey.items
        if (one := estimate_region(exact, items=[item], confidence=config.confidence))
        and one.exact is not None
    }
    importance, method = _importance(survey, list(scores), config)
    frame = _frame(survey, scores, importance)
    if frame["quadrant"].isna().all():
        return Part(
            findings=(blocked("priority", "too_few_to_rank", group=survey.scope),),
            gates=(GateDecision("priorities", "blocked", "too_few_to_rank", "more_sheets"),),
        )
    findings = [
        _finding(survey, row, scores[row["unsur"]], method, config)
        for row in frame.dropna(subset=["quadrant"]).to_dict("records")
    ]
    worst = next((one for one in findings if one.status == "review"), findings[0])
    reason = worst.reason_code or ""
    unblock = "" if not reason else "sampling" if not survey.designed else "more_sheets"
    return Part(
        findings=tuple(findings),
        tables=(_table(survey, frame, method),),
        gates=(GateDecision("priorities", worst.status, reason, unblock),),
    )


def _importance(
    survey: Survey, items: list[str], config: SatisfactionConfig
) -> tuple[Mapping[str, float], str]:
    stated = [key for key in survey.codebook.keys("importance") if key in survey.sheets]
    if stated and len(stated) == len(items):
        means = survey.sheets[stated].mean()
        pairs = zip(items, stated, strict=True)
        return {item: float(means[key]) for item, key in pairs}, STATED
    if len(items) < FEWEST_ITEMS or len(survey.sheets[items].dropna()) < FEW_ANSWERS:
        return {}, "none"
    found = derived_importance(
        survey.sheets, items=items, seed=config.seed, draws=1, confidence=config.confidence
    )
    table = found.table.set_index("item")["importance"]
    return {item: float(table[item]) for item in items}, f"derived_{found.method}"


def _frame(
    survey: Survey, scores: Mapping[str, Estimate], importance: Mapping[str, float]
) -> pd.DataFrame:
    performance = {item: one.value for item, one in scores.items()}
    known = {item: importance.get(item, float("nan")) for item in performance}
    grid = importance_performance(performance, known)
    counts = [int(survey.sheets[item].notna().sum()) for item in grid["item"]]
    quadrants = grid["quadrant"].map(QUADRANTS)
    return pd.DataFrame(
        {
            "unsur": grid["item"],
            "n": counts,
            "estimate": grid["performance"],
            "importance": grid["importance"],
            "quadrant": quadrants.where(quadrants.notna(), None),
        }
    )


def _finding(
    survey: Survey, row: Mapping, score: Estimate, method: str, config: SatisfactionConfig
) -> Finding:
    judged = judge(survey, score, comparison=True)
    assumed = order_matters(survey, row["unsur"])
    found = make_finding(
        "priority",
        method=f"importance_performance_{method}",
        status="review" if assumed else judged.status,
        reason_code=UNSUR_ORDER if assumed else judged.reason,
        group={**survey.scope, "unsur": row["unsur"]},
        caveat_code=judged.caveat,
        estimate=row["estimate"],
        ci_low=None if math.isnan(score.ci_low) else score.ci_low,
        ci_high=None if math.isnan(score.ci_high) else score.ci_high,
        confidence=config.confidence,
        n=int(row["n"]),
        value_code=row["quadrant"],
        strength="associational",
        direction="none",
    )
    return found.hidden("blocked", "too_few_to_rank") if judged.status == "blocked" else found


def _table(survey: Survey, frame: pd.DataFrame, method: str) -> ReportTable:
    names = {item: survey.item_name(item) for item in survey.items}
    columns = [
        column("unsur", "label", "text", codes=names, heading=survey.worded("unsur")),
        column("n", "base", "integer"),
        column("estimate", "mean", "index", heading=survey.worded("conversion")),
        column("importance", "mean", "score"),
        column("quadrant", "code", "code", codes=codes_of("quadrant", QUADRANTS.values())),
    ]
    note = "priorities_stated" if method == STATED else "priorities"
    return titled(
        "priorities",
        frame,
        columns,
        note=both(f"{ROOM}.table_note.{note}"),
        title=survey.worded("priorities"),
    )
