"""Mean squares in clusters, by hand and by projections."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.stats.mean_squares import MeanSquares


@pytest.mark.parametrize("mixed", [0.0, 0.5, 1.0])
def test_degrees_of_freedom_are_the_traces_of_the_projections(mixed):
    rng = np.random.default_rng(3)
    members = np.repeat(np.arange(9), rng.integers(3, 9, 9))
    inside = np.where(rng.random(members.size) < mixed, rng.random(members.size) < 0.4, members < 4)
    both = np.column_stack([inside, ~inside]).astype(float)
    groups = both @ np.linalg.pinv(both)
    cells = np.equal.outer(members, np.arange(9)).astype(float)
    clusters = cells @ np.linalg.pinv(cells)
    rest = np.eye(members.size) - groups
    found = MeanSquares.of(
        rest @ rng.normal(size=members.size), members, taken=inside.astype(float)
    )
    between = np.trace(rest @ (clusters - 1 / members.size) @ rest)
    assert found.between_df == pytest.approx(between)
    assert found.within_df == pytest.approx(np.trace(rest) - between)


def test_correlation_by_hand():
    # means 2 and 5; between 2 x (1.5^2 + 1.5^2) / 1 = 9, within (1 + 1 + 1 + 1) / 2 = 2
    values, members = np.array([1.0, 3.0, 4.0, 6.0]), np.array([0, 0, 1, 1])
    assert MeanSquares.of(values, members).correlation == pytest.approx((9 - 2) / (9 + 2))


@pytest.mark.parametrize("members", [[0, 1, 2, 3], [0, 0, 0, 0]])
def test_single_values_or_one_cluster_tell_no_correlation(members):
    assert MeanSquares.of(np.array([1.0, 3.0, 4.0, 6.0]), np.array(members)).correlation == 0


def test_clusters_more_alike_than_chance_count_as_independent():
    values, members = np.tile([1.0, 0.0], 10), np.repeat(np.arange(10), 2)
    assert MeanSquares.of(values, members).correlation == 0
