"""Masked units: neither numbers nor the order of rows follow the list of units."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pandas as pd
import pytest
from sample_report import UNITS, finding, sample_output, unit_table

from analysis.presenting.masking import draw_masks, mask_findings, mask_table

DRAWS = 30
MASKS = {"a": "unit-02", "b": "unit-03", "c": "unit-01"}


def rows_of_units() -> pd.DataFrame:
    return pd.DataFrame({"unit": ["a", "b", None, "c"], "n": [10, 20, 60, 30]})


def test_numbers_follow_no_fixed_order():
    units = [f"dinas-{letter}" for letter in "abcdefgh"]
    drawn = {tuple(draw_masks(units)[one] for one in units) for _ in range(DRAWS)}
    assert len(drawn) > DRAWS // 2
    assert drawn != {tuple(f"unit-{number:02d}" for number in range(1, 9))}


def test_every_unit_gets_one_number():
    masks = draw_masks(["c", "a", "b", "a"])
    assert set(masks) == {"a", "b", "c"}
    assert sorted(masks.values()) == ["unit-01", "unit-02", "unit-03"]


def test_more_than_a_hundred_units_keep_different_numbers():
    masks = draw_masks(map(str, range(120)), random=Random(1))
    assert len(set(masks.values())) == 120
    assert max(masks.values()) == "unit-120"


def test_rows_of_units_stand_in_the_order_of_the_numbers():
    given = replace(unit_table(), frame=rows_of_units())
    masked = mask_table(given, MASKS).frame
    assert masked["unit"].fillna("all").tolist() == ["unit-01", "unit-02", "all", "unit-03"]
    assert masked["n"].tolist() == [30, 10, 60, 20]
    pd.testing.assert_frame_equal(given.frame, rows_of_units())


def test_findings_of_one_id_stand_in_the_order_of_the_numbers():
    given = [
        finding("ikm", group={"unit": "a"}, estimate=1.0),
        finding("ikm", estimate=9.0),
        finding("ikm", group={"unit": "c"}, estimate=3.0),
        finding("rank", group={"unit": "b"}, estimate=2.0),
    ]
    masked = mask_findings(given, MASKS)
    assert [(one.group.get("unit"), one.estimate) for one in masked] == [
        ("unit-01", 3.0),
        (None, 9.0),
        ("unit-02", 1.0),
        ("unit-03", 2.0),
    ]


@pytest.fixture(scope="module")
def workshops():
    return [sample_output(audience="workshop").tables["by_unit"].frame for _ in range(6)]


def test_workshop_reports_of_one_region_differ_in_their_numbers(workshops):
    known = dict(zip(unit_table().frame["n"], UNITS, strict=False))
    numbering = {
        tuple(
            sorted(
                (known[n], mask)
                for n, mask in zip(one["n"], one["unit"], strict=True)
                if n in known and isinstance(mask, str)
            )
        )
        for one in workshops
    }
    assert len(numbering) > 1


def test_rows_of_a_workshop_report_do_not_keep_the_order_of_the_list(workshops):
    for frame in workshops:
        masks = frame["unit"].dropna().tolist()
        assert masks == sorted(masks)
