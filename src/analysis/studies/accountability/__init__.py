"""Accountability study: plans made, targets reached, reports in time, predikat by the rules.

Estimands: the share of employees with an agreed plan; the mean attainment of employees' planned
indicators; the share of due reports handed in in time; the share of annual predikat that differ
from what the rules derive. Method page: docs/methods/accountability.md. What it cannot show:
whether targets were demanding, and why anything is late or differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.accountability.config import AccountabilityConfig
    from analysis.studies.accountability.result import AccountabilityResult
    from analysis.studies.accountability.study import run_accountability

TABLES = STUDY_TABLES["accountability"]
"""Canonical tables the study reads."""

__all__ = ["TABLES", "AccountabilityConfig", "AccountabilityResult", "run_accountability"]

_HOMES = {
    "AccountabilityConfig": "config",
    "AccountabilityResult": "result",
    "run_accountability": "study",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
