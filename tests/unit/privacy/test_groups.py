"""Groups under one name wherever they stand, and the groups they are compared with."""

from __future__ import annotations

import pytest

from analysis.privacy.groups import CROSSED, canonical, reference_of

WOMEN = {"gender": "P", "reference": "L", "outcome": "reward"}
YOUNG_WOMEN = {"gender": "P", "age_band": "20-29", "reference": f"L{CROSSED}30-39"}


@pytest.mark.parametrize(
    ("group", "plain", "reference"),
    [
        (WOMEN, {"gender": "P"}, {"gender": "L"}),
        (YOUNG_WOMEN, {"gender": "P", "age_band": "20-29"}, {"gender": "L", "age_band": "30-39"}),
        (
            {"unit": "dinkes", **YOUNG_WOMEN},
            {"unit": "dinkes", "gender": "P", "age_band": "20-29"},
            {"unit": "dinkes", "gender": "L", "age_band": "30-39"},
        ),
        ({"gender": "P"}, {"gender": "P"}, None),
        ({"reference": "ikm"}, {"reference": "ikm"}, None),
        (
            {"gender": "P", "age_band": "20-29", "reference": "L"},
            {"gender": "P", "age_band": "20-29", "reference": "L"},
            None,
        ),
        ({"margin": "gender", "level": "P"}, {"gender": "P"}, None),
    ],
    ids=[
        "one_trait",
        "two_traits",
        "two_traits_in_a_unit",
        "no_reference",
        "other_quantity",
        "unclear_reference",
        "row_of_a_table",
    ],
)
def test_compared_groups_are_the_groups_themselves(group, plain, reference):
    assert canonical(group, {}) == plain
    assert reference_of(group, {}) == reference


def test_margin_and_level_beside_a_reference_name_the_group_compared():
    told = {"margin": "gender", "level": "P", "reference": "L", "component": "work"}
    assert canonical(told, {}) == {"gender": "P"}
    assert reference_of(told, {}) == {"gender": "L"}
