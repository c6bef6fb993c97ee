"""How much resistance: mean score and share on the favourable side, whole and by dimension."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.measures.reliability import cronbach_alpha
from analysis.measures.scales import is_favourable
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.comparing import ComparedMean, known_number
from analysis.stats.gates import gate
from analysis.stats.means import Mean, estimate_mean
from analysis.stats.proportions import Proportion, estimate_proportion
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.parts import RANDOM_VARIATION_ONLY, VOLUNTARY, WORDS
from analysis.studies.resistance.scale_reliability import dimension_names, group_of, weak_scale
from analysis.studies.resistance.survey import StaffSurvey

METHOD = "mean_of_person_means"
NEARLY_ALL_AGREE = "nearly_all_agree"
SHARE_METHOD = "score_beyond_midpoint"
SIDES = {"by_dimension": "accepting", "other_scales": "positive_share"}
"""Heading of the favourable side by table."""

SCALE_LIMITS = (0.0, 100.0)


def estimate_level(survey: StaffSurvey, config: ResistanceConfig) -> Part:
    """Return score and favourable share of the outcome and of every scale beside it."""
    scope = config.scope
    findings: list[Finding] = []
    rows: list[dict[str, Any]] = []
    for key in survey.scales:
        group = group_of(survey, key, scope)
        first = key == survey.outcome
        mean = estimate_mean(
            survey.scores[key].to_numpy(), confidence=config.confidence, limits=SCALE_LIMITS
        )
        share = favourable_share(survey, survey.scores[key], key, config)
        findings.append(
            index_finding(
                survey, mean, config, group=group, key=key, headline=first, weak=_weak(survey, key)
            )
        )
        findings.append(share_finding(survey, share, config, group=group, headline=first))
        rows.append({"dimension": key, **_numbers(mean, share, findings[-2:])})
    gates = (
        _decision("level", findings[0]),
        _decision("side", findings[1]),
    )
    return Part(tuple(findings), _tables(survey, rows), gates=gates)


def favourable_share(
    survey: StaffSurvey, scores: pd.Series, key: str, config: ResistanceConfig
) -> Proportion:
    """Return the share of scored sheets on the favourable side of the middle of the scale."""
    sides = is_favourable(scores, survey.scales[key]).dropna()
    return estimate_proportion(int(sides.sum()), len(sides), confidence=config.confidence)


def index_finding(
    survey: StaffSurvey,
    mean: Mean,
    config: ResistanceConfig,
    *,
    group: dict[str, str],
    key: str,
    headline: bool = False,
    weak: bool = False,
    compared: ComparedMean | None = None,
    family: str | None = None,
) -> Finding:
    """Return the mean score of a group; `compared` marks a group set beside others."""
    status, reason = judge(survey, mean, weak=weak, comparison=compared is not None)
    side = "higher" if survey.scales[key].favourable_high else "lower"
    shared: dict[str, Any] = {"group": group, "headline": headline, "direction": side}
    if status == "blocked":
        return WORDS.blocked("index", reason, **shared)
    return WORDS.finding(
        "index",
        method=METHOD,
        status=status,  # type: ignore[arg-type]
        reason_code=reason or None,
        caveat_code=None if survey.designed else RANDOM_VARIATION_ONLY,
        estimate=mean.estimate,
        std_error=known_number(mean.std_error),
        ci_low=known_number(mean.ci_low),
        ci_high=known_number(mean.ci_high),
        confidence=config.confidence,
        n=mean.n,
        p_value=compared.p_value if compared else None,
        p_adjusted=compared.p_adjusted if compared else None,
        family=family,
        **shared,
    )


def judge(
    survey: StaffSurvey, mean: Mean, *, weak: bool = False, comparison: bool = False
) -> tuple[str, str]:
    """Return status and reason of a mean score."""
    size = gate("survey_level", n=mean.n)
    if size.status == "blocked":
        return "blocked", size.reason_code if mean.n else "no_scores"
    if mean.no_variation:
        return "review", "no_variation"
    if comparison:
        drawn = gate("survey_comparison", sampling=survey.sampling)
        if drawn.status != "ok":
            return "review", VOLUNTARY
    if size.status != "ok":
        return size.status, size.reason_code
    return ("review", "weak_scale") if weak else ("ok", "")


def share_finding(
    survey: StaffSurvey,
    share: Proportion,
    config: ResistanceConfig,
    *,
    group: dict[str, str],
    headline: bool = False,
    comparison: bool = False,
) -> Finding:
    """Return the share of sheets on the favourable side; blocked where nearly all agree."""
    status, reason = judge_share(survey, share, comparison=comparison)
    if status == "blocked":
        return WORDS.blocked("positive_share", reason, group=group, headline=headline)
    return WORDS.finding(
        "positive_share",
        method=SHARE_METHOD,
        status=status,  # type: ignore[arg-type]
        reason_code=reason or None,
        caveat_code=None if survey.designed else RANDOM_VARIATION_ONLY,
        group=group,
        headline=headline,
        estimate=share.estimate,
        ci_low=share.ci_low,
        ci_high=share.ci_high,
        confidence=config.confidence,
        n=share.n,
        numerator=share.count,
    )


def judge_share(
    survey: StaffSurvey, share: Proportion, *, comparison: bool = False
) -> tuple[str, str]:
    """Return status and reason of a share: fewer than ten on either side say nothing."""
    if not share.n:
        return "blocked", "no_scores"
    outside = min(share.count, share.n - share.count)
    decided = gate("label_outcome", outside_modal=outside)
    if decided.status == "blocked":
        return "blocked", NEARLY_ALL_AGREE
    if comparison and not survey.designed:
        return "review", VOLUNTARY
    return decided.status, decided.reason_code


def _weak(survey: StaffSurvey, key: str) -> bool:
    return weak_scale(cronbach_alpha(survey.answers[list(survey.scales[key].items)]))


def _decision(question: str, finding: Finding) -> GateDecision:
    unblock = "" if finding.status == "ok" else "more_sheets"
    return GateDecision(question, finding.status, finding.reason_code or "", unblock)


def _numbers(mean: Mean, share: Proportion, findings: list[Finding]) -> dict[str, Any]:
    index, side = findings
    row: dict[str, Any] = {"n": mean.n}
    if index.status != "blocked":
        row |= {"estimate": mean.estimate, "ci_low": mean.ci_low, "ci_high": mean.ci_high}
    if side.status != "blocked":
        row |= {"positive_share": share.estimate}
    return row


def _tables(survey: StaffSurvey, rows: list[dict[str, Any]]) -> tuple[ReportTable, ...]:
    """Return the outcome with its dimensions, the outcome as total, and the scales beside it."""
    inside = {survey.outcome, *survey.dimensions}
    own = [one for one in rows if one["dimension"] in inside]
    first = [{**own[0], "dimension": None}, *own[1:]]
    beside = [one for one in rows if one["dimension"] not in inside]
    made = [_table(survey, "by_dimension", first)]
    return (*made, _table(survey, "other_scales", beside)) if beside else tuple(made)


def _table(survey: StaffSurvey, name: str, rows: list[dict[str, Any]]) -> ReportTable:
    columns = [
        WORDS.column("dimension", "label", "text", codes=dimension_names(survey)),
        WORDS.column("n", "base", "integer"),
        WORDS.column("estimate", "mean", "index", heading="score"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
        WORDS.column("positive_share", "share", "share", heading=SIDES[name]),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table(name, frame, columns, note=WORDS.both(f"table_note.{name}"))
