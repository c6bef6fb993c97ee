"""Whether units with high ratings of persons are those with good results and satisfied citizens."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.appraisals import annual_appraisals
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.stats.rank_agreement import RankAgreement, estimate_rank_agreement
from analysis.studies.accountability.parts import WORDS, nothing
from analysis.studies.accountability.staff import Staff
from analysis.studies.accountability.units import unit_attainment

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "rank_agreement", "ranks"
SMALLEST_UNIT = 10
"""Ratees from which a unit's mean rating counts."""
RATING_POINTS = {"Di bawah ekspektasi": -1.0, "Sesuai ekspektasi": 0.0, "Di atas ekspektasi": 1.0}
ORGANISATION_POINTS = {
    "Sangat Kurang": 1.0,
    "Kurang": 2.0,
    "Butuh Perbaikan": 3.0,
    "Baik": 4.0,
    "Istimewa": 5.0,
}
REFERENCES = ("organisation", "ikm")
UNBLOCK = {"no_organisation": "unit_results", "no_ikm": "published_indices"}


def estimate_ranks(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return how far units' mean ratings of work results agree in rank with two other measures.

    With the results of the organisation (group empty: attainment of its indicators, otherwise its
    rating), and with the published IKM (group reference = ikm). Ranks of units say nothing about
    persons in them: that would be the ecological fallacy (Robinson 1950).
    """
    if config.unit:
        return _no_answer("one_unit", "nothing_needed", staff)
    results = _results(data, staff)
    if results.empty:
        return _no_answer("no_ratings", "rating_columns", staff)
    rated = _means_of_units(results)
    if rated.empty:
        return _no_answer("units_too_small", "nothing_needed", staff)
    found = {
        reference: _compared(rated, measures, confidence=config.confidence)
        for reference, measures in (
            ("organisation", _organisation(data)),
            ("ikm", _published_ikm(data)),
        )
    }
    findings = tuple(_finding(one, agreement, config) for one, agreement in found.items())
    decision = _decision(findings[0])
    return Part(findings=findings, tables=_tables(findings, found), gates=(decision,))


def _results(data: StudyData, staff: Staff) -> pd.DataFrame:
    """Return unit and result of each person: the score where most have one, else the rating."""
    annual = annual_appraisals(staff.rows_of(data.tables["appraisals"]))
    scores = annual["result_score"].astype("float64")
    if scores.notna().sum() * 2 < len(annual):
        scores = annual["result_rating"].map(RATING_POINTS).astype("float64")
    return annual[["unit_id"]].assign(result=scores).dropna()


def _means_of_units(results: pd.DataFrame) -> pd.Series:
    """Return the mean result of each unit with enough persons."""
    grouped = results.groupby("unit_id")["result"]
    return grouped.mean()[grouped.size() >= SMALLEST_UNIT]


def _organisation(data: StudyData) -> pd.Series:
    """Return the attainment of units; where no unit has one, the rating of the organisation."""
    attained = unit_attainment(data)
    if not attained.empty:
        return attained
    told = data.tables["unit_ratings"]
    points = told["organisation_rating"].map(ORGANISATION_POINTS).astype("float64")
    return points.groupby(told["unit_id"]).mean()


def _published_ikm(data: StudyData) -> pd.Series:
    """Return the published IKM of each unit in the period, the last where it has several."""
    told = data.tables["published_indices"]
    whole = told[told["unsur"].isna() & told["index_printed"].notna()]
    return whole.groupby("unit_id")["index_printed"].last().astype("float64")


def _compared(rated: pd.Series, other: pd.Series, *, confidence: float) -> RankAgreement:
    both = pd.concat([rated.rename("rated"), other.rename("other")], axis=1).dropna()
    return estimate_rank_agreement(
        both["rated"].tolist(), both["other"].tolist(), confidence=confidence
    )


def _finding(reference: str, found: RankAgreement, config: AccountabilityConfig) -> Finding:
    group = {} if reference == "organisation" else {"reference": reference}
    size = gate("unit_ranks", units=found.n)
    if found.n == 0:
        return WORDS.blocked(NAME, f"no_{reference}", group=group)
    if size.status == "blocked":
        return WORDS.blocked(NAME, "too_few_units", group=group)
    if math.isnan(found.rho):
        return WORDS.blocked(NAME, "no_spread", group=group)
    return WORDS.finding(
        NAME,
        method="spearman_bonett_wright",
        status="review" if size.status == "review" else "ok",
        reason_code="few_units" if size.status == "review" else None,
        group=group,
        estimate=found.rho,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        p_value=found.p_value,
        n=found.n,
        confidence=config.confidence,
        strength="associational",
        direction="none",
        caveat_code="ecological",
    )


def _decision(first: Finding) -> GateDecision:
    reason = first.reason_code or ""
    return GateDecision(
        QUESTION, first.status, reason, UNBLOCK.get(reason, "more_units") if reason else ""
    )


def _tables(
    findings: tuple[Finding, ...], found: dict[str, RankAgreement]
) -> tuple[ReportTable, ...]:
    rows = [
        {
            "reference": reference,
            "n": agreement.n,
            "estimate": agreement.rho,
            "ci_low": agreement.ci_low,
            "ci_high": agreement.ci_high,
            "tau": agreement.tau,
            "p_value": agreement.p_value,
        }
        for finding, (reference, agreement) in zip(findings, found.items(), strict=True)
        if finding.estimate is not None
    ]
    if not rows:
        return ()
    columns = [
        WORDS.column("reference", "label", "text", codes=WORDS.codes("reference", REFERENCES)),
        WORDS.column("n", "base", "integer", heading="units_compared"),
        WORDS.column("estimate", "mean", "index", heading="rho"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
        WORDS.column("tau", "mean", "index"),
        WORDS.column("p_value", "test", "pvalue"),
    ]
    return (WORDS.table(NAME, pd.DataFrame(rows), columns),)


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(NAME, QUESTION, reason, unblock, scope=staff.scope, headline=False)
