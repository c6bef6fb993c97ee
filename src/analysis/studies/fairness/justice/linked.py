"""Perceived fairness and one's own appraisal: only where a survey is named, with consent.

A bridge leads from a named sheet to an employee; no other module opens it, nothing leaves this one
but coefficients over at least ten persons. Elsewhere the index stands beside the ratings by kind of
unit, which says nothing about persons (Robinson 1950).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.checks import Status
from analysis.presenting.composing import Part
from analysis.stats.coefficients import Coefficient, estimate_coefficient
from analysis.stats.gates import gate
from analysis.stats.multiplicity import adjust_p_values
from analysis.stats.regressors import numbered
from analysis.studies.fairness.comparing import coefficient_reason
from analysis.studies.fairness.justice.beside import set_beside_ratings
from analysis.studies.fairness.numbers import known, of_gap
from analysis.studies.fairness.outcomes import SCORES
from analysis.studies.fairness.parts import SURVEY_WORDS, TOP, VOLUNTARY, WORDS

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.bundle import ReportTable
    from analysis.schemas.finding import Finding
    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.justice.sheets import JusticeSheets
    from analysis.studies.fairness.rated import Rated

NAME = "justice_own_appraisal"
FAMILY = "fairness.justice_own_appraisal"
NAMED = "named"
FEWEST_LINKED = 12
"""Persons that leave ten degrees of freedom beside a constant and a slope."""
SCORE_STEP = 10.0
"""Points of a score from 0 to 100 or 120 that the difference is told for."""
MEASURES = {TOP: "index_gap_of_top_predikat"}
PER_SCORE, PER_POINT = "index_points_per_ten_points", "index_points_per_point"


@dataclass(frozen=True)
class Related:
    """How the index of a scale moves with one's own appraisal.

    Attributes
    ----------
    key : str
    coefficient : Coefficient
    outside : int
        Persons whose appraisal is not the most frequent one.
    top : int or None
        Persons with the top predikat, where that is what is compared.
    p_adjusted : float
        Benjamini-Hochberg over the scales.
    """

    key: str
    coefficient: Coefficient
    outside: int
    top: int | None
    p_adjusted: float = float("nan")


def relate_to_own_appraisal(
    found: JusticeSheets, data: StudyData, rated: Rated, config: FairnessConfig
) -> Part:
    """Return how the index goes with one's own score or predikat; blocked without a named survey.

    Sheets by unit kind stand beside the ratings there, whatever the survey.
    """
    beside = set_beside_ratings(found, rated, config)
    reason = _obstacle(found, data)
    if reason:
        return Part((SURVEY_WORDS.blocked(NAME, reason, group=rated.scope),), beside)
    outcome = rated.outcomes[0] if rated.outcomes else TOP
    linked = _linked(found, data, rated, outcome)
    related = _related(found, linked, outcome, config)
    if not related or _judge(related[0])[0] == "blocked":
        reason = _judge(related[0])[1] if related else "few_linked"
        return Part((SURVEY_WORDS.blocked(NAME, reason, group=rated.scope),), beside)
    findings = [_finding(found, one, outcome, rated, config) for one in related]
    return Part(tuple(findings), (*beside, _table(found, related, outcome)))


def consented(found: JusticeSheets, data: StudyData) -> pd.Series:
    """Tell which sheets are named and come from a source that declares names and consent."""
    sources = [one.id for one in data.region.sources if one.anonymity == NAMED and one.consent]
    sheets = found.sheets
    return sheets["anonymity"].eq(NAMED) & sheets["source_id"].isin(sources)


def _obstacle(found: JusticeSheets, data: StudyData) -> str:
    """Return why the sheets may not, or cannot, be laid beside appraisals; empty if they can."""
    if not found.sheets["anonymity"].eq(NAMED).any():
        return "not_named"
    allowed = consented(found, data)
    if not allowed.any():
        return "no_consent"
    bridge = data.tables["staff_link"]["respondent_id"]
    return "" if found.sheets.loc[allowed, "respondent_id"].isin(bridge).any() else "no_bridge"


def _linked(found: JusticeSheets, data: StudyData, rated: Rated, outcome: str) -> pd.DataFrame:
    """Return index, own appraisal (`own`) and `cluster` of each person with both.

    Of a person with several sheets none counts: which one is his or hers is not known.
    """
    allowed = consented(found, data)
    bridge = data.tables["staff_link"].set_index("respondent_id")["employee_id"]
    scores = found.scores[allowed].assign(
        employee_id=found.sheets.loc[allowed, "respondent_id"].map(bridge)
    )
    once = scores[scores["employee_id"].notna() & ~scores["employee_id"].duplicated(keep=False)]
    persons = rated.people[["cluster"]].assign(own=_own(rated, outcome))
    joined = once.set_index("employee_id").join(persons, how="inner")
    return joined[joined["own"].notna()]


def _own(rated: Rated, outcome: str) -> pd.Series:
    if outcome != TOP:
        return rated.people[outcome].astype("float64")
    labels = rated.people["predikat"]
    return labels.eq(rated.rules.top).astype("float64").where(labels.notna())


def _related(
    found: JusticeSheets, linked: pd.DataFrame, outcome: str, config: FairnessConfig
) -> list[Related]:
    """Return the coefficient of the whole index, then those of the dimensions."""
    step = SCORE_STEP if outcome in SCORES else 1.0
    told = []
    for key in found.scales:
        rows = linked[linked[key].notna()]
        if len(rows) < FEWEST_LINKED:
            continue
        own = rows["own"].to_numpy(dtype=float)
        coefficient = estimate_coefficient(
            rows[key].to_numpy(dtype=float),
            own / step,
            np.ones((len(rows), 1)),
            numbered(rows["cluster"]),
            confidence=config.confidence,
            rng=np.random.default_rng(config.seed),
        )
        outside = len(rows) - int(rows["own"].value_counts().max())
        top = int(own.sum()) if outcome == TOP else None
        told.append(Related(key, coefficient, outside, top))
    adjusted = adjust_p_values([one.coefficient.p_value for one in told], method="bh")
    return [replace(one, p_adjusted=float(p)) for one, p in zip(told, adjusted, strict=True)]


def _finding(
    found: JusticeSheets, one: Related, outcome: str, rated: Rated, config: FairnessConfig
) -> Finding:
    group = dict(rated.scope) if one.key == found.whole else {**rated.scope, "dimension": one.key}
    estimated = one.coefficient
    measure = _measure(outcome)
    status, reason = _judge(one)
    if status == "blocked":
        return SURVEY_WORDS.blocked(NAME, reason, group=group, measure=measure)
    by = "by_appraiser" if rated.by_appraiser else "by_unit"
    return SURVEY_WORDS.finding(
        NAME,
        measure=measure,
        method=f"least_squares_{estimated.inference}_{by}",
        status=status,
        reason_code=reason,
        group=group,
        **of_gap(estimated, one.p_adjusted, config),
        family=FAMILY,
        n=estimated.n,
        numerator=one.top,
        strength="associational",
        direction="none",
    )


def _judge(one: Related) -> tuple[Status, str]:
    """Return status and reason; who gave a name chose to, so that it is never more than review."""
    found = one.coefficient
    alike = gate("label_outcome", outside_modal=one.outside)
    status, reason = coefficient_reason(found)
    if alike.status == "blocked":
        return "blocked", "own_appraisal_alike"
    if status == "blocked":
        return "blocked", reason
    if found.inference == "none":
        return "blocked", "same_answers"
    if gate("group_comparison", smallest_group=found.n).status == "review":
        return "review", "few_respondents"
    told = {
        "own_appraisal_nearly_alike": alike.status == "review" and one.outside < found.n / 2,
        reason: status == "review",
    }
    return "review", next((code for code, holds in told.items() if holds), VOLUNTARY)


def _measure(outcome: str) -> str:
    return MEASURES.get(outcome, PER_SCORE if outcome in SCORES else PER_POINT)


def _table(found: JusticeSheets, related: Sequence[Related], outcome: str) -> ReportTable:
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for one in related:
        row: dict[str, Any] = {"dimension": None if one.key == found.whole else one.key}
        row |= {"n": one.coefficient.n, "count": one.top}
        if _judge(one)[0] != "blocked":
            row |= {
                "gap_points": one.coefficient.estimate,
                "gap_low": known(one.coefficient.ci_low),
                "gap_high": known(one.coefficient.ci_high),
                "p_adjusted": known(one.p_adjusted),
            }
        rows.append(row)
    names = {key: found.name_of(key) for key in found.dimensions}
    column = SURVEY_WORDS.column
    counted = [column("count", "count", "integer", heading="top_count")] if outcome == TOP else []
    columns = [
        column("dimension", "label", "text", codes=names, heading="justice_dimension"),
        column("n", "base", "integer", heading="linked"),
        *counted,
        column("gap_points", "mean", "index", heading=_measure(outcome)),
        column("gap_low", "bound", "index", heading="ci_low"),
        column("gap_high", "bound", "index", heading="ci_high"),
        column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = WORDS.both("table_note.justice_own_appraisal")
    return SURVEY_WORDS.table(NAME, frame, columns, note=note)
