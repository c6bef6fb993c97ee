"""What holds for every appraisal: a predikat for every row, monotone, in any order of rows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from analysis.rules import load_rulebook
from analysis.rules.appraisal import (
    AppraisalRules,
    derive_predikat,
    predikat_codes,
    weighted_score,
)

BOOK = load_rulebook()
MATRIX = AppraisalRules.of(BOOK.get("permenpanrb-6-2022"))
SCORES = {
    one.id: AppraisalRules.of(one) for one in BOOK.of_kind("appraisal") if one.id != MATRIX.id
}
RATING = st.sampled_from(MATRIX.ratings)
POINTS = st.floats(0, 120)
EITHER = st.sampled_from(sorted(SCORES))


def words(values):
    return pd.Series(list(values), dtype="str")


def numbers(*values):
    return pd.Series(list(values), dtype="float64")


def code(result, behaviour, rules, *, idea=False, weighting=""):
    flags = pd.Series([idea], dtype="boolean")
    label = derive_predikat(result, behaviour, rules, idea=flags, weighting=weighting)
    return predikat_codes(label, rules).item()


@given(st.lists(st.tuples(RATING, RATING), max_size=20))
def test_every_pair_of_ratings_has_a_predikat(pairs):
    results, conduct = (words(one) for one in (zip(*pairs, strict=True) if pairs else ((), ())))
    assert derive_predikat(results, conduct, MATRIX).isin(MATRIX.predikat).all()


@given(RATING, RATING, RATING, RATING)
def test_better_ratings_never_give_a_lower_predikat(result, behaviour, other, conduct):
    place = MATRIX.ratings.index
    low = min(result, other, key=place), min(behaviour, conduct, key=place)
    high = max(result, other, key=place), max(behaviour, conduct, key=place)
    below, above = (code(*(words([one]) for one in pair), MATRIX) for pair in (low, high))
    assert below <= above


@pytest.mark.parametrize("idea", [True, False])
@given(EITHER, st.tuples(POINTS, POINTS), st.tuples(POINTS, POINTS))
def test_higher_scores_never_give_a_lower_predikat(idea, name, results, conducts):
    rules = SCORES[name]
    for one in rules.weightings:
        low, high = (
            code(numbers(best(results)), numbers(best(conducts)), rules,
                 idea=idea, weighting=one.id)
            for best in (min, max)
        )  # fmt: skip
        assert low <= high


@given(EITHER, POINTS, POINTS)
def test_an_idea_never_costs_a_predikat(name, result, behaviour):
    rules = SCORES[name]
    for one in rules.weightings:
        without, with_idea = (
            code(numbers(result), numbers(behaviour), rules, idea=idea, weighting=one.id)
            for idea in (False, True)
        )
        assert without <= with_idea


@given(EITHER, POINTS, POINTS)
def test_score_lies_between_the_two_scores(name, result, behaviour):
    rules = SCORES[name]
    for one in rules.weightings:
        score = weighted_score(numbers(result), numbers(behaviour), rules, weighting=one.id).item()
        assert min(result, behaviour) - 1e-6 <= score <= max(result, behaviour) + 1e-6


@given(EITHER, POINTS, POINTS, st.booleans())
def test_what_an_unknown_weighting_gives_every_weighting_gives(name, result, behaviour, idea):
    rules, flags = SCORES[name], pd.Series([idea], dtype="boolean")
    given_scores = numbers(result), numbers(behaviour)
    unknown = derive_predikat(*given_scores, rules, idea=flags).item()
    each = {
        derive_predikat(*given_scores, rules, idea=flags, weighting=one.id).item()
        for one in rules.weightings
    }
    assert ({unknown} == each) if len(each) == 1 else pd.isna(unknown)


@given(st.lists(st.tuples(RATING | st.none(), RATING | st.none()), min_size=1), st.randoms())
def test_each_row_alone_and_in_any_order(pairs, random):
    order = list(range(len(pairs)))
    random.shuffle(order)
    results, conduct = (words(one) for one in zip(*pairs, strict=True))
    whole = derive_predikat(results, conduct, MATRIX)
    shuffled = derive_predikat(results.iloc[order], conduct.iloc[order], MATRIX)
    assert_series_equal(shuffled.sort_index(), whole)
    known = results.notna() & conduct.notna()
    assert whole.notna().equals(known)
