"""Adjusted p-values by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.stats.multiplicity import adjust_p_values


def test_holm_by_hand() -> None:
    # sorted .01 .03 .04: x3 = .03, x2 = .06, x1 = .04 but never below .06
    found = adjust_p_values([0.01, 0.04, 0.03], method="holm")
    assert found == pytest.approx([0.03, 0.06, 0.06])


def test_benjamini_hochberg_by_hand() -> None:
    # sorted .01 .03 .04: x3/1 = .03, x3/2 = .045, x3/3 = .04; from above never growing: .03 .04 .04
    found = adjust_p_values([0.01, 0.04, 0.03], method="bh")
    assert found == pytest.approx([0.03, 0.04, 0.04])


def test_what_was_not_tested_stays_missing_and_does_not_count() -> None:
    found = adjust_p_values([np.nan, 0.02, np.nan], method="holm")
    assert np.isnan(found).tolist() == [True, False, True]
    assert found[1] == pytest.approx(0.02)


def test_nothing_tested_gives_nothing() -> None:
    assert adjust_p_values([], method="bh").size == 0


def test_unknown_method_is_refused() -> None:
    with pytest.raises(UsageError, match="method"):
        adjust_p_values([0.1], method="none")  # type: ignore[arg-type]
