"""The tables about a label outcome, one row a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.studies.fairness.comparing import Comparison, group_table
from analysis.studies.fairness.groups.label_findings import WITHIN, verdict_of
from analysis.studies.fairness.groups.label_rows import LabelRow
from analysis.studies.fairness.numbers import in_points, known
from analysis.studies.fairness.parts import POINTS, WORDS

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = ("below_four_fifths", *WITHIN, "above_five_fourths")


def share_table(rows: Sequence[LabelRow]) -> ReportTable:
    """Return shares of every group and their differences to the reference group."""
    told = [{**base_cells(row), **_share(row), **_gap(row)} for row in rows]
    columns = [
        *base_columns("top_count"),
        WORDS.column("share", "share", "share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
        WORDS.column("gap_points", "mean", "decimal"),
        WORDS.column("gap_low", "bound", "decimal"),
        WORDS.column("gap_high", "bound", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    note = WORDS.both("table_note.reference")
    return group_table("top_by_group", told, compared_of(rows), columns, note=note)


def impact_table(rows: Sequence[LabelRow]) -> ReportTable:
    """Return the adverse-impact set of every group, empty for the references."""
    told = [{**base_cells(row), **impact_cells(row)} for row in rows]
    columns = [*base_columns("top_count"), *impact_columns()]
    note = WORDS.both("table_note.impact_by_group")
    return group_table("impact_by_group", told, compared_of(rows), columns, note=note)


def good_table(rows: Sequence[LabelRow], outcome: pd.Series) -> ReportTable:
    """Return the adverse-impact set on "Baik or better" of one trait, with everybody below.

    Parameters
    ----------
    rows : sequence of LabelRow
        Of one trait.
    outcome : Series of float
        1 for persons with the outcome, else 0; of everybody with a label.
    """
    import pandas as pd

    compared = rows[0].compared
    told = [{compared.trait: row.level, **base_cells(row), **impact_cells(row)} for row in rows]
    told.append({compared.trait: None, "n": len(outcome), "count": int(outcome.sum())})
    columns = [
        WORDS.column(compared.trait, "label", "text", codes=compared.names),
        *base_columns("good_count"),
        *impact_columns(),
    ]
    frame = pd.DataFrame(told, columns=[one.name for one in columns])
    note = WORDS.both("table_note.good_by_gender")
    return WORDS.table("good_by_gender", frame, columns, note=note)


def base_cells(row: LabelRow) -> dict[str, Any]:
    """Return the group of a row, its persons, and how many have the outcome."""
    return {
        "margin": row.compared.trait,
        "level": row.level,
        "n": row.share.n,
        "count": row.share.count,
    }


def _share(row: LabelRow) -> dict[str, Any]:
    share = row.share
    return {"share": share.estimate, "ci_low": share.ci_low, "ci_high": share.ci_high}


def _gap(row: LabelRow) -> dict[str, Any]:
    if row.gap is None:
        return {}
    return {
        "gap_points": row.gap.estimate * POINTS,
        "gap_low": in_points(row.gap.ci_low),
        "gap_high": in_points(row.gap.ci_high),
        "p_adjusted": known(row.gap_adjusted),
    }


def impact_cells(row: LabelRow) -> dict[str, Any]:
    """Return the adverse-impact set of a row; empty for a reference."""
    impact = row.impact
    if impact is None or not impact.reference_count:
        return {}
    return {
        "ratio": impact.ratio,
        "ratio_low": known(impact.ci_low),
        "ratio_high": known(impact.ci_high),
        "verdict": verdict_of(impact),
        "two_sd": "beyond" if impact.beyond_two_sd else "within",
        "shortfall": impact.shortfall,
        "p_adjusted": known(row.impact_adjusted),
    }


def impact_columns() -> list[ReportColumn]:
    """Return the columns of the adverse-impact set."""
    return [
        WORDS.column("ratio", "mean", "index"),
        WORDS.column("ratio_low", "bound", "index", heading="ci_low"),
        WORDS.column("ratio_high", "bound", "index", heading="ci_high"),
        WORDS.column("verdict", "code", "code", codes=WORDS.codes("verdict", VERDICTS)),
        WORDS.column("two_sd", "code", "code", codes=WORDS.codes("two_sd", ("beyond", "within"))),
        WORDS.column("shortfall", "mean", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]


def base_columns(heading: str) -> list[ReportColumn]:
    """Return the columns of the persons and of those with the outcome, under `heading`."""
    return [
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("count", "count", "integer", heading=heading),
    ]


def compared_of(rows: Sequence[LabelRow]) -> list[Comparison]:
    """Return the comparisons of which there are rows, in order."""
    return list({row.compared.trait: row.compared for row in rows}.values())
