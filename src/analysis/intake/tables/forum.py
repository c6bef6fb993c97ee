"""Minutes of forums: date, place and name of the forum from the lines above the table."""

from __future__ import annotations

import re
from datetime import datetime

import pandas as pd
from pandas.api.types import pandas_dtype

from analysis.intake.raw import DataBlock, RuleEdit
from analysis.intake.tables.moments import counted
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.values.dates import read_date
from analysis.intake.values.folding import tidy
from analysis.schemas.tables import table as schema_table

_MINUTES = re.compile(
    r"(?:notulen|notula|risalah|berita acara|hasil(?: pembahasan)?)"
    r"(?: pelaksanaan| kegiatan| rapat)*\s+(?P<forum>\S.*)",
    re.IGNORECASE,
)


def fill_from_title(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Fill what a row leaves blank from what the sheet says above the table."""
    facts = context.block.facts
    said = {
        "date": _day(context.block),
        "forum": facts.get("forum") or _forum_of_title(context.block),
        "place": facts.get("place") or None,
    }
    filled: dict[str, pd.Series] = {}
    edits: list[RuleEdit] = []
    for name, value in said.items():
        before = _column(frame, name)
        filled[name] = before if value is None else before.fillna(value)
        fresh = before.isna() & filled[name].notna()
        edits += counted(name, "from_title", "title line", name, fresh)
    return Stepped(frame.assign(**filled), edits=tuple(edits))


def refuse_undated(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Refuse points without a date: they belong to no period."""
    nothing = frame.reindex(columns=["topic", "text"]).isna().all(axis=1)
    refused = ((frame["date"].isna(), "no_date", "date"), (nothing, "no_values", "text"))
    return Stepped(frame, refused=refused)


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of the frame, or a blank one of its kind."""
    dtype = pandas_dtype(schema_table("forum_notes")[name].dtype)
    return frame[name] if name in frame else pd.Series(index=frame.index, dtype=dtype)


def _day(block: DataBlock) -> datetime | None:
    for name in ("date", "forum_date"):
        found = read_date(block.facts[name]).value if name in block.facts else None
        if isinstance(found, datetime):
            return found
    return None


def _forum_of_title(block: DataBlock) -> str | None:
    """Return what a title such as "NOTULEN FORUM KONSULTASI PUBLIK" calls the forum."""
    titles = block.structural.index[block.structural.eq("title")]
    for row in titles:
        for cell in block.sheet.rows.loc[row].dropna():
            found = _MINUTES.match(tidy(str(cell)))
            if found:
                return found["forum"]
    return None


STEPS: tuple[Step, ...] = (fill_from_title, refuse_undated)
"""The steps of forum_notes, in order."""
