"""Perceived fairness by group of staff: each dimension, beside the reference group of the trait.

Sheets of one unit belong together, as their writers share appraisers: `justice_gaps`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.checks import Status
from analysis.presenting.composing import Part
from analysis.privacy.floors import limit_of
from analysis.stats.gates import gate
from analysis.stats.group_gaps import Gap
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import (
    Comparison,
    cluster_reason,
    comparisons,
    group_table,
    pair_gate,
    worst,
)
from analysis.studies.fairness.justice.gaps import NESTED, estimate_justice_gaps
from analysis.studies.fairness.justice.levels import estimate_level, few_units, level_method
from analysis.studies.fairness.numbers import known, of_gap, of_mean
from analysis.studies.fairness.parts import RANDOM_VARIATION_ONLY, SURVEY_WORDS, VOLUNTARY, WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.schemas.finding import Finding
    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.justice.sheets import JusticeSheets
    from analysis.studies.fairness.rated import Rated

FAMILY = "fairness.justice_gap"
FEWEST_UNITS = 2
"""Units of a kind from which its mean has an error."""


@dataclass(frozen=True)
class JusticeGap:
    """A level of a trait beside the reference level, in one dimension."""

    key: str
    compared: Comparison
    level: str
    gap: Gap
    p_adjusted: float = math.nan


def compare_justice(found: JusticeSheets, rated: Rated, config: FairnessConfig) -> Part:
    """Return the index of every group in every dimension, and its difference to the reference."""
    keys = found.dimensions or (found.whole,)
    scored = found.sheets[found.scores[list(keys)].notna().any(axis=1)]
    traits = comparisons(scored, config, disclosure="sensitive")
    if not traits:
        return Part()
    gaps = _adjusted(
        found, [one for key in keys for trait in traits for one in _gaps(found, key, trait, config)]
    )
    findings = [
        *(
            _index(found, key, trait, level, rated, config)
            for key in keys
            for trait in traits
            for level in trait.order
        ),
        *(_gap(found, one, rated, config) for one in gaps),
    ]
    tables = (_means_table(found, keys, traits, config), _gaps_table(found, keys, traits, gaps))
    return Part(tuple(findings), tables)


def _gaps(
    found: JusticeSheets, key: str, compared: Comparison, config: FairnessConfig
) -> list[JusticeGap]:
    gaps = estimate_justice_gaps(found.scores[key], compared, found.sheets["unit_id"], config)
    return [
        JusticeGap(key, compared, level, gaps[level]) for level in compared.others if level in gaps
    ]


def _adjusted(found: JusticeSheets, gaps: Sequence[JusticeGap]) -> list[JusticeGap]:
    """Return the gaps with p-values adjusted over those that are told."""
    told = [one.gap.p_value if _judge(found, one)[0] != "blocked" else math.nan for one in gaps]
    adjusted = adjust_p_values(told, method="bh")
    return [replace(one, p_adjusted=float(p)) for one, p in zip(gaps, adjusted, strict=True)]


def _group(found: JusticeSheets, key: str, rated: Rated) -> dict[str, str]:
    return dict(rated.scope) if key == found.whole else {**rated.scope, "dimension": key}


def _index(  # noqa: PLR0917 - one group in one dimension
    found: JusticeSheets,
    key: str,
    compared: Comparison,
    level: str,
    rated: Rated,
    config: FairnessConfig,
) -> Finding:
    group = {**_group(found, key, rated), compared.trait: level}
    part = compared.levels.reindex(found.sheets.index).eq(level)
    mean = estimate_level(found, key, config, part=part)
    size = gate("survey_level", n=mean.n)
    if size.status == "blocked":
        return SURVEY_WORDS.blocked("justice", "too_few_respondents", group=group)
    told = {
        "same_answers": mean.no_variation,
        "few_respondents": size.status == "review",
        "few_clusters": few_units(found),
        VOLUNTARY: not found.designed,
    }
    reason = next((code for code, holds in told.items() if holds), "")
    return SURVEY_WORDS.finding(
        "justice",
        method=level_method(found, "mean_of_person_means"),
        status="review" if reason else "ok",
        reason_code=reason or None,
        group=group,
        **of_mean(mean, config),
    )


def _gap(found: JusticeSheets, one: JusticeGap, rated: Rated, config: FairnessConfig) -> Finding:
    gap = one.gap
    group = {**_group(found, one.key, rated), **one.compared.group(one.level)}
    status, reason = _judge(found, one)
    if status == "blocked":
        return SURVEY_WORDS.blocked("justice_gap", reason, group=group)
    return SURVEY_WORDS.finding(
        "justice_gap",
        method=_method(one),
        status=status,
        reason_code=reason or None,
        group=group,
        **of_gap(gap, one.p_adjusted, config),
        family=FAMILY,
        caveat_code=None if found.designed else RANDOM_VARIATION_ONLY,
        n=gap.n,
        direction="none",
    )


def _method(one: JusticeGap) -> str:
    if not one.gap.clusters:
        return "difference_of_means_welch"
    if one.compared.trait == NESTED:
        return "difference_of_means_jackknife_over_units"
    return "difference_of_means_wider_of_by_unit_and_by_sheet"


def _judge(found: JusticeSheets, one: JusticeGap) -> tuple[Status, str]:
    """Return status and reason: who chose to answer leaves every comparison to be reviewed."""
    pair = pair_gate(one.gap.n, one.gap.reference_n)
    if pair.status == "blocked":
        return "blocked", "too_few_respondents"
    judged: list[tuple[str, str]] = [(pair.status, "few_respondents")]
    if one.gap.clusters:
        judged.append(_of_units(one))
    drawn = gate("survey_comparison", sampling=found.sampling)
    return worst([*judged, (drawn.status, VOLUNTARY)])


def _of_units(one: JusticeGap) -> tuple[Status, str]:
    """Return what the number of units behind a difference asks for."""
    if one.compared.trait != NESTED:
        return cluster_reason(one.gap)
    if one.gap.fewest_clusters < FEWEST_UNITS:
        return "blocked", "one_unit_of_kind"
    few = gate("clusters", clusters=one.gap.clusters, treated_clusters=one.gap.fewest_clusters)
    reason = few.reason_code if few.status == "blocked" else "few_units_of_kind"
    return few.status, reason


def _means_table(
    found: JusticeSheets,
    keys: Sequence[str],
    traits: Sequence[Comparison],
    config: FairnessConfig,
) -> ReportTable:
    """Return the mean index of each dimension, one row a group.

    Its base are the sheets with any of the dimensions, so that groups add up to all sheets; a mean
    of fewer sheets than may be shown is left out.
    """
    floor = limit_of("sensitive", min_cell=config.min_cell).floor
    rows: list[dict[str, Any]] = []
    for compared in traits:
        for level in compared.order:
            scores = compared.rows(found.scores, level)[list(keys)]
            row = {"margin": compared.trait, "level": level, "n": len(scores)}
            shown = [key for key in keys if scores[key].count() >= floor]
            rows.append(row | {key: float(scores[key].mean()) for key in shown})
    mean = SURVEY_WORDS.column("estimate", "mean", "index", heading="justice_index")
    columns = [
        SURVEY_WORDS.column("n", "base", "integer", heading="sheets"),
        *(replace(mean, name=key, label=found.name_of(key)) for key in keys),
    ]
    return group_table(
        "justice_by_group",
        rows,
        traits,
        columns,
        note=WORDS.both("table_note.justice_by_group"),
        disclosure="sensitive",
    )


def _gaps_table(
    found: JusticeSheets,
    keys: Sequence[str],
    traits: Sequence[Comparison],
    gaps: Sequence[JusticeGap],
) -> ReportTable:
    """Return the difference of every group to its reference, dimension by dimension."""
    rows = [
        {
            "margin": one.compared.trait,
            "level": one.level,
            "dimension": one.key,
            "n": one.gap.n,
            "gap_points": one.gap.estimate,
            "gap_low": known(one.gap.ci_low),
            "gap_high": known(one.gap.ci_high),
            "p_adjusted": known(one.p_adjusted),
        }
        for compared in traits
        for one in gaps
        if one.compared is compared and _judge(found, one)[0] != "blocked"
    ]
    names = {key: found.name_of(key) for key in keys}
    column = SURVEY_WORDS.column
    columns = [
        column("dimension", "label", "text", codes=names, heading="justice_dimension"),
        column("n", "base", "integer", heading="sheets"),
        column("gap_points", "mean", "index", heading="gap_score"),
        column("gap_low", "bound", "index"),
        column("gap_high", "bound", "index"),
        column("p_adjusted", "test", "pvalue"),
    ]
    return group_table(
        "justice_gaps",
        rows,
        traits,
        columns,
        note=WORDS.both("table_note.justice_gaps"),
        disclosure="sensitive",
    )
