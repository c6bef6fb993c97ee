"""Careless answers in surveys, and how far those who did not answer could shift an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import DisclosureClass
from analysis.presenting.composing import GateDecision, Part, combine
from analysis.schemas.finding import Finding
from analysis.studies.quality.parts import WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

FLAGS = ("straightline", "repeat", "few_answers", "fast")
SURVEYS: dict[str, DisclosureClass] = {"citizen_survey": "service", "staff_survey": "sensitive"}
POINTS_LOWER = 10.0
"""How many index points lower the silent are supposed to be, for the bound."""

MANY = 0.10


def check_surveys(data: StudyData) -> Part:
    """Return the flagged sheets of each survey, and the bound for silent staff."""
    parts = [_survey(name, data, disclosure) for name, disclosure in SURVEYS.items()]
    found = combine(parts)
    bound = _bound(data)
    worst = next((one for one in found.findings if one.status == "review"), None)
    if all(one.status == "blocked" for one in found.findings):
        decision = GateDecision("surveys", "blocked", "no_sheets", "surveys")
    elif worst is not None:
        decision = GateDecision("surveys", "review", "many_careless", "look_at_form")
    else:
        decision = GateDecision("surveys", "ok")
    return Part(findings=(*found.findings, bound), tables=found.tables, gates=(decision,))


def _survey(name: str, data: StudyData, disclosure: DisclosureClass) -> Part:
    frame = data.tables.get(name)
    group = {"instrument": name}
    if frame is None or frame.empty or "quality_flags" not in frame:
        return Part((WORDS.blocked("careless_share", "no_sheets", group=group),))
    flags = frame["quality_flags"].fillna("").str.split(";")
    marks = pd.DataFrame(
        {flag: [flag in found for found in flags] for flag in FLAGS}, index=frame.index
    )
    flagged = int(marks.any(axis=1).sum())
    n = len(frame)
    many = flagged / n >= MANY
    finding = WORDS.finding(
        "careless_share",
        method="quality_flags",
        status="review" if many else "ok",
        reason_code="many_careless" if many else None,
        group=group,
        estimate=flagged / n,
        n=n,
        numerator=flagged,
        direction="lower",
        disclosure=disclosure,
    )
    return Part((finding,), (_flag_table(name, marks, n, disclosure),))


def _flag_table(name: str, marks: pd.DataFrame, n: int, disclosure: DisclosureClass) -> ReportTable:
    rows = [
        {"flag": flag, "n": n, "count": int(marks[flag].sum()), "share": float(marks[flag].mean())}
        for flag in FLAGS
    ]
    columns = [
        WORDS.column("flag", "label", "text", codes=WORDS.codes("flag", FLAGS)),
        WORDS.column("n", "base", "integer"),
        WORDS.column("count", "count", "integer"),
        WORDS.column("share", "share", "share"),
    ]
    frame = pd.DataFrame(rows)
    return WORDS.table(f"flags_{name}", frame, columns, disclosure=disclosure)


def _bound(data: StudyData) -> Finding:
    """Return how many points lower a staff index would be, were the silent 10 points lower.

    Index of all = r x (index of those who answered) + (1 - r) x (that index - 10), where r is the
    response rate; the shift is -10 x (1 - r), whatever the index.
    """
    sheets, frame = data.tables.get("staff_survey"), data.tables.get("survey_frame")
    if sheets is None or sheets.empty:
        return WORDS.blocked("nonresponse_bound", "no_sheets", disclosure="sensitive")
    if frame is None or frame.empty:
        return WORDS.blocked("nonresponse_bound", "no_frame", disclosure="sensitive")
    everyone = frame[frame["margin"].eq("all")]
    waves = set(everyone["wave"].dropna()) & set(sheets["wave"].dropna())
    invited = int(everyone[everyone["wave"].isin(waves)]["invited"].sum())
    answered = int(sheets["wave"].isin(waves).sum())
    if not invited or answered > invited:
        reason = "no_frame" if not invited else "more_sheets_than_invited"
        return WORDS.blocked("nonresponse_bound", reason, disclosure="sensitive")
    return WORDS.finding(
        "nonresponse_bound",
        method="silent_ten_points_lower",
        status="ok",
        estimate=-POINTS_LOWER * (1 - answered / invited),
        n=invited,
        numerator=answered,
        direction="none",
        disclosure="sensitive",
    )
