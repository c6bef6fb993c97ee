"""What is true of the staff of a sample region, from a large draw of employee-years."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.history import History, draw_history
from analysis.intake.sample.staff.knobs import STAFF_AT_SCALE_1, StaffKnobs
from analysis.intake.sample.staff.plans import draw_plans
from analysis.intake.sample.staff.ratings import PREDIKAT, TOP, rate_quarter
from analysis.intake.sample.staff.records import behaviour_scores, draw_aspects
from analysis.intake.sample.staff.reports import draw_reports
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region

TRUTH_SEED = 20_230_102
USUAL_STAFF = 1500
FEWEST_COPIES = 60
"""Regions drawn at least: with fewer, the severity of a few raters would decide a gap."""

ATTAINMENT_CAP = 120.0
JP_A_YEAR = 20.0
"""Promised to PNS; those on contract and in their first year are not counted."""

FULL_MARKS = PERCENT = 100.0
WOMEN_TO_MEN = {"gender": "P", "reference": "L"}

Value = tuple[str, dict[str, str], float]
"""Finding id, group, value."""


def truth_of_staff(region: Region, knobs: StaffKnobs, draws: int) -> list[dict[str, Any]]:
    """Return the lines of truth.json about staff: id, period, group, value.

    The draw is of many regions with the same units and rules and other people, so that a value is
    what holds before chance decides who rates whom.

    Parameters
    ----------
    region : Region
    knobs : StaffKnobs
    draws : int
        Employee-years; each is rated, planned, reported and trained in every quarter.
    """
    persons = STAFF_AT_SCALE_1.get(region.id, USUAL_STAFF)
    copies = max(FEWEST_COPIES, math.ceil(draws / persons / len(YEARS)))
    history = draw_history(region, knobs, persons, Streams(TRUTH_SEED), copies=copies)
    lines = []
    for year in range(len(YEARS)):
        for finder in FINDERS:
            for name, group, value in finder(history, year):
                if math.isfinite(value):
                    lines.append(_line(name, str(YEARS[year]), group, value))
    return lines


def _line(name: str, period: str, group: dict[str, str], value: float) -> dict[str, Any]:
    return {"id": name, "period": period, "group": group, "value": round(float(value), 5)}


def _accountability(history: History, year: int) -> Iterator[Value]:
    if history.knobs.planning.agreed_share == 0:
        return
    person = history.annual[year].person
    plans = draw_plans(
        history.knobs.planning, person, history.performance.yearly(year)[person], YEARS[year],
        history.streams,
    )  # fmt: skip
    measurable = ~np.isnan(plans.target)
    attainment = plans.attainment(ATTAINMENT_CAP)
    yield "accountability.plan_share", {}, plans.agreed.mean()
    yield "accountability.measurable_share", {}, measurable.mean()
    yield "accountability.attainment", {}, float(np.nanmean(attainment))
    stated = (plans.need != "")[np.unique(plans.person, return_index=True)[1]]
    yield "accountability.development_needs", {}, stated.mean()
    halves = [
        draw_reports(history.knobs, history.careers, history.performance, half, history.streams)
        for half in (2 * year, 2 * year + 1)
    ]
    on_time = np.concatenate([one.on_time() for one in halves])
    yield "accountability.report_on_time_share", {}, on_time.mean()


def _predikat(history: History, year: int) -> Iterator[Value]:
    annual = history.annual[year]
    woman = history.careers.persons.woman[annual.person]
    shares = np.bincount(annual.recorded, minlength=len(PREDIKAT)) / annual.recorded.size
    known = shares[shares > 0]
    top = annual.recorded == TOP
    women, men = float(top[woman].mean()), float(top[~woman].mean())
    differs = float((annual.recorded != annual.predikat).mean())
    yield "accountability.predikat_differs_share", {}, differs
    yield "fairness.top_box_share", {}, float(shares[TOP])
    yield "fairness.top_box_share", {"gender": "P"}, women
    yield "fairness.top_box_share", {"gender": "L"}, men
    yield "fairness.entropy", {}, float(-(known * np.log(known)).sum() / math.log(len(PREDIKAT)))
    yield "fairness.gap_raw", WOMEN_TO_MEN, (women - men) * PERCENT
    if men > 0:
        yield "fairness.adverse_impact_ratio", WOMEN_TO_MEN, women / men


def _scores(history: History, year: int) -> Iterator[Value]:
    """Yield gaps in mean scores; every employee counts once, whatever the quarters rated."""
    persons = history.careers.persons
    sums = {name: np.zeros(len(persons)) for name in ("result_score", "behaviour_score")}
    rated = np.zeros(len(persons))
    for quarter in range(4 * year, 4 * year + 4):
        one = rate_quarter(
            history.knobs, history.careers, history.performance, quarter, history.streams
        )
        aspects = draw_aspects(history, one, history.streams.of(f"recording/{quarter}"))
        sums["result_score"][one.person] += one.result_score
        sums["behaviour_score"][one.person] += behaviour_scores(aspects)
        rated[one.person] += 1
    listed = history.annual[year].person
    woman = persons.woman[listed]
    for name, total in sums.items():
        mean = total[listed] / rated[listed]
        gap = float(mean[woman].mean() - mean[~woman].mean())
        yield "fairness.gap_raw", {**WOMEN_TO_MEN, "outcome": name}, gap


def _training(history: History, year: int) -> Iterator[Value]:
    rows = history.performance.trained.rows
    inside = rows[rows["quarter"] // 4 == year]
    if inside.empty:
        return
    persons, listed = history.careers.persons, history.annual[year].person
    hours = np.bincount(inside["person"], weights=inside["jp"], minlength=len(persons))[listed]
    due = ~persons.contract[listed] & (YEARS[year] + 1 - persons.start[listed] >= 1)
    gain = (inside["post"] - inside["pre"]).dropna()
    yield "training.jp_mean", {}, float(hours.mean())
    yield "training.jp20_share", {}, float((hours[due] >= JP_A_YEAR).mean())
    yield "training.reaction", {}, float(inside["reaction"].mean())
    if len(gain):
        yield "training.learning_gain", {}, float(gain.mean() / FULL_MARKS * PERCENT)


FINDERS: tuple[Callable[[History, int], Iterator[Value]], ...] = (
    _accountability,
    _predikat,
    _scores,
    _training,
)
"""Each yields the true values of one year; a new finding is a new line here."""
