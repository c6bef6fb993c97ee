"""Predikat by the matrix and by scores; numbers by hand and from the regulation's table."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_series_equal

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.rules.appraisal import (
    AppraisalRules,
    derive_predikat,
    predikat_codes,
    weighted_score,
)

BOOK = load_rulebook()
MATRIX = AppraisalRules.of(BOOK.get("permenpanrb-6-2022"))
PP_30 = AppraisalRules.of(BOOK.get("pp-30-2019"))
PP_46 = AppraisalRules.of(BOOK.get("pp-46-2011"))
BELOW, AS_EXPECTED, ABOVE = "Di bawah ekspektasi", "Sesuai ekspektasi", "Di atas ekspektasi"

TABLE = {
    ABOVE: ("Sangat Baik", "Baik", "Kurang"),
    AS_EXPECTED: ("Baik", "Baik", "Kurang"),
    BELOW: ("Butuh Perbaikan", "Butuh Perbaikan", "Sangat Kurang"),
}
"""Rows hasil kerja; columns perilaku di atas, sesuai, di bawah (PermenPANRB 6/2022)."""


def words(*values):
    return pd.Series(list(values), dtype="str")


def numbers(*values):
    return pd.Series(list(values), dtype="float64")


def test_all_nine_cells():
    for result, row in TABLE.items():
        for behaviour, expected in zip((ABOVE, AS_EXPECTED, BELOW), row, strict=True):
            assert derive_predikat(words(result), words(behaviour), MATRIX).tolist() == [expected]


def test_matrix_is_not_symmetric():
    assert derive_predikat(words(ABOVE), words(BELOW), MATRIX).item() == "Kurang"
    assert derive_predikat(words(BELOW), words(ABOVE), MATRIX).item() == "Butuh Perbaikan"


def test_matrix_rises_with_each_rating_in_the_order_of_analysis():
    for fixed in MATRIX.ratings:
        rising = words(*MATRIX.ratings)
        same = words(*[fixed] * 3)
        for labels in (
            derive_predikat(rising, same, MATRIX),
            derive_predikat(same, rising, MATRIX),
        ):
            assert predikat_codes(labels, MATRIX).is_monotonic_increasing


def test_missing_rating_stays_missing_and_is_never_baik():
    got = derive_predikat(words(None, ABOVE, None), words(ABOVE, None, None), MATRIX)
    assert got.isna().all()
    assert got.dtype == "str"


def test_index_is_kept_and_nothing_is_changed():
    result, behaviour = words(ABOVE, BELOW), words(ABOVE, BELOW)
    result.index = behaviour.index = pd.Index([7, 3])
    before = result.copy(), behaviour.copy()
    assert derive_predikat(result, behaviour, MATRIX).index.tolist() == [7, 3]
    assert_series_equal(result, before[0])
    assert_series_equal(behaviour, before[1])


def test_empty_columns_give_empty_text():
    got = derive_predikat(words(), words(), MATRIX)
    assert got.empty
    assert got.dtype == "str"


def test_foreign_rating_is_refused_without_being_told():
    with pytest.raises(UsageError) as caught:
        derive_predikat(words("Siti", ABOVE), words(ABOVE, ABOVE), MATRIX)
    assert caught.value.code == "rules.unknown_label"
    assert "Siti" not in caught.value.text("id")


def test_spellings_and_other_words_of_ratings():
    got = derive_predikat(words("Diatas Ekspektasi"), words("SESUAI  ekspektasi"), MATRIX)
    assert got.item() == "Baik"
    meant = MATRIX.labels.settle(words("cukup", "Kurang/Misconduct", "Sangat Kurang", None))
    assert meant.iloc[:3].tolist() == ["Butuh Perbaikan", "Kurang", "Sangat Kurang"]
    assert meant.isna().tolist() == [False, False, False, True]


def test_plan_85_and_behaviour_80_are_83_and_baik():
    score = weighted_score(numbers(85), numbers(80), PP_46)
    assert score.tolist() == [83.0]  # 0.6 x 85 + 0.4 x 80 = 51 + 32
    assert derive_predikat(numbers(85), numbers(80), PP_46).tolist() == ["Baik"]


@pytest.mark.parametrize(
    ("score", "idea", "expected"),
    [
        (120, True, "Sangat Baik"),
        (110, True, "Sangat Baik"),
        (110, False, "Baik"),
        (119.99, False, "Baik"),
        (109.99, True, "Baik"),
        (90, None, "Baik"),
        (89.99, True, "Cukup"),
        (70, None, "Cukup"),
        (50, None, "Kurang"),
        (49.99, None, "Sangat Kurang"),
        (0, None, "Sangat Kurang"),
    ],
)
def test_bands_of_pp_30_with_the_condition_of_an_idea(score, idea, expected):
    flag = pd.Series([idea], dtype="boolean")
    got = derive_predikat(numbers(score), numbers(score), PP_30, idea=flag)
    assert got.tolist() == [expected]


def test_unknown_idea_leaves_the_label_open_only_where_it_decides():
    got = derive_predikat(numbers(115, 95), numbers(115, 95), PP_30)
    assert got.isna().tolist() == [True, False]


def test_weights_of_the_two_cases():
    alone = weighted_score(numbers(95), numbers(80), PP_30, weighting="superior_only")
    assert alone.item() == 90.5  # 66.5 + 24
    with_others = weighted_score(numbers(95), numbers(80), PP_30, weighting="with_others")
    assert with_others.item() == 89.0  # 57 + 32
    with pytest.raises(UsageError, match="superior_only, with_others"):
        PP_30.weighting("peers")


def test_unknown_weighting_leaves_the_label_open_only_where_it_decides():
    # 90.5 or 89; 93.5 or 93; 115 or 115 with an idea
    flag = pd.Series([False, False, True], dtype="boolean")
    got = derive_predikat(numbers(95, 95, 115), numbers(80, 90, 115), PP_30, idea=flag)
    assert got.isna().tolist() == [True, False, False]
    assert got.iloc[1:].tolist() == ["Baik", "Sangat Baik"]
    with pytest.raises(UsageError, match=r"superior_only, with_others.*pp-30-2019\.toml"):
        weighted_score(numbers(95), numbers(80), PP_30)


def test_float_noise_does_not_cost_a_band():
    # by hand 0.70 x 117.21 + 0.30 x 26.51 = 82.047 + 7.953 = 90, in binary a little less
    assert (117.21 * 70 + 26.51 * 30) / 100 < 90
    got = derive_predikat(numbers(117.21), numbers(26.51), PP_30, weighting="superior_only")
    assert got.item() == "Baik"


def test_missing_score_stays_missing():
    assert derive_predikat(numbers(None, 80), numbers(80, None), PP_46).isna().all()


@pytest.mark.parametrize("score", [-1, 120.5])
def test_score_outside_its_scale_is_refused(score):
    with pytest.raises(UsageError) as caught:
        derive_predikat(numbers(score), numbers(80), PP_46)
    assert caught.value.code == "rules.appraisal.score_range"


def test_matrix_has_no_score_and_skm_no_predikat():
    with pytest.raises(UsageError, match="permenpanrb-6-2022"):
        weighted_score(numbers(80), numbers(80), MATRIX)
    with pytest.raises(UsageError, match="skm-2017"):
        AppraisalRules.of(BOOK.get("skm-2017"))


def test_codes_run_from_the_lowest_label_and_foreign_labels_have_none():
    codes = predikat_codes(words("Sangat Kurang", "Sangat Baik", "Cukup", None), MATRIX)
    assert codes.iloc[:2].tolist() == [1, 5]
    assert codes.iloc[2:].isna().all()
    assert MATRIX.top == "Sangat Baik"


def test_cap_of_attainment():
    assert PP_30.attainment_cap == 1.2
    assert PP_46.attainment_cap is None


HEAD = """
id = "kota"
kind = "appraisal"
title = { id = "Aturan", en = "Rules" }
valid_from = 2025-01-01
source = "Peraturan Wali Kota"
confidence = "V"
[parameters]
"""
SCORES = """
method = "scores"
predikat = ["Kurang", "Baik"]
score_max = 100
weights = [{ id = "usual", result = %s, behaviour = 40 }]
bands = [{ predikat = "%s", lower = %s }, { predikat = "Kurang", lower = 0, needs_idea = %s }]
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (SCORES % (60, "Baik", 80, "true"), "lowest band"),
        (SCORES % (70, "Baik", 80, "false"), "add up to 100"),
        (SCORES % (60, "Bagus", 80, "false"), "Bagus"),
        (SCORES % (60, "Baik", -1, "false"), "highest lower limit"),
        ('method = "matrix"\npredikat = ["A", "B"]\nratings = ["r"]\nmatrix = []', "every pair"),
        ('method = "scores"\npredikat = ["A", "B"]', "needs weights"),
        ('method = "scores"\npredikat = ["A", "A"]', "twice"),
    ],
)
def test_local_set_with_a_fault_is_refused_with_its_place(tmp_path, body, said):
    (tmp_path / "kota.toml").write_text(HEAD + body, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_rulebook(tmp_path)
    assert said in caught.value.text("en")


def test_local_set_goes_before_the_built_in_one(tmp_path):
    (tmp_path / "kota.toml").write_text(HEAD + SCORES % (60, "Baik", 80, "false"), "utf-8")
    rules = AppraisalRules.of(load_rulebook(tmp_path).get("kota"))
    assert derive_predikat(numbers(80, 79), numbers(80, 79), rules).tolist() == ["Baik", "Kurang"]
