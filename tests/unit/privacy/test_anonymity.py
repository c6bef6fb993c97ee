"""k-anonymity: the smallest group that shares a combination, and the rows that stand alone."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.privacy.anonymity import anonymity_of_sets, k_anonymity

# Sweeney (2002), figure 2: a table with the quasi-identifier {race, birth, gender, ZIP} and k = 2
SWEENEY = pd.DataFrame(
    [
        ("Black", "1965", "m", "0214*"),
        ("Black", "1965", "m", "0214*"),
        ("Black", "1965", "f", "0213*"),
        ("Black", "1965", "f", "0213*"),
        ("Black", "1964", "f", "0213*"),
        ("Black", "1964", "f", "0213*"),
        ("White", "1964", "m", "0213*"),
        ("White", "1964", "m", "0213*"),
        ("White", "1964", "m", "0213*"),
        ("White", "1967", "m", "0213*"),
        ("White", "1967", "m", "0213*"),
    ],
    columns=["race", "birth", "gender", "zip"],
)
TRAITS = list(SWEENEY.columns)


def test_the_published_example_is_two_anonymous() -> None:
    found = k_anonymity(SWEENEY, TRAITS, floor=3)
    assert (found.rows, found.k, found.unique) == (11, 2, 0)
    # only the three white men born in 1964 are a group of three
    assert found.below == 8


def test_a_row_that_stands_alone_is_unique() -> None:
    alone = pd.concat([SWEENEY, SWEENEY.iloc[[0]].assign(birth="1950")], ignore_index=True)
    found = k_anonymity(alone, TRAITS, floor=2)
    assert (found.k, found.unique, found.below) == (1, 1, 1)


def test_what_is_not_stated_is_a_value_of_its_own() -> None:
    rows = pd.DataFrame({"gender": ["L", "L", None]})
    assert k_anonymity(rows, ["gender"], floor=2).unique == 1


def test_nothing_to_share_has_no_k() -> None:
    found = k_anonymity(SWEENEY.iloc[:0], TRAITS, floor=5)
    assert (found.k, found.below) == (0, 0)


def test_the_worst_combination_comes_first_and_needs_the_least_knowledge() -> None:
    rows = pd.DataFrame({"unit": ["a"] * 5 + ["b"], "gender": ["L"] * 6})
    found = anonymity_of_sets(rows, ["gender", "unit"], floor=2)
    assert [one.traits for one in found] == [("unit",), ("gender", "unit"), ("gender",)]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=1, max_size=30))
def test_more_traits_never_hide_anybody(pairs: list[tuple[str, str]]) -> None:
    rows = pd.DataFrame(pairs, columns=["one", "two"])
    both, single = (k_anonymity(rows, of, floor=3) for of in (["one", "two"], ["one"]))
    assert both.k <= single.k
    assert both.below >= single.below
