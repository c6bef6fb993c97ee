"""Resistance study: how far staff resist the evaluation system, and who answered.

Estimand: the mean score (0 to 100) of the staff who answered the latest survey wave of the period,
on the scale of resistance to the evaluation system and on the scales beside it. Method page:
docs/methods/resistance.md. What it cannot show: those who did not answer, and causes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.resistance.config import ResistanceConfig
    from analysis.studies.resistance.result import ResistanceResult
    from analysis.studies.resistance.study import run_resistance

TABLES = STUDY_TABLES["resistance"]
"""Canonical tables the study reads; the first one decides which periods have data."""

__all__ = ["TABLES", "ResistanceConfig", "ResistanceResult", "run_resistance"]

_HOMES = {
    "ResistanceConfig": "config",
    "ResistanceResult": "result",
    "run_resistance": "study",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
