"""Does the scale hold together: Cronbach's alpha of every scale and dimension."""

from __future__ import annotations

import pandas as pd

from analysis.measures.reliability import Alpha, cronbach_alpha
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.comparing import known_number
from analysis.stats.gates import gate
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.parts import WORDS
from analysis.studies.resistance.survey import StaffSurvey

METHOD = "cronbach_feldt"
TOO_FEW = "too_few_respondents"
COLUMNS = ("dimension", "items", "n", "alpha", "ci_low", "ci_high", "note")


def estimate_alpha(survey: StaffSurvey, config: ResistanceConfig) -> Part:
    """Return alpha of the outcome, of its dimensions, and of the scales beside it."""
    found = {
        key: cronbach_alpha(survey.answers[list(scale.items)], confidence=config.confidence)
        for key, scale in survey.scales.items()
    }
    scope = config.scope
    findings = {
        key: _finding(one, group_of(survey, key, scope), config) for key, one in found.items()
    }
    outcome = findings[survey.outcome]
    gates = (
        GateDecision(
            "reliability",
            outcome.status,
            outcome.reason_code or "",
            "" if outcome.status == "ok" else "more_sheets",
        ),
    )
    return Part(tuple(findings.values()), (_table(survey, found, findings),), gates=gates)


def group_of(survey: StaffSurvey, key: str, scope: dict[str, str]) -> dict[str, str]:
    """Return the group of a scale: the outcome is the whole, any other scale a dimension."""
    return scope if key == survey.outcome else {**scope, "dimension": key}


def weak_scale(alpha: Alpha) -> bool:
    """Tell whether a scale holds together too little for its mean to be read plainly."""
    if alpha.reason:
        return False
    return gate("scale_quality", alpha=alpha.estimate).status != "ok"


def _finding(one: Alpha, group: dict[str, str], config: ResistanceConfig) -> Finding:
    decided = gate("reliability", n=one.n)
    if decided.status == "blocked" or one.reason:
        own = one.reason in ("one_item", "no_variation") and one.n > 0
        return WORDS.blocked("alpha", one.reason if own else TOO_FEW, group=group)
    weak = weak_scale(one)
    status = "review" if weak else decided.status
    return WORDS.finding(
        "alpha",
        method=METHOD,
        status=status,
        reason_code="weak_scale" if weak else decided.reason_code or None,
        group=group,
        estimate=one.estimate,
        ci_low=one.ci_low,
        ci_high=one.ci_high,
        confidence=config.confidence,
        n=one.n,
    )


def _table(
    survey: StaffSurvey, found: dict[str, Alpha], findings: dict[str, Finding]
) -> ReportTable:
    rows = []
    for key, one in found.items():
        shown = findings[key].status != "blocked"
        rows.append(
            {
                "dimension": key,
                "items": str(one.items),
                "n": one.n,
                "alpha": one.estimate if shown else None,
                "ci_low": known_number(one.ci_low) if shown else None,
                "ci_high": known_number(one.ci_high) if shown else None,
                "note": findings[key].reason_code,
            }
        )
    notes = sorted({one.reason_code for one in findings.values() if one.reason_code})
    columns = [
        WORDS.column("dimension", "label", "text", codes=dimension_names(survey)),
        WORDS.column("items", "code", "code"),
        WORDS.column("n", "base", "integer", heading="complete"),
        WORDS.column("alpha", "mean", "index"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
        WORDS.column("note", "code", "code", codes=WORDS.codes("reason", notes)),
    ]
    return WORDS.table("reliability", pd.DataFrame(rows, columns=list(COLUMNS)), columns)


def dimension_names(survey: StaffSurvey) -> dict[str, dict[str, str]]:
    """Return the names of all scales in view."""
    return {key: survey.scale_name(key) for key in survey.scales}
