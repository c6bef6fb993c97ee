"""Run the fairness study: gate, estimate, put into words, protect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.presenting.composing import combine
from analysis.presenting.composing.levels import level_names
from analysis.presenting.composing.report import Composition, compose
from analysis.presenting.names import GroupNames
from analysis.schemas.finding import Finding
from analysis.studies.fairness.asking import asking_section, what_to_ask_for
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.connected import assess_connectivity
from analysis.studies.fairness.differentiation import estimate_differentiation
from analysis.studies.fairness.figures import FIGURES
from analysis.studies.fairness.labels_by_group import assess_good_or_better, compare_labels
from analysis.studies.fairness.outcomes import OUTCOMES
from analysis.studies.fairness.parts import QUESTIONS, TRAITS, WORDS
from analysis.studies.fairness.rated import Rated, read_rated
from analysis.studies.fairness.result import FairnessResult
from analysis.studies.fairness.scores_by_group import compare_scores
from analysis.studies.fairness.sections import (
    connectivity_section,
    differentiation_section,
    discussion_section,
    groups_section,
    impact_section,
    limits_section,
)

if TYPE_CHECKING:
    from analysis.store import StudyData

COMPOSITION = Composition(
    words=WORDS,
    questions=QUESTIONS,
    sections={
        "differentiation": differentiation_section,
        "groups": groups_section,
        "impact": impact_section,
        "connectivity": connectivity_section,
        "asking": asking_section,
        "limits": limits_section,
        "discussion": discussion_section,
    },
    figures=FIGURES,
    figures_of_section={"differentiation": ("distribution",), "groups": ("gaps",)},
    tables_of_section={
        "differentiation": ("distribution",),
        "groups": (*(f"{name}_by_group" for name in OUTCOMES), "top_by_group"),
        "impact": ("impact_by_group", "good_by_gender"),
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
    part = combine(
        [
            estimate_differentiation(rated, chosen),
            compare_labels(rated, chosen),
            assess_good_or_better(rated, chosen),
            compare_scores(rated, chosen),
            assess_connectivity(data, chosen),
        ]
    )
    part = combine([part, what_to_ask_for(part.gates)])
    output, raw = compose(
        part,
        data,
        chosen,
        COMPOSITION,
        groups=_names(part.findings),
        rules_used={"appraisal": rated.rules.id},
        warnings=_warnings(rated),
    )
    return FairnessResult(chosen, output, raw)


def _names(findings: Sequence[Finding]) -> GroupNames:
    """Return the names of all levels and references that the findings speak of."""
    found: dict[str, dict[str, dict[str, str]]] = {"reference": {}}
    for one in findings:
        trait = next((key for key in one.group if key in TRAITS), "")
        if not trait:
            continue
        names = level_names(trait, [one.group[trait]])
        found.setdefault(trait, {}).update(names)
        if "reference" in one.group:
            found["reference"].update(level_names(trait, [one.group["reference"]]))
    return found


def _warnings(rated: Rated) -> list[str]:
    found = {
        "other_scheme": rated.other_scheme > 0,
        "predikat_derived": rated.derived,
        "not_on_list": rated.unlisted,
        "no_appraiser": not rated.people.empty and not rated.by_appraiser,
    }
    return [code for code, holds in found.items() if holds]
