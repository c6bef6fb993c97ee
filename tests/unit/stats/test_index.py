"""The index against printed results, hand arithmetic, textbook examples and plain numpy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from analysis.errors import UsageError
from analysis.stats.index import Scale01, SurveyDesign, estimate_index

CLOSED_FORM = 1e-10
"""Relative tolerance where both sides compute the same closed form."""

ITEMS = [f"u{i}" for i in range(1, 10)]

# domain.md 1.7 Test A: counts of the answers 4, 3, 2, 1 of each unsur, n = 29.
TEST_A = [
    (18, 11, 0, 0),
    (14, 15, 0, 0),
    (15, 12, 2, 0),
    (29, 0, 0, 0),
    (15, 14, 0, 0),
    (18, 11, 0, 0),
    (19, 10, 0, 0),
    (18, 11, 0, 0),
    (28, 1, 0, 0),
]

# domain.md 1.7 Test F: three rows of a template workbook.
TEST_F = [(3, 2, 2, 4, 4, 3, 2, 3, 4), (4, 3, 3, 4, 4, 4, 3, 4, 4), (3, 2, 2, 3, 3, 3, 2, 3, 3)]


def sheets_of(counts):
    return pd.DataFrame({k: np.repeat([4, 3, 2, 1], c) for k, c in zip(ITEMS, counts, strict=True)})


def random_sheets(seed=1, n=600, missing=0.15):
    rng = np.random.default_rng(seed)
    level = rng.normal(3.1, 0.5, n)
    frame = pd.DataFrame(
        {
            item: np.clip(np.rint(level + shift + rng.normal(0, 0.6, n)), 1, 4)
            for item, shift in zip(ITEMS, np.linspace(-0.4, 0.4, 9), strict=True)
        }
    )
    frame = frame.mask(rng.random(frame.shape) < missing)
    return frame.assign(
        unit=rng.choice(["a", "b", "c"], n, p=[0.6, 0.3, 0.1]),
        stratum=rng.choice(["s", "t"], n),
        cluster=rng.integers(0, 12, n),
        weight=rng.uniform(0.5, 2.0, n),
    )


def by_hand(frame, inside, weight=None):
    """Return the estimate and the linearised values of all sheets, 0 outside the group."""
    x = frame[ITEMS].to_numpy()
    w = np.where(inside, 1.0 if weight is None else weight, 0.0)[:, None]
    answered = ~np.isnan(x)
    base = (w * answered).sum(axis=0)
    means = (w * np.where(answered, x, 0)).sum(axis=0) / base
    z = (w * np.where(answered, x - means, 0) / base).sum(axis=1)
    return 25 * means.mean(), 25 / len(ITEMS) * z


def test_printed_frequencies_of_test_a_give_the_index_of_its_direct_method():
    found = estimate_index(sheets_of(TEST_A), items=ITEMS)
    assert found["estimate"].item() == pytest.approx(91.4751, abs=5e-5)
    assert found["total_u1"].item() == 105
    assert found["total_u9"].item() == 115
    assert found["n"].item() == 29


def test_rows_of_test_f_give_84_over_27_times_25():
    found = estimate_index(pd.DataFrame(TEST_F, columns=ITEMS), items=ITEMS)
    assert found["estimate"].item() == pytest.approx(84 / 27 * 25, rel=CLOSED_FORM)


def test_item_totals_of_test_d_give_its_index():
    totals = [138, 139, 150, 177, 159, 163, 161, 143, 159]
    columns = {}
    for item, total in zip(ITEMS, totals, strict=True):
        threes_more = total - 2 * 49
        columns[item] = [4] * (threes_more // 2) + [3] * (threes_more % 2)
        columns[item] += [2] * (49 - len(columns[item]))
    found = estimate_index(pd.DataFrame(columns), items=ITEMS)
    assert found["estimate"].item() == pytest.approx(78.7415, abs=5e-5)


def test_a_blank_beside_eight_fours_is_not_a_zero():
    frame = pd.DataFrame([[4.0] * 9, [4.0] * 8 + [np.nan]], columns=ITEMS)
    found = estimate_index(frame, items=ITEMS)
    assert found["estimate"].item() == 100.0
    assert found["n_u9"].item() == 1


def test_complete_sheets_have_the_error_of_a_mean_of_sheet_means():
    """Without blanks the index is the mean of 25 * sheet mean; its error is s / sqrt(n)."""
    frame = sheets_of(TEST_A)
    of_sheets = 25 * frame.mean(axis=1)
    found = estimate_index(frame, items=ITEMS)
    error = of_sheets.std(ddof=1) / np.sqrt(29)
    assert found["std_error"].item() == pytest.approx(error, rel=CLOSED_FORM)
    low, high = stats.t.interval(0.95, 28, of_sheets.mean(), error)
    assert found["ci_low"].item() == pytest.approx(low, rel=CLOSED_FORM)
    assert found["ci_high"].item() == pytest.approx(high, rel=CLOSED_FORM)


def test_error_with_blanks_by_visible_arithmetic():
    """u1: 4, 3, -; u2: 2, 3, 4. Means 3.5 and 3; index 25 * 3.25 = 81.25.

    z = 25/2 * (sum of deviations over their counts): sheet 1: 0.5/2 - 1/3 = -1/12,
    sheet 2: -0.5/2 + 0 = -1/4, sheet 3: 1/3. Sum of squares 1/144 + 9/144 + 16/144 = 26/144.
    V = 12.5^2 * 3/2 * 26/144 = 42.3177...
    """
    frame = pd.DataFrame({"u1": [4, 3, None], "u2": [2, 3, 4]})
    found = estimate_index(frame, items=["u1", "u2"])
    assert found["estimate"].item() == 81.25
    variance = 12.5**2 * 1.5 * 26 / 144
    assert found["std_error"].item() == pytest.approx(np.sqrt(variance), rel=CLOSED_FORM)


def test_groups_agree_with_plain_numpy():
    frame = random_sheets()
    found = estimate_index(frame, items=ITEMS, by=["unit"]).set_index("unit")
    assert list(found.index) == ["a", "b", "c"]
    for unit in "abc":
        estimate, z = by_hand(frame, frame["unit"] == unit)
        n = (frame["unit"] == unit).sum()
        error = np.sqrt(n / (n - 1) * (z**2).sum())
        assert found.loc[unit, "estimate"] == pytest.approx(estimate, rel=CLOSED_FORM)
        assert found.loc[unit, "std_error"] == pytest.approx(error, rel=CLOSED_FORM)
        assert found.loc[unit, "df"] == n - 1
        assert found.loc[unit, "design_effect"] == pytest.approx(1.0, rel=CLOSED_FORM)


def test_strata_count_the_whole_sample_and_groups_are_zero_outside():
    frame = random_sheets()
    population = {"s": 900, "t": 1500}
    design = SurveyDesign("random", stratum="stratum", weight="weight", population=population)
    found = estimate_index(frame, items=ITEMS, by=["unit"], design=design).set_index("unit")
    for unit in "abc":
        inside = (frame["unit"] == unit).to_numpy()
        estimate, z = by_hand(frame, inside, frame["weight"].to_numpy())
        variance = 0.0
        for stratum, size in population.items():
            part = z[frame["stratum"] == stratum]
            n_h = len(part)
            variance += (1 - n_h / size) * n_h * part.var(ddof=1)
        assert found.loc[unit, "estimate"] == pytest.approx(estimate, rel=CLOSED_FORM)
        assert found.loc[unit, "std_error"] == pytest.approx(np.sqrt(variance), rel=CLOSED_FORM)
        assert found.loc[unit, "df"] == inside.sum() - 2


def test_clusters_within_strata_agree_with_plain_numpy():
    frame = random_sheets()
    design = SurveyDesign("random", stratum="stratum", cluster="cluster")
    found = estimate_index(frame, items=ITEMS, design=design)
    estimate, z = by_hand(frame, np.full(len(frame), True))
    totals = frame.assign(z=z).groupby(["stratum", "cluster"])["z"].sum()
    variance = sum(part.var(ddof=1) * len(part) for _, part in totals.groupby("stratum"))
    assert found["estimate"].item() == pytest.approx(estimate, rel=CLOSED_FORM)
    assert found["std_error"].item() == pytest.approx(np.sqrt(variance), rel=CLOSED_FORM)
    assert found["df"].item() == len(totals) - 2


def spread_about(mean, variance, n):
    """Return n numbers with exactly this mean and sample variance."""
    base = np.arange(n, dtype=float)
    return mean + (base - base.mean()) * np.sqrt(variance / base.var(ddof=1))


def test_stratified_mean_of_lohr_example_3_2():
    """Farm acreage by region; printed: mean 295,561 and standard error 16,380."""
    regions = {
        "NC": (1054, 103, 300504.2, 29618183543),
        "NE": (220, 21, 97629.8, 7647472708),
        "S": (1382, 135, 211315.0, 53587487856),
        "W": (422, 41, 662295.5, 396185950266),
    }
    parts = [
        pd.DataFrame({"acres": spread_about(mean, variance, n), "region": region, "w": size / n})
        for region, (size, n, mean, variance) in regions.items()
    ]
    population = {region: size for region, (size, *_) in regions.items()}
    design = SurveyDesign("random", stratum="region", weight="w", population=population)
    scale = Scale01(multiplier=1.0, minimum=0.0, maximum=1e9)
    found = estimate_index(pd.concat(parts), items=["acres"], design=design, scale=scale)
    assert found["estimate"].item() == pytest.approx(295561, abs=1)
    assert found["std_error"].item() == pytest.approx(16380, abs=1)
    assert found["df"].item() == 300 - 4


def test_cluster_mean_of_lohr_example_5_2():
    """Grades in five suites of four; totals 12.16 11.36 8.96 12.96 11.08, s^2 = 2.25568.

    With replacement between clusters: sqrt(2.25568 / 5) / 4 = 0.1679 (the book's 0.164 has the
    finite-population factor sqrt(1 - 5/100)).
    """
    grades = [3.08, 2.60, 3.44, 3.04, 2.36, 3.04, 3.28, 2.68, 2.00, 2.56]
    grades += [2.52, 1.88, 3.00, 2.88, 3.44, 3.64, 2.68, 1.92, 3.28, 3.20]
    frame = pd.DataFrame({"grade": grades, "suite": np.repeat(range(5), 4)})
    design = SurveyDesign("random", cluster="suite")
    found = estimate_index(frame, items=["grade"], design=design, scale=Scale01(multiplier=1.0))
    assert found["estimate"].item() == pytest.approx(2.826, abs=1e-9)
    assert found["std_error"].item() == pytest.approx(np.sqrt(2.25568 / 5) / 4, rel=CLOSED_FORM)
    assert found["std_error"].item() * np.sqrt(0.95) == pytest.approx(0.164, abs=5e-4)
    assert found["df"].item() == 4


@pytest.mark.parametrize("kind", ["pandas", "arrow", "file", "folder", "integers"])
def test_all_kinds_of_input_agree(kind, tmp_path):
    frame = random_sheets()
    expected = estimate_index(frame, items=ITEMS, by=["unit"])
    table = pa.Table.from_pandas(frame, preserve_index=False)
    whole = frame.astype(dict.fromkeys(ITEMS, "Int64"))
    given = {"pandas": frame, "arrow": table, "integers": whole}
    (tmp_path / "t").mkdir()
    for path in ("sheets.parquet", "t/2025.parquet"):
        frame.to_parquet(tmp_path / path)
    given |= {"file": tmp_path / "sheets.parquet", "folder": str(tmp_path / "t")}
    found = estimate_index(given[kind], items=ITEMS, by=["unit"])
    pd.testing.assert_frame_equal(found, expected, rtol=CLOSED_FORM)


def test_finite_population_shrinks_the_error():
    frame = sheets_of(TEST_A)
    plain = estimate_index(frame, items=ITEMS)
    design = SurveyDesign("census", population=58)
    found = estimate_index(frame, items=ITEMS, design=design)
    shrunk = plain["std_error"].item() * np.sqrt(1 - 29 / 58)
    assert found["std_error"].item() == pytest.approx(shrunk, rel=CLOSED_FORM)
    assert found["design_effect"].item() == pytest.approx(0.5, rel=CLOSED_FORM)
    assert found["covers"].item() == "sampling"


def test_population_of_each_group():
    frame = random_sheets()
    sizes = frame["unit"].value_counts()
    population = {"a": int(sizes["a"]), "b": 2 * int(sizes["b"])}
    design = SurveyDesign("random", population=population)
    plain = estimate_index(frame, items=ITEMS, by=["unit"]).set_index("unit")
    found = estimate_index(frame, items=ITEMS, by=["unit"], design=design).set_index("unit")
    assert found.loc["a", "reason_code"] == "everybody_answered"
    ratio = found["std_error"] / plain["std_error"]
    assert ratio["b"] == pytest.approx(np.sqrt(0.5), rel=CLOSED_FORM)
    assert ratio["c"] == pytest.approx(1.0, rel=CLOSED_FORM)


@pytest.mark.parametrize("sampling", ["voluntary", "quota"])
def test_population_strata_and_clusters_have_no_place_without_probability(sampling):
    frame = random_sheets()
    structure = {"stratum": "stratum", "cluster": "cluster", "population": 700}
    plain = estimate_index(frame, items=ITEMS)
    found = estimate_index(frame, items=ITEMS, design=SurveyDesign(sampling, **structure))
    assert found["std_error"].item() == pytest.approx(plain["std_error"].item(), rel=CLOSED_FORM)
    assert found["covers"].item() == "random_variation"


REASONS = {
    "no_sheets": (pd.DataFrame({"u1": [None, None], "u2": [None, None]}, dtype=float), {}),
    "item_without_answers": (pd.DataFrame({"u1": [4.0, 3.0], "u2": [np.nan, np.nan]}), {}),
    "single_sheet": (pd.DataFrame({"u1": [4], "u2": [3]}), {}),
    "item_answered_once": (pd.DataFrame({"u1": [4, 3, 2], "u2": [3.0, np.nan, np.nan]}), {}),
    "everybody_answered": (
        pd.DataFrame({"u1": [4, 3], "u2": [3, 3]}),
        {"sampling": "census", "population": 2},
    ),
    "population_below_n": (
        pd.DataFrame({"u1": [4, 3], "u2": [3, 3]}),
        {"sampling": "census", "population": 1},
    ),
    "no_variation": (pd.DataFrame({"u1": [4, 4], "u2": [4, 4]}), {}),
    "lonely_stratum": (
        pd.DataFrame({"u1": [4, 3, 2], "u2": [4, 3, 1], "h": ["a", "a", "b"]}),
        {"sampling": "random", "stratum": "h"},
    ),
    "single_cluster": (
        pd.DataFrame({"u1": [4, 3, 2], "u2": [4, 3, 1], "c": ["a", "a", "a"]}),
        {"sampling": "random", "cluster": "c"},
    ),
}
WITH_ERROR = {"population_below_n", "no_variation"}
WITHOUT_ESTIMATE = {"no_sheets", "item_without_answers"}


@pytest.mark.parametrize("reason", REASONS)
def test_what_cannot_be_estimated_says_why(reason):
    frame, design = REASONS[reason]
    found = estimate_index(frame, items=["u1", "u2"], design=SurveyDesign(**design)).iloc[0]
    assert found["reason_code"] == reason
    assert pd.isna(found["estimate"]) == (reason in WITHOUT_ESTIMATE)
    assert pd.isna(found["std_error"]) == (reason not in WITH_ERROR)
    assert pd.isna(found["ci_low"]) == (reason not in WITH_ERROR)


def test_equal_answers_have_error_zero_also_with_weights():
    frame = pd.DataFrame({"u1": [4] * 7, "u2": [3] * 7, "w": np.linspace(0.1, 0.7, 7)})
    found = estimate_index(frame, items=["u1", "u2"], design=SurveyDesign(weight="w")).iloc[0]
    assert found["std_error"] == 0.0
    assert found["ci_low"] == found["ci_high"] == found["estimate"] == pytest.approx(87.5)


def test_item_declared_not_applicable_leaves_the_index():
    frame = pd.DataFrame({"u1": [4, 3, 2, 4], "u2": [np.nan, np.nan, 3, 4], "unit": list("aabb")})
    declared = frame.assign(na=["u2", " u2 ; u9", None, None])
    blocked = estimate_index(frame, items=["u1", "u2"], by=["unit"])
    found = estimate_index(declared, items=["u1", "u2"], by=["unit"], not_applicable="na")
    assert blocked["reason_code"].tolist() == ["item_without_answers", ""]
    assert found["k"].tolist() == [1, 2]
    assert found["estimate"].tolist() == [25 * 3.5, 25 * (3 + 3.5) / 2]


def test_item_declared_on_some_sheets_only_still_blocks():
    frame = pd.DataFrame({"u1": [4, 3], "u2": [np.nan, np.nan], "na": ["u2", None]})
    found = estimate_index(frame, items=["u1", "u2"], not_applicable="na")
    assert found["reason_code"].item() == "item_without_answers"


def test_sheets_with_too_few_answers_are_left_out_and_counted():
    frame = pd.DataFrame([[4.0] * 9, [2.0] * 9, [1.0] * 4 + [np.nan] * 5], columns=ITEMS)
    found = estimate_index(frame, items=ITEMS, min_answered=5)
    assert found[["n", "left_out"]].iloc[0].tolist() == [2, 1]
    assert found["estimate"].item() == 75.0


def test_group_whose_sheets_are_all_left_out_is_kept():
    frame = pd.DataFrame({"u1": [4, np.nan], "u2": [3, np.nan], "unit": ["a", "b"]})
    found = estimate_index(frame, items=["u1", "u2"], by=["unit"])
    assert found["n"].tolist() == [1, 0]
    assert found["left_out"].tolist() == [0, 1]


def test_missing_group_is_a_group_of_its_own():
    frame = pd.DataFrame({"u1": [4, 3, 2, 1], "unit": ["a", None, "a", None]})
    found = estimate_index(frame, items=["u1"], by=["unit"])
    assert found["estimate"].tolist() == [75.0, 50.0]
    assert found["unit"].isna().tolist() == [False, True]


def test_no_rows_at_all():
    frame = pd.DataFrame({"u1": pd.Series(dtype=float), "unit": pd.Series(dtype="str")})
    assert estimate_index(frame, items=["u1"])["reason_code"].tolist() == ["no_sheets"]
    assert estimate_index(frame, items=["u1"], by=["unit"]).empty


def test_weights_of_zero_and_missing_weights_leave_sheets_out():
    frame = pd.DataFrame({"u1": [4, 3, 1, 1], "w": [1.0, 1.0, 0.0, np.nan]})
    found = estimate_index(frame, items=["u1"], design=SurveyDesign(weight="w"))
    assert found[["n", "left_out"]].iloc[0].tolist() == [2, 2]
    assert found["estimate"].item() == 87.5


def test_unequal_weights_cost_precision_as_kish_says_when_unrelated_to_answers():
    rng = np.random.default_rng(3)
    frame = random_sheets(n=20_000, missing=0.0).assign(weight=rng.choice([0.5, 3.0], 20_000))
    w = frame["weight"]
    found = estimate_index(frame, items=ITEMS, design=SurveyDesign(weight="weight"))
    kish = len(w) * (w**2).sum() / w.sum() ** 2
    assert found["design_effect"].item() == pytest.approx(kish, rel=0.03)


def test_rescaled_weights_change_nothing():
    frame = random_sheets()
    design = SurveyDesign("random", weight="weight", stratum="stratum")
    first = estimate_index(frame, items=ITEMS, design=design)
    second = estimate_index(frame.assign(weight=7 * frame["weight"]), items=ITEMS, design=design)
    columns = ["estimate", "std_error", "ci_low", "ci_high", "design_effect", "df"]
    pd.testing.assert_frame_equal(first[columns], second[columns], rtol=CLOSED_FORM)


def test_interval_stays_on_the_scale():
    frame = pd.DataFrame({"u1": [4, 4, 4, 3]})
    found = estimate_index(frame, items=["u1"]).iloc[0]
    assert found["ci_high"] == 100.0
    assert found["ci_low"] > 25.0


def test_scale_from_0_to_100():
    frame = pd.DataFrame({"p1": [1, 5, 3]})
    found = estimate_index(frame, items=["p1"], scale=Scale01.percent(1, 5))
    assert found["estimate"].item() == 50.0
    assert Scale01.percent(1, 5).limits == (0.0, 100.0)


def test_names_that_look_like_sql_are_names():
    frame = pd.DataFrame({'a"; DROP': [4, 3], "select": ["x", "x"]})
    found = estimate_index(frame, items=['a"; DROP'], by=["select"])
    assert found["estimate"].item() == 87.5


def test_the_callers_frame_is_not_changed():
    frame = random_sheets()
    before = frame.copy()
    estimate_index(frame, items=ITEMS, by=["unit"], design=SurveyDesign(weight="weight"))
    pd.testing.assert_frame_equal(frame, before)


WRONG = {
    "stats.index.items": {"items": []},
    "stats.index.columns": {"items": ["u1", "u99"]},
    "stats.index.not_numeric": {"items": ["unit"]},
    "stats.index.negative_weight": {"items": ["u1"], "design": SurveyDesign(weight="minus")},
    "checks.number": {"items": ["u1"], "min_answered": 2},
}


@pytest.mark.parametrize("code", WRONG)
def test_wrong_use_is_refused(code):
    frame = random_sheets(n=20).assign(minus=-1.0)
    with pytest.raises(UsageError) as caught:
        estimate_index(frame, **WRONG[code])
    assert caught.value.code == code
    assert caught.value.text("id")


def test_unknown_sampling_and_empty_population_are_refused():
    with pytest.raises(UsageError):
        SurveyDesign("convenience")
    with pytest.raises(UsageError):
        SurveyDesign("random", population=0)
