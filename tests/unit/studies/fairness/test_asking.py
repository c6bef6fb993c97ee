"""What to ask for: all that helps has a holder, and stands before the questions it opens."""

from __future__ import annotations

from analysis.presenting.composing import GateDecision
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.asking import what_to_ask_for
from analysis.wording import _catalogue
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, study_of


def test_every_thing_to_ask_for_has_a_holder():
    texts = _catalogue("studies/fairness")
    assert set(texts["holder"]) == set(texts["unblock"])


def test_what_opens_most_questions_comes_first():
    gates = [
        GateDecision("differentiation", "review", "few_in_group", "more_persons"),
        GateDecision("group_labels", "blocked", "no_groups", "traits"),
        GateDecision("group_scores", "ok"),
        GateDecision("impact", "blocked", "no_groups", "traits"),
    ]
    rows = what_to_ask_for(gates).tables[0].frame
    assert rows["needed"].tolist() == ["traits", "traits", "more_persons"]
    assert rows["question"].tolist() == ["group_labels", "impact", "differentiation"]


def test_nothing_is_asked_for_where_all_is_answered():
    assert what_to_ask_for([GateDecision("differentiation", "ok")]).tables == ()


def test_recap_without_appraisers_asks_for_their_column():
    data = study_of(
        "fairness",
        appraisals=frame_of("appraisals", annual_of(["Baik"] * 40)),
        employees=frame_of("employees", employees_of(40, gender="P", status="PNS")),
    )
    result = run_fairness(data, FairnessConfig())
    needed = set(result.tables["asking"].frame["needed"])
    assert {"rater_id", "scores_or_periodic"} <= needed
    section = next(one for one in result.output.narrative["sections"] if one["key"] == "asking")
    sentences = " ".join(one["en"] for one in section["paragraphs"])
    assert "a column with the NIP of the appraiser" in sentences
    assert "e-Kinerja team" in sentences
