"""Satisfaction study: what citizens experience, and how sure that is.

Estimand: the index (IKM) of a region and of its units from the answer sheets of the period, exactly
as the regulation computes it. Method page: docs/methods/satisfaction.md. What it cannot show: the
experience of people who did not answer, and causes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.satisfaction.config import SatisfactionConfig
    from analysis.studies.satisfaction.result import SatisfactionResult
    from analysis.studies.satisfaction.study import run_satisfaction

TABLES = STUDY_TABLES["satisfaction"]
"""Canonical tables the study reads; the first one decides which periods have data."""

__all__ = ["TABLES", "SatisfactionConfig", "SatisfactionResult", "run_satisfaction"]

_HOMES = {
    "SatisfactionConfig": "config",
    "SatisfactionResult": "result",
    "run_satisfaction": "study",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
