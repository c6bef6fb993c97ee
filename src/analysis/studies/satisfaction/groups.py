"""The index by group of users, unit kind and service; small categories merged beforehand.

Each group is compared with all other sheets (normal test of the difference of two independent
indices), adjusted by Benjamini-Hochberg within the trait.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
from scipy.stats import norm

from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.schemas.tables import table
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.coverage import adjust_bh
from analysis.studies.satisfaction.estimating import Estimate, estimate_groups
from analysis.studies.satisfaction.judging import judge, judge_comparison
from analysis.studies.satisfaction.merging import merge_small
from analysis.studies.satisfaction.names import UNSTATED, level_names
from analysis.studies.satisfaction.parts import (
    ROOM,
    GateDecision,
    Part,
    column,
    combine,
    titled,
)
from analysis.studies.satisfaction.region_index import index_finding
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

TRAITS = ("gender", "age_band", "education", "occupation", "service", "unit_group")
ORDERED = ("age_band", "education")
REST = "_all_but"
SMALLEST_LEVEL = 10
"""Sheets below which the gate of comparisons blocks; smaller levels are merged before."""


@dataclass(frozen=True)
class Test:
    """A group against all other sheets; None where it cannot be tested."""

    p_value: float | None
    p_adjusted: float | None


def estimate_all_groups(survey: Survey, region: Region, config: SatisfactionConfig) -> Part:
    """Return the index by every trait that the sheets record."""
    parts = [
        estimate_trait(survey, trait, region, config)
        for trait in TRAITS
        if _recorded(survey, trait, region)
    ]
    if not parts:
        return Part(gates=(GateDecision("groups", "blocked", "no_groups", "traits"),))
    found = combine(parts)
    decided = judge_comparison(survey, smallest_group=_smallest_base(found.findings))
    unblock = "" if decided.status == "ok" else "more_sheets" if survey.designed else "sampling"
    gate = GateDecision("groups", decided.status, decided.reason or "", unblock)
    return replace(found, gates=(gate,))


def estimate_trait(survey: Survey, trait: str, region: Region, config: SatisfactionConfig) -> Part:
    """Return the index by the levels of one trait, sheets that do not state it as a level."""
    grouped = replace(
        survey,
        sheets=survey.sheets.assign(**{trait: _levels(survey, trait, region, config)}),
    )
    found = estimate_groups(grouped, [trait], confidence=config.confidence)
    tests = _against_the_rest(grouped, trait, found, config)
    findings = [
        _finding(survey, {trait: level}, one, tests[level], config)
        for (level,), one in found.items()
    ]
    return Part(findings=tuple(findings), tables=(_table(survey, trait, found, tests),))


def _levels(survey: Survey, trait: str, region: Region, config: SatisfactionConfig) -> pd.Series:
    floor = max(config.min_cell, SMALLEST_LEVEL)
    if trait == "unit_group":
        kinds = {unit.id: unit.kind for unit in region.units if unit.kind}
        values = survey.sheets["unit_id"].map(kinds)
    else:
        values = survey.sheets[trait]
    order = table("citizen_survey")[trait].categories if trait in ORDERED else ()
    return merge_small(values.fillna(UNSTATED).astype("str"), floor=floor, order=order)


def _recorded(survey: Survey, trait: str, region: Region) -> bool:
    if trait == "unit_group":
        return "unit" not in survey.scope and len({unit.kind for unit in region.units}) > 1
    return trait in survey.sheets and bool(survey.sheets[trait].notna().any())


def _against_the_rest(
    survey: Survey,
    trait: str,
    found: Mapping[tuple[str, ...], Estimate],
    config: SatisfactionConfig,
) -> dict[str, Test]:
    """Return the test of each level against all other sheets."""
    sheets = survey.sheets
    levels = [level for (level,) in found]
    rests = [sheets[sheets[trait] != level].assign(**{REST: level}) for level in levels]
    others = estimate_groups(
        replace(survey, sheets=pd.concat(rests, ignore_index=True)),
        [REST],
        confidence=config.confidence,
    )
    p_values = [_p_value(found[(level,)], others.get((level,))) for level in levels]
    adjusted = adjust_bh(pd.Series(p_values, dtype="float64"))
    return {
        level: Test(*(None if math.isnan(p) else p for p in pair))
        for level, pair in zip(levels, zip(p_values, adjusted, strict=True), strict=True)
    }


def _p_value(one: Estimate, other: Estimate | None) -> float:
    if other is None or one.exact is None or other.exact is None:
        return math.nan
    error = math.hypot(one.std_error, other.std_error)
    return float(2 * norm.sf(abs(one.value - other.value) / error)) if error > 0 else math.nan


def _finding(
    survey: Survey,
    group: Mapping[str, str],
    one: Estimate,
    test: Test,
    config: SatisfactionConfig,
) -> Finding:
    return index_finding(
        survey,
        one,
        config,
        group=group,
        comparison=True,
        family=f"satisfaction.ikm.{next(iter(group))}",
        p_value=test.p_value,
        p_adjusted=test.p_adjusted,
    )


def _table(
    survey: Survey,
    trait: str,
    found: Mapping[tuple[str, ...], Estimate],
    tests: Mapping[str, Test],
) -> ReportTable:
    rows = [_row(survey, trait, level, one, tests) for (level,), one in found.items()]
    names = level_names(trait, [level for (level,) in found])
    columns = [
        column(trait, "label", "text", codes=names),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = both(f"{ROOM}.table_note.groups")
    return titled(f"by_{trait}", _in_order(frame, trait), columns, note=note)


def _row(
    survey: Survey, trait: str, level: str, one: Estimate, tests: Mapping[str, Test]
) -> dict[str, object]:
    row: dict[str, object] = {trait: level, "n": one.n}
    if judge(survey, one, comparison=True).status == "blocked":
        return row
    return row | {
        "estimate": one.value,
        "ci_low": one.ci_low,
        "ci_high": one.ci_high,
        "p_adjusted": tests[level].p_adjusted,
    }


def _in_order(frame: pd.DataFrame, trait: str) -> pd.DataFrame:
    if trait not in ORDERED:
        return frame.sort_values("n", ascending=False, kind="stable")
    order = {name: place for place, name in enumerate(table("citizen_survey")[trait].categories)}
    first = frame[trait].str.split(" + ", regex=False).str[0]
    return frame.assign(_place=first.map(order).fillna(len(order))).sort_values(
        "_place", kind="stable"
    )


def _smallest_base(findings: tuple[Finding, ...]) -> int:
    bases = [one.n for one in findings if one.n is not None]
    return min(bases, default=0)
