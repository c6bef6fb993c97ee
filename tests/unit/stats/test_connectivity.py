"""Connected appraisers on graphs drawn by hand, and bridges against brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.stats.connectivity import measure_connectivity


def graph(text):
    """Return raters and ratees of "A:1,2 B:2,3"."""
    pairs = [
        (rater, ratee)
        for part in text.split()
        for rater, ratees in [part.split(":")]
        for ratee in ratees.split(",")
    ]
    return [one for one, _ in pairs], [one for _, one in pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A:1,2 B:3,4", (2, 2, 1, 0, 1)),
        ("A:1,2 B:2,3", (2, 1, 2, 1, 1)),
        ("A:1,2 B:1,2", (2, 1, 2, 2, 2)),
        ("A:1,2 B:2,3 C:3,4", (3, 1, 3, 2, 2)),
        ("A:1,2 B:2,3 C:3,1", (3, 1, 3, 3, 3)),
        ("A:1 B:1 C:1 D:1", (4, 1, 4, 1, 1)),
        ("A:1,2 B:1,2 C:2,3 D:3,4 E:4,3", (5, 1, 5, 4, 3)),
        ("A:1 B:1 C:2 D:2 E:3", (5, 3, 2, 2, 2)),
    ],
)
def test_small_graphs(text, expected):
    """Expected: appraisers, components, largest, linking ratees, largest without a bridge."""
    one = measure_connectivity(*graph(text))
    told = (one.appraisers, one.components, one.largest, one.linking_ratees, one.without_bridge)
    assert told == expected


def test_ratees_are_counted_once_however_often_they_are_rated():
    found = measure_connectivity(["A", "A", "A", "B"], ["1", "1", "2", "9"])
    assert found.ratees_per_appraiser == 1.5  # A has two persons, B one


def test_ratings_without_rater_or_ratee_are_left_out():
    found = measure_connectivity(["A", None, "B"], ["1", "2", None])
    assert (found.appraisers, found.share) == (1, 1.0)


def test_nobody():
    found = measure_connectivity([], [])
    assert found.appraisers == 0
    assert math.isnan(found.share)
    assert math.isnan(found.share_without_bridge)


def brute_force(raters, ratees):
    """Return the smallest largest component over the removals of one ratee each."""
    pairs = list(zip(raters, ratees, strict=True))
    everybody = sorted(set(raters))

    def largest(kept):
        parent = {one: one for one in everybody}

        def root(one):
            while parent[one] != one:
                one = parent[one]
            return one

        first = {}
        for rater, ratee in kept:
            other = first.setdefault(ratee, rater)
            parent[root(rater)] = root(other)
        roots = [root(one) for one in everybody]
        return max(roots.count(one) for one in set(roots))

    return min(largest([one for one in pairs if one[1] != gone]) for gone in set(ratees))


@pytest.mark.parametrize("seed", range(60))
def test_bridges_by_brute_force(seed):
    rng = np.random.default_rng(seed)
    n_raters, n_ratees = int(rng.integers(2, 9)), int(rng.integers(3, 22))
    raters, ratees = [], []
    for ratee in range(n_ratees):
        chosen = rng.choice(
            n_raters, size=min(n_raters, 1 + int(rng.random() < 0.4)), replace=False
        )
        raters += chosen.tolist()
        ratees += [ratee] * len(chosen)
    found = measure_connectivity(raters, ratees)
    assert found.without_bridge == brute_force(raters, ratees)


def test_order_does_not_matter():
    raters, ratees = graph("A:1,2 B:2,3 C:3,4 D:4,5 E:9 F:9,8")
    order = np.random.default_rng(0).permutation(len(raters))
    again = measure_connectivity([raters[at] for at in order], [ratees[at] for at in order])
    assert again == measure_connectivity(raters, ratees)


def test_a_long_chain_needs_no_recursion():
    size = 3000
    raters = [at for at in range(size) for _ in range(2)]
    ratees = [at + side for at in range(size) for side in range(2)]
    found = measure_connectivity(raters, ratees)
    assert found.largest == size
    assert found.without_bridge == size // 2
