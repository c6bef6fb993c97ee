"""The resistance score of every unit beside the median unit."""

from __future__ import annotations

import statistics

import pandas as pd

from analysis.presenting.composing import GateDecision, Part, Shown
from analysis.presenting.composing.levels import unit_names
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.stats.comparing import ComparedMean, compare_levels
from analysis.stats.means import Mean, estimate_mean
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.level import METHOD, SCALE_LIMITS, index_finding, judge
from analysis.studies.resistance.parts import VOLUNTARY, WORDS
from analysis.studies.resistance.survey import StaffSurvey

MEDIAN_UNIT = "median_unit"
FEWEST_UNITS = 3


def estimate_units(survey: StaffSurvey, region: Region, config: ResistanceConfig) -> Part:
    """Return score and interval of each unit that the sheets name, and the median unit."""
    found = unit_scores(survey, config)
    median = median_score(survey, found)
    if median is None:
        reason = "too_few_units"
        blocked = WORDS.blocked("index", reason, group={"reference": MEDIAN_UNIT})
        return Part((blocked,), gates=(GateDecision("units", "blocked", reason, "unit_of_sheet"),))
    first = _median_finding(survey, found, median)
    if config.unit:
        own = {unit: one for unit, one in found.items() if unit == config.unit}
        table = _table(survey, own, median, region, config)
        return Part((first,), (table,), gates=(_decision(survey),))
    findings = [
        index_finding(
            survey,
            one.mean,
            config,
            group={"unit": unit},
            key=survey.outcome,
            compared=one,
            family="resistance.index.unit",
        )
        for unit, one in found.items()
    ]
    table = _table(survey, found, median, region, config)
    return Part((first, *findings), (table,), gates=(_decision(survey),))


def _table(
    survey: StaffSurvey,
    found: dict[str, ComparedMean],
    median: float,
    region: Region,
    config: ResistanceConfig,
) -> ReportTable:
    """Return the whole region and, the highest first, the units found."""
    scores = survey.scores[survey.outcome].to_numpy()
    whole = estimate_mean(scores, confidence=config.confidence, limits=SCALE_LIMITS)
    ordered = sorted(found.items(), key=lambda one: (-one[1].mean.estimate, one[0]))
    shown: list[tuple[str | None, Mean]] = [(None, whole)]
    shown += [(unit, one.mean) for unit, one in ordered]
    rows = [{"unit": unit, "n": mean.n, **_numbers(survey, mean, median)} for unit, mean in shown]
    columns = [
        WORDS.column("unit", "label", "text", codes=unit_names(region)),
        WORDS.column("n", "base", "integer"),
        WORDS.column("estimate", "mean", "index", heading="score"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
        WORDS.column("to_median", "mean", "index"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table("by_unit", frame, columns)


def unit_scores(survey: StaffSurvey, config: ResistanceConfig) -> dict[str, ComparedMean]:
    """Return the mean score of every unit, by unit."""
    return compare_levels(
        survey.scores[survey.outcome],
        survey.sheets["unit_id"],
        confidence=config.confidence,
        limits=SCALE_LIMITS,
    )


def median_score(survey: StaffSurvey, found: dict[str, ComparedMean]) -> float | None:
    """Return the median over units with enough sheets; None below `FEWEST_UNITS` of them."""
    known = [one.mean.estimate for one in found.values() if judge(survey, one.mean)[0] != "blocked"]
    return statistics.median(known) if len(known) >= FEWEST_UNITS else None


def median_finding(shown: Shown) -> list[Finding]:
    """Return the finding of the median unit, which is about the region in a one-page view too."""
    return [
        one
        for one in shown.findings
        if one.id == "resistance.index" and one.group == {"reference": MEDIAN_UNIT}
    ]


def _median_finding(survey: StaffSurvey, found: dict[str, ComparedMean], median: float) -> Finding:
    return WORDS.finding(
        "index",
        method=f"median_of_units_{METHOD}",
        status="ok" if survey.designed else "review",
        reason_code=None if survey.designed else VOLUNTARY,
        direction="lower",
        group={"reference": MEDIAN_UNIT},
        estimate=median,
        confidence=None,
        n=sum(one.mean.n for one in found.values()),
    )


def _numbers(survey: StaffSurvey, mean: Mean, median: float) -> dict[str, float]:
    if judge(survey, mean, comparison=True)[0] == "blocked":
        return {}
    return {
        "estimate": mean.estimate,
        "ci_low": mean.ci_low,
        "ci_high": mean.ci_high,
        "to_median": mean.estimate - median,
    }


def _decision(survey: StaffSurvey) -> GateDecision:
    if survey.designed:
        return GateDecision("units", "ok")
    return GateDecision("units", "review", VOLUNTARY, "sampling")
