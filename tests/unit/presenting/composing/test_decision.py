"""What a report says first: how many questions can be answered, and why others cannot."""

from __future__ import annotations

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
    first, lists, reactions = (one["en"] for one in decision_sentences(WORDS, gates))
    assert first.startswith("Of 4 questions, 1 can be answered and 3 cannot be answered yet.")
    assert lists == (
        "Cannot be answered yet: How many hours of training does each employee get? How many reach "
        "the minimum hours? Reason: there are no training lists in this period."
    )
    assert reactions.startswith("Cannot be answered yet: How did participants like it? Reason:")
