"""What goes with the gap of a group: its work, its unit and appraisers, and what is left.

"Explained" is arithmetic, not a verdict: grades and positions may themselves come from unequal
treatment. What is left is not explained by these columns; it is no measure of discrimination.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.presenting.composing import GateDecision, Part
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import Finding
from analysis.stats.gates import SMALLEST_GROUP
from analysis.studies.fairness.comparing import UNBLOCK
from analysis.studies.fairness.components.models import Split, outcome_of_persons, split_gaps
from analysis.studies.fairness.components.pieces import Judged, Piece, adjusted, pieces_of
from analysis.studies.fairness.components.tables import component_tables
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.groups.differentiation import label_gate
from analysis.studies.fairness.numbers import of_gap
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated

if TYPE_CHECKING:
    from analysis.studies.fairness.ratings import Ratings

NAME, QUESTION = "gap_component", "components"
ASKED = {
    **UNBLOCK,
    "no_annual": "annual_recap",
    "few_top_in_group": "scores_or_periodic",
    "no_groups": "traits",
    "no_work": "work_columns",
    "no_shared_work": "work_columns",
    "no_appraiser": "rater_id",
    "no_overlap": "more_appraisers",
    "little_overlap": "more_appraisers",
    "weak_overlap": "more_appraisers",
    "few_shared_appraisers": "more_appraisers",
    "few_large_clusters": "more_appraisers",
}
"""What would unblock each reason; data on more persons for those not named."""


def estimate_components(
    rated: Rated, ratings: Ratings, past: Ratings, config: FairnessConfig
) -> Part:
    """Return the parts of the gaps of gender, status, age and education.

    Parameters
    ----------
    ratings, past : Ratings
        Of the period, and of all periods so far.
    """
    obstacle = _obstacle(rated, ratings)
    if obstacle:
        return _blocked(rated, obstacle)
    splits = split_gaps(rated, ratings, past, config)
    if not splits:
        return _blocked(rated, "no_groups")
    varied = label_gate(rated) if ratings.is_label else rated.scheme_gate
    before: list[Judged] = [(varied.status, varied.reason_code)]
    hidden = _hidden_traits(splits, rated, ratings, config)
    few: list[Judged] = [("blocked", "few_top_in_group")]
    pieces = adjusted(
        [
            piece
            for one in splits
            for piece in pieces_of(
                one, [*before, *(few if one.compared.trait in hidden else [])], rated
            )
        ]
    )
    findings = [_finding(rated, ratings, one, config) for one in pieces]
    tables = component_tables(splits, pieces)
    return Part(tuple(findings), tables, gates=(_decision(pieces),))


def _obstacle(rated: Rated, ratings: Ratings) -> str:
    """Say why nothing is estimated; empty where something may be."""
    persons = len(outcome_of_persons(rated, ratings))
    if not persons:
        return "no_annual"
    if persons < SMALLEST_GROUP:
        return "few_persons"
    label = label_gate(rated)
    if ratings.is_label and label.status == "blocked":
        return label.reason_code
    return "" if ratings.work else "no_work"


def _blocked(rated: Rated, reason: str) -> Part:
    return Part(
        findings=(WORDS.blocked(NAME, reason, group=rated.scope),),
        gates=(GateDecision(QUESTION, "blocked", reason, ASKED.get(reason, "more_persons")),),
    )


def _hidden_traits(
    splits: Sequence[Split], rated: Rated, ratings: Ratings, config: FairnessConfig
) -> set[str]:
    """Return the traits whose gaps in the label would give the labels of a few persons away."""
    if not ratings.is_label:
        return set()
    limit = limit_of("personnel", min_cell=config.min_cell)
    top = outcome_of_persons(rated, ratings)["value"].gt(0)
    hidden = set()
    for compared in {one.compared.trait: one.compared for one in splits}.values():
        levels = compared.levels.reindex(top.index).astype("object")
        counts = top.groupby(levels.fillna("")).agg(["sum", "size"])
        if not all(limit.count_is_safe(k, n) for k, n in counts.itertuples(index=False)):
            hidden.add(compared.trait)
    return hidden


def _finding(rated: Rated, ratings: Ratings, piece: Piece, config: FairnessConfig) -> Finding:
    split, (status, reason) = piece.split, piece.judged
    further = {"component": piece.component} if piece.component else {}
    group = {**rated.scope, **split.compared.group(split.level, **further)}
    measure = f"{ratings.outcome}_component"
    if status == "blocked":
        return WORDS.blocked(NAME, reason, group=group, measure=measure)
    told = piece.told
    return WORDS.finding(
        NAME,
        measure=measure,
        method=f"{piece.method}_{rated.clustered_by}",
        status=status,
        reason_code=reason or None,
        group=group,
        **of_gap(told, piece.p_adjusted, config),
        family=f"fairness.{NAME}.{ratings.outcome}.{piece.component}",
        n=split.n,
        numerator=split.count,
        direction="none",
        strength="associational",
    )


def _decision(pieces: Sequence[Piece]) -> GateDecision:
    """Return the decision on the question: as good as the best of its comparisons."""
    ranked = sorted(pieces, key=lambda one: ("ok", "review", "blocked").index(one.judged[0]))
    status, reason = ranked[0].judged
    asked = "" if status == "ok" else ASKED.get(reason, "more_persons")
    return GateDecision(QUESTION, status, reason if status != "ok" else "", asked)
