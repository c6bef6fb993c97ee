"""What stands beside the label, by person and by rating."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.rules import load_rulebook
from analysis.rules.appraisal import AppraisalRules
from analysis.studies.fairness.outcomes import rating_values, score_outcomes
from tests.lib.appraisal_data import ABOVE, AS_EXPECTED, BELOW, annual_of, frame_of

RULES = AppraisalRules.of(load_rulebook().in_force("appraisal", date(2025, 12, 31)))
PERIODIC = {**annual_of(["Baik"]), "assessment_kind": "periodic"}


def test_scores_are_means_over_a_persons_appraisals_by_superiors():
    rows = frame_of(
        "appraisals",
        {**PERIODIC, "period": "2025-Q1", "behaviour_score": 80.0, "b_loyal": 4.0},
        {**PERIODIC, "period": "2025-Q2", "behaviour_score": 90.0},
        {**PERIODIC, "period": "2025-Q3", "behaviour_score": 10.0, "rater_role": "self"},
    )
    found = score_outcomes(rows, RULES)
    assert list(found) == ["behaviour_score"]
    assert found.loc["e_00000", "behaviour_score"] == pytest.approx(85)


def test_behaviours_stand_in_for_a_score():
    rows = frame_of("appraisals", {**PERIODIC, "b_loyal": 4.0, "b_adaptif": 2.0})
    assert score_outcomes(rows, RULES)["behaviours"].tolist() == [3.0]


def test_periodic_ratings_stand_in_for_scores_and_behaviours():
    ratings = {"result_rating": ABOVE, "behaviour_rating": BELOW}
    rows = frame_of(
        "appraisals",
        annual_of(["Baik"]),
        {**PERIODIC, "period": "2025-Q1", **ratings},
        {**PERIODIC, "period": "2025-Q2", "result_rating": AS_EXPECTED, "behaviour_rating": None},
    )
    values = rating_values(rows, RULES)["periodic_rating"]
    assert values.isna().tolist() == [True, False, False]
    assert values.tolist()[1:] == [2.0, 2.0]  # (3 + 1) / 2 and 2 alone


def test_annual_labels_alone_hold_no_score():
    assert score_outcomes(frame_of("appraisals", annual_of(["Baik"])), RULES).empty
