"""What is told as a difference beyond chance, and what has no test."""

from __future__ import annotations

import pytest

from analysis.presenting.composing import Shown
from analysis.presenting.names import Names
from analysis.studies.fairness.decisions.section import decisions_section
from analysis.studies.fairness.groups.sections import impact_section
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.telling import is_beyond_chance


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
