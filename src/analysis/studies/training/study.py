"""Run the training study: gate, estimate, put into words, protect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.measures.groups import TRAITS
from analysis.presenting.composing import combine
from analysis.presenting.composing.levels import label_names
from analysis.presenting.composing.report import Composition, compose
from analysis.rules.training import TrainingRules
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.coverage import estimate_coverage
from analysis.studies.training.figures import FIGURES
from analysis.studies.training.groups import estimate_groups
from analysis.studies.training.learning import estimate_learning
from analysis.studies.training.learning_groups import compare_learning
from analysis.studies.training.participation import Participation, read_participation
from analysis.studies.training.parts import QUESTIONS, WORDS
from analysis.studies.training.reaction import estimate_reaction
from analysis.studies.training.result import TrainingResult
from analysis.studies.training.sections import section_writers
from analysis.studies.training.tests_taken import read_tests

if TYPE_CHECKING:
    from analysis.store import StudyData

FIGURES_OF_SECTION = {"groups": ("coverage",), "learning": ("learning",)}
TABLES_OF_SECTION = {
    "decision": ("gates",),
    "participation": ("states",),
    "groups": ("by_unit", *(f"by_{trait}" for trait in TRAITS)),
    "reaction": ("reaction_by_programme",),
    "learning": (
        "learning_by_programme",
        "learning_sizes",
        "learning_by_provider",
        "learning_by_kind",
        "tests",
    ),
}


def run_training(data: StudyData, config: TrainingConfig | None = None) -> TrainingResult:
    """Estimate coverage, reaction and learning of the training of one region and period.

    Parameters
    ----------
    data : StudyData
        With the tables trainings and employees; no frame is changed.
    config : TrainingConfig or None
        None takes the defaults.

    Returns
    -------
    TrainingResult
        Every promised id has a finding; a period without training lists gives a report that says
        so.

    Raises
    ------
    UsageError
        If the unit of a one-page view is not a unit of the region.
    ConfigError
        If no rule set on training hours holds on the last day of the period.
    """
    chosen = config or TrainingConfig()
    if chosen.unit:
        check_option(chosen.unit, name="unit", allowed=[one.id for one in data.region.units])
    rule_set = data.rules.in_force("training", data.period.last_day, data.region.rules)
    rules = TrainingRules.of(rule_set)
    participation = read_participation(data, chosen)
    whole = _whole(participation, data, chosen)
    tests = read_tests(participation)
    part = combine(
        [
            estimate_coverage(participation, rules, data.period, chosen),
            estimate_groups(participation, whole, data.region, chosen),
            estimate_reaction(participation, chosen),
            estimate_learning(tests, chosen),
            compare_learning(tests, chosen),
        ]
    )
    composition = Composition(
        words=WORDS,
        questions=QUESTIONS,
        sections=section_writers(participation, tests, rules, dict(rule_set.title), chosen),
        figures=FIGURES,
        figures_of_section=FIGURES_OF_SECTION,
        tables_of_section=TABLES_OF_SECTION,
    )
    output, raw = compose(
        part,
        data,
        chosen,
        composition,
        groups=label_names(part.tables, TRAITS),
        rules_used={"training": rule_set.id},
        warnings=_warnings(participation),
    )
    return TrainingResult(chosen, output, raw)


def _whole(participation: Participation, data: StudyData, config: TrainingConfig) -> Participation:
    """Return the participations of the whole region, also in a one-page view."""
    return read_participation(data, replace(config, unit="")) if config.unit else participation


def _warnings(participation: Participation) -> list[str]:
    found = {
        "participants_only": not participation.has_register and len(participation.listed) > 0,
        "jp_missing": participation.jp_missing_share > 0,
        "repeated": participation.repeated > 0,
        "outside": participation.outside > 0,
    }
    return [code for code, holds in found.items() if holds]
