"""Quality study: what became of the data, and what they leave open.

Estimand: every raw row of the region's files, by what became of it; the share of cells that are
missing where a study needs them; signs of pre-typed appraisals and careless answers in the period.
Method page: docs/methods/quality.md. What it cannot show: whether what is written is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.quality.config import QualityConfig
    from analysis.studies.quality.result import QualityResult
    from analysis.studies.quality.study import run_quality

TABLES = STUDY_TABLES["quality"]
"""Canonical tables the study reads."""

__all__ = ["TABLES", "QualityConfig", "QualityResult", "run_quality"]

_HOMES = {"QualityConfig": "config", "QualityResult": "result", "run_quality": "study"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
