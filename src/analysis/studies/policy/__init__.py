"""Policy study: which claims the findings bear out, and what to revise.

Estimand: for every claim of the region's founding document a verdict (supported, not supported,
mixed) from the published findings of the other studies; a claim that no finding can decide is not
measurable. Method page: docs/methods/policy.md. What it cannot show: effects that no study has
estimated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.schemas.study_tables import STUDY_TABLES

if TYPE_CHECKING:
    from analysis.studies.policy.config import PolicyConfig
    from analysis.studies.policy.result import PolicyResult
    from analysis.studies.policy.study import run_policy

TABLES = STUDY_TABLES["policy"]
"""Canonical tables the study reads."""

__all__ = ["TABLES", "PolicyConfig", "PolicyResult", "run_policy"]

_HOMES = {"PolicyConfig": "config", "PolicyResult": "result", "run_policy": "study"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
