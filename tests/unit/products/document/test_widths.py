"""Columns share a page by what they hold, and never ask for more than it."""

from __future__ import annotations

import pytest

from analysis.products.document.widths import (
    GAP_MM,
    TEXT_MM,
    WIDE_MM,
    Demand,
    demand,
    fits,
    gaps,
    shared,
)


def test_a_page_of_a4_has_room_between_its_margins() -> None:
    assert pytest.approx(210 - 2 * 22) == TEXT_MM
    assert pytest.approx(297 - 2 * 22) == WIDE_MM


def test_a_number_is_never_wrapped_and_a_text_at_its_words() -> None:
    number = demand("n", ["1.234.567,89"], numeric=True)
    text = demand("Unit", ["satu dua tiga empat lima enam tujuh delapan"], numeric=False)
    assert number.least == number.good
    assert text.least < text.good < text.wished


def test_a_long_word_of_a_heading_holds_its_column_open() -> None:
    short, long = (demand(one, ["1"], numeric=True).least for one in ("n", "Pertanggungjawaban"))
    assert long > 3 * short


def test_a_name_of_120_characters_asks_for_no_more_than_a_third_of_a_page() -> None:
    assert demand("Unit", ["kata " * 24], numeric=False).wished < TEXT_MM / 1.8


@pytest.mark.parametrize(
    ("demands", "page"),
    [
        pytest.param([Demand(10, 20, 30)] * 3, 200, id="all_wishes"),
        pytest.param([Demand(10, 20, 30)] * 3, 75, id="part_of_the_wishes"),
        pytest.param([Demand(10, 20, 30)] * 3, 45, id="less_than_good"),
        pytest.param([Demand(10, 20, 30)] * 3, 15, id="less_than_least"),
    ],
)
def test_columns_together_fill_no_more_than_the_page(demands: list[Demand], page: float) -> None:
    widths = shared(demands, page)
    assert sum(widths) == pytest.approx(min(page, 90))
    assert len(set(widths)) == 1


def test_what_is_left_goes_to_the_columns_that_wish_for_it() -> None:
    widths = shared([Demand(10, 10, 10), Demand(10, 10, 60)], 50)
    assert widths == pytest.approx([10, 40])


def test_many_columns_fit_while_they_stay_within_a_tenth_of_what_reads_well() -> None:
    assert fits([Demand(10, 30, 40)] * 6, 165)
    assert not fits([Demand(10, 30, 40)] * 6, 160)
    assert not fits([Demand(30, 30, 40)] * 6, 165)


def test_few_columns_fit_while_their_words_do() -> None:
    assert fits([Demand(10, 90, 90)] * 5, 50)
    assert not fits([Demand(10, 90, 90)] * 5, 49)


def test_text_keeps_a_distance_from_numbers_before_it() -> None:
    assert gaps(["left", "right", "left", "left"]) == [0, 0, GAP_MM, 0]
