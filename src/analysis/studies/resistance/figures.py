"""The figures of the study, drawn from protected tables; headings say what they show."""

from __future__ import annotations

from analysis.presenting.composing import Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Bars, Dots, Heat, Reference
from analysis.schemas.finding import Finding
from analysis.studies.resistance.parts import WORDS
from analysis.studies.resistance.units import median_finding

NOT_MEANS = ("unit_group", "n")
TINT_LIMITS = (25.0, 65.0)
"""Scores of the lightest and darkest tint: the same in every report, so that pages compare."""


def dimensions_figure(shown: Shown) -> ReportFigure | None:
    """Return the heat map of dimensions by unit kind, their dots where there are no kinds."""
    name = "dimensions_by_unit_group"
    if shown.rows(name).empty:
        return _dots_figure(shown)
    keys = tuple(one.name for one in shown.tables[name].columns if one.name not in NOT_MEANS)
    chart = Heat(label="unit_group", columns=keys, limits=TINT_LIMITS, axis=WORDS.both("axis.heat"))
    return WORDS.figure("dimensions", name, chart, _highest(shown))


def _dots_figure(shown: Shown) -> ReportFigure | None:
    rows = shown.rows("by_dimension")
    if rows.empty or not rows.loc[rows["dimension"].notna(), "estimate"].notna().any():
        return None

    chart = Dots(label="dimension", axis=WORDS.both("axis.score"))
    return WORDS.figure("dimensions", "by_dimension", chart, _highest(shown), alt="dimension_dots")


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

    chart = Dots(
        label="unit",
        reference=None if median is None else Reference(median, WORDS.both("median_unit")),
        axis=WORDS.both("axis.score"),
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
    return WORDS.figure("units", "by_unit", chart, values)


def response_figure(shown: Shown) -> ReportFigure | None:
    """Return the response rate by unit kind."""
    name = "response_by_unit_group"
    rows = shown.rows(name)
    if rows.empty or not rows.loc[rows["unit_group"].notna(), "response_rate"].notna().any():
        return None

    chart = Bars(
        label="unit_group",
        value="response_rate",
        ordered=True,
        axis=WORDS.both("axis.response"),
    )
    rate = _estimate(shown.of("response_rate"))
    values = {
        lang: {"region": shown.names.region, "estimate": Formatter(lang).share(rate)}
        for lang in LANGUAGES
        if rate is not None
    }
    return WORDS.figure("response", name, chart, values)


FIGURES = (response_figure, dimensions_figure, units_figure)


def _own_dimension(shown: Shown, finding: Finding) -> bool:
    """Tell whether the finding is about a dimension of the outcome, as the table shows them."""
    rows = shown.rows("by_dimension")
    return not rows.empty and finding.group["dimension"] in set(rows["dimension"].dropna())


def _estimate(found: list[Finding]) -> float | None:
    return found[0].estimate if found else None
