"""Run the satisfaction study: gate, estimate, put into words, protect.

Every question has a module of its own; here they are asked in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.presenting.composing.decision import gate_table
from analysis.presenting.composing.report import raw_numbers
from analysis.presenting.names import Names
from analysis.presenting.output import assemble
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction.adequacy import assess_adequacy
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.coverage import who_answered
from analysis.studies.satisfaction.decision import QUESTIONS, all_blocked
from analysis.studies.satisfaction.figures import Drawing, draw_figures
from analysis.studies.satisfaction.follow_ups import follow_promises
from analysis.studies.satisfaction.groups import TRAITS, estimate_all_groups
from analysis.studies.satisfaction.headline_labels import label_headlines
from analysis.studies.satisfaction.letter_stability import letter_decision
from analysis.studies.satisfaction.names import group_names, without_unit_names
from analysis.studies.satisfaction.other_instruments import estimate_others
from analysis.studies.satisfaction.parts import (
    RANDOM_VARIATION_ONLY,
    WORDS,
    Part,
    blocked,
    combine,
)
from analysis.studies.satisfaction.placement import TABLES_OF_SECTION
from analysis.studies.satisfaction.population import Population, read_population
from analysis.studies.satisfaction.priorities import rank_priorities
from analysis.studies.satisfaction.published import (
    check_published,
    printed_paragraphs,
    recompute_published,
)
from analysis.studies.satisfaction.questionnaire import list_questions
from analysis.studies.satisfaction.raked import raked_index
from analysis.studies.satisfaction.region_index import estimate_index_part
from analysis.studies.satisfaction.respondents import (
    coarser_levels,
    count_respondents,
    unit_levels,
)
from analysis.studies.satisfaction.result import SatisfactionResult
from analysis.studies.satisfaction.section_view import Report
from analysis.studies.satisfaction.sections import write_sections
from analysis.studies.satisfaction.surveys import Survey, read_survey, read_surveys
from analysis.studies.satisfaction.trend import follow_trend
from analysis.studies.satisfaction.units import estimate_units, unit_view
from analysis.studies.satisfaction.unsur import estimate_unsur, unsur_by_unit

if TYPE_CHECKING:
    from analysis.store import StudyData

PROMISED = ("ikm", "ikm_unit_mean", "unsur", "letter_stability", "adequacy", "trend_signal")
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""


@dataclass(frozen=True)
class _Asked:
    """What the run is about: the survey in view, the whole survey, and the further ones."""

    survey: Survey | None
    whole: Survey | None
    others: tuple[Survey, ...]
    population: Population
    scope: dict[str, str]
    printed: tuple[dict[str, str], ...] = ()
    apart: tuple[str, ...] = ()


def run_satisfaction(
    data: StudyData, config: SatisfactionConfig | None = None
) -> SatisfactionResult:
    """Estimate satisfaction in one region and period.

    Parameters
    ----------
    data : StudyData
        With the tables citizen_survey, service_population and published_indices; no frame is
        changed.
    config : SatisfactionConfig or None
        None takes the defaults.

    Returns
    -------
    SatisfactionResult
        Every promised id has a finding; a period without answers gives a report that says so.

    Raises
    ------
    UsageError
        If the unit of a one-page view is not a unit of the region.
    """
    chosen = config or SatisfactionConfig()
    if chosen.unit:
        units = [unit.id for unit in data.region.units]
        check_option(chosen.unit, name="unit", allowed=units)
    asked = _ask(data, chosen)
    printed = recompute_published(data, unit=chosen.unit)
    published = check_published(printed, data, unit=chosen.unit)
    promised = follow_promises(asked.survey, data, chosen, unit=chosen.unit)
    part = combine([_answers(asked, data, chosen), published, promised])
    part = replace(part, tables=(*part.tables, gate_table(WORDS, part.gates, QUESTIONS)))
    return _result(
        replace(
            asked,
            printed=printed_paragraphs(printed, data, named=_names_units(chosen)),
            apart=_followed_apart(asked, data),
        ),
        _wanted(part, chosen),
        data,
        chosen,
    )


def _ask(data: StudyData, config: SatisfactionConfig) -> _Asked:
    population = read_population(data)
    surveys = [one for one in read_surveys(data, population, config) if len(one.sheets)]
    scope = {"unit": config.unit} if config.unit else {}
    if not surveys:
        return _Asked(None, None, (), population, scope)
    whole, others = surveys[0], tuple(surveys[1:])
    if not config.unit:
        return _Asked(whole, whole, others, population, scope)
    one = whole.of_unit(config.unit)
    return _Asked(one if len(one.sheets) else None, whole, (), population, scope)


def _answers(asked: _Asked, data: StudyData, config: SatisfactionConfig) -> Part:
    survey = asked.survey
    if survey is None:
        nothing = tuple(blocked(name, "no_sheets", group=asked.scope) for name in PROMISED)
        return Part(findings=nothing, gates=all_blocked(without=["published"]))
    raked = None if config.unit else raked_index(survey, asked.population, config)
    parts = [
        estimate_index_part(survey, raked, config),
        who_answered(survey, asked.population),
        assess_adequacy(survey, asked.population, data.region),
        count_respondents(survey, asked.whole or survey, data.region, config),
        _unit_part(asked, survey, data, config),
        estimate_all_groups(survey, data.region, config),
        estimate_unsur(survey, config),
        follow_trend(_with_history(survey, data, asked, config), data.region, config),
        rank_priorities(survey, config),
        estimate_others(asked.others, config),
        list_questions(survey),
    ]
    part = combine(parts)
    letters = letter_decision(part.findings, floor=config.min_cell)
    return replace(part, gates=(*part.gates, *letters))


def _unit_part(asked: _Asked, survey: Survey, data: StudyData, config: SatisfactionConfig) -> Part:
    if config.unit:
        return unit_view(asked.whole or survey, config.unit, config)
    return combine(
        [
            estimate_units(survey, data.region, config),
            unsur_by_unit(survey, data.region, config),
        ]
    )


def _with_history(
    survey: Survey, data: StudyData, asked: _Asked, config: SatisfactionConfig
) -> Survey:
    """Return the survey with the sheets of this and all earlier periods."""
    past = data.history.get("citizen_survey", data.tables["citizen_survey"])
    rows = past[past["instrument"] == survey.codebook.instrument]
    if rows.empty:
        return survey
    long = read_survey(rows, data, asked.population, config)
    return long.of_unit(config.unit) if config.unit else replace(long, users=survey.users)


def _followed_apart(asked: _Asked, data: StudyData) -> tuple[str, ...]:
    """Return the instruments of earlier sheets that are not the one of the survey in view."""
    if asked.whole is None:
        return ()
    past = data.history.get("citizen_survey", data.tables["citizen_survey"])
    known = set(past["instrument"].unique()) & set(data.codebooks)
    now = {asked.whole.codebook.instrument, *(one.codebook.instrument for one in asked.others)}
    return tuple(sorted(known - now))


def _names_units(config: SatisfactionConfig) -> bool:
    return config.audience != "workshop"


def _wanted(part: Part, config: SatisfactionConfig) -> Part:
    """Return the part with the tables of the sections that were asked for."""
    kept = {
        table
        for section, tables in TABLES_OF_SECTION.items()
        if config.wants(section)
        for table in tables
    }
    return replace(part, tables=tuple(one for one in part.tables if one.name in kept))


def _result(
    asked: _Asked, part: Part, data: StudyData, config: SatisfactionConfig
) -> SatisfactionResult:
    groups = group_names(part.tables, data.codebooks, TRAITS)
    names = Names.of(data.region, data.period, codebooks=data.codebooks.values(), groups=groups)
    spoken = names if _names_units(config) else without_unit_names(names)
    report = Report(
        survey=asked.survey,
        population=asked.population,
        gates=part.gates,
        names=spoken,
        config=config,
        scope=asked.scope,
        printed=asked.printed,
        apart=asked.apart,
        rule_title=_rule_title(asked, data),
    )
    output = assemble(
        data=data,
        study="satisfaction",
        findings=part.findings,
        tables=part.tables,
        figures=partial(_figures, asked.survey, spoken),
        sections=partial(write_sections, report),
        rules_used={"skm": asked.survey.rules.id} if asked.survey and asked.survey.rules else {},
        warnings=_warnings(asked, data, config),
        lang=config.lang,
        min_cell=config.min_cell,
        ledger=data.ledger,
        audience=config.audience,
        names=names,
        members=_merged_further(asked, data, config),
    )
    labelled = label_headlines(output, asked.survey, one_unit=bool(config.unit))
    return SatisfactionResult(
        config, replace(output, narrative=labelled), raw_numbers(part, config.lang)
    )


def _figures(
    survey: Survey | None,
    names: Names,
    findings: Sequence[Finding],
    tables: Mapping[str, ReportTable],
) -> list[ReportFigure]:
    if survey is None:
        return []
    return draw_figures(Drawing(survey, findings, names), list(tables.values()))


def _merged_further(
    asked: _Asked, data: StudyData, config: SatisfactionConfig
) -> dict[str, dict[str, str]]:
    """Return in which level of the table by unit each level of a trait lies."""
    if asked.whole is None:
        return {}
    return coarser_levels(unit_levels(asked.whole, data.region, config))


def _rule_title(asked: _Asked, data: StudyData) -> dict[str, str]:
    if asked.survey is None or asked.survey.rules is None:
        return {}
    return dict(data.rules.get(asked.survey.rules.id).title)


def _warnings(asked: _Asked, data: StudyData, config: SatisfactionConfig) -> list[str]:
    survey = asked.survey
    known = data.tables["citizen_survey"]["instrument"].isin(list(data.codebooks))
    found = {
        RANDOM_VARIATION_ONLY: survey is not None and not survey.designed,
        "unsur_order": survey is not None and survey.order_assumed,
        "unknown_instrument": not known.all(),
        "printed_weight": config.weight != "exact",
    }
    return [code for code, holds in found.items() if holds]
