"""The list at the top of a report: what the data can answer, and what would unblock the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.presenting.composing.parts import GateDecision
from analysis.presenting.composing.words import LANGUAGES, StudyWords, listed
from analysis.schemas.bundle import ReportTable

STATUSES = ("ok", "review", "blocked")
MOST_NAMED = 6
"""Questions that are named as those that can be answered; more are left to the table."""


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
    """Return how many questions can be answered, which, and the blocked ones by their reason.

    Which can be answered is said only beside blocked ones, where they are few.
    """
    first = {lang: _summary(words, gates, lang) for lang in LANGUAGES}
    blocked: dict[str, list[str]] = {}
    for one in gates:
        if one.status == "blocked":
            blocked.setdefault(one.reason, []).append(one.question)
    can = _answered(words, gates) if blocked else ()
    return (first, *can, *(_blocked(words, reason, asked) for reason, asked in blocked.items()))


def _summary(words: StudyWords, gates: Sequence[GateDecision], lang: str) -> str:
    counts = {status: sum(one.status == status for one in gates) for status in STATUSES}
    told = [
        words.say(f"decision.{status}{'_one' if count == 1 else ''}", lang, count=count)
        for status, count in counts.items()
        if count
    ]
    code = "decision.summary_one" if len(gates) == 1 else "decision.summary"
    return words.say(code, lang, total=len(gates), counts=listed(told, lang))


def _answered(words: StudyWords, gates: Sequence[GateDecision]) -> tuple[dict[str, str], ...]:
    """Return the questions that can be answered; where there are none, those to be reviewed."""
    by_status = {
        status: [one.question for one in gates if one.status == status] for status in STATUSES
    }
    status = "ok" if by_status["ok"] else "review"
    named = by_status[status]
    if not 0 < len(named) <= MOST_NAMED:
        return ()
    return (
        {
            lang: words.say(
                f"decision.which_{status}", lang, questions=_questions(words, named, lang)
            )
            for lang in LANGUAGES
        },
    )


def _questions(words: StudyWords, questions: Sequence[str], lang: str) -> str:
    return " ".join(words.say(f"question.{one}", lang) for one in questions)


def _blocked(words: StudyWords, reason: str, questions: Sequence[str]) -> dict[str, str]:
    return {
        lang: words.say(
            "decision.why_blocked",
            lang,
            question=_questions(words, questions, lang),
            reason=words.say(f"reason.{reason}", lang),
        )
        for lang in LANGUAGES
    }


def _used(words: StudyWords, gates: Sequence[GateDecision], kind: str) -> dict[str, dict[str, str]]:
    return words.codes(kind, sorted({getattr(one, kind) for one in gates} - {""}))
