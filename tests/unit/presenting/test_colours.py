"""Inks and tints; contrasts against the published examples of WCAG."""

from __future__ import annotations

import pytest

from analysis.presenting import style
from analysis.presenting.colours import STOPS, contrast, ink_on, tint

READABLE = 4.5


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_of_known_pairs(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_tints_run_through_their_stops() -> None:
    assert [tint(0), tint(0.5), tint(1)] == list(STOPS)
    assert tint(-3) == STOPS[0]
    assert tint(9) == STOPS[-1]


@pytest.mark.parametrize("percent", range(0, 101, 5))
def test_numbers_can_be_read_on_every_tint(percent: int) -> None:
    fill = tint(percent / 100)
    assert contrast(ink_on(fill), fill) >= READABLE


def test_ink_is_light_on_dark_and_dark_on_light() -> None:
    assert ink_on(style.ACCENT) == style.PAPER
    assert ink_on(style.TINT) == style.INK
