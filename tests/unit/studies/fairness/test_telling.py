"""What is told as a difference beyond chance, and what has no test."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.presenting.composing import Shown
from analysis.presenting.names import Names
from analysis.stats.adverse_impact import compare_shares
from analysis.studies.fairness.decisions.section import decisions_section
from analysis.studies.fairness.groups.label_findings import verdict_of
from analysis.studies.fairness.groups.sections import (
    groups_section,
    impact_section,
    intersections_section,
)
from analysis.studies.fairness.justice.section import justice_section
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.telling import named, readable, told_of_tests


def ratio(p_adjusted, value_code="below_four_fifths", **group):
    text = {"id": "rasio", "en": "ratio"}
    return WORDS.finding(
        "adverse_impact_ratio",
        method="four_fifths",
        status="review",
        reason_code="uneven_clusters",
        group={"reference": "L", **group},
        estimate=0.5,
        n=100,
        value_code=value_code,
        p_adjusted=p_adjusted,
        text=text,
    )


@pytest.mark.parametrize(("p_adjusted", "told"), [(None, 0), (0.01, 1)])
def test_sections_list_only_what_was_tested(p_adjusted, told):
    for write, group in (
        (decisions_section, {"outcome": "promotion", "gender": "P"}),
        (impact_section, {"gender": "P"}),
    ):
        shown = Shown("fairness", [ratio(p_adjusted, **group)], {}, Names("Kota Contoh", "2025"))
        said = [one["id"] for one in write(shown)]
        assert said.count("rasio") == told


def told_by(write, *findings):
    """Return the English paragraphs that a section writes from these findings."""
    shown = Shown("fairness", findings, {}, Names("Kota Contoh", "2025"))
    return [one["en"] for one in write(shown)]


OUTSIDE, WITHIN = "below_four_fifths", "within_four_fifths"


FEW = "because there are too few employees or appraisers"


@pytest.mark.parametrize(
    ("tests", "said", "of_them"),
    [
        ([(0.5, OUTSIDE), (0.6, WITHIN)], "1 of 2 comparisons, ", "none"),
        (
            [(0.5, OUTSIDE), (None, OUTSIDE)],
            f"1 of 1 comparison (1 more cannot be tested {FEW}; "
            "outside the four-fifths limits: 1), ",
            "none",
        ),
        (
            [(0.5, OUTSIDE), (None, WITHIN), (None, WITHIN)],
            f"1 of 1 comparison (2 more cannot be tested {FEW}), ",
            "none",
        ),
        (
            [(0.01, OUTSIDE), (None, WITHIN)],
            f"1 of 1 comparison (1 more cannot be tested {FEW}), ",
            "1",
        ),
        (
            [(0.5, WITHIN), (None, OUTSIDE)],
            f"of 1 comparison (1 more cannot be tested {FEW}; outside the four-fifths limits: 1), ",
            "none is outside",
        ),
        ([(None, OUTSIDE), (None, WITHIN)], f"omparisons that cannot be tested {FEW}: 2.", ""),
    ],
)
def test_only_tested_comparisons_are_counted_and_the_others_named(tests, said, of_them):
    traits = ("gender", "age_band", "status")
    ratios = [
        ratio(p_adjusted, code, **{trait: "x"})
        for trait, (p_adjusted, code) in zip(traits, tests, strict=False)
    ]
    of_promotion = [replace(one, group={**one.group, "outcome": "promotion"}) for one in ratios]
    about_labels = told_by(impact_section, *ratios)[0]
    about_promotion = told_by(decisions_section, *of_promotion)[0]
    assert about_promotion.startswith("Promotions: ")
    for told in (about_labels, about_promotion.replace("but in ", "").replace(", in ", ", ")):
        before, phrase, after = told.replace("Of ", "of ").partition(said)
        assert (phrase, after.startswith(of_them)) == (said, True)
        assert "beyond" not in before


def gap(name, p_adjusted, status="review", **group):
    return WORDS.finding(
        name,
        method="difference",
        status=status,
        reason_code="little_variation",
        group={"gender": "P", "reference": "L", **group},
        p_adjusted=p_adjusted,
        text={"id": "selisih", "en": "gap"},
    )


@pytest.mark.parametrize(
    ("write", "name", "group"),
    [
        (groups_section, "gap_raw", {}),
        (intersections_section, "intersection_gap", {"age_band": "50+"}),
        (decisions_section, "decision_gap", {"outcome": "reward"}),
        (justice_section, "justice_gap", {"dimension": "procedural"}),
    ],
)
def test_no_difference_is_told_of_tested_comparisons_only(write, name, group):
    untested = [gap(name, None, **group), gap(name, None, "blocked", **group)]
    hidden = gap(name, None, "suppressed", **group)
    text = " ".join(told_by(write, gap(name, 0.5, **group), *untested, hidden))
    assert "f 1 comparison (2 more cannot be tested" in text
    assert "none goes beyond what chance would give" in text
    only = " ".join(told_by(write, *untested, hidden))
    assert "omparisons that cannot be tested because" in only
    assert "beyond what chance" not in only


def test_only_decisions_beyond_chance_follow_the_words_that_count_them():
    women = replace(gap("decision_gap", 0.5, outcome="reward"), text={"en": "women", "id": ""})
    tenure = {"outcome": "reward", "tenure_band": "10-19", "reference": "20+"}
    apart = replace(
        gap("decision_gap", 0.01, outcome="reward"), group=tenure, text={"en": "tenure", "id": ""}
    )
    first, counted, then = told_by(decisions_section, women, apart)[-3:]
    assert (first, then) == ("women", "tenure")
    assert counted.endswith("1 of 2 comparisons:")


@pytest.mark.parametrize(
    ("p_adjusted", "ending"),
    [
        ([0.2, 0.01], "some"),
        ([0.2, 0.3], "none"),
        ([0.2, None], "none_of_tested"),
        ([None, None], "untested"),
    ],
)
def test_a_title_tells_of_no_test_that_was_not_made(p_adjusted, ending):
    tests = pd.Series([*p_adjusted, None], dtype="float64")  # the last row is the reference
    rows = pd.DataFrame({"gap_points": [1.0, 2.0, None], "p_adjusted": tests})
    assert told_of_tests(rows) == ending


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
