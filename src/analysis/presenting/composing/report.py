"""From the part of a study to its result: tables chosen, sections written, everything protected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.presenting.composing.decision import decision_sentences, gate_table
from analysis.presenting.composing.parts import GateDecision, Part
from analysis.presenting.composing.result import Raw
from analysis.presenting.composing.study_config import StudyConfig
from analysis.presenting.composing.view import Paragraph, Shown
from analysis.presenting.composing.words import StudyWords
from analysis.presenting.headlines import headlines
from analysis.presenting.names import GroupNames, Names
from analysis.presenting.output import StudyOutput, assemble
from analysis.schemas.bundle import ReportFigure, ReportTable, Section
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    from analysis.store import StudyData

SectionWriter = Callable[[Shown], Iterable[Paragraph]]
FigureMaker = Callable[[Shown], ReportFigure | None]


DECISION_TABLES = ("gates",)
"""What stands in the section `decision` of a study that names nothing else."""


@dataclass(frozen=True, kw_only=True)
class Composition:
    """How a study's report is laid out.

    Attributes
    ----------
    words : StudyWords
    questions : tuple of str
        Codes of the questions of the decision list, in order.
    sections : mapping of str to function of Shown
        Key of the section to the writer of its paragraphs, in order of the report. The section
        `decision` needs no writer.
    figures : sequence of functions of Shown
        Each returns a figure, or None where there is nothing to draw.
    tables_of_section : mapping of str to tuple of str
        Tables that stand in a section; other tables are always kept.
    figures_of_section : mapping of str to tuple of str
        Figures that stand in a section, above its tables.
    """

    words: StudyWords
    questions: tuple[str, ...]
    sections: Mapping[str, SectionWriter]
    figures: Sequence[FigureMaker] = ()
    tables_of_section: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures_of_section: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def compose(
    part: Part,
    data: StudyData,
    config: StudyConfig,
    composition: Composition,
    *,
    groups: GroupNames | None = None,
    rules_used: Mapping[str, str] | None = None,
    warnings: Sequence[str] = (),
) -> tuple[StudyOutput, Raw]:
    """Return the protected output of a study and its raw numbers.

    Parameters
    ----------
    part : Part
        Everything the study found, before disclosure control.
    data : StudyData
    config : StudyConfig
    composition : Composition
    groups : mapping or None
        Display names of group values that the region and the codebooks do not give.
    rules_used : mapping of kind to rule set id
    warnings : sequence of str
        Codes of `[warning.*]` of the study's messages.
    """
    words = composition.words
    tables = (*part.tables, gate_table(words, part.gates, composition.questions))
    part = replace(part, tables=_wanted(tables, config, composition))
    names = Names.of(data.region, data.period, codebooks=data.codebooks.values(), groups=groups)
    unit = {"unit": config.unit} if config.unit else {}

    def shown(findings: Sequence[Finding], safe: Mapping[str, ReportTable]) -> Shown:
        told = names if config.names_units else _without_units(names, words)
        return Shown(words.study, findings, safe, told, unit)

    def sections(findings: list[Finding], safe: dict[str, ReportTable]) -> list[Section]:
        return _sections(shown(findings, safe), part.gates, config, composition)

    def figures(findings: Sequence[Finding], safe: Mapping[str, ReportTable]) -> list[ReportFigure]:
        made = (make(shown(findings, safe)) for make in composition.figures)
        return [one for one in made if one is not None and one.table in safe]

    output = assemble(
        data=data,
        study=words.study,
        findings=part.findings,
        tables=part.tables,
        figures=figures,
        sections=sections,
        rules_used=dict(rules_used or {}),
        warnings=list(warnings),
        lang=config.lang,
        min_cell=config.min_cell,
        ledger=data.ledger.for_unit(config.unit),
        audience=config.audience,
        names=names,
    )
    if config.unit:
        output = replace(output, narrative=_named_by_title(output, names))
    return output, raw_numbers(part, config.lang)


def _named_by_title(output: StudyOutput, names: Names) -> dict[str, Any]:
    """Return the narrative whose key figures leave the unit to the title of the page."""
    told = headlines([_without_unit(one) for one in output.document.findings], names)
    known = output.narrative["headlines"]
    labelled = [{**one, "label": other["label"]} for one, other in zip(known, told, strict=True)]
    return {**output.narrative, "headlines": labelled}


def _without_unit(finding: Finding) -> Finding:
    group = {key: value for key, value in finding.group.items() if key != "unit"}
    return replace(finding, group=group)


def raw_numbers(part: Part, lang: str) -> Raw:
    """Return the unprotected numbers of a part, its findings as a frame first."""
    frames = {"findings": pd.DataFrame([_flat(one) for one in part.findings]), **part.raw}
    return Raw(frames, part.findings, lang)


def _wanted(
    tables: Sequence[ReportTable], config: StudyConfig, composition: Composition
) -> tuple[ReportTable, ...]:
    """Return the tables without those that stand only in sections that were not asked for."""
    placed = {name for names in composition.tables_of_section.values() for name in names}
    asked = {
        name
        for section, names in composition.tables_of_section.items()
        if config.wants(section)
        for name in names
    }
    return tuple(one for one in tables if one.name in asked or one.name not in placed)


def _sections(
    shown: Shown,
    gates: Sequence[GateDecision],
    config: StudyConfig,
    composition: Composition,
) -> list[Section]:
    words = composition.words
    written: list[Section] = []
    for key in ("decision", *(one for one in composition.sections if one != "decision")):
        if not config.wants(key):
            continue
        own = composition.sections.get(key)
        found = tuple(own(shown)) if own else ()
        first = decision_sentences(words, gates) if key == "decision" else ()
        written.append(
            Section(
                key,
                words.both(f"section.{key}"),
                (*first, *found),
                composition.figures_of_section.get(key, ()),
                composition.tables_of_section.get(key, DECISION_TABLES if first else ()),
            )
        )
    return written


def _without_units(names: Names, words: StudyWords) -> Names:
    """Return the names with every unit called "one unit", for texts written before masking."""
    masked = dict.fromkeys(names.groups.get("unit", {}), words.both("masked_unit"))
    return replace(names, groups={**names.groups, "unit": masked})


def _flat(finding: Finding) -> dict[str, object]:
    group = ", ".join(f"{key}={value}" for key, value in finding.group.items())
    names = ("estimate", "std_error", "ci_low", "ci_high", "n", "value_code", "status")
    return {"id": finding.id, "group": group} | {name: getattr(finding, name) for name in names}
