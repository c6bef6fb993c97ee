"""What to ask for: the data that would open the questions which the present ones leave open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.presenting.composing import GateDecision, Paragraph, Part, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.studies.fairness.parts import QUESTIONS, WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable

NAME = "asking"
STATUSES = ("blocked", "review")
"""Statuses of questions that more data would help, the worse first."""


def what_to_ask_for(gates: Sequence[GateDecision]) -> Part:
    """Return the table of what would help, whom to ask for it, and which questions it opens."""
    helped = [one for one in gates if one.status in STATUSES and one.unblock]
    return Part(tables=(_table(helped),)) if helped else Part()


def _table(helped: Sequence[GateDecision]) -> ReportTable:
    import pandas as pd

    opened = {one.unblock: sum(other.unblock == one.unblock for other in helped) for one in helped}
    ordered = sorted(
        helped,
        key=lambda one: (-opened[one.unblock], one.unblock, QUESTIONS.index(one.question)),
    )
    rows = [
        {
            "needed": one.unblock,
            "holder": one.unblock,
            "question": one.question,
            "status": one.status,
        }
        for one in ordered
    ]
    columns = [
        WORDS.column("needed", "label", "text", codes=WORDS.codes("unblock", opened)),
        WORDS.column("holder", "code", "code", codes=WORDS.codes("holder", opened)),
        WORDS.column("question", "label", "text", codes=WORDS.codes("question", QUESTIONS)),
        WORDS.column("status", "code", "code", codes=WORDS.codes("status", STATUSES)),
    ]
    return WORDS.table(NAME, pd.DataFrame(rows), columns, disclosure="organisational")


def asking_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return one sentence for each thing to ask for, the one that opens most questions first."""
    rows = shown.rows(NAME)
    if rows.empty:
        return (WORDS.both("paragraph.nothing_to_ask"),)
    needed = list(dict.fromkeys(rows["needed"]))
    first = WORDS.both("paragraph.asking")
    return (first, *(_sentence(one, int(rows["needed"].eq(one).sum())) for one in needed))


def _sentence(needed: str, opened: int) -> Paragraph:
    code = "paragraph.ask_one" if opened == 1 else "paragraph.ask"
    return {
        lang: WORDS.say(
            code,
            lang,
            needed=WORDS.say(f"unblock.{needed}", lang),
            holder=WORDS.say(f"holder.{needed}", lang),
            opened=opened,
        )
        for lang in LANGUAGES
    }
