"""The equity audit: what each part of the study says of one difference, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.presenting.composing import Part
from analysis.presenting.composing.levels import level_names
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.fairness.parts import TOP, WORDS
from analysis.studies.fairness.rated import Rated

if TYPE_CHECKING:
    from analysis.schemas.bundle import Format, ReportTable

AUDITED = ("gender", "status")
"""Traits whose differences are audited."""
RAW = "raw"
SOURCES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    RAW: ("gap_raw", {}),
    "same_work": ("gap_adjusted", {"stage": "same_work"}),
    "same_unit": ("gap_adjusted", {"stage": "same_unit"}),
    "same_appraiser": ("gap_within_appraiser", {}),
    "sorting": ("sorting", {}),
    "appraiser_differences": ("appraiser_group_spread", {}),
    "unexplained": ("gap_component", {"component": "unexplained"}),
}
"""What the audit repeats: the finding, and what its group names beside the comparison."""
ROWS = tuple(one for one in SOURCES if one != "appraiser_differences")
"""What is a difference of the group; how far appraisers differ in it is told in words."""


def audit(findings: Sequence[Finding], rated: Rated) -> Part:
    """Return the table of the audit for every level of the audited traits.

    Parameters
    ----------
    findings : sequence of Finding
        Of all other parts, before disclosure control.
    rated : Rated
    """
    tables = [_table(trait, findings, rated) for trait in AUDITED]
    return Part(tables=tuple(one for one in tables if one is not None))


def table_name(trait: str) -> str:
    """Return the name of the table of one trait."""
    return f"audit_{trait}"


def _table(trait: str, findings: Sequence[Finding], rated: Rated) -> ReportTable | None:
    import pandas as pd

    raw = [one for one in _comparisons(findings, rated) if trait in one.group]
    rows = [row for one in raw for row in _rows(one, trait, findings)]
    if not rows:
        return None
    levels = level_names(trait, [one.group[trait] for one in raw])
    against = level_names(trait, [one.group["reference"] for one in raw])
    label = not rated.outcomes
    fmt: Format = "decimal" if label else "index"
    columns = [
        WORDS.column(trait, "label", "text", codes=levels),
        WORDS.column("reference", "label", "text", heading="compared_with", codes=against),
        WORDS.column(
            "stage", "label", "text", heading="audit_part", codes=WORDS.codes("audit", ROWS)
        ),
        WORDS.column("n", "base", "integer", heading="persons"),
        *([WORDS.column("count", "count", "integer", heading="top_count")] * label),
        WORDS.column("points", "mean", fmt, heading="gap_points" if label else "gap_score"),
        WORDS.column("points_low", "bound", fmt, heading="gap_low"),
        WORDS.column("points_high", "bound", fmt, heading="gap_high"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table(table_name(trait), frame, columns, note=WORDS.both("table_note.audit"))


def _comparisons(findings: Sequence[Finding], rated: Rated) -> list[Finding]:
    """Return the raw differences in the outcome that the models of ratings read."""
    outcome = {"outcome": rated.outcomes[0]} if rated.outcomes else {}
    return [
        one
        for one in findings
        if one.id == "fairness.gap_raw"
        and one.estimate is not None
        and "reference" in one.group
        and one.group.get("outcome", TOP) == outcome.get("outcome", TOP)
    ]


def _rows(raw: Finding, trait: str, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    base = {
        trait: raw.group[trait],
        "reference": raw.group["reference"],
        "n": raw.n,
        "count": raw.numerator,
    }
    return [
        base
        | {
            "stage": stage,
            "points": one.estimate,
            "points_low": one.ci_low,
            "points_high": one.ci_high,
        }
        for stage in ROWS
        for one in [source_of(stage, raw, findings)]
        if one is not None and one.status not in HIDDEN_STATUSES and one.estimate is not None
    ]


def source_of(stage: str, raw: Finding, findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that a row of the audit repeats, about the comparison of `raw`."""
    name, further = SOURCES[stage]
    compared = {**raw.group, **further}
    plain = {key: value for key, value in compared.items() if key != "outcome"}
    about = {
        tuple(sorted(one.group.items())): one for one in findings if one.id == f"fairness.{name}"
    }
    return about.get(tuple(sorted(compared.items()))) or about.get(tuple(sorted(plain.items())))
