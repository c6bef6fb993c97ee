"""Trainings: absent people have no score, highest scores, attempts, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pandas as pd

from analysis.intake.raw import Problem, RuleEdit
from analysis.intake.tables.moments import out_of_order
from analysis.intake.tables.steps import Refusal, Step, StepContext, Stepped
from analysis.intake.values.dates import read_dates
from analysis.intake.values.folding import fold
from analysis.intake.values.training import DAYS, SAYS_JP, highest_score

SCORES = {"pre_score": "pre_present", "post_score": "post_present"}
"""Score to the helper column that says whether the person was there."""

TEST_DATES = {"pre_score": "pre_date", "post_score": "post_date"}
OUT_OF_ORDER = (
    ("start_date", "end_date", "end_before_start"),
    ("pre_date", "post_date", "post_before_pre"),
)
COURSE = ("employee_id", "programme", "batch")
ENDS: tuple[Literal["first", "last"], ...] = ("first", "last")
REPEATED, TWICE = "repeated_attempt", "same_course_twice"
JP_LIKE_DAYS_ROWS = 10
"""Fewest rows for which equal numbers of JP and days are more than chance."""


def empty_scores_of_absent(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Take away the scores of people who were not there; tell zeros that nothing explains.

    Presence is what its own column says, else the status: whoever was absent, nominated or
    wait-listed and has a zero took no test.
    """
    edits, problems = [], []
    columns: dict[str, pd.Series] = {}
    for score, present in SCORES.items():
        if score not in frame:
            continue
        away = _away(frame, score, present)
        gone = away & frame[score].notna()
        if gone.any():
            columns[score] = frame[score].mask(gone)
            edits.append(RuleEdit(score, "absent", "score", "", int(gone.sum())))
        zeros = int((frame[score].eq(0) & ~away & ~_known_present(frame, present)).sum())
        if zeros:
            told: dict[str, object] = {
                "column": _header(context, score), "target": score, "count": zeros,
            }  # fmt: skip
            problems.append(Problem("intake.training.zero_scores", told))
    return Stepped(frame.assign(**columns), problems=tuple(problems), edits=tuple(edits))


def derive_status(frame: pd.DataFrame, _context: StepContext) -> Stepped:
    """Say attended or absent where a list has columns of presence and none of the status."""
    marks = [frame[name] for name in SCORES.values() if name in frame]
    if "status" in frame or not marks:
        return Stepped(frame)
    known = pd.concat(marks, axis=1)
    there = known.fillna(value=False).any(axis=1)
    status = pd.Series("absent", index=frame.index, dtype="str").mask(there, "attended")
    status = status.mask(known.isna().all(axis=1))
    edit = RuleEdit("status", "derived", "presence", "status", int(status.notna().sum()))
    return Stepped(frame.assign(status=status), edits=(edit,))


