"""The figures of the study; headings say what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.presenting.formats import Formatter
from analysis.presenting.names import Names
from analysis.presenting.narrative import value_name
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.schemas.charts import Band, Chart, Dots, Pairs, Quadrant, Reference, Trend
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.satisfaction.parts import LANGUAGES, ROOM
from analysis.studies.satisfaction.surveys import Survey
from analysis.studies.satisfaction.trend import EARLIER_SIGNAL, earlier_signal_name
from analysis.wording import both, say

NAMED_IN_HEADING = 3
WORDED_ALTS = ("units", "unsur", "priorities")


@dataclass(frozen=True)
class Drawing:
    """What the headings and reference lines of the figures are taken from.

    Attributes
    ----------
    survey : Survey
    findings : sequence of Finding
        Protected: hidden ones carry no numbers, masked units their masks.
    names : Names
    """

    survey: Survey
    findings: Sequence[Finding]
    names: Names

    @property
    def scope(self) -> Mapping[str, str]:
        """Group of the report as the findings carry it: a masked unit by its mask."""
        units = (one.group["unit"] for one in self.findings if "unit" in one.group)
        return {key: next(units, unit) for key, unit in self.survey.scope.items()}

    def shown(self, name: str, group: Mapping[str, str] | None = None) -> list[Finding]:
        """Return the findings of one id that are shown, in order of estimate."""
        wanted = {**self.scope, **(group or {})}
        found = [
            one
            for one in self.findings
            if one.id == f"satisfaction.{name}"
            and one.status not in HIDDEN_STATUSES
            and wanted.items() <= one.group.items()
        ]
        return sorted(found, key=lambda one: one.estimate or 0)


def draw_figures(drawing: Drawing, tables: Sequence[ReportTable]) -> list[ReportFigure]:
    """Return the figures whose tables exist and hold rows."""
    makers = {
        "by_unit": _units,
        "by_unsur": _unsur,
        "trend": _trend,
        "priorities": _priorities,
        "who_answered": _coverage,
    }
    held = {one.name for one in tables if _has_points(one)}
    return [make(drawing) for name, make in makers.items() if name in held]


def _has_points(table: ReportTable) -> bool:
    needed = "gap_points" if table.name == "who_answered" else table.columns[0].name
    return needed in table.frame and bool(table.frame[needed].notna().any())


def letter_bands(survey: Survey) -> tuple[Band, ...]:
    """Return the ranges of the letters on the axis; none for an instrument without letters."""
    if survey.rules is None:
        return ()
    tops = [float(survey.rules.index_max), *(float(one.lower) for one in survey.rules.bands[:-1])]
    return tuple(
        Band(float(band.lower), top, band.letter)
        for band, top in zip(survey.rules.bands, tops, strict=True)
    )


def _units(drawing: Drawing) -> ReportFigure:
    median = next(
        (one.estimate for one in drawing.shown("ikm", {"reference": "median_unit"})), None
    )

    chart = Dots(
        label="unit",
        bands=letter_bands(drawing.survey),
        reference=None if median is None else Reference(median, both(f"{ROOM}.median_unit")),
        axis=both(f"{ROOM}.axis.{drawing.survey.worded('index')}"),
    )
    return _figure(drawing, "units", "by_unit", _unit_heading(drawing, median), chart)


def _unsur(drawing: Drawing) -> ReportFigure:
    chart = Dots(
        label="unsur",
        bands=letter_bands(drawing.survey),
        axis=both(f"{ROOM}.axis.{drawing.survey.worded('conversion')}"),
    )
    found = drawing.shown("unsur")
    values = {
        lang: {
            "lowest": _unsur_name(found[0], drawing, lang),
            "highest": _unsur_name(found[-1], drawing, lang),
        }
        for lang in LANGUAGES
        if found
    }
    return _figure(drawing, "unsur", "by_unsur", values, chart)


def _trend(drawing: Drawing) -> ReportFigure:
    chart = Trend(axis=both(f"{ROOM}.axis.{drawing.survey.worded('index')}"))
    found = [one for one in drawing.shown("trend_signal") if one.group == drawing.scope]
    values = {lang: {"course": value_name(found[0], lang)} for lang in LANGUAGES if found}
    figure = _figure(drawing, "trend", "trend", values, chart)
    if not found or found[0].value_code != EARLIER_SIGNAL:
        return figure
    return replace(figure, title=_dated_heading)


def _dated_heading(table: ReportTable) -> dict[str, str]:
    """Return the heading of a course whose last signal has passed, with the time of it."""
    times = table.frame.loc[table.frame["signal"].notna(), "time"]
    if times.empty:
        return both(f"{ROOM}.figure.trend_plain")
    course = earlier_signal_name(str(times.iloc[-1]))
    return {lang: say(f"{ROOM}.figure.trend", lang, course=course[lang]) for lang in LANGUAGES}


def _priorities(drawing: Drawing) -> ReportFigure:
    chart = Quadrant(
        label="unsur",
        x="estimate",
        y="importance",
        axis=both(f"{ROOM}.axis.{drawing.survey.worded('conversion')}"),
        y_axis=both(f"{ROOM}.axis.importance"),
    )
    first = [one for one in drawing.shown("priority") if one.value_code == "improve"]
    values = {
        lang: {
            "unsur": ", ".join(_unsur_name(one, drawing, lang) for one in first[:NAMED_IN_HEADING])
        }
        for lang in LANGUAGES
        if first
    }
    return _figure(drawing, "priorities", "priorities", values, chart)


def _coverage(drawing: Drawing) -> ReportFigure:
    missed = [one for one in drawing.shown("coverage_gap") if one.value_code == "under_represented"]
    values = {
        lang: {
            "groups": ", ".join(
                drawing.names.of_group(_without(one.group, drawing.scope), lang)
                for one in missed[:NAMED_IN_HEADING]
            )
        }
        for lang in LANGUAGES
        if missed
    }
    chart = Pairs(label="level", filled="respondent_share", open="users_share")
    return _figure(drawing, "who_answered", "who_answered", values, chart)


def _figure(
    drawing: Drawing,
    name: str,
    table: str,
    values: Mapping[str, Mapping[str, str]],
    chart: Chart,
) -> ReportFigure:
    """Return a figure with the heading `[figure.<name>]`, or `[figure.<name>_plain]` without."""
    title = (
        {lang: say(f"{ROOM}.figure.{name}", lang, **values[lang]) for lang in LANGUAGES}
        if values
        else both(f"{ROOM}.figure.{name}_plain")
    )
    place = {lang: drawing.names.of_group(drawing.survey.scope, lang) for lang in LANGUAGES}
    alt = drawing.survey.worded(name) if name in WORDED_ALTS else name
    return ReportFigure(
        name=name,
        table=table,
        title=title,
        alt={lang: say(f"{ROOM}.alt.{alt}", lang, place=place[lang]) for lang in LANGUAGES},
        chart=chart,
    )


def _unit_heading(drawing: Drawing, median: float | None) -> dict[str, dict[str, str]]:
    region = [one for one in drawing.shown("ikm") if one.group == drawing.scope]
    if not region or median is None:
        return {}
    return {
        lang: {
            "region": drawing.names.region,
            "estimate": Formatter(lang).index(region[0].estimate),
            "median": Formatter(lang).index(median),
        }
        for lang in LANGUAGES
    }


def _unsur_name(finding: Finding, drawing: Drawing, lang: str) -> str:
    return drawing.names.of_value("unsur", finding.group["unsur"], lang)


def _without(group: Mapping[str, str], scope: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in group.items() if key not in scope}
