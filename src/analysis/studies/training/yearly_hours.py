"""Hours of each employee against the hours that the rules promise or allow in a year.

A limit is that of the employment status itself; a status without one takes that of the status with
which it is compared (`measures.groups.STATUS_GROUPS`: CPNS with PNS, part-time PPPK with PPPK).
"""

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
    if participation.register["status"].isna().all():
        return hours >= min(minima.values()), STATUS_UNKNOWN
    needed = _of_employees(participation, minima)
    return (hours >= needed)[needed.notna()], ""


def above_maxima(participation: Participation, rules: TrainingRules) -> dict[str, pd.Series]:
    """Return of each employee of a status with a maximum whether he is above it, by status."""
    if not participation.has_register:
        return {}
    allowed = _of_employees(participation, rules.jp_by_status("maximum")).dropna()
    above = participation.hours().reindex(allowed.index) > allowed
    status = participation.register["status"].reindex(allowed.index)
    return {str(one): rows for one, rows in above.groupby(status)}


def _of_employees(participation: Participation, limits: dict[str, float]) -> pd.Series:
    """Return the limit of each employee; missing where the status has none."""
    own = participation.stated_status.map(limits)
    compared = participation.register["status"].map(limits)
    return own.astype("float64").fillna(compared.astype("float64"))
