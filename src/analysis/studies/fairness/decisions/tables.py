"""The tables about decisions, one for each kind of decision, one row a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.stats.adverse_impact import AdverseImpact
from analysis.studies.fairness.comparing import group_table
from analysis.studies.fairness.groups.label_rows import LabelRow
from analysis.studies.fairness.groups.label_tables import (
    base_cells,
    compared_of,
    impact_cells,
    impact_columns,
)
from analysis.studies.fairness.numbers import in_points, known
from analysis.studies.fairness.parts import POINTS, WORDS

if TYPE_CHECKING:
    from analysis.studies.fairness.decisions.at_equal_performance import EqualRow
    from analysis.studies.fairness.decisions.decided import Kind

RISK_VERDICTS = ("more_often", "not_apart", "less_often")


def risk_verdict(impact: AdverseImpact) -> str:
    """Return whether a harm falls on the group more or less often beyond chance."""
    if impact.ci_low > 1:
        return "more_often"
    return "less_often" if impact.ci_high < 1 else "not_apart"


def decision_table(kind: Kind, rows: Sequence[LabelRow]) -> ReportTable:
    """Return the adverse-impact set of every group on one kind of decision.

    A harm has a risk ratio, whether its interval is above or below 1, and the excess in persons.
    """
    told = [{**base_cells(row), **_share(row), **_cells(kind, row)} for row in rows]
    columns = [
        *_counted(kind),
        WORDS.column("share", "share", "share", unfavourable=not kind.favourable),
        *(impact_columns() if kind.favourable else _risk_columns()),
    ]
    note = WORDS.both(f"table_note.{'decision' if kind.favourable else 'harm'}_by_group")
    name = f"{kind.name}_by_group"
    return group_table(
        name, told, compared_of(rows), columns, note=note, disclosure=kind.disclosure
    )


def equal_table(kind: Kind, rows: Sequence[EqualRow]) -> ReportTable:
    """Return the gaps of one kind of decision at equal performance beside the raw ones."""
    told = [_equal_cells(row) for row in rows]
    columns = [
        *_counted(kind),
        WORDS.column("raw_points", "mean", "decimal"),
        WORDS.column("gap_points", "mean", "decimal", heading="gap_equal"),
        WORDS.column("gap_low", "bound", "decimal"),
        WORDS.column("gap_high", "bound", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
        WORDS.column("odds_ratio", "mean", "index"),
        WORDS.column("odds_low", "bound", "index", heading="ci_low"),
        WORDS.column("odds_high", "bound", "index", heading="ci_high"),
    ]
    note = WORDS.both("table_note.at_equal_performance")
    compared = list({row.compared.trait: row.compared for row in rows}.values())
    return group_table(
        f"{kind.name}_at_equal_performance",
        told,
        compared,
        columns,
        note=note,
        disclosure=kind.disclosure,
    )


def _counted(kind: Kind) -> list[ReportColumn]:
    return [
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column(
            "count",
            "count",
            "integer",
            heading=f"{kind.name}_count",
            unfavourable=not kind.favourable,
        ),
    ]


def _share(row: LabelRow) -> dict[str, Any]:
    return {"share": row.share.estimate}


def _cells(kind: Kind, row: LabelRow) -> dict[str, Any]:
    found = impact_cells(row)
    if kind.favourable or row.impact is None or not found:
        return found
    verdict, excess = risk_verdict(row.impact), -row.impact.shortfall
    return {**found, "verdict": verdict, "excess": excess}


def _risk_columns() -> list[ReportColumn]:
    return [
        WORDS.column("ratio", "mean", "index"),
        WORDS.column("ratio_low", "bound", "index", heading="ci_low"),
        WORDS.column("ratio_high", "bound", "index", heading="ci_high"),
        WORDS.column("verdict", "code", "code", codes=WORDS.codes("risk_verdict", RISK_VERDICTS)),
        WORDS.column("excess", "mean", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]


def _equal_cells(row: EqualRow) -> dict[str, Any]:
    told = {
        "margin": row.compared.trait,
        "level": row.level,
        "n": row.n,
        "count": row.count,
    }
    if row.gap is None or row.check is None:
        return told
    return {
        **told,
        "raw_points": row.raw * POINTS,
        "gap_points": in_points(row.gap.estimate),
        "gap_low": in_points(row.gap.ci_low),
        "gap_high": in_points(row.gap.ci_high),
        "p_adjusted": known(row.adjusted),
        "odds_ratio": known(row.check.odds_ratio),
        "odds_low": known(row.check.ci_low),
        "odds_high": known(row.check.ci_high),
    }
