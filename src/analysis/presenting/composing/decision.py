"""The list at the top of a report: what the data can answer, and what would unblock the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.presenting.composing.parts import GateDecision
from analysis.presenting.composing.words import LANGUAGES, StudyWords, listed
from analysis.schemas.bundle import ReportTable

STATUSES = ("ok", "review", "blocked")


def gate_table(
    words: StudyWords, gates: Sequence[GateDecision], questions: Sequence[str]
) -> ReportTable:
    """Return one row a question, in the order of `questions`: status, reason, what unblocks it."""
    ordered = sorted(gates, key=lambda one: questions.index(one.question))
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
        words.column("question", "label", "text", codes=words.codes("question", questions)),
        words.column("status", "code", "code", codes=words.codes("status", STATUSES)),
        words.column("reason", "code", "code", codes=_used(words, gates, "reason")),
        words.column("unblock", "code", "code", codes=_used(words, gates, "unblock")),
    ]
    return words.table("gates", frame, columns, disclosure="organisational")


def decision_sentences(
    words: StudyWords, gates: Sequence[GateDecision]
) -> tuple[dict[str, str], ...]:
    """Return how many questions can be answered, then the blocked ones, one sentence a reason."""
    first = {lang: _summary(words, gates, lang) for lang in LANGUAGES}
    blocked: dict[str, list[str]] = {}
    for one in gates:
        if one.status == "blocked":
            blocked.setdefault(one.reason, []).append(one.question)
    return (first, *(_blocked(words, reason, asked) for reason, asked in blocked.items()))


def _summary(words: StudyWords, gates: Sequence[GateDecision], lang: str) -> str:
    counts = {status: sum(one.status == status for one in gates) for status in STATUSES}
    told = [
        words.say(f"decision.{status}{'_one' if count == 1 else ''}", lang, count=count)
        for status, count in counts.items()
        if count
    ]
    code = "decision.summary_one" if len(gates) == 1 else "decision.summary"
    return words.say(code, lang, total=len(gates), counts=listed(told, lang))


def _blocked(words: StudyWords, reason: str, questions: Sequence[str]) -> dict[str, str]:
    return {
        lang: words.say(
            "decision.why_blocked",
            lang,
            question=" ".join(words.say(f"question.{one}", lang) for one in questions),
            reason=words.say(f"reason.{reason}", lang),
        )
        for lang in LANGUAGES
    }


def _used(words: StudyWords, gates: Sequence[GateDecision], kind: str) -> dict[str, dict[str, str]]:
    return words.codes(kind, sorted({getattr(one, kind) for one in gates} - {""}))
