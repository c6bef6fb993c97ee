"""Labels and their variants: whole words only, missing stays missing, unknown is an error."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.rules.labels import Vocabulary, check_variants, fold_label
from analysis.rules.registry import read_rule_set

FIVE = Vocabulary(
    "permenpanrb-6-2022",
    ("Sangat Kurang", "Kurang", "Butuh Perbaikan", "Baik", "Sangat Baik"),
    {"Butuh Perbaikan": ("Perlu Perbaikan", "Cukup"), "Kurang": ("Misconduct",)},
)
SPELLINGS = {
    "baik": "Baik",
    " SANGAT   BAIK ": "Sangat Baik",
    "sangat-kurang": "Sangat Kurang",
    "Kurang": "Kurang",
    "misconduct": "Kurang",
    "perlu_perbaikan": "Butuh Perbaikan",
    "Cukup": "Butuh Perbaikan",
}
"""domain.md 2.2: exact folded labels; "Kurang" must not match "Sangat Kurang"."""


def words(*values):
    return pd.Series(list(values), dtype="str")


@pytest.mark.parametrize(("word", "label"), SPELLINGS.items())
def test_spelling_of_a_label(word, label):
    assert FIVE.settle(words(word)).item() == label


def test_parts_of_labels_are_unknown_and_told_only_by_what_is_right():
    with pytest.raises(UsageError) as caught:
        FIVE.settle(words("Perbaikan", "Sangat", "Baik", "Siti"))
    assert caught.value.text("en") == (
        "3 labels are not known in the rule set permenpanrb-6-2022. Valid: Sangat Kurang, Kurang, "
        "Butuh Perbaikan, Baik, Sangat Baik. Correct how the column is read, or write the other "
        "word under variants of the rule set."
    )
    assert "Siti" not in caught.value.text("id")


def test_missing_stays_missing_and_the_column_is_not_changed():
    given_words = words(None, "Cukup")
    before = given_words.copy()
    assert FIVE.settle(given_words).isna().tolist() == [True, False]
    assert_series_equal(given_words, before)
    assert FIVE.settle(words()).dtype == "str"
    assert FIVE.settle_known(words("Bagus", "Baik")).isna().tolist() == [True, False]


@given(st.lists(st.sampled_from([*SPELLINGS, None]), max_size=12))
def test_settling_twice_changes_nothing(given_words):
    once = FIVE.settle(words(*given_words))
    assert_series_equal(FIVE.settle(once), once)


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text):
    assert fold_label(fold_label(text)) == fold_label(text)


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        ({"Bagus": ["Baik sekali"]}, "do not exist: Bagus"),
        ({"Baik": ["sangat  baik"]}, "two labels: sangat baik"),
        ({"Baik": ["Cukup"], "Kurang": ["cukup"]}, "two labels: cukup"),
    ],
)
def test_contradictory_variants_are_refused(variants, said):
    with pytest.raises(ValueError, match=said):
        check_variants(FIVE.labels, variants)


def test_variants_of_a_local_set_are_checked():
    text = """
id = "kota"
kind = "appraisal"
title = { id = "Aturan", en = "Rules" }
valid_from = 2025-01-01
source = "Peraturan Wali Kota"
confidence = "V"
[parameters]
method = "scores"
predikat = ["Kurang", "Baik"]
score_max = 100
weights = [{ id = "usual", result = 60, behaviour = 40 }]
bands = [{ predikat = "Baik", lower = 80 }, { predikat = "Kurang", lower = 0 }]
variants = { Baik = ["Kurang"] }
"""
    with pytest.raises(ConfigError, match="two labels: kurang"):
        read_rule_set(text, "kota.toml")


def test_cukup_means_what_its_rule_set_says():
    book = load_rulebook()
    variants = {one.id: one.parameters["variants"] for one in book.of_kind("appraisal")}
    assert "Cukup" in variants["permenpanrb-6-2022"]["Butuh Perbaikan"]
    assert "Cukup" in book.get("pp-30-2019").parameters["predikat"]
    assert "Cukup" in book.get("pp-46-2011").parameters["predikat"]
