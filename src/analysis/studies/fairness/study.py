"""Run the fairness study: gate, estimate, put into words, protect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.presenting.composing import combine
from analysis.presenting.composing.levels import level_names
from analysis.presenting.composing.report import Composition, compose
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.names import GroupNames
from analysis.privacy.groups import CROSSED
from analysis.schemas.finding import Finding
from analysis.studies.fairness.asking import asking_section, what_to_ask_for
from analysis.studies.fairness.audit.rows import AUDITED, audit, table_name
from analysis.studies.fairness.audit.section import AUDIT_FIGURES, audit_section
from analysis.studies.fairness.closing import discussion_section, limits_section
from analysis.studies.fairness.components.parts_of_gaps import estimate_components
from analysis.studies.fairness.components.section import components_figure, components_section
from analysis.studies.fairness.components.tables import PARTS
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.decisions.by_group import estimate_decisions
from analysis.studies.fairness.decisions.decided import FAVOURABLE, KINDS
from analysis.studies.fairness.decisions.gender import TABLE as DECISIONS
from analysis.studies.fairness.decisions.gender import decisions_figure
from analysis.studies.fairness.decisions.section import decisions_section
from analysis.studies.fairness.groups.differentiation import estimate_differentiation
from analysis.studies.fairness.groups.figures import FIGURES
from analysis.studies.fairness.groups.intersection_tables import TABLES as INTERSECTIONS
from analysis.studies.fairness.groups.intersection_tables import intersections_figure
from analysis.studies.fairness.groups.intersections import estimate_intersections
from analysis.studies.fairness.groups.labels_by_group import assess_good_or_better, compare_labels
from analysis.studies.fairness.groups.scores_by_group import compare_scores
from analysis.studies.fairness.groups.sections import (
    differentiation_section,
    groups_section,
    impact_section,
    intersections_section,
)
from analysis.studies.fairness.justice.index import estimate_justice
from analysis.studies.fairness.justice.section import JUSTICE_FIGURES, justice_section
from analysis.studies.fairness.justice.sheets import dimension_names
from analysis.studies.fairness.like_for_like.alike import STAGES
from analysis.studies.fairness.like_for_like.section import like_for_like_section, steps_figure
from analysis.studies.fairness.like_for_like.steps import compare_like_for_like
from analysis.studies.fairness.like_for_like.tables import STEP_TABLES
from analysis.studies.fairness.outcomes import OUTCOMES
from analysis.studies.fairness.parts import QUESTIONS, TRAITS, WORDS
from analysis.studies.fairness.rated import Rated, read_rated
from analysis.studies.fairness.ratings import read_ratings
from analysis.studies.fairness.result import FairnessResult
from analysis.studies.fairness.scale.agreement import estimate_agreement
from analysis.studies.fairness.scale.scale_use import estimate_scale_use
from analysis.studies.fairness.scale.second_ratings import ROLES
from analysis.studies.fairness.scale.section import SCALE_USE_FIGURES, scale_use_section
from analysis.studies.fairness.severity.section import severity_figure, severity_section
from analysis.studies.fairness.severity.severities import estimate_severity
from analysis.studies.fairness.severity.tables import SEVERITY_TABLES, SOURCES

if TYPE_CHECKING:
    from analysis.store import StudyData

COMPOSITION = Composition(
    words=WORDS,
    questions=QUESTIONS,
    sections={
        "audit": audit_section,
        "differentiation": differentiation_section,
        "scale_use": scale_use_section,
        "groups": groups_section,
        "intersections": intersections_section,
        "like_for_like": like_for_like_section,
        "severity": severity_section,
        "components": components_section,
        "impact": impact_section,
        "decisions": decisions_section,
        "justice": justice_section,
        "asking": asking_section,
        "limits": limits_section,
        "discussion": discussion_section,
    },
    figures=(
        *AUDIT_FIGURES,
        *FIGURES,
        *SCALE_USE_FIGURES,
        intersections_figure,
        steps_figure,
        severity_figure,
        components_figure,
        decisions_figure,
        *JUSTICE_FIGURES,
    ),
    figures_of_section={
        "audit": tuple(table_name(trait) for trait in AUDITED),
        "differentiation": ("distribution",),
        "scale_use": ("marks_given",),
        "groups": ("gaps",),
        "intersections": ("intersections",),
        "like_for_like": ("gap_steps",),
        "severity": ("severity_distribution",),
        "components": ("components",),
        "decisions": (DECISIONS,),
        "justice": ("justice", "justice_positive"),
    },
    tables_of_section={
        "audit": tuple(table_name(trait) for trait in AUDITED),
        "differentiation": ("distribution",),
        "scale_use": (
            "scale_use",
            "marks_given",
            "identical_marks",
            "same_for_all",
            "agreement",
        ),
        "groups": (*(f"{name}_by_group" for name in OUTCOMES), "top_by_group"),
        "intersections": INTERSECTIONS,
        "like_for_like": STEP_TABLES,
        "severity": SEVERITY_TABLES,
        "components": ("components_gender", "components_by_group", "components_threefold"),
        "impact": ("impact_by_group", "good_by_gender"),
        "decisions": (
            DECISIONS,
            *(f"{kind.name}_by_group" for kind in KINDS),
            *(f"{name}_at_equal_performance" for name in FAVOURABLE),
        ),
        "justice": (
            "justice",
            "justice_by_group",
            "justice_gaps",
            "justice_beside_ratings",
            "justice_own_appraisal",
            "justice_scales",
            "justice_items",
        ),
        "asking": ("asking",),
    },
)


def run_fairness(data: StudyData, config: FairnessConfig | None = None) -> FairnessResult:
    """Say whether the appraisal tells people apart, and how groups differ in it.

    Parameters
    ----------
    data : StudyData
        With the tables appraisals and employees; no frame is changed.
    config : FairnessConfig or None
        None takes the defaults.

    Returns
    -------
    FairnessResult
        Every promised id has a finding, blocked with a reason where the data hold nothing.

    Raises
    ------
    UsageError
        If the unit of a one-page view is not a unit of the region.
    """
    chosen = config or FairnessConfig()
    if chosen.unit:
        check_option(chosen.unit, name="unit", allowed=[one.id for one in data.region.units])
    rated = read_rated(data, chosen)
    ratings = read_ratings(data, rated, chosen)
    past = read_ratings(data, rated, chosen, past=True)
    part = combine(
        [
            estimate_differentiation(rated, chosen),
            estimate_scale_use(data, rated, chosen),
            estimate_agreement(data, rated, chosen),
            compare_labels(rated, chosen),
            assess_good_or_better(rated, chosen),
            compare_scores(rated, chosen),
            estimate_intersections(rated, chosen),
            compare_like_for_like(rated, ratings, chosen),
            estimate_severity(data, rated, past, chosen),
            estimate_components(rated, ratings, past, chosen),
            estimate_decisions(data, rated, chosen),
            estimate_justice(data, rated, chosen),
        ]
    )
    part = combine([part, audit(part.findings, rated), what_to_ask_for(part.gates)])
    output, raw = compose(
        part,
        data,
        chosen,
        COMPOSITION,
        groups={**_names(part.findings), "dimension": dimension_names(data)},
        rules_used={"appraisal": rated.rules.id},
        warnings=_warnings(rated),
    )
    return FairnessResult(chosen, output, raw)


def _names(findings: Sequence[Finding]) -> GroupNames:
    """Return the names of all levels and references that the findings speak of."""
    kinds = WORDS.codes("outcome", [kind.name for kind in KINDS])
    found: dict[str, dict[str, dict[str, str]]] = {"reference": {}, "outcome": kinds}
    found["stage"] = WORDS.codes("stage", STAGES)
    found["rater_role"] = WORDS.codes("rater_role", ROLES)
    found["aspect"] = WORDS.codes("marks", ["behaviours"])
    found["component"] = {
        **WORDS.codes("part_of_gap", PARTS),
        **WORDS.codes("component", SOURCES),
    }
    for one in findings:
        traits = [key for key in one.group if key in TRAITS]
        for trait in traits:
            found.setdefault(trait, {}).update(level_names(trait, [one.group[trait]]))
        if traits and "reference" in one.group:
            reference = one.group["reference"]
            found["reference"][reference] = _reference_name(traits, reference)
    return found


def _reference_name(traits: Sequence[str], reference: str) -> dict[str, str]:
    """Return the name of a reference: one level of each trait that is compared."""
    pairs = zip(traits, reference.split(CROSSED), strict=False)
    named = [level_names(trait, [level])[level] for trait, level in pairs]
    return {lang: ", ".join(one[lang] for one in named) for lang in LANGUAGES}


def _warnings(rated: Rated) -> list[str]:
    found = {
        "other_scheme": rated.other_scheme > 0,
        "predikat_derived": rated.derived,
        "not_on_list": rated.unlisted,
        "rated_by_oneself": rated.by_oneself,
        "one_base": rated.one_base,
        "no_appraiser": not rated.people.empty and not rated.by_appraiser,
    }
    return [code for code, holds in found.items() if holds]
