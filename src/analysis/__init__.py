"""Research and policy-analysis workbench for the performance management of civil servants.

`load` and `study_data` are the door to the tables; each study is a package of
`analysis.studies`. Names are imported when first used, so that the command starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_LAZY = {
    "load": "analysis.store",
    "study_data": "analysis.store",
    "run_accountability": "analysis.studies.accountability",
    "AccountabilityConfig": "analysis.studies.accountability",
    "run_fairness": "analysis.studies.fairness",
    "FairnessConfig": "analysis.studies.fairness",
    "run_policy": "analysis.studies.policy",
    "PolicyConfig": "analysis.studies.policy",
    "run_quality": "analysis.studies.quality",
    "QualityConfig": "analysis.studies.quality",
    "run_resistance": "analysis.studies.resistance",
    "ResistanceConfig": "analysis.studies.resistance",
    "run_training": "analysis.studies.training",
    "TrainingConfig": "analysis.studies.training",
    "run_satisfaction": "analysis.studies.satisfaction",
    "SatisfactionConfig": "analysis.studies.satisfaction",
}

__all__ = [
    "AccountabilityConfig",
    "FairnessConfig",
    "PolicyConfig",
    "QualityConfig",
    "ResistanceConfig",
    "SatisfactionConfig",
    "TrainingConfig",
    "__version__",
    "load",
    "run_accountability",
    "run_fairness",
    "run_policy",
    "run_quality",
    "run_resistance",
    "run_satisfaction",
    "run_training",
    "study_data",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the room exports
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return sorted(__all__)
