"""Known truth: graphs of appraisers whose components and bridges are known, and drawn ones."""

from __future__ import annotations

import os
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from analysis.stats.connectivity import measure_connectivity

GRAPHS = {"quick": 30, "full": 400}[os.environ.get("KINERJA_TESTS", "quick")]


def chain(sizes: list[int], *, double: bool) -> tuple[list[str], list[str]]:
    """Return cliques of appraisers, each linked to the next by one shared ratee, or by two."""
    raters, ratees = [], []
    for place, size in enumerate(sizes):
        for one in range(size):
            for shared in ("x", "y"):
                raters.append(f"{place}-{one}")
                ratees.append(f"{place}{shared}")
    links = 2 if double else 1
    for first, second in pairwise(range(len(sizes))):
        for link in range(links):
            raters += [f"{first}-0", f"{second}-0"]
            ratees += [f"{first}>{second} {link}"] * 2
    return raters, ratees


def test_chain_of_cliques_breaks_at_its_worst_bridge():
    """5 + 9 + 6 appraisers: 14 stay together without the second link, 15 without the first."""
    found = measure_connectivity(*chain([5, 9, 6], double=False))
    assert (found.appraisers, found.components, found.largest) == (20, 1, 20)
    assert found.without_bridge == 14
    assert found.share_without_bridge == 0.7


def test_two_links_are_no_bridge():
    found = measure_connectivity(*chain([5, 9, 6], double=True))
    assert (found.largest, found.without_bridge) == (20, 20)


def test_islands_are_counted():
    """Units whose heads never change: each appraiser alone but for the one pair that shares."""
    raters = [f"r{at}" for at in range(12) for _ in range(8)] + ["r0", "r1"]
    ratees = [f"e{at}" for at in range(96)] + ["moved", "moved"]
    found = measure_connectivity(raters, ratees)
    assert (found.components, found.largest, found.linking_ratees) == (11, 2, 1)
    assert found.without_bridge == 1
    assert found.ratees_per_appraiser == 8


@st.composite
def ratings(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Draw who rated whom: few appraisers, most ratees with one, some with two or three."""
    appraisers = draw(st.integers(1, 12))
    raters, ratees = [], []
    for ratee in range(draw(st.integers(1, 30))):
        given_by = draw(st.sets(st.integers(0, appraisers - 1), min_size=1, max_size=3))
        raters += sorted(given_by)
        ratees += [ratee] * len(given_by)
    return raters, ratees


def largest(raters: np.ndarray, ratees: np.ndarray, appraisers: np.ndarray) -> tuple[int, int]:
    """Return components and largest one by scipy, among all appraisers named."""
    places = np.searchsorted(appraisers, raters)
    nodes = appraisers.size + int(ratees.max(initial=0)) + 1
    edges = coo_matrix((np.ones(places.size), (places, appraisers.size + ratees)), (nodes, nodes))
    labels = connected_components(edges, directed=False)[1][: appraisers.size]
    counts = np.unique(labels, return_counts=True)[1]
    return counts.size, int(counts.max())


@given(ratings())
@settings(max_examples=GRAPHS, deadline=None)
def test_drawn_graphs_agree_with_scipy(drawn):
    raters, ratees = (np.array(one) for one in drawn)
    appraisers = np.unique(raters)
    found = measure_connectivity(*drawn)
    assert (found.components, found.largest) == largest(raters, ratees, appraisers)
    without = [
        largest(raters[ratees != gone], ratees[ratees != gone], appraisers)[1]
        for gone in np.unique(ratees)
    ]
    assert found.without_bridge == min(without)
    assert found.linking_ratees == int((np.bincount(ratees) >= 2).sum())


@given(ratings(), st.randoms(use_true_random=False))
@settings(max_examples=GRAPHS, deadline=None)
def test_names_order_and_repeats_do_not_matter(drawn, random):
    pairs = list(zip(*drawn, strict=True))
    again = [(f"e_{rater}", f"x{ratee}") for rater, ratee in pairs + pairs[:3]]
    random.shuffle(again)
    assert measure_connectivity(*zip(*again, strict=True)) == measure_connectivity(*drawn)


@given(ratings(), st.integers(0, 11), st.integers(0, 11))
@settings(max_examples=GRAPHS, deadline=None)
def test_a_further_link_never_parts(drawn, one, other):
    raters, ratees = drawn
    before = measure_connectivity(raters, ratees)
    known = sorted(set(raters))
    ends = [known[one % len(known)], known[other % len(known)]]
    after = measure_connectivity([*raters, *ends], [*ratees, 99, 99])
    assert after.largest >= before.largest
    assert after.without_bridge >= before.without_bridge
    assert after.components <= before.components