def read_maximum(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Take the highest possible score from "17.00 / 29", and refuse scores above it."""
    stated = [one for one in _stated_maxima(context) if one.notna().any()]
    known = [frame["score_max"], *stated] if "score_max" in frame else stated
    if not known:
        return Stepped(frame)
    sides = pd.concat(known, axis=1)
    differ = sides.nunique(axis=1).gt(1)
    maximum = sides.bfill(axis=1).iloc[:, 0].astype("float64")
    refused: list[Refusal] = [(differ, "other_score_max", "score_max")]
    refused += [
        (frame[score].gt(maximum).fillna(value=False), "score_above_maximum", score)
        for score in SCORES
        if score in frame
    ]
    derived = int(maximum.notna().sum()) if "score_max" not in frame else 0
    edits = (RuleEdit("score_max", "score_of_maximum", "score / maximum", "number", derived),)
    return Stepped(frame.assign(score_max=maximum), tuple(refused), edits=edits if derived else ())


def choose_attempt(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Keep one attempt a person in an export of one test: the first before, the last after.

    The first attempt before the course is the one that nothing was learnt from; the last one after
    it is where the person arrived. An attempt counts where it has a score.
    """
    tests = [score for score in SCORES if score in frame]
    if len(tests) != 1 or {"start_date", "status"} & set(frame.columns):
        return Stepped(frame)
    keys = [name for name in COURSE if name in frame]
    taken = frame[frame[tests[0]].notna() & frame["employee_id"].notna()]
    order = _moments(context, TEST_DATES[tests[0]]).loc[taken.index]
    ordered = taken[keys].assign(employee_id=taken["employee_id"].map(fold), moment=order)
    ordered = ordered.sort_values("moment", kind="stable", na_position="last")
    later, earlier = (ordered.duplicated(keys, keep=end) for end in ENDS)
    again = ordered.index[later if tests[0] == "pre_score" else earlier]
    mask = pd.Series(frame.index.isin(again), index=frame.index)
    return Stepped(frame, ((mask, REPEATED, "employee_id"),))


def refuse_impossible(frame: pd.DataFrame, _context: StepContext) -> Stepped:
    """Refuse an end before the start, a test after before the test before, a course twice."""
    refused = out_of_order(frame, OUT_OF_ORDER)
    course = ["employee_id", "programme", "start_date"]
    if set(course) <= set(frame.columns):
        told = frame[course].assign(programme=frame["programme"].map(fold, na_action="ignore"))
        twice = told.duplicated(keep="first") & told.notna().all(axis=1)
        refused.append((twice, TWICE, "programme"))
    return Stepped(frame, tuple(refused))


def refuse_other_units(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Refuse bare numbers under a header that does not say JP, unless region.toml names it.

    "Jumlah jam" may mean training hours of 45 minutes or clock hours; "Lama (hari)" is never JP.
    """
    match = next((one for one in context.mapping.matches if one.target == "jp_hours"), None)
    if match is None or "jp_hours" not in frame:
        return Stepped(frame)
    header = fold(f"{match.column.group} {match.column.header}")
    days = DAYS.search(header) is not None
    if not days and (match.reason == "declared" or SAYS_JP.search(header)):
        return Stepped(frame)
    raw = context.block.body[match.column.position]
    bare = raw.str.fullmatch(r"[\d.,\s]+").fillna(value=False).astype(bool)
    return Stepped(frame, ((bare, "jp_in_days" if days else "jp_unit", "jp_hours"),))


def tell_days_as_jp(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Tell where all training hours equal the days from first to last: days were written as JP."""
    if not {"jp_hours", "start_date", "end_date"} <= set(frame.columns):
        return Stepped(frame)
    known = frame[["jp_hours", "start_date", "end_date"]].dropna()
    days = (known["end_date"] - known["start_date"]).dt.days + 1
    if len(known) < JP_LIKE_DAYS_ROWS or not known["jp_hours"].eq(days).all():
        return Stepped(frame)
    told: dict[str, object] = {"column": _header(context, "jp_hours"), "count": len(known)}
    return Stepped(frame, problems=(Problem("intake.training.jp_like_days", told),))


def _away(frame: pd.DataFrame, score: str, present: str) -> pd.Series:
    """Rows of people who did not take a test."""
    if present in frame:
        return ~frame[present].fillna(value=True).astype(bool)
    if "status" not in frame:
        return pd.Series(False, index=frame.index)
    untested = frame["status"].isin(["absent", "nominated", "waitlisted"])
    return untested & frame[score].eq(0)


def _known_present(frame: pd.DataFrame, present: str) -> pd.Series:
    if present in frame:
        return frame[present].fillna(value=False).astype(bool)
    return pd.Series(False, index=frame.index)


def _stated_maxima(context: StepContext) -> Iterator[pd.Series]:
    for score in SCORES:
        position = context.mapping.position_of(score)
        if position is not None:
            yield (
                context.block.body[position]
                .map(highest_score, na_action="ignore")
                .astype("float64")
            )


def _moments(context: StepContext, target: str) -> pd.Series:
    """Return date and clock time of the tests, from the raw column; missing where there is none."""
    position = context.mapping.position_of(target)
    body = context.block.body
    if position is None:
        return pd.Series(pd.NaT, index=body.index, dtype="datetime64[us]")
    return read_dates(body[position], target=target, clock=True).values  # noqa: PD011


def _header(context: StepContext, target: str) -> str:
    position = context.mapping.position_of(target)
    names = {column.position: column.header for column in context.block.columns}
    return names.get(position, "") or target if position is not None else target


STEPS: tuple[Step, ...] = (
    derive_status,
    empty_scores_of_absent,
    read_maximum,
    choose_attempt,
    refuse_impossible,
    refuse_other_units,
    tell_days_as_jp,
)
"""Steps of the table, in order."""
