"""The list at the top of the report: what the data can answer, and what would unblock the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.schemas.bundle import ReportTable
from analysis.studies.satisfaction.parts import (
    LANGUAGES,
    ROOM,
    GateDecision,
    codes_of,
    column,
    listed,
    titled,
)
from analysis.wording import say

QUESTIONS = (
    "index",
    "letter",
    "who_answered",
    "adequacy",
    "units",
    "groups",
    "unsur",
    "trend",
    "priorities",
    "published",
)
STATUSES = ("ok", "review", "blocked")


def all_blocked(*, without: Sequence[str] = ()) -> tuple[GateDecision, ...]:
    """Return the decisions of a period without usable answers."""
    return tuple(
        GateDecision(question, "blocked", "no_sheets", "citizen_survey")
        for question in QUESTIONS
        if question not in without
    )


def gate_table(gates: Sequence[GateDecision]) -> ReportTable:
    """Return one row a question: status, reason, what would unblock it."""
    ordered = sorted(gates, key=lambda one: QUESTIONS.index(one.question))
    frame = pd.DataFrame(
        [
            {
                "question": one.question,
                "status": one.status,
                "reason": one.reason or None,
                "unblock": one.unblock or None,
            }
            for one in ordered
        ],
        columns=["question", "status", "reason", "unblock"],
    )
    columns = [
        column("question", "label", "text", codes=codes_of("question", QUESTIONS)),
        column("status", "code", "code", codes=codes_of("status", STATUSES)),
        column("reason", "code", "code", codes=_codes(gates, "reason")),
        column("unblock", "code", "code", codes=_codes(gates, "unblock")),
    ]
    return titled("gates", frame, columns, disclosure="organisational")


def decision_sentences(gates: Sequence[GateDecision]) -> tuple[dict[str, str], ...]:
    """Return a sentence on how many questions can be answered, then one for each blocked one."""
    first = {lang: _summary(gates, lang) for lang in LANGUAGES}
    return (first, *(_blocked_sentence(one) for one in gates if one.status == "blocked"))


def _summary(gates: Sequence[GateDecision], lang: str) -> str:
    counts = {status: sum(one.status == status for one in gates) for status in STATUSES}
    told = [
        say(f"{ROOM}.decision.{status}{'_one' if count == 1 else ''}", lang, count=count)
        for status, count in counts.items()
        if count
    ]
    return say(f"{ROOM}.decision.summary", lang, total=len(gates), counts=listed(told, lang))


def _blocked_sentence(gate: GateDecision) -> dict[str, str]:
    return {
        lang: say(
            f"{ROOM}.decision.why_blocked",
            lang,
            question=say(f"{ROOM}.question.{gate.question}", lang),
            reason=say(f"{ROOM}.reason.{gate.reason}", lang),
        )
        for lang in LANGUAGES
    }


def _codes(gates: Sequence[GateDecision], kind: str) -> dict[str, dict[str, str]]:
    return codes_of(kind, sorted({getattr(one, kind) for one in gates} - {""}))
