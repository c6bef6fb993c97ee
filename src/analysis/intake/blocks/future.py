"""Dates that lie after the arrival of the file that states them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.intake.blocks.parsing import ParsedBlock, with_reasons
from analysis.schemas.columns import Table

IN_FUTURE = "date_in_future"
HAPPENED = {
    "citizen_survey": ("date",),
    "staff_survey": ("date",),
    "complaints": ("received_at", "forwarded_at", "first_response_at", "closed_at", "reopened_at"),
    "service_log": ("date", "requested_at", "served_at", "done_at"),
    "feedback": ("date",),
    "performance_reports": ("submitted_date",),
}
"""Table to the columns of what has happened when a file states it; plans may lie ahead."""

SLACK = pd.Timedelta(days=2)
"""Arrival is noted by the day in UTC, which ends up to nine hours after it does in Indonesia."""


def refuse_future(parsed: ParsedBlock, *, table: Table, arrived: date) -> ParsedBlock:
    """Refuse rows in which something happened after the file arrived.

    Parameters
    ----------
    arrived : date
        Day on which the file was registered, or today where it is not yet.
    """
    latest = pd.Timestamp(arrived) + SLACK
    late = [
        (parsed.columns[name].ge(latest), IN_FUTURE, name)
        for name in HAPPENED.get(table.name, ())
        if name in parsed.columns
    ]
    return with_reasons(parsed, late)
