"""What each question of the study hands back, and the fields that its findings share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.checks import DisclosureClass, Status
from analysis.schemas.bundle import Format, ReportColumn, ReportFigure, ReportTable, Role
from analysis.schemas.finding import Finding
from analysis.wording import LANGS, both, say

if TYPE_CHECKING:
    import pandas as pd

ROOM = "studies.satisfaction"
LANGUAGES: tuple[str, ...] = LANGS
RANDOM_VARIATION_ONLY = "random_variation_only"
VOLUNTARY = "who_answered_not_covered"

QUESTIONS: dict[str, tuple[str, str, str]] = {
    "ikm": ("how_satisfied", "ikm", "index"),
    "ikm_unit_mean": ("how_satisfied", "ikm_unit_mean", "index"),
    "ikm_raked": ("how_satisfied", "ikm_raked", "index"),
    "unsur": ("which_element", "unsur_conversion", "index"),
    "letter_stability": ("is_the_letter_stable", "letter_probability", "probability"),
    "adequacy": ("are_there_enough_answers", "required_sample", "sheets"),
    "coverage_gap": ("who_answered", "respondent_share_minus_user_share", "points"),
    "trend_signal": ("has_it_changed", "latest_index", "index"),
    "priority": ("what_to_improve_first", "unsur_conversion", "index"),
    "published_check": ("is_the_printed_sheet_right", "ikm_recomputed", "index"),
}


@dataclass(frozen=True)
class GateDecision:
    """Whether a question can be answered, why not, and what would unblock it.

    Attributes
    ----------
    question : str
        Code of `[question.*]` in the messages.
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


def make_finding(name: str, *, method: str, status: Status, **values: Any) -> Finding:  # noqa: ANN401
    """Return a finding of the study; question, measure and unit come from `QUESTIONS`."""
    question, measure, unit = QUESTIONS[name]
    described = {"question": question, "measure": measure, "measure_unit": unit}
    return Finding(
        id=f"satisfaction.{name}",
        method=method,
        status=status,
        **{"disclosure": "service", **described, **values},
    )


def blocked(name: str, reason: str, *, group: Mapping[str, str] | None = None) -> Finding:
    """Return a finding that says why there is nothing to estimate."""
    return make_finding(
        name, method="none", status="blocked", reason_code=reason, group=dict(group or {})
    )


def listed(texts: Sequence[str], lang: str) -> str:
    """Return the texts as a list in a sentence: a, b and c."""
    if len(texts) < 2:
        return "".join(texts)
    first = ", ".join(texts[:-1])
    return say(f"{ROOM}.list", lang, first=first, last=texts[-1])


def column(
    name: str,
    role: Role,
    fmt: Format,
    *,
    base: str = "n",
    codes: Mapping[str, dict[str, str]] | None = None,
    heading: str = "",
) -> ReportColumn:
    """Return a column whose heading is `[column.<heading or name>]` of the messages."""
    label = both(f"{ROOM}.column.{heading or name}")
    return ReportColumn(name, label, role, fmt, base, dict(codes or {}))


def titled(
    name: str,
    frame: pd.DataFrame,
    columns: Sequence[ReportColumn],
    *,
    nesting: tuple[tuple[str, ...], ...] = (),
    note: Mapping[str, str] | None = None,
    disclosure: DisclosureClass = "service",
    title: str = "",
) -> ReportTable:
    """Return a table with the title `[table.<title or name>]`, in the order of `columns`."""
    return ReportTable(
        name=name,
        title=both(f"{ROOM}.table.{title or name}"),
        columns=tuple(columns),
        frame=frame[[one.name for one in columns]].reset_index(drop=True),
        disclosure=disclosure,
        nesting=nesting,
        note=dict(note or {}),
    )


def codes_of(kind: str, values: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the display texts `[<kind>.<value>]` of the values named."""
    return {value: both(f"{ROOM}.{kind}.{value}") for value in values}
