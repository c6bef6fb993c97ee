"""Has it changed: the index over months or quarters on an XmR chart, for the region and each unit.

A change is only called one when the chart gives a signal at the latest point; a letter that
changes inside the limits is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.periods import Rhythm
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.stats.control_chart import ControlChart, xmr
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import (
    SMALLEST_UNIT,
    estimate_groups,
    is_user_weighted,
    weight_by_users,
)
from analysis.studies.satisfaction.parts import (
    LANGUAGES,
    ROOM,
    VOLUNTARY,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.studies.satisfaction.rhythm import choose_rhythm, place_in_time
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both, say

if TYPE_CHECKING:
    from collections.abc import Hashable

TIME = "_time"
SIGNALS = ("outside", "run", "two_of_three")
EARLIER_SIGNAL = "earlier_signal"
COURSES = (
    "stable",
    "letter_noise",
    "signal_up",
    "signal_down",
    EARLIER_SIGNAL,
    "too_few_points",
)


def follow_trend(survey: Survey, region: Region, config: SatisfactionConfig) -> Part:
    """Return the course of the index of all sheets and of each unit.

    Parameters
    ----------
    survey : Survey
        With the sheets of this period and of all earlier ones.
    """
    rhythm = choose_rhythm(survey.sheets, config.trend)
    placed = replace(survey, sheets=_with_time(survey.sheets, rhythm))
    points = _points(placed, config)
    if len(points) < 2:
        decision = GateDecision("trend", "blocked", "no_history", "history")
        return Part(
            findings=(blocked("trend_signal", "no_history", group=survey.scope),), gates=(decision,)
        )
    chart = _chart(points)
    findings = [_finding(survey, points, chart, config, survey.scope, headline=True)]
    courses = {} if "unit" in survey.scope else _unit_points(survey, config)
    units = {unit: (course, _chart(course)) for unit, course in courses.items()}
    findings += [
        _finding(survey, course, of_unit, config, {**survey.scope, "unit": unit})
        for unit, (course, of_unit) in units.items()
    ]
    tables = [_table(survey, points, chart)]
    if units:
        tables.append(_unit_table(survey, units, region))
    return Part(findings=tuple(findings), tables=tuple(tables), gates=(_decision(survey, chart),))


def course_of(survey: Survey, points: Mapping[str, Estimate], chart: ControlChart) -> str:
    """Return the code of what the chart says about the latest point."""
    if chart.reason_code == "run_chart_only":
        return "too_few_points"
    last = len(points) - 1
    latest = [one for one in chart.signals if one.position == last]
    if latest:
        return "signal_up" if latest[0].direction == "higher" else "signal_down"
    if chart.signals:
        return EARLIER_SIGNAL
    letters = [survey.letter(one.exact) for one in list(points.values())[-2:]]
    return "letter_noise" if len(set(letters)) > 1 else "stable"


def _with_time(sheets: pd.DataFrame, rhythm: Rhythm) -> pd.DataFrame:
    return sheets.assign(**{TIME: place_in_time(sheets, rhythm)})


def _points(survey: Survey, config: SatisfactionConfig) -> dict[str, Estimate]:
    """Return the estimate of each point in order of time; weighted by users where all allow it."""
    pooled = estimate_groups(survey, [TIME], confidence=config.confidence)
    found = {time: one for (time,), one in pooled.items() if one.n >= SMALLEST_UNIT}
    if is_user_weighted(survey) and (weighted := _weighted_points(survey, found, config)):
        found = weighted
    return {time: one for time, one in found.items() if one.exact is not None}


def _weighted_points(
    survey: Survey, pooled: Mapping[str, Estimate], config: SatisfactionConfig
) -> dict[str, Estimate]:
    cells = estimate_groups(survey, [TIME, "unit_id"], confidence=config.confidence)
    units = len(survey.users or {})
    found = {}
    for time in pooled:
        here: dict[tuple[str, ...], Estimate] = {
            (unit,): one for (when, unit), one in cells.items() if when == time
        }
        full = [one for one in here.values() if one.n >= SMALLEST_UNIT and one.exact is not None]
        if len(full) < units:
            return {}
        found[time] = weight_by_users(survey, here, confidence=config.confidence)
    return found


def _unit_points(survey: Survey, config: SatisfactionConfig) -> dict[str, dict[str, Estimate]]:
    """Return the points of each unit, in a rhythm of their own because units have fewer sheets."""
    rhythm = choose_rhythm(survey.sheets, config.trend, by="unit_id")
    placed = replace(survey, sheets=_with_time(survey.sheets, rhythm))
    cells = estimate_groups(placed, [TIME, "unit_id"], confidence=config.confidence)
    found: dict[str, dict[str, Estimate]] = {}
    for (time, unit), one in sorted(cells.items()):
        if one.exact is not None and one.n >= SMALLEST_UNIT:
            found.setdefault(unit, {})[time] = one
    return {unit: points for unit, points in sorted(found.items()) if len(points) > 1}


def _chart(points: Mapping[str, Estimate]) -> ControlChart:
    return xmr(
        [one.value for one in points.values()],
        [one.std_error for one in points.values()],
        [one.n for one in points.values()],
        labels=list(points),
    )


def _finding(
    survey: Survey,
    points: Mapping[str, Estimate],
    chart: ControlChart,
    config: SatisfactionConfig,
    group: Mapping[str, str],
    *,
    headline: bool = False,
) -> Finding:
    last = list(points.values())[-1]
    reason = chart.reason_code or (None if survey.designed else VOLUNTARY)
    return make_finding(
        "trend_signal",
        method=f"xmr_{last.method}",
        status="review" if reason else "ok",
        reason_code=reason,
        caveat_code=None,
        group=dict(group),
        estimate=last.value,
        std_error=_number(last.std_error),
        ci_low=_number(last.ci_low),
        ci_high=_number(last.ci_high),
        confidence=config.confidence,
        n=last.n,
        value_code=course_of(survey, points, chart),
        headline=headline,
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _decision(survey: Survey, chart: ControlChart) -> GateDecision:
    if chart.status != "ok":
        return GateDecision("trend", chart.status, chart.reason_code, "history")
    if not survey.designed:
        return GateDecision("trend", "review", VOLUNTARY, "sampling")
    return GateDecision("trend", "ok")


def _table(survey: Survey, points: Mapping[str, Estimate], chart: ControlChart) -> ReportTable:
    signals = {one.position: one.rule for one in reversed(chart.signals)}
    rows = [
        {
            "time": time,
            "n": one.n,
            "estimate": one.value,
            "letter": survey.letter(one.exact),
            "signal": signals.get(place),
            **{name: float(limits[name]) for name in ("center", "lower", "upper")},
        }
        for place, ((time, one), limits) in enumerate(
            zip(points.items(), chart.points.to_dict("records"), strict=True)
        )
    ]
    columns = [
        column("time", "label", "period"),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
        *([column("letter", "code", "code")] if survey.rules else []),
        *(column(name, "bound", "index") for name in ("center", "lower", "upper")),
        column("signal", "code", "code", codes=codes_of("signal", SIGNALS)),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return titled("trend", frame, columns, note=both(f"{ROOM}.table_note.{survey.worded('trend')}"))


def _unit_table(
    survey: Survey,
    units: Mapping[str, tuple[Mapping[str, Estimate], ControlChart]],
    region: Region,
) -> ReportTable:
    rows = [_unit_row(survey, unit, *course) for unit, course in units.items()]
    names = {unit.id: {"id": unit.name, "en": unit.name} for unit in region.units}
    columns = [
        column("unit", "label", "text", codes=names),
        column("time", "code", "period"),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
        *(column(name, "bound", "index") for name in ("center", "lower", "upper")),
        column("course", "code", "code", codes=_course_codes(row["course"] for row in rows)),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return titled(
        "trend_by_unit", frame, columns, note=both(f"{ROOM}.table_note.{survey.worded('trend')}")
    )


def _unit_row(
    survey: Survey, unit: str, points: Mapping[str, Estimate], chart: ControlChart
) -> dict[str, Any]:
    time, last = list(points.items())[-1]
    limits: Mapping[Hashable, object] = chart.points.to_dict("records")[-1]
    return {
        "unit": unit,
        "time": time,
        "n": last.n,
        "estimate": last.value,
        **{name: limits[name] for name in ("center", "lower", "upper")},
        "course": _dated(course_of(survey, points, chart), list(points), chart),
    }


def _dated(course: str, times: list[str], chart: ControlChart) -> str:
    """Return the code of the course, with the time of the last signal where that has passed."""
    if course != EARLIER_SIGNAL:
        return course
    return f"{EARLIER_SIGNAL}@{times[max(one.position for one in chart.signals)]}"


def earlier_signal_name(time: str) -> dict[str, str]:
    """Return the verdict on a signal that has passed, with its time."""
    return {
        lang: say(
            f"{ROOM}.trend_signal.dated.{EARLIER_SIGNAL}", lang, time=Formatter(lang).period(time)
        )
        for lang in LANGUAGES
    }


def _course_codes(courses: Iterable[str]) -> dict[str, dict[str, str]]:
    named = codes_of("trend_signal.value", COURSES)
    dated = (one for one in courses if one not in named)
    return named | {one: earlier_signal_name(one.partition("@")[2]) for one in dated}
