"""The index by group of users, unit kind and service; small categories merged beforehand.

Each group is compared with all other sheets (normal test of the difference of two independent
indices), adjusted by Benjamini-Hochberg within the trait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.privacy.merging import merge_small
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.schemas.tables import table
from analysis.studies.satisfaction.comparing import Compared, compare_levels
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.judging import judge, judge_comparison
from analysis.studies.satisfaction.names import UNSTATED, level_names, members_of
from analysis.studies.satisfaction.parts import (
    GateDecision,
    Part,
    column,
    combine,
    titled,
)
from analysis.studies.satisfaction.region_index import index_finding
from analysis.studies.satisfaction.surveys import Survey

TRAITS = ("gender", "age_band", "education", "occupation", "service", "unit_group")
ORDERED = ("age_band", "education")
SMALLEST_LEVEL = 10
"""Sheets below which the gate of comparisons blocks; smaller levels are merged before."""


def estimate_all_groups(survey: Survey, region: Region, config: SatisfactionConfig) -> Part:
    """Return the index by every trait that the sheets record with at least two levels left.

    Sheets that do not state a trait are a level of it, where they reach the floor.
    """
    levels = {
        trait: merged_levels(survey, trait, region, config)
        for trait in TRAITS
        if _recorded(survey, trait, region)
    }
    levels = {trait: found for trait, found in levels.items() if len(found.dropna().unique()) > 1}
    if not levels:
        return Part(gates=(GateDecision("groups", "blocked", "no_groups", "traits"),))
    compared = compare_levels(survey, levels, confidence=config.confidence)
    part = combine(_of_trait(survey, trait, compared[trait], config) for trait in levels)
    decided = judge_comparison(survey, smallest_group=_smallest_base(part.findings))
    unblock = "" if decided.status == "ok" else "more_sheets" if survey.designed else "sampling"
    gate = GateDecision("groups", decided.status, decided.reason or "", unblock)
    return replace(part, gates=(gate,))


def merged_levels(
    survey: Survey, trait: str, region: Region, config: SatisfactionConfig
) -> pd.Series:
    """Return the level of each sheet, small levels merged; no missing one merged with a level.

    Sheets that do not state the trait are the level `UNSTATED`, or missing below the floor.
    """
    stated = survey.sheets[trait] if trait != "unit_group" else _kinds(survey, region)
    counts = stated.dropna().value_counts().rename_axis("level").reset_index(name="n")
    order = _declared(trait) if trait in ORDERED else None
    floor = max(config.min_cell, SMALLEST_LEVEL)
    levels = stated.map(merge_small(counts, "level", "n", order=order, min_cell=floor))
    if stated.isna().sum() < floor:
        return levels
    return levels.astype("object").fillna(UNSTATED).astype("str")


def _recorded(survey: Survey, trait: str, region: Region) -> bool:
    if trait == "unit_group":
        return "unit" not in survey.scope and len({unit.kind for unit in region.units}) > 1
    return trait in survey.sheets and bool(survey.sheets[trait].notna().any())


def _kinds(survey: Survey, region: Region) -> pd.Series:
    kinds = {unit.id: unit.kind for unit in region.units if unit.kind}
    return survey.sheets["unit_id"].map(kinds)


def _declared(trait: str) -> tuple[str, ...]:
    return tuple(table("citizen_survey")[trait].categories)


def _of_trait(
    survey: Survey, trait: str, compared: Mapping[str, Compared], config: SatisfactionConfig
) -> Part:
    ordered = {level: compared[level] for level in _in_order(compared, trait)}
    findings = [
        index_finding(
            survey,
            one.estimate,
            config,
            group={trait: level},
            comparison=True,
            family=f"satisfaction.ikm.{trait}",
            p_value=one.p_value,
            p_adjusted=one.p_adjusted,
        )
        for level, one in ordered.items()
    ]
    return Part(findings=tuple(findings), tables=(_table(survey, trait, ordered),))


def _in_order(compared: Mapping[str, Compared], trait: str) -> list[str]:
    """Return the levels in their natural order, else the largest first; the unstated last."""
    if trait in ORDERED:
        order = (*_declared(trait), UNSTATED)
        return sorted(compared, key=lambda level: order.index(members_of(level)[0]))
    return sorted(
        compared, key=lambda level: (level == UNSTATED, -compared[level].estimate.n, level)
    )


def _table(survey: Survey, trait: str, compared: Mapping[str, Compared]) -> ReportTable:
    rows = [_row(survey, trait, level, one) for level, one in compared.items()]
    columns = [
        column(trait, "label", "text", codes=level_names(trait, compared)),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return titled(f"by_{trait}", frame, columns)


def _row(survey: Survey, trait: str, level: str, one: Compared) -> dict[str, object]:
    row: dict[str, object] = {trait: level, "n": one.estimate.n}
    if judge(survey, one.estimate, comparison=True).status == "blocked":
        return row
    return row | {
        "estimate": one.estimate.value,
        "ci_low": one.estimate.ci_low,
        "ci_high": one.estimate.ci_high,
        "p_adjusted": one.p_adjusted,
    }


def _smallest_base(findings: tuple[Finding, ...]) -> int:
    bases = [one.n for one in findings if one.n is not None]
    return min(bases, default=0)
