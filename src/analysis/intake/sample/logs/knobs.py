"""What is planted in the queue and processing logs of a sample region. Every knob has a zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Granularity = Literal["record", "hour", "day"]


@dataclass(frozen=True)
class Drop:
    """A lasting fall of the waiting time of one unit.

    Attributes
    ----------
    unit : str
    day : date
    event : str
        Its id in region.toml.
    share : float
        Part of the waiting that falls away, 0 to 1.
    online_share : float
        Part of the visits that are booked online from then on.
    days_share : float
        Part of the processing days that falls away.
    """

    unit: str
    day: date
    event: str
    share: float = 0.0
    online_share: float = 0.0
    days_share: float = 0.0


@dataclass(frozen=True)
class LogKnobs:
    """The logs of a sample region.

    Attributes
    ----------
    granularity : record, hour or day
    units : mapping of str to float
        Units that keep a log, with their mean waiting time in minutes.
    visits : float
        Mean visits in an hour of the usual crowd.
    shape : float
        Shape of the gamma distribution of waiting times; the larger, the more alike they are.
    crowding : float
        How much longer the wait is in crowded hours; 0 = the same in all hours.
    online_wait : float
        Waiting time of those who booked online, relative to the counter.
    processing_days : float
        Mean days to complete; 0 where it is not kept.
    yearly_trend : float
        Relative change of the waiting time a year, without any event.
    drops : tuple of Drop
    backward_share : float
        Records in which somebody was served before arriving, as they were keyed in.
    """

    granularity: Granularity = "day"
    units: Mapping[str, float] = field(default_factory=dict)
    visits: float = 10.0
    shape: float = 2.0
    crowding: float = 0.0
    online_wait: float = 1.0
    processing_days: float = 0.0
    yearly_trend: float = 0.0
    drops: tuple[Drop, ...] = ()
    backward_share: float = 0.0


LOG_KNOBS: dict[str, LogKnobs] = {
    "sawahlunto": LogKnobs(
        granularity="day",
        units={"dpmptsp": 26.0, "dukcapil": 34.0, "bapenda": 18.0, "dinas-sosial": 22.0},
        visits=6.0,
        shape=2.5,
        crowding=0.6,
        online_wait=0.4,
        processing_days=7.0,
        yearly_trend=-0.02,
        drops=(Drop("dpmptsp", date(2024, 7, 1), "perizinan-daring", 0.25, 0.40, days_share=0.35),),
    ),
    "mamuju": LogKnobs(
        granularity="record",
        units={
            "puskesmas-binanga": 58.0,
            "puskesmas-kalukku": 49.0,
            "puskesmas-bambu": 52.0,
            "puskesmas-rangas": 44.0,
        },
        visits=1.2,
        shape=2.2,
        crowding=0.8,
        drops=(
            Drop("puskesmas-binanga", date(2024, 10, 1), "alur-puskesmas", 0.35),
            Drop("puskesmas-kalukku", date(2024, 10, 1), "alur-puskesmas", 0.28),
        ),
        backward_share=0.004,
    ),
    "tanjungbalai": LogKnobs(
        granularity="hour",
        units={"dukcapil": 47.0, "dpmptsp": 25.0},
        visits=9.0,
        shape=2.5,
        crowding=0.9,
        online_wait=0.45,
        yearly_trend=-0.01,
        drops=(
            Drop("dukcapil", date(2024, 7, 1), "antrean-daring", 0.30, 0.45),
            Drop("dpmptsp", date(2025, 1, 1), "permohonan-daring", 0.15, 0.30),
        ),
    ),
}
"""Wanggar keeps no log."""
