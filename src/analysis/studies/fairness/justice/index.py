"""Perceived fairness: how fair the staff who answered a survey feel their appraisal to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.checks import Status
from analysis.presenting.composing import GateDecision, Part, combine
from analysis.stats.clustered import ClusteredShare
from analysis.stats.gates import gate
from analysis.stats.means import Mean
from analysis.studies.fairness.justice.groups import compare_justice
from analysis.studies.fairness.justice.levels import (
    estimate_level,
    favourable_share,
    few_units,
    level_method,
)
from analysis.studies.fairness.justice.linked import relate_to_own_appraisal
from analysis.studies.fairness.justice.scale import assess_scales, is_weak
from analysis.studies.fairness.justice.sheets import JusticeSheets, NoSheets, read_justice
from analysis.studies.fairness.numbers import known, of_mean, of_share
from analysis.studies.fairness.parts import RANDOM_VARIATION_ONLY, SURVEY_WORDS, VOLUNTARY, WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.schemas.finding import Finding
    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.rated import Rated

QUESTION = "justice"
PROMISED = ("justice", "justice_own_appraisal")
CHOSE = "chose_to_answer"
"""Reason for which a level is to be reviewed where the staff themselves chose to answer."""


def estimate_justice(data: StudyData, rated: Rated, config: FairnessConfig) -> Part:
    """Return level, reliability and group differences of perceived fairness.

    What it has to do with one's own appraisal is told where the survey is named, with consent.
    """
    found = read_justice(data, config)
    if isinstance(found, NoSheets):
        return _nothing(found, rated)
    return combine(
        [
            _level(found, rated, config),
            assess_scales(found, rated.scope, config),
            compare_justice(found, rated, config),
            relate_to_own_appraisal(found, data, rated, config),
        ]
    )


def _nothing(found: NoSheets, rated: Rated) -> Part:
    findings = [SURVEY_WORDS.blocked(name, found.reason, group=rated.scope) for name in PROMISED]
    decision = GateDecision(QUESTION, "blocked", found.reason, found.unblock)
    return Part(tuple(findings), gates=(decision,))


def _level(found: JusticeSheets, rated: Rated, config: FairnessConfig) -> Part:
    """Return index and share of the favourable side, whole and by dimension."""
    findings: list[Finding] = []
    rows: list[dict[str, Any]] = []
    for key in found.scales:
        group = rated.scope if key == found.whole else {**rated.scope, "dimension": key}
        mean = estimate_level(found, key, config)
        share = favourable_share(found, key, config)
        findings += [
            _index(found, key, mean, group, config),
            _share(found, share, group, config),
        ]
        rows.append(
            {"dimension": None if key == found.whole else key, **_row(mean, share, findings[-2:])}
        )
    decision = _decision(found, findings[0])
    return Part(tuple(findings), (_table(found, rows),), gates=(decision,))


def _index(
    found: JusticeSheets, key: str, mean: Mean, group: dict[str, str], config: FairnessConfig
) -> Finding:
    status, reason = _judge(found, mean, weak=is_weak(found, key))
    headline = key == found.whole
    if status == "blocked":
        return SURVEY_WORDS.blocked("justice", reason, group=group, headline=headline)
    return SURVEY_WORDS.finding(
        "justice",
        method=level_method(found, "mean_of_person_means"),
        status=status,
        reason_code=reason or None,
        caveat_code=None if found.designed else RANDOM_VARIATION_ONLY,
        group=group,
        **of_mean(mean, config),
        headline=headline,
    )


def _judge(found: JusticeSheets, mean: Mean, *, weak: bool) -> tuple[Status, str]:
    """Return status and reason of the level of a scale; who chose to answer is to be reviewed."""
    size = gate("survey_level", n=mean.n)
    if size.status == "blocked":
        return "blocked", "too_few_respondents"
    if mean.no_variation:
        return "review", "same_answers"
    told = {
        "few_respondents": size.status == "review",
        "few_clusters": few_units(found),
        "weak_scale": weak,
        CHOSE: not found.designed,
    }
    reason = next((code for code, holds in told.items() if holds), "")
    return ("review", reason) if reason else ("ok", "")


def _share(
    found: JusticeSheets, share: ClusteredShare, group: dict[str, str], config: FairnessConfig
) -> Finding:
    """Return the share above the middle; with fewer than ten on either side it says nothing."""
    size = gate("survey_level", n=share.n)
    side = gate("label_outcome", outside_modal=min(share.count, share.n - share.count))
    if "blocked" in (size.status, side.status):
        reason = "too_few_respondents" if size.status == "blocked" else "nearly_all_agree"
        return SURVEY_WORDS.blocked("justice_positive_share", reason, group=group)
    told = {
        "few_on_one_side": side.status == "review",
        "few_clusters": few_units(found),
        CHOSE: not found.designed,
    }
    reason = next((code for code, holds in told.items() if holds), "")
    return SURVEY_WORDS.finding(
        "justice_positive_share",
        method=level_method(found, "score_above_midpoint_wilson"),
        status="review" if reason else "ok",
        reason_code=reason or None,
        caveat_code=None if found.designed else RANDOM_VARIATION_ONLY,
        group=group,
        **of_share(share, config),
    )


def _row(mean: Mean, share: ClusteredShare, findings: list[Finding]) -> dict[str, Any]:
    """Return the numbers of a row, without those whose finding is blocked."""
    told: dict[str, Any] = {"n": mean.n}
    if findings[0].status != "blocked":
        told |= {
            "estimate": mean.estimate,
            "ci_low": known(mean.ci_low),
            "ci_high": known(mean.ci_high),
        }
    if findings[1].status != "blocked":
        told |= {
            "positive_share": share.estimate,
            "share_low": share.ci_low,
            "share_high": share.ci_high,
        }
    return told


def _table(found: JusticeSheets, rows: list[dict[str, Any]]) -> ReportTable:
    import pandas as pd

    names = {key: found.name_of(key) for key in found.dimensions}
    columns = [
        SURVEY_WORDS.column("dimension", "label", "text", codes=names, heading="justice_dimension"),
        SURVEY_WORDS.column("n", "base", "integer", heading="sheets"),
        SURVEY_WORDS.column("estimate", "mean", "index", heading="justice_index"),
        SURVEY_WORDS.column("ci_low", "bound", "index"),
        SURVEY_WORDS.column("ci_high", "bound", "index"),
        SURVEY_WORDS.column("positive_share", "share", "share", heading="justice_positive"),
        SURVEY_WORDS.column("share_low", "bound", "share", heading="ci_low"),
        SURVEY_WORDS.column("share_high", "bound", "share", heading="ci_high"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    code = "justice" if found.wave else "justice_unnamed"
    note = WORDS.both(f"table_note.{code}", wave=found.wave)
    return SURVEY_WORDS.table("justice", frame, columns, note=note)


def _decision(found: JusticeSheets, whole: Finding) -> GateDecision:
    """Return the decision: comparisons of those who chose to answer always need review."""
    if whole.status == "blocked":
        return GateDecision(QUESTION, "blocked", whole.reason_code or "", "more_sheets")
    if not found.designed:
        return GateDecision(QUESTION, "review", VOLUNTARY, "sampling")
    if whole.status == "review":
        return GateDecision(QUESTION, "review", whole.reason_code or "", "more_sheets")
    return GateDecision(QUESTION, "ok")
