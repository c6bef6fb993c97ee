"""Signs of pre-typed appraisals in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.appraisals import by_superiors
from analysis.measures.pretyped import Pretyped, find_pretyped
from analysis.presenting.composing import GateDecision, Part
from analysis.studies.quality.parts import WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData
    from analysis.studies.quality.config import QualityConfig

SCORES = ("result_score", "behaviour_score")
METHOD = "identical_vectors_or_same_minute"
REVIEW_FROM = 0.05


def find_signs(data: StudyData, config: QualityConfig) -> Part:
    """Return the share of superiors' appraisals that look typed in advance.

    The base are appraisals in which a sign could be seen: at least `config.fewest_alike` by the
    same appraiser in the period, with four scores or behaviours or more, or with a clock time.
    """
    rows = _by_superiors(data.tables.get("appraisals"))
    if rows.empty:
        return _blocked("no_appraisals", "appraisals")
    if rows["rater_id"].isna().all():
        return _blocked("no_appraiser", "rater_id")
    parts = [name for name in _vector(rows) if rows[name].notna().any()]
    found = find_pretyped(rows, parts, fewest=config.fewest_alike)
    judged = int(found.judged.sum())
    if judged == 0:
        return _blocked("no_sign_visible", "behaviours")
    count = int((found.any & found.judged).sum())
    many = count / judged >= REVIEW_FROM
    finding = WORDS.finding(
        "pretyped_share",
        method=METHOD,
        status="review" if many else "ok",
        reason_code="many_signs" if many else None,
        estimate=count / judged,
        n=judged,
        numerator=count,
        direction="lower",
        disclosure="personnel",
        headline=True,
    )
    decision = GateDecision("appraisals", "ok")
    if many:
        decision = GateDecision("appraisals", "review", "many_signs", "ask_the_office")
    return Part(
        findings=(finding,),
        tables=(signs_table(rows, found),),
        gates=(decision,),
    )


def _blocked(reason: str, unblock: str) -> Part:
    return Part(
        findings=(WORDS.blocked("pretyped_share", reason, disclosure="personnel"),),
        gates=(GateDecision("appraisals", "blocked", reason, unblock),),
    )


def _by_superiors(appraisals: pd.DataFrame | None) -> pd.DataFrame:
    if appraisals is None or appraisals.empty:
        return pd.DataFrame()
    return by_superiors(appraisals).reset_index(drop=True)


def _vector(rows: pd.DataFrame) -> list[str]:
    behaviours = sorted(str(name) for name in rows if str(name).startswith("b_"))
    return [*(name for name in SCORES if name in rows), *behaviours]


def signs_table(rows: pd.DataFrame, found: Pretyped) -> ReportTable:
    """Return one row a kind of assessment: appraisals judged, with either sign and their share."""
    frame = pd.DataFrame(
        {
            "assessment_kind": rows["assessment_kind"],
            "judged": found.judged,
            "identical": found.identical & found.judged,
            "same_minute": found.same_minute & found.judged,
            "either": found.any & found.judged,
        }
    )
    counts = frame.groupby("assessment_kind").sum().reset_index()
    total = counts.drop(columns="assessment_kind").sum().to_frame().T.assign(assessment_kind=None)
    both = pd.concat([counts[counts["judged"] > 0], total], ignore_index=True)
    both = both.assign(n=both["judged"], share=both["either"] / both["judged"])
    columns = [
        WORDS.column(
            "assessment_kind",
            "label",
            "text",
            codes=WORDS.codes("assessment_kind", ("annual", "periodic")),
        ),
        WORDS.column("n", "base", "integer", heading="judged"),
        WORDS.column("identical", "count", "integer", unfavourable=True),
        WORDS.column("same_minute", "count", "integer", unfavourable=True),
        WORDS.column("either", "count", "integer", unfavourable=True),
        WORDS.column("share", "share", "share", unfavourable=True),
    ]
    return WORDS.table("signs", both, columns, disclosure="personnel")
