"""Credit points against the slides of BKN and hand arithmetic."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.rules.appraisal import AppraisalRules, derive_predikat
from analysis.rules.credit import CreditRules, credit_points

BOOK = load_rulebook()
RULES = CreditRules.of(BOOK.get("angka-kredit-2023"))
LABELS, LEVELS = RULES.predikat.labels, RULES.levels.labels


def points(label, level, months=12):
    labels, levels = (pd.Series([one], dtype="str") for one in (label, level))
    return credit_points(labels, levels, RULES, months=months).item()


def test_examples_of_the_slides():
    assert points("Sangat Baik", "Ahli Pertama") == 18.75
    assert round(points("Baik", "Ahli Pertama", months=2), 2) == 2.08


def test_ratings_to_predikat_to_credit():
    # above and as expected are Baik, 100 % of 12.5; as expected and below are Kurang, 50 %
    matrix = AppraisalRules.of(BOOK.get("permenpanrb-6-2022"))
    results = pd.Series(["Diatas ekspektasi", "Sesuai ekspektasi", None], dtype="str")
    conduct = pd.Series(["Sesuai ekspektasi", "Dibawah ekspektasi", "Sesuai ekspektasi"])
    level = pd.Series(["Ahli Pertama"] * 3, dtype="str")
    earned = credit_points(derive_predikat(results, conduct, matrix), level, RULES)
    assert earned.iloc[:2].tolist() == [12.5, 6.25]
    assert earned.isna().tolist() == [False, False, True]


def test_missing_stays_missing():
    assert pd.isna(points(None, "Mahir"))
    assert pd.isna(points("Baik", None))


@pytest.mark.parametrize(
    ("label", "level", "known"),
    [("Bagus", "Mahir", "Sangat Kurang, Kurang"), ("Baik", "Pengawas", "Pemula, Terampil")],
)
def test_unknown_label_or_level_is_refused(label, level, known):
    with pytest.raises(UsageError, match=known):
        points(label, level)


@pytest.mark.parametrize("months", [0, 13, -1])
def test_months_that_are_not_possible(months):
    with pytest.raises(UsageError, match="1 to 12 months"):
        points("Baik", "Mahir", months)


@given(st.sampled_from(LABELS), st.sampled_from(LEVELS), st.integers(1, 11))
def test_months_add_up_to_the_year(label, level, months):
    parts = points(label, level, months) + points(label, level, 12 - months)
    assert parts == pytest.approx(points(label, level), abs=1e-12)


@given(st.sampled_from(LEVELS), st.integers(1, 12))
def test_better_predikat_earns_more(level, months):
    earned = [points(label, level, months) for label in LABELS]
    assert earned == sorted(set(earned))


def test_percents_out_of_order_are_refused(tmp_path):
    text = """
id = "ak-kota"
kind = "credit"
title = { id = "AK", en = "Credit" }
valid_from = 2025-01-01
source = "Peraturan"
confidence = "M"
[parameters]
predikat = { Baik = 100, Kurang = 50 }
yearly_points = { Mahir = 12.5 }
"""
    (tmp_path / "ak-kota.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="lowest percent"):
        load_rulebook(tmp_path)
