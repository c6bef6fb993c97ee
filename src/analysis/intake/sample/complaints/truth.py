"""What is true of a region's complaints, on the scale of each finding.

Once in the world as it went, and once in the world without the planted changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

import numpy as np

from analysis.intake.sample.complaints.courses import Courses, Noise, courses, draw_noise
from analysis.intake.sample.complaints.knobs import ComplaintKnobs
from analysis.intake.sample.complaints.mix import (
    CLASS_SHARES,
    CODES,
    LIMIT_DAYS,
    THEME_SHARES,
    changes_at,
    channel_shares,
    unit_departures,
    unit_shares,
)
from analysis.intake.sample.order import DRAWS, Line, Truth
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period
from analysis.schemas.region import Region

SEED = 20_230_102
OUR_OWN = ("solved", "auto_closed", "rejected", "open")
HORIZON = 60.0
"""Days up to which means of times and shares of endings are taken."""


@dataclass(frozen=True)
class World:
    """A drawn population of complaints in one half-year, all of shape (n,)."""

    unit: np.ndarray
    channel: np.ndarray
    limit: np.ndarray
    weekday: np.ndarray
    course: Courses


def truth_of_complaints(region: Region, knobs: ComplaintKnobs, *, draws: int = DRAWS) -> Truth:
    """Return the true values of a region's findings about complaints.

    first_response_days and close_days are medians in days (infinite ones are None), beside means
    restricted to 60 days and the shares of endings; the share on time counts weekdays to the end,
    holidays not considered. `without_change` is the same in the world without the planted changes.
    """
    lines = []
    rng = np.random.default_rng(SEED)
    noise, chance = draw_noise(draws, rng), rng.random((4, draws))
    unchanged = replace(knobs, changes=())
    for year in YEARS:
        for semester in Period(year, "Y").parts("S"):
            world = _half_year(region, knobs, semester, noise, chance)
            other = _half_year(region, unchanged, semester, noise, chance)
            lines += list(_lines(region, knobs, str(semester), world, other))
    lines += [
        {"id": "satisfaction.theme_share", "period": str(year), "group": {"theme": theme},
         "value": share}
        for year in YEARS for theme, share in THEME_SHARES.items()
    ]  # fmt: skip
    return Truth(_as_text(knobs), lines)


def _half_year(
    region: Region, knobs: ComplaintKnobs, semester: Period, noise: Noise, chance: np.ndarray
) -> World:
    """Return the complaints of both quarters, each with its half of the draws."""
    middle = chance.shape[1] // 2
    first, second = semester.parts("Q")
    return _joined(
        _world(region, knobs, first.first_day, noise.part(slice(middle)), chance[:, :middle]),
        _world(
            region, knobs, second.first_day, noise.part(slice(middle, None)), chance[:, middle:]
        ),
    )


def _joined(one: World, two: World) -> World:
    both = {
        name: np.concatenate([getattr(one, name), getattr(two, name)])
        for name in ("unit", "channel", "limit", "weekday")
    }
    return World(**both, course=one.course.followed_by(two.course))


def _world(
    region: Region, knobs: ComplaintKnobs, day: date, noise: Noise, chance: np.ndarray
) -> World:
    unit = np.searchsorted(np.cumsum(unit_shares(region, knobs, day)), chance[0])
    unit = unit.clip(max=len(region.units) - 1)
    channel = np.zeros(unit.size, dtype=int)
    shift = np.zeros(len(region.units))
    for place, one in enumerate(region.units):
        inside = unit == place
        edges = np.cumsum(channel_shares(knobs, one.id, day))
        channel[inside] = np.searchsorted(edges, chance[1][inside])
        shift[place] = sum(change.log_days for change in changes_at(knobs, one.id, day))
    channel = channel.clip(max=len(knobs.channels) - 1)
    by_channel = np.array([knobs.channel_log_days.get(name, 0.0) for name in knobs.channels])
    departure = (unit_departures(region, knobs) + shift)[unit] + by_channel[channel]
    limits = np.array([LIMIT_DAYS.get(name, 0) for name in CLASS_SHARES])
    kind = np.searchsorted(np.cumsum(list(CLASS_SHARES.values())), chance[2])
    limit = limits[kind.clip(max=limits.size - 1)]
    return World(unit, channel, limit, chance[3] * 7, courses(departure, noise, knobs))


def _lines(
    region: Region, knobs: ComplaintKnobs, period: str, world: World, other: World
) -> Iterator[Line]:
    """Yield the lines of the region, its channels, its changed units and its classes."""
    changed = {change.unit for change in knobs.changes}
    groups: list[tuple[dict[str, str], str, int]] = [({}, "", 0)]
    groups += [({"channel": CODES[name]}, "channel", i) for i, name in enumerate(knobs.channels)]
    groups += [({"unit": u.id}, "unit", i) for i, u in enumerate(region.units) if u.id in changed]
    for group, field, place in groups:
        here, there = _inside(world, field, place), _inside(other, field, place)
        if not here.any():
            continue
        head = {"period": period, "group": group}
        for measure, summary in (("first_response_days", _response), ("close_days", _closing)):
            otherwise = summary(other, there)["value"] if there.any() else None
            found = {**summary(world, here), "without_change": otherwise}
            yield {"id": f"satisfaction.complaint_{measure}", **head, **found}
    for name, limit in LIMIT_DAYS.items():
        yield {"id": "satisfaction.complaint_on_time_share", "period": period,
               "group": {"complaint_class": CODES[name]}, "value": _on_time(world, limit),
               "without_change": _on_time(other, limit)}  # fmt: skip


def _inside(world: World, field: str, place: int) -> np.ndarray:
    ours = np.isin(world.course.outcome, OUR_OWN)
    return ours if not field else ours & (getattr(world, field) == place)


def _response(world: World, inside: np.ndarray) -> Line:
    days = world.course.response_days[inside]
    return {"value": _median(days), "mean_to_60": _round(np.minimum(days, HORIZON).mean())}


def _closing(world: World, inside: np.ndarray) -> Line:
    days, outcome = world.course.end_days[inside], world.course.outcome[inside]
    solved = np.where(outcome == "solved", days, np.inf)
    by_system = np.where(outcome == "auto_closed", days, np.inf)
    return {
        "value": _median(solved),
        "solved_by_60": _round((solved <= HORIZON).mean()),
        "auto_closed_by_60": _round((by_system <= HORIZON).mean()),
    }


def _on_time(world: World, limit: int) -> float:
    inside = _inside(world, "", 0) & (world.limit == limit)
    days, start = world.course.end_days[inside], world.weekday[inside]
    solved = world.course.outcome[inside] == "solved"
    return _round((solved & (_weekdays(start, days) <= limit)).mean())


def _weekdays(start: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the weekdays after the day of receipt up to the last day; day 0 is a Monday."""
    first, finite = np.floor(start), np.where(np.isfinite(days), days, 1e6)
    last = np.floor(start + finite)
    return _weekdays_up_to(last) - _weekdays_up_to(first)


def _weekdays_up_to(day: np.ndarray) -> np.ndarray:
    weeks, rest = np.divmod(day, 7)
    return weeks * 5 + np.minimum(rest + 1, 5)


def _median(days: np.ndarray) -> float | None:
    middle = float(np.median(days))
    return _round(middle) if np.isfinite(middle) else None


def _round(value: float) -> float:
    return round(float(value), 4)


def _as_text(knobs: ComplaintKnobs) -> Line:
    changes = [{**asdict(one), "day": one.day.isoformat()} for one in knobs.changes]
    return {**asdict(knobs), "changes": changes}
