"""Tables and figure of the intersections of gender with another trait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.presenting.composing import Shown
from analysis.presenting.composing.chance import DIFFERENT
from analysis.presenting.composing.levels import level_names
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportColumn, ReportFigure, ReportTable
from analysis.studies.fairness.charts import gap_dots
from analysis.studies.fairness.comparing import HEADINGS
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import POINTS, TRAITS, WORDS
from analysis.studies.fairness.telling import told_of_tests

if TYPE_CHECKING:
    from collections.abc import Collection

    from analysis.stats.disparity import Key, Level
    from analysis.studies.fairness.groups.intersections import Crossing

FIRST = "gender"
TABLES = tuple(f"{FIRST}_by_{trait}" for trait in TRAITS if trait != FIRST)


def intersection_table(crossing: Crossing, *, told: Collection[Key], is_share: bool) -> ReportTable:
    """Return one row a cell: the outcome, beside everybody, and beside the largest cell.

    Parameters
    ----------
    told : collection of (gender, level)
        Cells whose gap to the largest one may be told.
    """
    import pandas as pd

    cells = [
        _row(crossing, key, level, is_told=key in told, is_share=is_share)
        for key, level in crossing.cells
    ]
    rows = [*cells, *_totals(crossing, is_share=is_share)]
    genders = [key[0] for key, _ in crossing.cells]
    names = (level_names(FIRST, genders), level_names(crossing.trait, crossing.levels))
    heading = HEADINGS.get(crossing.trait, crossing.trait)
    columns = [
        WORDS.column(FIRST, "label", "text", codes=names[0]),
        WORDS.column(crossing.trait, "label", "text", codes=names[1], heading=heading),
        WORDS.column("n", "base", "integer", heading="persons"),
        *(_share_columns() if is_share else _mean_columns()),
        WORDS.column("gap_low", "bound", "decimal" if is_share else "index"),
        WORDS.column("gap_high", "bound", "decimal" if is_share else "index"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table(
        f"{FIRST}_by_{crossing.trait}", frame, columns, note=WORDS.both("table_note.intersections")
    )


def intersections_figure(shown: Shown) -> ReportFigure | None:
    """Return the crossing whose shown cells lie farthest apart, with the persons of each cell."""
    spreads = {name: _spread(shown, name) for name in TABLES}
    name = max(spreads, key=lambda one: spreads[one])
    if spreads[name] <= 0:
        return None
    rows, trait = shown.rows(name), name.removeprefix(f"{FIRST}_by_")
    different = int((rows["p_adjusted"] < DIFFERENT).sum())
    is_share = "share" in rows
    values = {
        lang: {
            "table": WORDS.say(f"table.{name}", lang),
            "count": Formatter(lang).integer(different),
        }
        for lang in LANGUAGES
    }
    chart = gap_dots(
        FIRST,
        WORDS.both(f"axis.intersections_{'share' if is_share else 'score'}"),
        zero=_largest(shown, name, trait),
        beside=trait,
        persons="n",
        format="decimal" if is_share else "index",
    )
    title = f"intersections_{told_of_tests(rows)}"
    return WORDS.figure("intersections", name, chart, values, title=title, alt_values=values)


def _largest(shown: Shown, name: str, trait: str) -> dict[str, str]:
    """Return the words at the line of zero: the largest cell, by its name where it is shown."""
    rows = shown.rows(name)
    found = rows[rows["gap_points"].isna() & rows[FIRST].notna() & rows[trait].notna()]
    if found.empty:
        return WORDS.both("axis.largest_cell")
    cell = found.iloc[0]
    return {
        lang: ", ".join(shown.name(name, one, cell[one], lang) for one in (FIRST, trait))
        for lang in LANGUAGES
    }


def _spread(shown: Shown, name: str) -> float:
    """Return how far the shown cells of a table lie apart; 0 where there are none."""
    rows = shown.rows(name)
    if rows.empty:
        return 0.0
    gaps = rows["gap_points"].astype("float64").fillna(0.0)
    return float(gaps.max() - gaps.min())


def _share_columns() -> list[ReportColumn]:
    return [
        WORDS.column("count", "count", "integer", heading="top_count"),
        WORDS.column("share", "share", "share"),
        WORDS.column("whole_points", "mean", "decimal", heading="gap_whole"),
        WORDS.column("gap_points", "mean", "decimal", heading="gap_largest"),
    ]


def _mean_columns() -> list[ReportColumn]:
    return [
        WORDS.column("mean", "mean", "index"),
        WORDS.column("whole_points", "mean", "index", heading="gap_whole"),
        WORDS.column("gap_points", "mean", "index", heading="gap_largest"),
    ]


def _totals(crossing: Crossing, *, is_share: bool) -> list[dict[str, Any]]:
    """Return women and men of all levels, the levels of both, and everybody.

    Sums that a reader could form are rows, so that disclosure control sees them.
    """
    genders = list(dict.fromkeys(key[0] for key, _ in crossing.cells))
    over = [(one, None) for one in genders] + [(None, one) for one in crossing.levels]
    return [_total(crossing, *labels, is_share=is_share) for labels in [*over, (None, None)]]


def _total(
    crossing: Crossing, gender: str | None, level: str | None, *, is_share: bool
) -> dict[str, Any]:
    inside = [
        cell for key, cell in crossing.cells if gender in (None, key[0]) and level in (None, key[1])
    ]
    n = sum(one.n for one in inside)
    mean = sum(one.n * one.estimate for one in inside) / n
    scale = POINTS if is_share else 1.0
    return {
        FIRST: gender,
        crossing.trait: level,
        "n": n,
        "count": sum(one.count or 0 for one in inside),
        "share" if is_share else "mean": mean,
        "whole_points": (mean - crossing.found.overall.estimate) * scale,
    }


def _row(
    crossing: Crossing, key: Key, level: Level, *, is_told: bool, is_share: bool
) -> dict[str, Any]:
    scale = POINTS if is_share else 1.0
    told = {
        FIRST: key[0],
        crossing.trait: key[1],
        "n": level.n,
        "count": level.count,
        "share" if is_share else "mean": level.estimate,
        "whole_points": (level.estimate - crossing.found.overall.estimate) * scale,
    }
    if level.gap is None or not is_told:
        return told
    bounds = {
        "gap_low": known(level.gap.ci_low * scale),
        "gap_high": known(level.gap.ci_high * scale),
    }
    return {
        **told,
        "gap_points": level.gap.estimate * scale,
        **bounds,
        "p_adjusted": known(crossing.adjusted[key]),
    }
