"""Training study: who was trained, how they liked it, what they learnt.

Estimand: training hours (JP) a year of all employees, the mean reaction of participants, and the
difference between their scores before and after a course. Method page: docs/methods/training.md.
What it cannot show: an effect; nobody is compared with people who were not trained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.training.config import TrainingConfig
    from analysis.studies.training.result import TrainingResult
    from analysis.studies.training.study import run_training

TABLES = STUDY_TABLES["training"]
"""Canonical tables the study reads; the first one decides which periods have data."""

__all__ = ["TABLES", "TrainingConfig", "TrainingResult", "run_training"]

_HOMES = {
    "TrainingConfig": "config",
    "TrainingResult": "result",
    "run_training": "study",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
