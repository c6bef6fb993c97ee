"""Levels of a trait: merged, ordered, named."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.presenting.composing.levels import (
    UNSTATED,
    in_order,
    level_names,
    merged_levels,
)

AGES = ("20-29", "30-39", "40-49", "50+")


def stated(**counts: int) -> pd.Series:
    values = [level.replace("_", "-") for level, count in counts.items() for _ in range(count)]
    return pd.Series([None if one == "none" else one for one in values], dtype="str")


def merge(values: pd.Series, **options: object) -> dict[str, int]:
    levels = merged_levels(values, floor=10, disclosure="sensitive", **options)  # type: ignore[arg-type]
    return {str(level): int(n) for level, n in levels.value_counts().items()}


def test_small_ordered_level_joins_its_smaller_neighbour() -> None:
    values = pd.Series(["20-29"] * 4 + ["30-39"] * 20 + ["40-49"] * 30, dtype="str")
    assert merge(values, order=AGES) == {"40-49": 30, "20-29 + 30-39": 24}


def test_small_unordered_levels_become_others() -> None:
    assert merge(stated(a=20, b=6, c=5)) == {"a": 20, "lainnya": 11}


def test_those_who_do_not_state_it_stand_alone_or_are_left_out() -> None:
    assert merge(stated(a=20, b=20, none=12)) == {"a": 20, "b": 20, UNSTATED: 12}
    assert merge(stated(a=20, b=20, none=9)) == {"a": 20, "b": 20}


def test_level_that_the_order_does_not_know_is_kept() -> None:
    values = pd.Series(["20-29"] * 20 + ["tua"] * 15, dtype="str")
    assert merge(values, order=AGES) == {"20-29": 20, "tua": 15}


def test_nobody_states_the_trait() -> None:
    assert merge(stated(none=30)) == {UNSTATED: 30}


def test_natural_order_first_then_size_and_the_unstated_last() -> None:
    sizes = {UNSTATED: 50, "40-49": 20, "20-29 + 30-39": 15}
    assert in_order(sizes, order=AGES) == ["20-29 + 30-39", "40-49", UNSTATED]
    assert in_order({"b": 10, "a": 10, "c": 30}) == ["c", "a", "b"]


def test_merged_levels_are_called_by_all_their_members() -> None:
    names = level_names("age_band", ["20-29 + 30-39", "lainnya", UNSTATED])
    assert names["20-29 + 30-39"]["id"] == "20–29 tahun + 30–39 tahun"
    assert names["lainnya"]["en"] == "Others"
    assert names[UNSTATED]["id"] == "Tidak menyebutkan"


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30), min_size=1))
def test_nobody_is_lost_and_every_level_reaches_the_floor(counts: dict[str, int]) -> None:
    values = stated(**counts)
    found = merge(values)
    assert sum(found.values()) == len(values)
    if len(found) > 1:
        assert min(found.values()) >= 10


@pytest.mark.parametrize("order", [None, AGES])
def test_input_is_not_changed(order: tuple[str, ...] | None) -> None:
    values = pd.Series(["20-29"] * 4 + ["30-39"] * 20, dtype="str")
    before = values.copy()
    merge(values, order=order)
    pd.testing.assert_series_equal(values, before)
