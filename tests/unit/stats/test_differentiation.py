"""Entropy of labels against hand arithmetic and scipy; what one label for all does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analysis.stats.differentiation import measure_differentiation

SCHEME = ("Sangat Kurang", "Kurang", "Butuh Perbaikan", "Baik", "Sangat Baik")


def labels(**counts):
    return [name.replace("_", " ") for name, count in counts.items() for _ in range(count)]


def test_two_labels_of_five_by_hand():
    # p = 1/2, 1/2: H = ln 2, divided by ln 5
    found = measure_differentiation(labels(Baik=30, Sangat_Baik=30), SCHEME)
    assert found.entropy == pytest.approx(math.log(2) / math.log(5))
    assert found.counts["Kurang"] == 0
    assert found.outside_modal == 30


def test_entropy_is_scipys():
    found = measure_differentiation(labels(Baik=950, Sangat_Baik=30, Kurang=20), SCHEME)
    assert found.entropy == pytest.approx(stats.entropy([950, 30, 20]) / math.log(5))
    assert (found.modal, found.outside_modal, found.n) == ("Baik", 50, 1000)


def test_all_labels_equally_often_is_one():
    found = measure_differentiation([*SCHEME] * 8, SCHEME)
    assert found.entropy == pytest.approx(1)
    assert math.isnan(found.ci_low)


def test_one_label_is_zero_without_an_interval():
    found = measure_differentiation(labels(Baik=500), SCHEME)
    assert found.entropy == 0
    assert found.outside_modal == 0
    assert math.isnan(found.ci_high)


def test_error_by_hand():
    # Basharin: var = (sum p ln^2 p - H^2) / n; ours with n - 1 as in a variance of a mean
    p = np.array([0.9, 0.1])
    h = -(p * np.log(p)).sum()
    variance = ((p * np.log(p) ** 2).sum() - h**2) / 199 / math.log(5) ** 2
    found = measure_differentiation(labels(Baik=180, Sangat_Baik=20), SCHEME)
    assert found.std_error == pytest.approx(math.sqrt(variance))


def test_missing_and_foreign_labels_are_left_out():
    found = measure_differentiation(["Baik", None, "Cukup", float("nan"), "Sangat Baik"], SCHEME)
    assert found.n == 2


def test_nobody():
    found = measure_differentiation([], SCHEME)
    assert (found.n, found.modal) == (0, "")
    assert math.isnan(found.entropy)


def test_clusters_that_use_one_label_each_widen_the_interval():
    rows = labels(Baik=180, Sangat_Baik=20)
    alone = measure_differentiation(rows, SCHEME)
    together = measure_differentiation(rows, SCHEME, clusters=np.arange(200) // 10)
    assert together.clusters == 20
    assert together.entropy == alone.entropy
    assert together.ci_low < alone.ci_low
    assert together.ci_high > alone.ci_high


def test_order_of_rows_does_not_matter():
    rows = labels(Baik=40, Kurang=7, Sangat_Baik=5)
    again = [rows[place] for place in np.random.default_rng(1).permutation(len(rows))]
    one, other = measure_differentiation(rows, SCHEME), measure_differentiation(again, SCHEME)
    assert one.entropy == pytest.approx(other.entropy)
    assert one.ci_high == pytest.approx(other.ci_high)


def test_interval_covers_the_truth_nineteen_times_in_twenty():
    p = [0.01, 0.01, 0.03, 0.90, 0.05]
    truth = stats.entropy(p) / math.log(5)
    hits = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        found = measure_differentiation(rng.choice(SCHEME, size=400, p=p).tolist(), SCHEME)
        hits += found.ci_low <= truth <= found.ci_high
    assert 0.92 <= hits / 400 <= 0.98
