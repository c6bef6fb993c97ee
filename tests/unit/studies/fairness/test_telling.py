"""What is told as a difference beyond chance, and what has no test."""

from __future__ import annotations

import pytest

from analysis.presenting.composing import Shown
from analysis.presenting.names import Names
from analysis.stats.adverse_impact import compare_shares
from analysis.studies.fairness.decisions.section import decisions_section
from analysis.studies.fairness.groups.label_findings import verdict_of
from analysis.studies.fairness.groups.sections import impact_section
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.telling import is_beyond_chance, named, readable


def ratio(p_adjusted, **group):
    text = {"id": "rasio", "en": "ratio"}
    return WORDS.finding(
        "adverse_impact_ratio",
        method="four_fifths",
        status="review",
        reason_code="uneven_clusters",
        group=group,
        estimate=0.5,
        n=100,
        value_code="below_four_fifths",
        p_adjusted=p_adjusted,
        text=text,
    )


@pytest.mark.parametrize(
    ("p_adjusted", "beyond"), [(None, False), (0.0, True), (0.049, True), (0.05, False)]
)
def test_difference_without_a_test_is_not_beyond_chance(p_adjusted, beyond):
    assert is_beyond_chance(ratio(p_adjusted, gender="P")) is beyond


@pytest.mark.parametrize(("p_adjusted", "told"), [(None, 0), (0.01, 1)])
def test_sections_list_only_what_was_tested(p_adjusted, told):
    for write, group in (
        (decisions_section, {"outcome": "promotion", "gender": "P"}),
        (impact_section, {"gender": "P"}),
    ):
        shown = Shown("fairness", [ratio(p_adjusted, **group)], {}, Names("Kota Contoh", "2025"))
        said = [one["id"] for one in write(shown)]
        assert said.count("rasio") == told


@pytest.mark.parametrize(
    ("count", "n", "verdict"),
    [
        (1, 9, "less_than_one"),  # 1.8 at the share of 20 in 100: 0.8 short
        (1, 10, "below_four_fifths"),  # exactly one short
        (2, 10, "within_four_fifths"),
        (3, 11, "less_than_one"),  # 0.8 more than 2.2
        (4, 10, "above_five_fourths"),
    ],
)
def test_side_of_the_rule_hangs_on_at_least_one_person(count, n, verdict):
    assert verdict_of(compare_shares(count, n, 20, 100)) == verdict


def test_findings_of_one_id_and_those_that_may_be_read():
    shut = WORDS.blocked("adverse_impact_ratio", "no_groups")
    told = [ratio(0.01, gender="P"), shut]
    other = WORDS.blocked("gap_raw", "no_groups")
    shown = Shown("fairness", [*told, other], {}, Names("Kota Contoh", "2025-S2"))
    assert named(shown, "adverse_impact_ratio") == told
    assert readable(told) == told[:1]
