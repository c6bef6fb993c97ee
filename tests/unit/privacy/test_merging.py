"""Small categories join a neighbour or "lainnya" before anything is hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.privacy.merging import merge_small
from analysis.privacy.rounding import are_few, round_counts, rounded_shares

AGES = ["<20", "20-29", "30-39", "40-49", "50+"]


def counts(values: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({"level": list(values), "n": list(values.values())})


@pytest.mark.parametrize(
    ("given", "merged"),
    [
        ({"PNS": 30, "TNI": 5}, {"PNS": "PNS", "TNI": "TNI"}),
        # 4 alone is below 5: the next smallest joins it (4 + 20).
        (
            {"PNS": 30, "Petani": 20, "TNI": 4},
            {"PNS": "PNS", "Petani": "lainnya", "TNI": "lainnya"},
        ),
        # 4 + 3 = 7 reach the floor together.
        (
            {"PNS": 30, "Petani": 20, "TNI": 4, "Polri": 3},
            {"PNS": "PNS", "Petani": "Petani", "TNI": "lainnya", "Polri": "lainnya"},
        ),
        (
            {"PNS": 30, "TNI": 4, "lainnya": 8},
            {"PNS": "PNS", "TNI": "lainnya", "lainnya": "lainnya"},
        ),
        ({"PNS": 2, "TNI": 1}, {"PNS": "lainnya", "TNI": "lainnya"}),
        ({"PNS": 30, "TNI": 0}, {"PNS": "PNS", "TNI": "TNI"}),
        ({}, {}),
    ],
    ids=[
        "none_small",
        "one_small",
        "two_small",
        "into_lainnya",
        "all_small",
        "empty_level",
        "none",
    ],
)
def test_unordered_levels_become_lainnya(given: dict, merged: dict) -> None:
    assert merge_small(counts(given), "level", "n") == merged


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([10, 20, 30, 20, 10], AGES),
        ([4, 20, 30, 20, 10], ["<20 + 20-29", "<20 + 20-29", "30-39", "40-49", "50+"]),
        ([10, 20, 30, 20, 4], ["<20", "20-29", "30-39", "40-49 + 50+", "40-49 + 50+"]),
        # The smaller neighbour of 3 is 7, not 30.
        ([20, 30, 3, 7, 10], ["<20", "20-29", "30-39 + 40-49", "30-39 + 40-49", "50+"]),
        ([1, 1, 1, 1, 1], [" + ".join(AGES)] * 5),
    ],
)
def test_ordered_levels_join_their_smaller_neighbour(sizes: list[int], merged: list[str]) -> None:
    given = counts(dict(zip(AGES, sizes, strict=True)))
    found = merge_small(given, "level", "n", order=AGES)
    assert [found[level] for level in AGES] == merged


def test_rows_of_a_level_are_summed_and_the_frame_stays() -> None:
    frame = pd.DataFrame({"level": ["a", "a", "b", None], "n": [3, 3, 9, 1]})
    before = frame.copy()
    assert merge_small(frame, "level", "n") == {"a": "a", "b": "b"}
    pd.testing.assert_frame_equal(frame, before)


def test_floor_follows_class_and_min_cell() -> None:
    frame = counts({"a": 30, "b": 12, "c": 8, "d": 8})
    assert merge_small(frame, "level", "n")["c"] == "c"
    assert merge_small(frame, "level", "n", disclosure="sensitive")["c"] == "lainnya"
    assert merge_small(frame, "level", "n", min_cell=13)["b"] == "lainnya"
    with pytest.raises(UsageError):
        merge_small(frame, "level", "n", min_cell=2)


def test_counts_are_rounded_half_up_to_base_five() -> None:
    given = pd.Series([0, 2, 2.5, 3, 7, 8, 12.5, None])
    assert round_counts(given).tolist()[:-1] == [0, 0, 5, 5, 5, 10, 15]
    assert pd.isna(round_counts(given).iloc[-1])


def test_shares_come_from_the_rounded_counts() -> None:
    # 12 -> 10, 8 -> 10, 1 -> 0: one half each, not 12/21.
    assert rounded_shares(pd.Series([12, 8, 1])).tolist() == [0.5, 0.5, 0.0]
    assert rounded_shares(pd.Series([1, 2])).isna().all()


@pytest.mark.parametrize(
    ("movers", "expected"), [(0, False), (1, True), (19, True), (20, False), (21, False)]
)
def test_fewer_than_twenty_movers_are_few(movers: int, expected: bool) -> None:
    assert are_few(movers) is expected
