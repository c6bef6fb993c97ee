"""Cross-products of drawn clusters against rows drawn one by one, and least squares."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.stats.cluster_draws import (
    drawn_products,
    number_clusters,
    products_without,
    solve_products,
)


def test_draws_are_those_of_repeated_rows():
    source = np.random.default_rng(2)
    rows, clusters = source.normal(size=(50, 3)), source.integers(0, 6, 50)
    products = drawn_products([rows], clusters, draws=20, rng=np.random.default_rng(5))[0]
    assert products[0] == pytest.approx(rows.T @ rows)
    counts = np.random.default_rng(5).multinomial(6, np.full(6, 1 / 6), size=20)
    for place, times in enumerate(counts):
        drawn = np.concatenate([np.tile(rows[clusters == c], (k, 1)) for c, k in enumerate(times)])
        assert products[place + 1] == pytest.approx(drawn.T @ drawn)


def test_products_without_each_cluster():
    source = np.random.default_rng(2)
    rows, clusters = source.normal(size=(30, 3)), np.arange(30) % 4
    found = products_without([rows], clusters)[0]
    assert len(found) == 5
    assert found[0] == pytest.approx(rows.T @ rows)
    for one in range(4):
        kept = rows[clusters != one]
        assert found[one + 1] == pytest.approx(kept.T @ kept)
    assert len(products_without([rows], np.zeros(30, dtype=int))[0]) == 1


def test_solution_is_least_squares():
    source = np.random.default_rng(2)
    x, y = source.normal(size=(30, 4)) * [1, 1e4, 1e-4, 1], source.normal(size=30)
    found, rank = solve_products((x.T @ x)[None], (x.T @ y)[None, :, None])
    assert found[0, :, 0] == pytest.approx(np.linalg.lstsq(x, y, rcond=None)[0])
    assert rank.tolist() == [4]


def test_absent_and_collinear_regressors_lower_the_rank():
    source = np.random.default_rng(2)
    x, y = source.normal(size=(30, 2)), source.normal(size=30)
    wide = np.column_stack([x, np.zeros(30), x[:, 0]])
    found, rank = solve_products((wide.T @ wide)[None], (wide.T @ y)[None, :, None])
    plain = np.linalg.lstsq(x, y, rcond=None)[0]
    assert rank.tolist() == [2]
    assert found[0, 2, 0] == 0
    assert found[0, 0, 0] + found[0, 3, 0] == pytest.approx(plain[0])


def test_missing_clusters_stand_alone():
    assert number_clusters(["a", None, "b", "a", None], 5).tolist() == [0, 2, 1, 0, 3]
    assert number_clusters(None, 3).tolist() == [0, 1, 2]
