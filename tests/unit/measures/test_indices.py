from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.measures.indices import (
    IndexScale,
    ItemTotals,
    answered_counts,
    orient_items,
    weighted_mean,
)
from analysis.schemas.codebook import Codebook, codebook_from

SKM = IndexScale.skm(minimum=1, maximum=4, multiplier=25, factor=Fraction(1))


def small_codebook() -> Codebook:
    text = {"id": "x", "en": "x"}
    return codebook_from(
        {
            "id": "kecil",
            "title": text,
            "instrument": "kecil",
            "answers": {"minimum": 1, "maximum": 5},
            "scales": [{"key": "index", "name": text}],
            "items": [
                {"key": "a", "name": text},
                {"key": "b", "name": text, "reverse": True},
            ],
        },
        "kecil",
    )


@pytest.mark.parametrize(
    ("scale", "mean", "expected"),
    [
        (SKM, Fraction(4), Fraction(100)),
        (SKM, Fraction(955, 261), Fraction(955 * 25, 261)),
        (IndexScale.zero_to_hundred(minimum=1, maximum=5), Fraction(1), Fraction(0)),
        (IndexScale.zero_to_hundred(minimum=1, maximum=5), Fraction(4), Fraction(75)),
    ],
)
def test_value_of_a_mean_is_exact(scale: IndexScale, mean: Fraction, expected: Fraction) -> None:
    assert scale.value(mean) == expected


def test_printed_weight_of_0_11_gives_99_when_all_answers_are_4() -> None:
    # domain.md 1.4: bobot 0.11, all answers 4 -> 0.11 * 9 * 4 * 25 = 99.00
    scale = IndexScale.skm(minimum=1, maximum=4, multiplier=25, factor=Fraction("0.11") * 9)
    assert scale.value(Fraction(4)) == 99
    assert scale.limits == (24.75, 99.0)


def test_index_divides_each_item_by_its_own_answers() -> None:
    # eight items of one answer 4 and one blank item: blank is no zero, so 100, never 88.89
    totals = {f"u{at}": 4 for at in range(8)} | {"u8": 0}
    counts = {f"u{at}": 1 for at in range(8)} | {"u8": 0}
    assert ItemTotals.of(totals, counts).index(SKM) == 100


def test_index_without_any_answer_is_none() -> None:
    assert ItemTotals.of({"a": 0}, {"a": 0}).index(SKM) is None


def test_totals_that_are_not_whole_are_refused() -> None:
    with pytest.raises(UsageError, match="The answers to a are not whole numbers"):
        ItemTotals.of({"a": 3.5, "b": 4.0}, {"a": 1, "b": 1})


def test_orient_items_turns_reversed_items_round_and_keeps_the_input() -> None:
    answers = pd.DataFrame({"a": [1, 5], "b": pd.array([1, None], dtype="Int16")})
    before = answers.copy()
    turned = orient_items(answers, small_codebook())
    assert turned["a"].tolist() == [1, 5]
    assert turned["b"].iloc[0] == 5
    assert turned["b"].isna().tolist() == [False, True]
    pd.testing.assert_frame_equal(answers, before)


def test_answered_counts_ignores_blanks() -> None:
    answers = pd.DataFrame({"a": [1, None], "b": [2, None]})
    assert answered_counts(answers, ["a", "b"]).tolist() == [2, 0]


def test_weighted_mean_is_exact() -> None:
    # (1/3 * 1 + 1/2 * 2) / 3 = 4/9
    found = weighted_mean({"x": Fraction(1, 3), "y": Fraction(1, 2)}, {"x": 1, "y": 2})
    assert found == Fraction(4, 9)
