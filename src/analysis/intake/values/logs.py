"""Columns of queue and processing logs: moments without a day, durations, channel, granularity."""

from __future__ import annotations

from collections.abc import Callable

from analysis.intake.values.categories import category_reader
from analysis.intake.values.clock import read_hour, read_moment_or_clock
from analysis.intake.values.durations import read_days, read_minutes
from analysis.intake.values.reading import Reader, Reading

CHANNELS = ("counter", "online")


def read_moment_or_hour(text: str) -> Reading:
    """Read a moment, a time of day, or an hour such as "08.00 - 09.00"."""
    found = read_moment_or_clock(text)
    if not found.bad:
        return found
    hour = read_hour(text)
    return found if hour.bad else hour


READERS: dict[str, Callable[[], Reader]] = {
    "service_log.requested_at": lambda: read_moment_or_hour,
    "service_log.served_at": lambda: read_moment_or_clock,
    "service_log.done_at": lambda: read_moment_or_clock,
    "service_log.wait_minutes": lambda: read_minutes,
    "service_log.wait_sd": lambda: read_minutes,
    "service_log.processing_days": lambda: read_days,
    "service_log.channel": lambda: category_reader("service_channel", CHANNELS),
}
"""Columns of service_log with a reader of their own."""
