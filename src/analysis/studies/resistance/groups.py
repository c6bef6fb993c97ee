"""The resistance score by group of staff and unit kind, and its dimensions by unit kind.

Each group is compared with all other sheets (Welch), adjusted by Benjamini-Hochberg within the
trait; with voluntary or quota sampling every comparison is `review`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.measures.groups import ORDER, RANKED
from analysis.measures.scales import is_favourable
from analysis.presenting.composing import GateDecision, Part, combine
from analysis.presenting.composing.levels import in_order, level_names, merged_levels
from analysis.privacy.floors import limit_of
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.comparing import ComparedMean, compare_levels
from analysis.stats.gates import gate
from analysis.stats.proportions import estimate_proportion
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.level import (
    SCALE_LIMITS,
    index_finding,
    judge,
    judge_share,
    share_finding,
)
from analysis.studies.resistance.parts import VOLUNTARY, WORDS
from analysis.studies.resistance.survey import StaffSurvey

TRAITS = (
    "unit_group",
    "gender",
    "age_band",
    "education",
    "status",
    "position_type",
    "tenure_band",
)
NEIGHBOURS = RANKED | {"status", "position_type"}
"""Traits whose small levels join a neighbour by name; those of others become one level."""

HEADINGS = {"status": "employment_status"}


def estimate_groups(survey: StaffSurvey, config: ResistanceConfig) -> Part:
    """Return the score by every trait that the sheets state, with at least two levels left."""
    found = {
        trait: levels
        for trait in TRAITS
        if not (config.unit and trait == "unit_group")
        and len((levels := group_levels(survey, trait, config)).dropna().unique()) > 1
    }
    if not found:
        return Part(gates=(GateDecision("groups", "blocked", "no_groups", "traits"),))
    part = combine(_of_trait(survey, trait, levels, config) for trait, levels in found.items())
    if "unit_group" in found:
        part = combine([part, _shares(survey, found["unit_group"], config)])
        part = combine([part, _dimensions(survey, found["unit_group"])])
    return replace(part, gates=(_decision(survey, part.findings),))


def group_levels(survey: StaffSurvey, trait: str, config: ResistanceConfig) -> pd.Series:
    """Return the level of each scored sheet, small levels merged; unscored sheets are missing."""
    scored = survey.scores[survey.outcome].notna()
    stated = survey.sheets[trait].where(scored)
    floor = limit_of("sensitive", min_cell=config.min_cell).floor
    levels = merged_levels(
        stated[scored], floor=floor, disclosure="sensitive", order=declared_order(trait)
    )
    return levels.reindex(stated.index)


def declared_order(trait: str) -> tuple[str, ...] | None:
    """Return the natural order of the levels of a trait; None where they have none."""
    return ORDER[trait] if trait in NEIGHBOURS else None


def _of_trait(survey: StaffSurvey, trait: str, levels: pd.Series, config: ResistanceConfig) -> Part:
    compared = compare_levels(
        survey.scores[survey.outcome], levels, confidence=config.confidence, limits=SCALE_LIMITS
    )
    order = in_order(
        {level: one.mean.n for level, one in compared.items()}, order=declared_order(trait)
    )
    scope = config.scope
    findings = [
        index_finding(
            survey,
            compared[level].mean,
            config,
            group={**scope, trait: level},
            key=survey.outcome,
            compared=compared[level],
            family=f"resistance.index.{trait}",
        )
        for level in order
    ]
    shown = {level: compared[level] for level in order}
    return Part(findings=tuple(findings), tables=(_table(survey, trait, shown),))


def _table(survey: StaffSurvey, trait: str, compared: Mapping[str, ComparedMean]) -> ReportTable:
    rows = [
        {trait: level, "n": one.mean.n, **_numbers(survey, one)} for level, one in compared.items()
    ]
    columns = [
        label_column(trait, list(compared)),
        WORDS.column("n", "base", "integer"),
        WORDS.column("estimate", "mean", "index", heading="score"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table(f"by_{trait}", frame, columns)


def label_column(trait: str, levels: list[str]) -> Any:  # noqa: ANN401 - a ReportColumn
    """Return the label column of a trait with the names of its levels."""
    return WORDS.column(
        trait,
        "label",
        "text",
        codes=level_names(trait, levels),
        heading=HEADINGS.get(trait, trait),
    )


def _numbers(survey: StaffSurvey, one: ComparedMean) -> dict[str, object]:
    if judge(survey, one.mean, comparison=True)[0] == "blocked":
        return {}
    return {
        "estimate": one.mean.estimate,
        "ci_low": one.mean.ci_low,
        "ci_high": one.mean.ci_high,
        "p_adjusted": one.p_adjusted,
    }


def _shares(survey: StaffSurvey, levels: pd.Series, config: ResistanceConfig) -> Part:
    """Return the share of sheets on the favourable side by unit kind."""
    sides = is_favourable(survey.scores[survey.outcome], survey.scales[survey.outcome])
    findings, rows = [], []
    for level, rows_of in sides[levels.notna()].groupby(levels[levels.notna()]):
        known = rows_of.dropna()
        share = estimate_proportion(int(known.sum()), len(known), confidence=config.confidence)
        blocked = judge_share(survey, share, comparison=True)[0] == "blocked"
        findings.append(
            share_finding(
                survey,
                share,
                config,
                group={"unit_group": str(level)},
                comparison=True,
            )
        )
        numbers = {} if blocked else {"positive_share": share.estimate}
        rows.append({"unit_group": str(level), "n": share.n, **numbers})
    columns = [
        label_column("unit_group", [str(row["unit_group"]) for row in rows]),
        WORDS.column("n", "base", "integer"),
        WORDS.column("positive_share", "share", "share", heading="accepting"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return Part(tuple(findings), (WORDS.table("side_by_unit_group", frame, columns),))


def _dimensions(survey: StaffSurvey, levels: pd.Series) -> Part:
    """Return the mean score of each dimension by unit kind, one row a kind.

    The base of a row is the smallest number of scored sheets of any of its dimensions.
    """
    keys = [key for key in survey.dimensions if key in survey.scores]
    if not keys:
        return Part()
    scores = survey.scores[[survey.outcome, *keys]]
    means = scores.groupby(levels).mean()
    bases = scores.groupby(levels).count().min(axis=1)
    sizes = {str(level): int(n) for level, n in bases.items()}
    rows = [
        {"unit_group": level, "n": sizes[level], **means.loc[level].to_dict()}
        for level in in_order(sizes)
    ]
    mean = WORDS.column("estimate", "mean", "index", heading="score")
    columns = [
        label_column("unit_group", list(sizes)),
        WORDS.column("n", "base", "integer"),
        replace(mean, name=survey.outcome, label=WORDS.both("column.whole")),
        *(replace(mean, name=key, label=survey.scale_name(key)) for key in keys),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = WORDS.both("table_note.dimensions_by_unit_group")
    return Part(tables=(WORDS.table("dimensions_by_unit_group", frame, columns, note=note),))


def _decision(survey: StaffSurvey, findings: tuple[Finding, ...]) -> GateDecision:
    bases = [one.n for one in findings if one.n is not None]
    size = gate("group_comparison", smallest_group=min(bases, default=0))
    if size.status == "blocked":
        return GateDecision("groups", "blocked", "few_in_group", "more_sheets")
    if not survey.designed:
        return GateDecision("groups", "review", VOLUNTARY, "sampling")
    reason = "few_in_group" if size.status != "ok" else ""
    return GateDecision("groups", size.status, reason, "more_sheets" if reason else "")
