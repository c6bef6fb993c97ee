"""What a report says first: how many questions can be answered, and why others cannot."""

from __future__ import annotations

import pytest

from analysis.presenting.composing import GateDecision
from analysis.presenting.composing.decision import decision_sentences
from analysis.studies.training.parts import WORDS


def test_questions_with_one_reason_share_a_sentence() -> None:
    gates = [
        GateDecision("coverage", "blocked", "no_lists", "trainings"),
        GateDecision("minimum", "blocked", "no_lists", "trainings"),
        GateDecision("reaction", "blocked", "no_reactions", "reaction_score"),
        GateDecision("learning", "ok"),
    ]
    first, can, lists, reactions = (one["en"] for one in decision_sentences(WORDS, gates))
    assert first.startswith("Of 4 questions, 1 can be answered and 3 cannot be answered yet.")
    assert can.startswith("Can be answered: ")
    assert lists == (
        "Cannot be answered yet: How many hours of training does each employee get? How many reach "
        "the minimum hours? Reason: there are no training lists in this period."
    )
    assert reactions.startswith("Cannot be answered yet: How did participants like it? Reason:")


@pytest.mark.parametrize(
    ("ok", "review", "blocked", "named"),
    [
        (2, 1, 1, "Can be answered: "),
        (0, 2, 1, "Can be answered, but needs review: "),
        (6, 0, 1, "Can be answered: "),
        (7, 0, 1, ""),
        (2, 1, 0, ""),
        (0, 0, 1, ""),
    ],
)
def test_what_can_be_answered_comes_before_what_cannot(
    ok: int, review: int, blocked: int, named: str
) -> None:
    statuses = [*["ok"] * ok, *["review"] * review, *["blocked"] * blocked]
    gates = [
        GateDecision("learning", one, "no_lists" if one == "blocked" else "") for one in statuses
    ]
    told = [one["en"] for one in decision_sentences(WORDS, gates)][1 : len(statuses) + 1]
    assert [one.startswith("Cannot") for one in told] == [False] * bool(named) + [True] * blocked
    assert told[0].startswith(named) if told else not named
    assert told[0].count("?") == max(ok or review, 1) if named else True
