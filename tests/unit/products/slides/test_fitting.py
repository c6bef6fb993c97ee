"""Shrink first, then split, never cut."""

from __future__ import annotations

import pytest

from analysis.products.slides import measure
from analysis.products.slides.fitting import fit_line, fit_title, pages
from analysis.products.slides.geometry import TEXT_WIDTH, TITLE_HEIGHT


@pytest.mark.parametrize("words", [1, 10, 20, 30, 40, 80, 200])
def test_a_title_of_any_length_stands_in_its_box_whole(words: int) -> None:
    text = " ".join(["indeks"] * words)
    found = fit_title(text)
    lines = measure.lines(found.text, found.size, TEXT_WIDTH, bold=True)
    assert found.text == text
    assert found.height <= TITLE_HEIGHT
    assert found.height == pytest.approx(len(lines) * found.size * measure.LINE_HEIGHT)


def test_titles_shrink_by_rule() -> None:
    assert fit_title("Indeks").size == 26.0
    sizes = [fit_title(" ".join(["indeks"] * words)).size for words in range(1, 60)]
    assert sizes == sorted(sizes, reverse=True)
    assert {26.0, 24.0, 22.0, 20.0} <= set(sizes)


def test_a_line_ends_in_an_ellipsis_where_it_is_too_long() -> None:
    assert fit_line("pendek", 10.0, 100.0) == "pendek"
    cut = fit_line("Dinas Penanaman Modal", 10.0, 60.0)
    assert cut.endswith("…")
    assert measure.width(cut, 10.0) <= 60.0


def test_runs_are_even_where_they_can_be() -> None:
    assert list(pages("abcdefg", [10.0] * 7, 40.0)) == [list("abc"), list("defg")]
    assert list(pages("abc", [10.0, 10.0, 35.0], 40.0)) == [["a", "b"], ["c"]]
    assert list(pages("", [], 40.0)) == []


def test_what_is_higher_than_a_slide_stands_alone() -> None:
    assert list(pages("abc", [5.0, 90.0, 5.0], 40.0)) == [["a"], ["b"], ["c"]]
