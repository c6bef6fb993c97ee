"""Hours of training by group of employees and by unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.measures.groups import ORDER, RANKED, TRAITS
from analysis.presenting.composing import GateDecision, Part, combine
from analysis.presenting.composing.levels import (
    in_order,
    level_names,
    merged_levels,
    unit_names,
)
from analysis.privacy.floors import limit_of
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.stats.comparing import compare_levels
from analysis.stats.means import estimate_mean
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.coverage import (
    JP_LIMITS,
    UNBLOCK,
    jp_finding,
    obstacle,
)
from analysis.studies.training.judging import judge_persons
from analysis.studies.training.participation import Participation
from analysis.studies.training.parts import WORDS

NEIGHBOURS = RANKED | {"status", "position_type"}
"""Traits whose small levels join a neighbour by name; those of others become one level."""

HEADINGS = {"status": "employment_status"}
SMALLEST_LEVEL = 10
"""Persons below which the gate of comparisons blocks; smaller levels are merged before."""


def estimate_groups(
    participation: Participation, whole: Participation, region: Region, config: TrainingConfig
) -> Part:
    """Return the mean JP by every trait that the staff list states, and by unit.

    A one-page view has the mean of the unit beside that of the region, `whole`.
    """
    if obstacle(participation) or not participation.has_register:
        reason = obstacle(participation) or "no_register"
        unblock = "trainings" if obstacle(participation) else "employees"
        return Part(gates=(GateDecision("groups", "blocked", reason, unblock),))
    levels = {
        trait: found
        for trait in TRAITS
        if not (config.unit and trait == "unit_group")
        and len((found := _levels(participation, trait, config)).dropna().unique()) > 1
    }
    if not config.unit:
        levels["unit"] = participation.register["unit_id"]
    beside = Part(tables=(_beside_region(whole, region, config),)) if config.unit else Part()
    if not levels:
        blocked = GateDecision("groups", "blocked", "no_groups", "traits")
        return replace(beside, gates=(blocked,))
    part = combine(
        [
            beside,
            *(_of_trait(participation, trait, of, region, config) for trait, of in levels.items()),
        ]
    )
    return replace(part, gates=(_decision(participation, part.findings),))


def _beside_region(whole: Participation, region: Region, config: TrainingConfig) -> ReportTable:
    """Return the mean JP of the region and of the unit in view."""
    hours = whole.hours()
    of_unit = hours[whole.register["unit_id"].eq(config.unit).fillna(value=False)]
    shown = {None: hours, config.unit: of_unit}
    rows = []
    for unit, values in shown.items():
        mean = estimate_mean(values.to_numpy(), confidence=config.confidence, limits=JP_LIMITS)
        finding = jp_finding(whole, mean, config, group={})
        rows.append({"unit": unit, "n": mean.n, **_numbers(finding)})
    return _table("unit", rows, [config.unit], region)


def _decision(participation: Participation, findings: tuple[Finding, ...]) -> GateDecision:
    """Return whether groups can be compared; single units have gates of their own."""
    bases = [one.n for one in findings if one.n is not None and set(one.group) != {"unit"}]
    status, reason = judge_persons(participation, max(min(bases, default=0), SMALLEST_LEVEL))
    return GateDecision("groups", status, reason, UNBLOCK.get(reason, ""))


def _levels(participation: Participation, trait: str, config: TrainingConfig) -> pd.Series:
    floor = max(limit_of("personnel", min_cell=config.min_cell).floor, SMALLEST_LEVEL)
    return merged_levels(
        participation.register[trait],
        floor=floor,
        disclosure="personnel",
        order=ORDER[trait] if trait in NEIGHBOURS else None,
    )


def _of_trait(
    participation: Participation,
    trait: str,
    levels: pd.Series,
    region: Region,
    config: TrainingConfig,
) -> Part:
    compared = compare_levels(
        participation.hours(), levels, confidence=config.confidence, limits=JP_LIMITS
    )
    sizes = {level: one.mean.n for level, one in compared.items()}
    order = in_order(sizes, order=ORDER.get(trait))
    if trait in ("unit", "unit_group"):
        order = sorted(order, key=lambda level: -compared[level].mean.estimate)
    scope = config.scope
    findings = [
        jp_finding(
            participation,
            compared[level].mean,
            config,
            group={**scope, trait: level},
            p_value=compared[level].p_value,
            p_adjusted=compared[level].p_adjusted,
            family=f"training.jp_mean.{trait}",
        )
        for level in order
    ]
    rows = [
        {trait: level, "n": sizes[level], **_numbers(finding)}
        for level, finding in zip(order, findings, strict=True)
    ]
    return Part(tuple(findings), (_table(trait, rows, order, region),))


def _numbers(finding: Finding) -> dict[str, float | None]:
    names = ("estimate", "ci_low", "ci_high", "p_adjusted")
    return {name: getattr(finding, name) for name in names}


def _table(
    trait: str, rows: list[dict[str, Any]], levels: list[str], region: Region
) -> ReportTable:
    columns = [
        _label(trait, levels, region),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("estimate", "mean", "decimal", heading="jp_mean"),
        WORDS.column("ci_low", "bound", "decimal"),
        WORDS.column("ci_high", "bound", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table(f"by_{trait}", frame, columns)


def _label(trait: str, levels: list[str], region: Region) -> ReportColumn:
    names = unit_names(region) if trait == "unit" else level_names(trait, levels)
    return WORDS.column(trait, "label", "text", codes=names, heading=HEADINGS.get(trait, trait))
