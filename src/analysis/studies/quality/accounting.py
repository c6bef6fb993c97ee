"""What became of every raw row, source by source, as intake recorded it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.checks import Status
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.finding import Finding
from analysis.studies.quality.parts import WORDS
from analysis.studies.quality.texts import reason_codes, source_codes, table_codes
from analysis.studies.quality.troubles import kind_of

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

OUTCOMES = ("accepted", "quarantined", "structural", "superseded")
METHOD = "row_accounting"
REVIEW_FROM = 0.02
"""Share of data rows held back from which the accounts need a look; convention."""


def account_rows(data: StudyData) -> Part:
    """Return the row accounting of all sources with its findings and decision.

    The figures are those of the last intake, over all deliveries: a raw row that was refused has no
    period of its own.
    """
    sources = data.notes.get("accounting", {}).get("sources", [])
    if not sources:
        names = ("rows_in", *OUTCOMES, "duplicate_count")
        return Part(
            findings=tuple(WORDS.blocked(name, "no_intake") for name in names),
            gates=(GateDecision("rows", "blocked", "no_intake", "intake"),),
        )
    counts = {name: sum(int(one[name]) for one in sources) for name in OUTCOMES}
    total = sum(int(one["rows_in"]) for one in sources)
    held = _held_share(counts)
    stopped = [one["source"] for one in sources if one["stop"] is not None]
    tables = [accounting_table(sources)]
    if counts["quarantined"] + counts["superseded"]:
        tables.append(reason_table(sources))
    return Part(
        findings=(*_row_findings(total, counts, held), _duplicates(sources, total)),
        tables=tuple(tables),
        gates=(_decision(stopped, held),),
    )


def _held_share(counts: Mapping[str, int]) -> float:
    """Return the share of data rows, title and blank rows aside, that were held back."""
    rows = sum(counts.values()) - counts["structural"]
    return counts["quarantined"] / rows if rows else 0.0


def _row_findings(total: int, counts: Mapping[str, int], held: float) -> list[Finding]:
    status: Status = "review" if held >= REVIEW_FROM else "ok"
    first = WORDS.finding(
        "rows_in", method=METHOD, status="ok", estimate=float(total), n=total, direction="none"
    )
    others = [
        WORDS.finding(
            name,
            method=METHOD,
            status=status if name == "quarantined" else "ok",
            reason_code="much_held_back" if name == "quarantined" and status != "ok" else None,
            estimate=float(counts[name]),
            n=total,
            numerator=counts[name],
            direction="lower" if name == "quarantined" else "none",
            headline=name in ("accepted", "quarantined"),
        )
        for name in OUTCOMES
    ]
    return [first, *others]


def _duplicates(sources: Sequence[Mapping[str, Any]], total: int) -> Finding:
    rows = sum(
        count
        for one in sources
        for reason, count in one["reasons"].get("quarantined", {}).items()
        if kind_of().get(reason) == "repeated"
    )
    alike = sum(int(one["flags"].get("repeat", 0)) for one in sources)
    return WORDS.finding(
        "duplicate_count",
        method="equal_keys_and_look_alike_sheets",
        status="ok",
        estimate=float(rows + alike),
        n=total,
        numerator=rows + alike,
        direction="lower",
    )


def _decision(stopped: Sequence[str], held: float) -> GateDecision:
    if stopped:
        return GateDecision("rows", "review", "source_stopped", "todo")
    if held >= REVIEW_FROM:
        return GateDecision("rows", "review", "much_held_back", "todo")
    return GateDecision("rows", "ok")


def accounting_table(sources: Sequence[Mapping[str, Any]]) -> ReportTable:
    """Return one row a source and their total, with the rows of each outcome."""
    frame = pd.DataFrame(
        [
            {"source": one["source"], "canonical": one["table"], "rows_in": one["rows_in"]}
            | {name: one[name] for name in OUTCOMES}
            | {"state": "stopped" if one["stop"] is not None else "taken_in"}
            for one in sources
        ]
    )
    sums = frame[["rows_in", *OUTCOMES]].sum()
    total = pd.DataFrame([{"source": None, "canonical": None, **sums, "state": None}])
    columns = [
        WORDS.column("source", "label", "text", codes=source_codes(sources)),
        WORDS.column("canonical", "code", "text", codes=table_codes(frame["canonical"])),
        WORDS.column("rows_in", "base", "integer"),
        *(WORDS.column(name, "count", "integer", base="rows_in") for name in OUTCOMES),
    ]
    if frame["state"].eq("stopped").any():
        columns.append(
            WORDS.column(
                "state", "code", "code", codes=WORDS.codes("state", ("taken_in", "stopped"))
            )
        )
    return WORDS.table("accounting", pd.concat([frame, total]), columns)


def reason_table(sources: Sequence[Mapping[str, Any]]) -> ReportTable:
    """Return one row a source, outcome and reason of the rows that are not in use."""
    frame = pd.DataFrame(
        [
            {"source": one["source"], "outcome": outcome, "reason": reason, "rows": count}
            for one in sources
            for outcome in ("quarantined", "superseded")
            for reason, count in one["reasons"].get(outcome, {}).items()
        ]
    )
    columns = [
        WORDS.column("source", "label", "text", codes=source_codes(sources)),
        WORDS.column(
            "outcome", "label", "text", codes=WORDS.codes("column", ("quarantined", "superseded"))
        ),
        WORDS.column("reason", "label", "text", codes=reason_codes(frame["reason"])),
        WORDS.column("rows", "base", "integer"),
    ]
    return WORDS.table("held_back", frame.sort_values("rows", ascending=False), columns)
