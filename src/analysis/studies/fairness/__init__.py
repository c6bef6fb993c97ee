"""Fairness study: whether the appraisal tells people apart, and treats groups alike.

Estimands: how varied the labels are, and how the scale is used; differences of groups, raw, like
for like and under the same appraiser; what they go with; how far appraisers differ in severity;
decisions at equal performance; how fair the appraisal is felt to be. Method page:
docs/methods/fairness.md. What it cannot show: whether a difference is deserved, since true
performance is not observed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.result import FairnessResult
    from analysis.studies.fairness.study import run_fairness

TABLES = STUDY_TABLES["fairness"]
"""Canonical tables the study reads; the first one decides which periods have data."""

__all__ = ["TABLES", "FairnessConfig", "FairnessResult", "run_fairness"]

_HOMES = {"FairnessConfig": "config", "FairnessResult": "result", "run_fairness": "study"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
