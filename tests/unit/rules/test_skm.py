"""Index and letter against hand arithmetic and the regulation's table."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.rules import load_rulebook
from analysis.rules.skm import SkmRules, band_limits, index_from_totals, letter_of, round_half_up

NINE = SkmRules.of(load_rulebook().get("skm-2017"))
FOURTEEN = SkmRules.of(load_rulebook().get("skm-2004"))


def all_of(value: int, count: int, rules: SkmRules) -> tuple[dict[str, int], dict[str, int]]:
    return dict.fromkeys(rules.unsur, value * count), dict.fromkeys(rules.unsur, count)


def test_index_of_answers_summed_by_hand():
    # 29 sheets, sums 955 in all: 955 / 29 / 9 x 25 = 23875 / 261
    totals = dict(zip(NINE.unsur, [105, 101, 100, 116, 102, 105, 106, 115, 105], strict=True))
    assert index_from_totals(totals, dict.fromkeys(totals, 29), NINE) == Fraction(23875, 261)


def test_each_unsur_is_divided_by_its_own_answers():
    totals, counts = all_of(4, 10, NINE)
    totals["biaya"], counts["biaya"] = 36, 9
    assert index_from_totals(totals, counts, NINE) == 100


def test_unsur_declared_not_applicable_shares_its_weight_among_the_others():
    totals, counts = all_of(3, 10, NINE)
    del totals["biaya"], counts["biaya"]
    assert index_from_totals(totals, counts, NINE) == 75


@pytest.mark.parametrize(
    ("weight", "expected"),
    [("0.11", "99.00"), ("0.111", "99.90"), ("0.1111", "99.99")],
)
def test_printed_weight_of_all_fours(weight, expected):
    totals, counts = all_of(4, 7, NINE)
    assert index_from_totals(totals, counts, NINE, weight=Decimal(weight)) == Fraction(expected)


def test_inputs_are_not_changed():
    totals, counts = all_of(2, 3, NINE)
    before = (dict(totals), dict(counts))
    index_from_totals(totals, counts, NINE)
    assert (totals, counts) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"count": 0}, "rules.skm.no_answers"),
        ({"total": 41}, "rules.skm.impossible_total"),
        ({"total": 9}, "rules.skm.impossible_total"),
    ],
    ids=["no answers", "a five among ten", "a blank counted as zero"],
)
def test_sums_that_cannot_be_are_refused(change, code):
    totals, counts = all_of(4, 10, NINE)
    totals["sarana"] = change.get("total", totals["sarana"])
    counts["sarana"] = change.get("count", counts["sarana"])
    with pytest.raises(UsageError) as caught:
        index_from_totals(totals, counts, NINE)
    assert caught.value.code == code
    assert "sarana" in caught.value.text("id")


def test_nothing_to_sum_is_refused():
    with pytest.raises(UsageError, match="no answers"):
        index_from_totals({}, {}, NINE)


def test_unknown_unsur_is_refused():
    with pytest.raises(UsageError, match="U8"):
        index_from_totals({"U8": 4}, {"U8": 1}, NINE)


def test_a_count_without_a_total_is_refused():
    totals, counts = all_of(4, 10, NINE)
    del totals["sarana"]
    with pytest.raises(UsageError, match="sarana"):
        index_from_totals(totals, counts, NINE)


# The table of PermenPANRB 14/2017 as printed, with the values between its rows.
@pytest.mark.parametrize(
    ("index", "letter"),
    [
        ("100", "A"),
        ("88.31", "A"),
        ("88.305", "A"),
        ("88.3049", "B"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.605", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.995", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
        ("24.75", "D"),
    ],
)
def test_letters_of_the_table_of_2017(index, letter):
    assert letter_of(Decimal(index), NINE) == letter
    assert letter_of(Fraction(index), NINE) == letter
    assert letter_of(float(index), NINE) == letter


@pytest.mark.parametrize(
    ("index", "letter"),
    [
        ("81.26", "A"),
        ("81.25", "B"),
        ("62.51", "B"),
        ("62.50", "C"),
        ("43.76", "C"),
        ("43.75", "D"),
    ],
)
def test_letters_of_the_table_of_2004(index, letter):
    assert letter_of(Decimal(index), FOURTEEN) == letter


def test_a_float_that_should_be_an_edge_is_read_as_the_edge():
    computed = 25 * (0.1 + 0.2) * 3.5322 / 0.3 + 1e-14  # 88.305 with a binary tail
    assert letter_of(computed, NINE) == "A"
    assert letter_of(88.30499999999999, NINE) == "A"


@pytest.mark.parametrize("index", [0, -3, 100.01, math.inf, math.nan])
def test_impossible_index_has_no_letter(index):
    with pytest.raises(UsageError):
        letter_of(index, NINE)


def test_limits_cover_every_value_once():
    limits = [band_limits(letter, NINE) for letter in "DCBA"]
    assert limits == [(-math.inf, 64.995), (64.995, 76.605), (76.605, 88.305), (88.305, math.inf)]


def test_limits_of_an_unknown_letter():
    with pytest.raises(UsageError, match="A, B, C, D"):
        band_limits("E", NINE)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Decimal("2.675"), 2, "2.68"),
        (2.675, 2, "2.68"),
        (Fraction(-1, 8), 2, "-0.13"),
        (5, 1, "5.0"),
        (Fraction(2, 3), 0, "1"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, places, expected):
    assert str(round_half_up(value, places)) == expected


indices = st.fractions(min_value=25, max_value=100, max_denominator=10_000)


@given(indices, indices)
def test_a_higher_index_never_has_a_lower_letter(one, other):
    low, high = sorted([one, other])
    order = "DCBA"
    assert order.index(letter_of(low, NINE)) <= order.index(letter_of(high, NINE))


@given(indices)
def test_letter_agrees_with_its_limits(index):
    low, high = band_limits(letter_of(index, NINE), NINE)
    assert low <= float(index) or math.isclose(low, index)
    assert float(index) < high or math.isclose(high, index)


@given(st.fractions(max_denominator=10_000), st.integers(0, 6))
def test_rounding_twice_is_rounding_once(value, places):
    once = round_half_up(value, places)
    assert round_half_up(once, places) == once
    assert abs(Fraction(once) - value) <= Fraction(1, 2 * 10**places)


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=20), min_size=9, max_size=9))
def test_index_lies_between_the_limits_of_the_scale(answers):
    by_unsur = dict(zip(NINE.unsur, answers, strict=True))
    totals = {unsur: sum(given) for unsur, given in by_unsur.items()}
    counts = {unsur: len(given) for unsur, given in by_unsur.items()}
    index = index_from_totals(totals, counts, NINE)
    assert 25 <= index <= 100
    assert letter_of(index, NINE) in "ABCD"


def test_rules_of_another_kind_are_refused():
    import dataclasses

    other = dataclasses.replace(load_rulebook().get("skm-2017"), kind="ip_asn")
    with pytest.raises(UsageError, match="not skm"):
        SkmRules.of(other)
