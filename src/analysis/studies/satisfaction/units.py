"""The index of every unit beside the median unit, with the stability of its letter."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.stats.ranking import rank_sets
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import estimate_groups, estimate_region
from analysis.studies.satisfaction.letter_stability import stability, stability_finding
from analysis.studies.satisfaction.parts import (
    ROOM,
    VOLUNTARY,
    GateDecision,
    Part,
    blocked,
    column,
    make_finding,
    titled,
)
from analysis.studies.satisfaction.region_index import index_finding
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

RANKS = ("rank_best", "rank_worst")
COLUMNS = ("unit", "n", "estimate", "ci_low", "ci_high", "letter", "stability", "to_median")
FEWEST_UNITS = 3
"""Units below which a median unit says nothing."""


def estimate_units(survey: Survey, region: Region, config: SatisfactionConfig) -> Part:
    """Return index, interval, letter and stability of each unit, and the median unit."""
    units = estimate_groups(survey, ["unit_id"], confidence=config.confidence)
    findings = [_benchmark(survey, units, config)]
    for (unit,), one in units.items():
        group = {"unit": unit}
        findings.append(index_finding(survey, one, config, group=group))
        findings.append(stability_finding(survey, one, group=group))
    return Part(
        findings=tuple(findings),
        tables=unit_tables(survey, units, region, config),
        gates=(_decision(survey, units),),
        raw={"units": _frame(survey, units, None)},
    )


def unit_view(whole: Survey, unit: str, config: SatisfactionConfig) -> Part:
    """Return only the median unit of the region, against which one unit is read."""
    units = estimate_groups(whole, ["unit_id"], confidence=config.confidence)
    if (unit,) not in units:
        return Part(findings=(blocked("ikm", "no_sheets", group={"unit": unit}),))
    return Part(findings=(_benchmark(whole, units, config),), gates=(_decision(whole, units),))


def median_index(units: Mapping[tuple[str, ...], Estimate]) -> Fraction | None:
    """Return the exact index of the median unit; None below `FEWEST_UNITS` units."""
    values = [one.exact for one in units.values() if one.exact is not None]
    return statistics.median(values) if len(values) >= FEWEST_UNITS else None


def unit_tables(
    survey: Survey,
    units: Mapping[tuple[str, ...], Estimate],
    region: Region,
    config: SatisfactionConfig,
) -> tuple[ReportTable, ReportTable]:
    """Return the index by unit, highest first after the whole region, and the ranks by unit."""
    total = estimate_region(survey, confidence=config.confidence)
    frame = _frame(survey, units, total)
    names = {unit.id: {"id": unit.name, "en": unit.name} for unit in region.units}
    first = [
        column("unit", "label", "text", codes=names),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
    ]
    lettered = [column("letter", "code", "code"), column("stability", "share", "share")]
    index = [
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        *(lettered if survey.rules else []),
    ]
    note = both(f"{ROOM}.table_note.by_unit") if survey.rules else None
    ranks = [
        column("to_median", "mean", "index"),
        *(column(name, "bound", "integer") for name in RANKS),
    ]
    return (
        titled("by_unit", frame, [*first, *index], note=note),
        titled(
            "unit_ranks",
            frame[frame["unit"].notna()],
            [*first, *ranks],
            note=both(f"{ROOM}.table_note.unit_ranks"),
        ),
    )


def _frame(
    survey: Survey, units: Mapping[tuple[str, ...], Estimate], total: Estimate | None
) -> pd.DataFrame:
    median = median_index(units)
    ordered = sorted(units.items(), key=lambda one: (-_sortable(one[1]), one[0]))
    rows = [_row(survey, None, total, median)] if total else []
    rows += [_row(survey, unit, one, median) for (unit,), one in ordered]
    return _with_ranks(pd.DataFrame(rows, columns=list(COLUMNS)), units)


def _with_ranks(frame: pd.DataFrame, units: Mapping[tuple[str, ...], Estimate]) -> pd.DataFrame:
    names = [unit for (unit,) in units]
    ranked = rank_sets(
        [one.value for one in units.values()],
        [one.std_error or math.nan for one in units.values()],
        labels=names,
    ).set_index("label")
    return frame.assign(**{name: frame["unit"].map(ranked[name]).astype("Int64") for name in RANKS})


def _row(
    survey: Survey, unit: str | None, one: Estimate, median: Fraction | None
) -> dict[str, object]:
    known = one.exact is not None and median is not None
    return {
        "unit": unit,
        "n": one.n,
        "estimate": one.value,
        "ci_low": one.ci_low,
        "ci_high": one.ci_high,
        "letter": survey.letter(one.exact),
        "stability": stability(survey, one),
        "to_median": float(one.exact - median) if known else math.nan,  # type: ignore[operator]
    }


def _sortable(estimate: Estimate) -> float:
    return -math.inf if estimate.exact is None else estimate.value


def _benchmark(
    survey: Survey, units: Mapping[tuple[str, ...], Estimate], config: SatisfactionConfig
) -> Finding:
    group = {"reference": "median_unit"}
    median = median_index(units)
    if median is None:
        return blocked("ikm", "too_few_units", group=group)
    return make_finding(
        "ikm",
        method=f"median_of_units_{config.weight}",
        status="ok" if survey.designed else "review",
        reason_code=None if survey.designed else VOLUNTARY,
        group=group,
        estimate=float(median),
        confidence=None,
        n=sum(one.n for one in units.values()),
    )


def _decision(survey: Survey, units: Mapping[tuple[str, ...], Estimate]) -> GateDecision:
    if len(units) < FEWEST_UNITS:
        return GateDecision("units", "blocked", "too_few_units", "more_units")
    if not survey.designed:
        return GateDecision("units", "review", VOLUNTARY, "sampling")
    return GateDecision("units", "ok")
