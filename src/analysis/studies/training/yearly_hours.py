"""Hours of each employee against the hours that the rules promise or allow in a year."""

from __future__ import annotations

import pandas as pd

from analysis.rules.training import TrainingRules
from analysis.studies.training.judging import WITHOUT_REGISTER
from analysis.studies.training.participation import Participation

STATUS_UNKNOWN = "status_unknown"


def reaching_minimum(participation: Participation, rules: TrainingRules) -> tuple[pd.Series, str]:
    """Return of each employee with a minimum whether he reaches it, and what is doubtful.

    Employees whose status has no minimum (PPPK have a maximum) are not in it. Without a staff
    list, or where it gives nobody's status, the lowest minimum is taken for everybody.
    """
    hours, minima = participation.hours(), rules.jp_by_status("minimum")
    if not participation.has_register:
        return hours >= min(minima.values()), WITHOUT_REGISTER
    status = participation.register["status"]
    if status.isna().all():
        return hours >= min(minima.values()), STATUS_UNKNOWN
    needed = status.map(minima).astype("float64")
    return (hours >= needed)[needed.notna()], ""


def above_maxima(participation: Participation, rules: TrainingRules) -> dict[str, pd.Series]:
    """Return of each employee of a status with a maximum whether he is above it, by status."""
    if not participation.has_register:
        return {}
    hours, status = participation.hours(), participation.register["status"]
    found = {
        employment: hours[status.eq(employment).fillna(value=False)] > limit
        for employment, limit in rules.jp_by_status("maximum").items()
    }
    return {employment: above for employment, above in found.items() if len(above)}
