"""Promised actions: what they are to improve, and when they fall due."""

from __future__ import annotations

import re

import pandas as pd

from analysis.intake.raw import RuleEdit
from analysis.intake.tables.moments import counted
from analysis.intake.tables.spans import last_days
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.values.promises import NO_YEAR
from analysis.intake.values.reading import Reader
from analysis.intake.values.unsur import unsur_reader
from analysis.periods import Period
from analysis.schemas.codebook import load_codebook

QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
_CODE_AROUND = re.compile(r"^\s*\(?u ?\d{1,2}\)?[\s.:-]+|[\s(.-]+u ?\d{1,2}\)?\s*$", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^)]*\)")


def split_unsur(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Tell the unsur of the survey from other measures that an action is to improve."""
    if "unsur" not in frame:
        return Stepped(frame)
    read = unsur_reader(load_codebook("skm_2017"), order=context.source.unsur_order)
    keys = {text: _unsur_of(str(text), read) for text in frame["unsur"].dropna().unique()}
    unsur = frame["unsur"].map(keys).astype("str")
    unsur = unsur.mask(unsur.eq(""))
    other = frame["unsur"].notna() & unsur.isna()
    measure = frame.get("measure", pd.Series(pd.NA, index=frame.index, dtype="str"))
    filled = measure.fillna(frame["unsur"].where(other))
    edits = (
        *counted("unsur", "unsur_name", "name", "key", unsur.notna() & unsur.ne(frame["unsur"])),
        *counted("measure", "other_measure", "no unsur", "text", other & measure.isna()),
    )
    return Stepped(frame.assign(unsur=unsur, measure=filled), edits=edits)


def date_dues(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Put quarters and months without a year into the first one that ends after the report's.

    A report on 2024 that promises something for TW II means the second quarter of 2025; without
    a period the due date stays missing.
    """
    due = frame.get("due", pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]"))
    marked = _last_marked(frame)
    due, from_marks = due.fillna(marked), due.isna() & marked.notna()
    yearless = due.dt.year.eq(NO_YEAR)
    reported = last_days(frame["period"])
    dated = _in_year(due, reported.dt.year)
    dated = dated.where(dated.gt(reported), _in_year(due, reported.dt.year + 1))
    edits: list[RuleEdit] = counted("due", "quarter_marked", "mark", "date", from_marks)
    edits += counted("due", "year_of_period", "no year", "date", yearless & dated.notna())
    return Stepped(frame.assign(due=due.mask(yearless, dated)), edits=tuple(edits))


def _unsur_of(text: str, read: Reader) -> str:
    """Return the key of an unsur, "" where the text names none."""
    for form in (text, _CODE_AROUND.sub("", text), _PARENTHESES.sub(" ", text)):
        found = read(form)
        if found.value is not None:
            return str(found.value)
    return ""


def _last_marked(frame: pd.DataFrame) -> pd.Series:
    """Return the last day of the last quarter that is marked, in the year `NO_YEAR`."""
    due = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    for number, name in enumerate(QUARTERS, start=1):
        if name in frame:
            last = pd.Timestamp(Period(NO_YEAR, "Q", number).last_day)
            due = due.mask(frame[name].notna(), last)
    return due


def _in_year(days: pd.Series, years: pd.Series) -> pd.Series:
    """Return the days moved into other years; 29 February becomes the 28th where there is none."""
    known = days.notna() & years.notna()
    moved = [
        day + pd.DateOffset(year=int(year))
        for day, year in zip(days[known], years[known], strict=True)
    ]
    return pd.Series(moved, index=days.index[known], dtype="datetime64[us]").reindex(days.index)


STEPS: tuple[Step, ...] = (split_unsur, date_dues)
"""The steps of follow_ups, in order."""
