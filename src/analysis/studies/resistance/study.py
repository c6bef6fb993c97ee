"""Run the resistance study: choose the wave, gate, estimate, put into words, protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.presenting.composing import GateDecision, Part, combine
from analysis.presenting.composing.levels import label_names
from analysis.presenting.composing.report import Composition, compose
from analysis.presenting.names import GroupNames
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.figures import FIGURES
from analysis.studies.resistance.groups import TRAITS, estimate_groups
from analysis.studies.resistance.level import estimate_level
from analysis.studies.resistance.parts import PROMISED, QUESTIONS, RANDOM_VARIATION_ONLY, WORDS
from analysis.studies.resistance.response import estimate_response
from analysis.studies.resistance.result import ResistanceResult
from analysis.studies.resistance.scale_reliability import dimension_names, estimate_alpha
from analysis.studies.resistance.sections import section_writers
from analysis.studies.resistance.sensitivity import compare_flagged
from analysis.studies.resistance.survey import NoSurvey, StaffSurvey, read_survey
from analysis.studies.resistance.units import MEDIAN_UNIT, estimate_units

if TYPE_CHECKING:
    from analysis.store import StudyData

FIGURES_OF_SECTION = {
    "who_answered": ("response",),
    "dimensions": ("dimensions",),
    "units": ("units",),
}
TABLES_OF_SECTION = {
    "decision": ("gates",),
    "who_answered": ("response_by_unit_group", "response_by_unit"),
    "level": ("by_dimension", "without_flagged"),
    "dimensions": ("dimensions_by_unit_group", "other_scales"),
    "groups": (*(f"by_{trait}" for trait in TRAITS), "side_by_unit_group"),
    "units": ("by_unit",),
    "reliability": ("reliability",),
}


def run_resistance(data: StudyData, config: ResistanceConfig | None = None) -> ResistanceResult:
    """Estimate resistance to the evaluation system in one region and period.

    Parameters
    ----------
    data : StudyData
        With the tables staff_survey and survey_frame; no frame is changed.
    config : ResistanceConfig or None
        None takes the defaults.

    Returns
    -------
    ResistanceResult
        Every promised id has a finding; a period without sheets, or without an instrument that
        has a resistance scale, gives a report that says so.

    Raises
    ------
    UsageError
        If the unit of a one-page view or the wave asked for does not exist.
    """
    chosen = config or ResistanceConfig()
    if chosen.unit:
        check_option(chosen.unit, name="unit", allowed=[one.id for one in data.region.units])
    whole = read_survey(data, chosen)
    survey = _in_view(whole, chosen)
    part = (
        _nothing(survey, chosen)
        if isinstance(survey, NoSurvey)
        else _answers(survey, whole, data, chosen)
    )
    composition = Composition(
        words=WORDS,
        questions=QUESTIONS,
        sections=section_writers(survey, chosen),
        figures=FIGURES,
        figures_of_section=FIGURES_OF_SECTION,
        tables_of_section=TABLES_OF_SECTION,
    )
    output, raw = compose(
        part,
        data,
        chosen,
        composition,
        groups=_names(part, survey),
        warnings=_warnings(survey),
    )
    return ResistanceResult(chosen, output, raw)


def _in_view(whole: StaffSurvey | NoSurvey, config: ResistanceConfig) -> StaffSurvey | NoSurvey:
    if isinstance(whole, NoSurvey) or not config.unit:
        return whole
    one = whole.of_unit(config.unit)
    return one if len(one.sheets) else NoSurvey("no_sheets_of_unit", "staff_survey")


def _answers(
    survey: StaffSurvey,
    whole: StaffSurvey | NoSurvey,
    data: StudyData,
    config: ResistanceConfig,
) -> Part:
    units = whole if isinstance(whole, StaffSurvey) else survey
    return combine(
        [
            estimate_response(survey, data, config),
            estimate_alpha(survey, config),
            estimate_level(survey, config),
            estimate_groups(survey, config),
            estimate_units(units, data.region, config),
            compare_flagged(survey, config),
        ]
    )


def _nothing(survey: NoSurvey, config: ResistanceConfig) -> Part:
    scope = config.scope
    findings = [
        WORDS.blocked(name, survey.reason, group=scope, headline=name != "alpha")
        for name in PROMISED
    ]
    gates = [GateDecision(one, "blocked", survey.reason, survey.unblock) for one in QUESTIONS]
    return Part(findings=tuple(findings), gates=tuple(gates))


def _names(part: Part, survey: StaffSurvey | NoSurvey) -> GroupNames:
    found: dict[str, dict[str, dict[str, str]]] = {
        **label_names(part.tables, TRAITS),
        "reference": {MEDIAN_UNIT: WORDS.both("median_unit")},
    }
    if isinstance(survey, StaffSurvey):
        found["dimension"] = dimension_names(survey)
    return found


def _warnings(survey: StaffSurvey | NoSurvey) -> list[str]:
    if isinstance(survey, NoSurvey):
        return []
    found = {
        "not_validated": not survey.codebook.scale(survey.outcome).validated,
        RANDOM_VARIATION_ONLY: not survey.designed,
        "unknown_instrument": survey.unknown > 0,
    }
    return [code for code, holds in found.items() if holds]
