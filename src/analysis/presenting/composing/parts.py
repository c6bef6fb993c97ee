"""What each question of a study hands back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.checks import Status
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class GateDecision:
    """Whether a question can be answered, why not, and what would unblock it.

    Attributes
    ----------
    question : str
        Code of `[question.*]` in the study's messages.
    status : {"ok", "review", "blocked"}
    reason, unblock : str
        Codes of `[reason.*]` and `[unblock.*]`; empty where all is well.
    """

    question: str
    status: Status
    reason: str = ""
    unblock: str = ""


@dataclass(frozen=True)
class Part:
    """Findings, tables, figures and decisions of one question; `raw` stays in memory."""

    findings: tuple[Finding, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    figures: tuple[ReportFigure, ...] = ()
    gates: tuple[GateDecision, ...] = ()
    raw: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def combine(parts: Iterable[Part]) -> Part:
    """Return the parts as one, in order."""
    listed = list(parts)
    return Part(
        findings=tuple(one for part in listed for one in part.findings),
        tables=tuple(one for part in listed for one in part.tables),
        figures=tuple(one for part in listed for one in part.figures),
        gates=tuple(one for part in listed for one in part.gates),
        raw={name: frame for part in listed for name, frame in part.raw.items()},
    )
