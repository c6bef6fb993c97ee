"""Every step of every comparison in one table, and the steps of one trait for the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.presenting.composing.words import LANGUAGES, listed
from analysis.schemas.bundle import Format, ReportColumn, ReportTable
from analysis.stats.group_gaps import Gap
from analysis.studies.fairness.comparing import Comparison, cluster_reason, group_table
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.like_for_like.alike import (
    RAW,
    SAME_APPRAISER,
    SAME_UNIT,
    SAME_WORK,
    STAGES,
    Alike,
    counts_are_safe,
)
from analysis.studies.fairness.like_for_like.judged_gaps import JudgedGap
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import WORDS

if TYPE_CHECKING:
    from analysis.stats.coefficients import Coefficient

TRAIT = "gender"
"""Trait whose steps are drawn."""
WIDE, INTERVALS, DRAWN = "steps_by_group", "step_intervals", "gap_steps"
STEP_TABLES = (DRAWN, WIDE, INTERVALS)
FEWEST_STEPS = 2
Judged = Mapping[tuple[str, str, str], JudgedGap]
Row = dict[str, Any]


def step_tables(
    alike: Alike, judged: Sequence[JudgedGap], config: FairnessConfig
) -> tuple[ReportTable, ...]:
    """Return the drawn trait where it has steps, all comparisons, and their intervals."""
    found = {(one.compared.trait, one.level, one.stage): one for one in judged}
    wide = _wide_tables(alike, found)
    drawn = [one for one in alike.compared if one.trait == TRAIT and len(one.others) == 1]
    rows = [row for one in drawn for row in _drawn_rows(alike, one, found, config)]
    if len(rows) < FEWEST_STEPS:
        return wide
    return (_drawn_table(alike, drawn[0], rows), *wide)


def _wide_tables(alike: Alike, found: Judged) -> tuple[ReportTable, ...]:
    rows = [
        {**_base(alike, one, level), **_cells(alike, one, level, found)}
        for one in alike.compared
        for level in one.order
    ]
    fmt: Format = "decimal" if alike.is_label else "index"
    sizes = _sizes(alike)
    stages = _stages(found)
    told = [WORDS.column(stage, "mean", fmt) for stage in (RAW, *stages)]
    if SAME_APPRAISER in stages:
        told.append(WORDS.column("resting", "mean", "share"))
    bounds = [
        WORDS.column(f"{stage}_{end}", "bound", fmt) for stage in stages for end in ("low", "high")
    ]
    return (
        group_table(WIDE, rows, alike.compared, [*sizes, *told], note=_note(alike)),
        group_table(
            INTERVALS,
            rows,
            alike.compared,
            [*sizes, *bounds],
            note=WORDS.both("table_note.step_intervals"),
        ),
    )


def _sizes(alike: Alike) -> list[ReportColumn]:
    counted = [WORDS.column("count", "count", "integer", heading="top_count")]
    return [
        WORDS.column("n", "base", "integer", heading="persons"),
        *(counted if alike.is_label else ()),
    ]


def _stages(found: Judged) -> list[str]:
    return [stage for stage in STAGES if any(stage == one for _, _, one in found)]


def _base(alike: Alike, compared: Comparison, level: str) -> Row:
    values = compared.rows(alike.people, level)["value"]
    counted = {"count": int(values.sum())} if alike.is_label else {}
    return {"margin": compared.trait, "level": level, "n": len(values), **counted}


def _cells(alike: Alike, compared: Comparison, level: str, found: Judged) -> Row:
    if level == compared.reference:
        return {}
    raw = alike.raw[compared.trait][level]
    blocked = cluster_reason(raw)[0] == "blocked"
    row: Row = {} if blocked else {RAW: raw.estimate * alike.scale}
    for stage in (SAME_WORK, SAME_UNIT, SAME_APPRAISER):
        one = found.get((compared.trait, level, stage))
        if one is not None and one.told is not None:
            row |= _told(stage, one.told, alike.scale)
            row |= {"resting": one.share} if stage == SAME_APPRAISER else {}
    return row


def _told(name: str, gap: Coefficient | Gap, scale: float) -> Row:
    return {
        name: gap.estimate * scale,
        f"{name}_low": known(gap.ci_low * scale),
        f"{name}_high": known(gap.ci_high * scale),
    }


def _note(alike: Alike) -> dict[str, str]:
    """Return what is held equal, and what a missing difference means."""
    return {
        lang: WORDS.say(
            "table_note.steps" if alike.work else "table_note.steps_without_work",
            lang,
            work=listed([WORDS.say(f"work.{one}", lang) for one in alike.work], lang),
        )
        for lang in LANGUAGES
    }


def _drawn_rows(
    alike: Alike, compared: Comparison, found: Judged, config: FairnessConfig
) -> list[Row]:
    (level,) = compared.others
    raw = alike.raw[compared.trait][level]
    people = compared.levels.reindex(alike.people.index)
    inside = people[people.notna()].eq(level)
    if alike.is_label and not counts_are_safe(alike.people["value"][inside.index], inside, config):
        return []
    if cluster_reason(raw)[0] == "blocked":
        return []
    rows = [{"stage": RAW, **_told("gap_points", raw, alike.scale)}]
    for stage in STAGES:
        one = found.get((TRAIT, level, stage))
        if one is not None and one.told is not None:
            resting = {"resting": one.share} if stage == SAME_APPRAISER else {}
            rows.append({"stage": stage, **_told("gap_points", one.told, alike.scale), **resting})
    base = {**_base(alike, compared, level), TRAIT: level, "reference": compared.reference}
    return [{**base, "reference_n": raw.reference_n, **row} for row in rows]


def _drawn_table(alike: Alike, compared: Comparison, rows: Sequence[Row]) -> ReportTable:
    import pandas as pd

    fmt: Format = "decimal" if alike.is_label else "index"
    columns = [
        WORDS.column(TRAIT, "label", "text", codes=compared.names),
        WORDS.column("reference", "label", "text", heading="compared_with", codes=compared.names),
        WORDS.column("stage", "label", "text", codes=WORDS.codes("step", STAGES)),
        *_sizes(alike),
        WORDS.column("reference_n", "base", "integer", heading="reference_persons"),
        WORDS.column("gap_points", "mean", fmt, heading=_heading(alike)),
        WORDS.column("gap_points_low", "bound", fmt, heading="gap_low"),
        WORDS.column("gap_points_high", "bound", fmt, heading="gap_high"),
        WORDS.column("resting", "mean", "share"),
    ]
    frame = pd.DataFrame(list(rows), columns=[one.name for one in columns])
    return WORDS.table(DRAWN, frame, columns, note=WORDS.both("table_note.gap_steps"))


def _heading(alike: Alike) -> str:
    return "gap_points" if alike.is_label else "gap_score"
