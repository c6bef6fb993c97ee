"""Which unknowns of a system have one value only, against the null space by SVD."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.linalg import null_space

from analysis.privacy.solving import fixed_unknowns

SYSTEMS = st.tuples(st.integers(1, 8), st.integers(1, 9)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([0.0, 0.0, 1.0, -1.0]))
)


@settings(max_examples=300, deadline=None)
@given(SYSTEMS)
def test_unknowns_without_part_in_the_null_space_are_fixed(matrix):
    entries = [(int(row), int(at), matrix[row, at]) for row, at in np.argwhere(matrix)]
    found = fixed_unknowns(entries, *matrix.shape)
    free = null_space(matrix)
    expected = np.all(np.abs(free) < 1e-9, axis=1) if free.size else np.ones(matrix.shape[1], bool)
    assert found.tolist() == expected.tolist()


def test_two_sums_that_share_two_parts_tell_the_third():
    # a + b = 5, a + b + c = 9: c is told, a and b are not
    entries = [(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.0), (1, 2, 1.0)]
    assert fixed_unknowns(entries, 2, 3).tolist() == [False, False, True]
