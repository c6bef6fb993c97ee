"""The figures of the study, drawn from protected tables; headings say what they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.presenting.charts import group_bars, heat_grid, interval_dots
from analysis.presenting.composing import Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.resistance.parts import WORDS
from analysis.studies.resistance.units import median_finding

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NOT_MEANS = ("unit_group", "n")
TINT_LIMITS = (25.0, 65.0)
"""Scores of the lightest and darkest tint: the same in every report, so that pages compare."""


def dimensions_figure(shown: Shown) -> ReportFigure | None:
    """Return the heat map of dimensions by unit kind, their dots where there are no kinds."""
    name = "dimensions_by_unit_group"
    if shown.rows(name).empty:
        return _dots_figure(shown)
    keys = [one.name for one in shown.tables[name].columns if one.name not in NOT_MEANS]

    def draw(table: ReportTable, lang: str) -> Figure:
        return heat_grid(
            table,
            lang,
            label="unit_group",
            values=keys,
            limits=TINT_LIMITS,
            key_label=WORDS.say("axis.heat", lang),
        )

    return _figure("dimensions", name, _highest(shown), draw)


def _dots_figure(shown: Shown) -> ReportFigure | None:
    rows = shown.rows("by_dimension")
    if rows.empty or not rows.loc[rows["dimension"].notna(), "estimate"].notna().any():
        return None

    def draw(table: ReportTable, lang: str) -> Figure:
        return interval_dots(table, lang, label="dimension", x_label=WORDS.say("axis.score", lang))

    return _figure("dimensions", "by_dimension", _highest(shown), draw, alt="dimension_dots")


def _highest(shown: Shown) -> dict[str, dict[str, str]]:
    """Return name and score of the highest dimension of the outcome; empty where none is shown."""
    found = [one for one in shown.all_of("index", "dimension") if _own_dimension(shown, one)]
    if not found:
        return {}
    highest = max(found, key=lambda one: one.estimate or 0)
    return {
        lang: {
            "dimension": shown.names.of_value("dimension", highest.group["dimension"], lang),
            "estimate": Formatter(lang).index(highest.estimate),
        }
        for lang in LANGUAGES
    }


def units_figure(shown: Shown) -> ReportFigure | None:
    """Return the score of every unit with its interval, beside the median unit."""
    rows = shown.rows("by_unit")
    if rows.empty or shown.unit or not rows.loc[rows["unit"].notna(), "estimate"].notna().any():
        return None
    median = _estimate(median_finding(shown))
    region = _estimate(shown.of("index"))

    def draw(table: ReportTable, lang: str) -> Figure:
        return interval_dots(
            table,
            lang,
            label="unit",
            reference=median,
            reference_label=WORDS.say("median_unit", lang),
            x_label=WORDS.say("axis.score", lang),
        )

    values = {
        lang: {
            "region": shown.names.region,
            "estimate": Formatter(lang).index(region),
            "median": Formatter(lang).index(median),
        }
        for lang in LANGUAGES
        if region is not None and median is not None
    }
    return _figure("units", "by_unit", values, draw)


def response_figure(shown: Shown) -> ReportFigure | None:
    """Return the response rate by unit kind."""
    name = "response_by_unit_group"
    rows = shown.rows(name)
    if rows.empty or not rows.loc[rows["unit_group"].notna(), "response_rate"].notna().any():
        return None

    def draw(table: ReportTable, lang: str) -> Figure:
        return group_bars(
            table,
            lang,
            label="unit_group",
            value="response_rate",
            x_label=WORDS.say("axis.response", lang),
            ordered=True,
        )

    rate = _estimate(shown.of("response_rate"))
    values = {
        lang: {"region": shown.names.region, "estimate": Formatter(lang).share(rate)}
        for lang in LANGUAGES
        if rate is not None
    }
    return _figure("response", name, values, draw)


FIGURES = (response_figure, dimensions_figure, units_figure)


def _own_dimension(shown: Shown, finding: Finding) -> bool:
    """Tell whether the finding is about a dimension of the outcome, as the table shows them."""
    rows = shown.rows("by_dimension")
    return not rows.empty and finding.group["dimension"] in set(rows["dimension"].dropna())


def _estimate(found: list[Finding]) -> float | None:
    return found[0].estimate if found else None


def _figure(
    name: str,
    table: str,
    values: Mapping[str, Mapping[str, str]],
    draw: object,
    *,
    alt: str = "",
) -> ReportFigure:
    """Return a figure with the heading `[figure.<name>]`, or `[figure.<name>_plain]` without."""
    title = (
        {lang: WORDS.say(f"figure.{name}", lang, **values[lang]) for lang in LANGUAGES}
        if values
        else WORDS.both(f"figure.{name}_plain")
    )
    return ReportFigure(
        name=name,
        table=table,
        title=title,
        alt=WORDS.both(f"alt.{alt or name}"),
        draw=draw,  # type: ignore[arg-type]
    )
