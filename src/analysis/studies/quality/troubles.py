"""Kinds of trouble: why rows are held back, what contradicts in kept rows, what arrived anew."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.presenting.composing import Part
from analysis.studies.quality.parts import WORDS
from analysis.studies.quality.texts import source_codes

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

DIFFERENCE, NEW_CATEGORIES = "intake.delivery.difference", "intake.delivery.new_categories"
CHANGES = ("added", "removed", "changed")


@cache
def _declared() -> dict[str, Any]:
    text = files("analysis.studies.quality").joinpath("reasons.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def kind_of() -> dict[str, str]:
    """Return the kind of trouble of every reason code of intake."""
    return {reason: kind for kind, reasons in _declared()["kinds"].items() for reason in reasons}


def notice_codes() -> tuple[str, ...]:
    """Return the codes of intake's notices on rows that are kept although something contradicts."""
    return tuple(_declared()["notices"]["codes"])


def describe_troubles(data: StudyData) -> Part:
    """Return the tables of kinds of trouble, of contradictions that are kept, and of arrivals."""
    sources = data.notes.get("accounting", {}).get("sources", [])
    told = data.notes.get("problems", {}).get("problems", [])
    tables = (
        kinds_table(sources),
        kept_table(told, sources),
        arrivals_table(told, sources),
        categories_table(told, sources),
    )
    return Part(tables=tuple(one for one in tables if one is not None))


def kinds_table(sources: Sequence[Mapping[str, Any]]) -> ReportTable | None:
    """Return one row a kind of trouble with the rows held back for it."""
    counts: Counter[str] = Counter()
    for one in sources:
        for reason, count in one["reasons"].get("quarantined", {}).items():
            counts[kind_of().get(reason, "other")] += count
    if not counts:
        return None
    frame = pd.DataFrame(counts.most_common(), columns=["trouble", "rows"])
    columns = [
        WORDS.column("trouble", "label", "text", codes=WORDS.codes("trouble", frame["trouble"])),
        WORDS.column("rows", "base", "integer"),
    ]
    return WORDS.table("troubles", frame, columns)


def kept_table(
    told: Iterable[Mapping[str, Any]], sources: Sequence[Mapping[str, Any]]
) -> ReportTable | None:
    """Return one row a source and contradiction: how many rows are kept with it."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in told:
        if one["code"] in notice_codes():
            counts[one["source"], _short(one["code"])] += int(one["values"]["count"])
    if not counts:
        return None
    frame = pd.DataFrame(
        [(source, notice, rows) for (source, notice), rows in counts.most_common()],
        columns=["source", "notice", "rows"],
    )
    columns = [
        WORDS.column("source", "label", "text", codes=source_codes(sources)),
        WORDS.column("notice", "label", "text", codes=WORDS.codes("notice", set(frame["notice"]))),
        WORDS.column("rows", "base", "integer"),
    ]
    return WORDS.table("kept", frame, columns)


def arrivals_table(
    told: Iterable[Mapping[str, Any]], sources: Sequence[Mapping[str, Any]]
) -> ReportTable | None:
    """Return one row a source that arrived again: rows added, removed and changed."""
    rows = [
        {"source": one["source"], **{name: int(one["values"][name]) for name in CHANGES}}
        for one in told
        if one["code"] == DIFFERENCE
    ]
    if not rows:
        return None
    columns = [
        WORDS.column("source", "label", "text", codes=source_codes(sources)),
        *(WORDS.column(name, "base", "integer") for name in CHANGES),
    ]
    return WORDS.table("arrivals", pd.DataFrame(rows), columns)


def categories_table(
    told: Iterable[Mapping[str, Any]], sources: Sequence[Mapping[str, Any]]
) -> ReportTable | None:
    """Return one row a source and column with the categories that are new in its last arrival."""
    rows = [
        {
            "source": one["source"],
            "column": str(one["values"]["target"]),
            "categories": str(one["values"]["values"]),
        }
        for one in told
        if one["code"] == NEW_CATEGORIES
    ]
    if not rows:
        return None
    columns = [
        WORDS.column("source", "label", "text", codes=source_codes(sources)),
        WORDS.column("column", "label", "text", heading="raw_column"),
        WORDS.column("categories", "code", "text"),
    ]
    return WORDS.table("new_categories", pd.DataFrame(rows), columns)


def _short(code: str) -> str:
    return code.rpartition(".")[2]
