"""Bootstrap intervals against scipy's own, hand counting, and the errors of clusters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analysis.errors import UsageError
from analysis.stats.bootstrap import bootstrap_interval
from analysis.stats.means import estimate_mean


def skewed() -> np.ndarray:
    return np.random.default_rng(3).exponential(size=60)


@pytest.mark.parametrize(("method", "name"), [("percentile", "percentile"), ("bca", "BCa")])
def test_rows_drawn_alone_are_those_of_scipy(method, name):
    values = skewed()
    expected = stats.bootstrap(
        (values,), np.mean, n_resamples=999, vectorized=False, method=name,
        rng=np.random.default_rng(1),
    )  # fmt: skip
    found = bootstrap_interval(
        lambda rows: float(values[rows].mean()),
        np.arange(60),
        rng=np.random.default_rng(1),
        method=method,
    )
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(expected.confidence_interval))
    assert found.std_error == pytest.approx(float(expected.standard_error))
    assert found.method == method


def test_clusters_are_drawn_whole():
    source = np.random.default_rng(4)
    clusters = np.repeat(np.arange(80), 5)
    values = source.normal(size=80)[clusters] + 0.2 * source.normal(size=400)
    found = bootstrap_interval(
        lambda rows: float(values[rows].mean()), clusters, rng=np.random.default_rng(1)
    )
    together = estimate_mean(values.tolist(), clusters=clusters.tolist())
    assert found.clusters == 80
    # 999 draws tell an error to about 2 %, eighty clusters another 1 %
    assert found.std_error == pytest.approx(together.std_error, rel=0.08)


def test_figure_without_variation_falls_back_on_percentiles():
    found = bootstrap_interval(lambda rows: 2.0, np.arange(20), rng=np.random.default_rng(1))
    assert (found.ci_low, found.ci_high, found.method) == (2.0, 2.0, "percentile")


def test_undefined_draws_leave_no_interval():
    found = bootstrap_interval(
        lambda rows: math.nan if (rows == 0).sum() > 1 else 1.0,
        np.arange(10),
        rng=np.random.default_rng(1),
    )
    assert found.estimate == 1.0
    assert math.isnan(found.ci_low)


def test_one_cluster_has_no_interval():
    found = bootstrap_interval(
        lambda rows: float(rows.size), np.zeros(5, dtype=int), rng=np.random.default_rng(1)
    )
    assert (found.estimate, found.clusters) == (5.0, 1)
    assert math.isnan(found.std_error)


def test_unknown_method_and_too_few_draws_are_refused():
    for more in ({"method": "basic"}, {"draws": 10}):
        with pytest.raises(UsageError):
            bootstrap_interval(lambda rows: 1.0, np.arange(3), rng=np.random.default_rng(1), **more)
