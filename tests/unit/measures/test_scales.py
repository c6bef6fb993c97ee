"""Scores of Likert scales by hand: keys, the minimum of items, sides of the middle."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.scales import LikertScale, is_favourable, oriented, score_scale
from analysis.schemas.codebook import codebook_from

BOOK = codebook_from(
    {
        "id": "kecil",
        "title": {"id": "Kecil", "en": "Small"},
        "instrument": "kecil",
        "table": "staff_survey",
        "answers": {"minimum": 1, "maximum": 5},
        "scales": [
            {
                "key": "tolak",
                "name": {"id": "T", "en": "T"},
                "role": "resistance",
                "minimum_items": 3,
            },
            {
                "key": "rasa",
                "name": {"id": "R", "en": "R"},
                "role": "resistance",
                "part_of": "tolak",
            },
            {"key": "paham", "name": {"id": "P", "en": "P"}, "role": "driver", "minimum_items": 1},
        ],
        "items": [
            {"key": "a", "scale": "rasa", "name": {"id": "a", "en": "a"}},
            {"key": "b", "scale": "rasa", "name": {"id": "b", "en": "b"}, "reverse": True},
            {"key": "c", "scale": "tolak", "name": {"id": "c", "en": "c"}},
            {"key": "d", "scale": "tolak", "name": {"id": "d", "en": "d"}},
            {"key": "e", "scale": "paham", "name": {"id": "e", "en": "e"}},
        ],
    },
    "kecil",
)
TOLAK = LikertScale.of(BOOK, "tolak")


def sheet(*answers: float | None) -> pd.DataFrame:
    return pd.DataFrame([answers], columns=["a", "b", "c", "d"], dtype="float64")


def scored(*answers: float | None) -> float:
    return float(score_scale(oriented(sheet(*answers), BOOK), TOLAK).iloc[0])


def test_scale_takes_the_items_of_its_dimensions() -> None:
    assert TOLAK.items == ("a", "b", "c", "d")
    assert (TOLAK.minimum_items, TOLAK.favourable_high) == (3, False)
    assert LikertScale.of(BOOK, "rasa").items == ("a", "b")
    assert LikertScale.of(BOOK, "paham").favourable_high


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((5, 1, 5, 5), 100.0),
        ((1, 5, 1, 1), 0.0),
        ((3, 3, 3, 3), 50.0),
        ((4, 1, 3, 2), 100 * (3.5 - 1) / 4),  # b counts 6 - 1 = 5: (4 + 5 + 3 + 2) / 4 = 3.5
        ((4, 1, None, 2), 100 * (11 / 3 - 1) / 4),  # mean over the three that are answered
    ],
)
def test_score_by_hand(answers: tuple[float | None, ...], expected: float) -> None:
    assert scored(*answers) == pytest.approx(expected, abs=1e-12)


def test_fewer_items_than_the_minimum_give_no_score() -> None:
    answers = oriented(sheet(4, 1, None, None), BOOK)
    assert score_scale(answers, TOLAK).isna().all()


def test_minimum_may_be_replaced_and_never_exceeds_the_items() -> None:
    assert LikertScale.of(BOOK, "tolak", minimum_items=2).minimum_items == 2
    assert LikertScale.of(BOOK, "paham", minimum_items=9).minimum_items == 1


def test_items_that_a_form_lacks_count_as_unanswered() -> None:
    answers = oriented(sheet(4, 1, 3, 2).drop(columns="d"), BOOK)
    assert float(score_scale(answers, TOLAK).iloc[0]) == pytest.approx(100 * (4 - 1) / 4)


def test_sides_of_the_middle() -> None:
    scores = pd.Series([49.9, 50.0, 50.1, None])
    accepting, agreeing = (
        is_favourable(scores, TOLAK),
        is_favourable(scores, LikertScale.of(BOOK, "paham")),
    )
    assert accepting[:3].tolist() == [True, False, False]
    assert agreeing[:3].tolist() == [False, False, True]
    assert accepting.isna().tolist() == [False, False, False, True]


def test_input_is_not_changed() -> None:
    given_ = sheet(4, 1, 3, 2)
    before = given_.copy()
    score_scale(oriented(given_, BOOK), TOLAK)
    pd.testing.assert_frame_equal(given_, before)


@given(st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_turning_every_answer_round_mirrors_the_score(answers: list[int]) -> None:
    turned = [6 - one for one in answers]
    assert scored(*answers) + scored(*turned) == pytest.approx(100.0)
    assert 0 <= scored(*answers) <= 100
