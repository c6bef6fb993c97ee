from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.presenting.formats import MINUS, MISSING, Formatter, is_missing


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (88.305, "88,31", "88.31"),
        (88.3049, "88,30", "88.30"),
        (0.1 + 0.2, "0,30", "0.30"),
        (Fraction(17661, 200), "88,31", "88.31"),
        (Decimal("64.995"), "65,00", "65.00"),
        (1234.5, "1.234,50", "1,234.50"),
        (-0.004, "0,00", "0.00"),
        (-0.005, f"{MINUS}0,01", f"{MINUS}0.01"),
    ],
)
def test_index_rounds_half_up_in_each_language(value, indonesian, english):
    assert Formatter("id").index(value) == indonesian
    assert Formatter("en").index(value) == english


def test_index_of_a_noisy_float_sum_rounds_as_the_exact_number():
    assert Formatter("id").index(88.30499999999999) == "88,31"


@pytest.mark.parametrize(
    ("method", "value", "indonesian", "english"),
    [
        ("integer", 1234567, "1.234.567", "1,234,567"),
        ("integer", 2.5, "3", "3"),
        ("score", 3.62065, "3,621", "3.621"),
        ("share", 0.125, "12,5%", "12.5%"),
        ("share", 0.99949, "99,9%", "99.9%"),
        ("share", 0.99950, "> 99,9%", "> 99.9%"),
        ("share", 1 - 5e-10, "> 99,9%", "> 99.9%"),
        ("share", 1, "100,0%", "100.0%"),
        ("share", sum([0.1] * 10), "100,0%", "100.0%"),
        ("share", Fraction(1999, 2000), "> 99,9%", "> 99.9%"),
        ("share", Decimal("1.0003"), "100,0%", "100.0%"),
        ("share", 0.0005, "0,1%", "0.1%"),
        ("share", 0.00049, "< 0,1%", "< 0.1%"),
        ("share", 0.0, "0,0%", "0.0%"),
        ("share", 0.3 - 0.1 * 3 + 1e-16, "0,0%", "0.0%"),
        ("decimal", 12.25, "12,3", "12.3"),
        ("pvalue", 0.00099, "< 0,001", "< 0.001"),
        ("pvalue", 0.0235, "0,024", "0.024"),
    ],
)
def test_numbers_in_each_language(method, value, indonesian, english):
    assert getattr(Formatter("id"), method)(value) == indonesian
    assert getattr(Formatter("en"), method)(value) == english


@pytest.mark.parametrize(
    ("period", "indonesian", "english"),
    [
        ("2025", "2025", "2025"),
        ("2025-S2", "Semester II 2025", "Semester 2, 2025"),
        ("2025-Q3", "Triwulan III 2025", "Quarter 3, 2025"),
        ("2025-09", "September 2025", "September 2025"),
        ("2025-08", "Agustus 2025", "August 2025"),
    ],
)
def test_period_is_written_in_words(period, indonesian, english):
    assert Formatter("id").period(period) == indonesian
    assert Formatter("en").period(period) == english


def test_date_and_interval_in_words():
    assert Formatter("id").date(date(2026, 8, 3)) == "3 Agustus 2026"
    assert Formatter("en").date(date(2026, 8, 3)) == "3 August 2026"
    assert Formatter("id").interval(86.1, 90.524) == "86,10 sampai 90,52"
    assert Formatter("en").interval(0.1, 0.2, "share") == "10.0% to 20.0%"


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA, pd.NaT, ""])
def test_missing_values_become_a_dash(value):
    assert is_missing(value)
    assert Formatter("id").cell(value, "index") == MISSING
    assert Formatter("id").cell(value, "text") == MISSING


def test_cell_uses_the_display_text_of_a_code():
    codes = {"A": {"id": "A (Sangat Baik)", "en": "A (very good)"}}
    assert Formatter("id").cell("A", "code", codes) == "A (Sangat Baik)"
    assert Formatter("en").cell("B", "code", codes) == "B"


def test_measured_takes_the_decimals_of_the_unit():
    write = Formatter("id")
    assert write.measured(81.934, "index") == "81,93"
    assert write.measured(0.5, "share") == "50,0%"
    assert write.measured(1200.0, "sheets") == "1.200"
    assert write.measured(3.25, "days") == "3,3"


def test_unknown_language_is_refused():
    with pytest.raises(UsageError, match="not valid for lang"):
        Formatter("xx")
