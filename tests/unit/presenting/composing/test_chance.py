"""What is told as a difference beyond chance."""

from __future__ import annotations

import pytest
from sample_report import finding

from analysis.presenting.composing.chance import is_beyond_chance


@pytest.mark.parametrize(
    ("p_adjusted", "beyond"),
    [(None, False), (0.0, True), (0.049, True), (0.05, False), (float("nan"), False)],
)
def test_difference_without_a_test_is_not_beyond_chance(
    p_adjusted: float | None, beyond: bool
) -> None:
    assert is_beyond_chance(finding("ikm", p_adjusted=p_adjusted)) is beyond
