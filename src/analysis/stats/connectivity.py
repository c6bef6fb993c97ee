"""How appraisers hang together through the people whom more than one of them has rated.

The severity of two appraisers can be compared only where a chain of shared ratees leads from one to
the other (Abowd, Creecy & Kramarz 2002 on connected sets of firms and workers). A ratee whose
ratings are the only link between two parts is a bridge: an articulation point of the graph of
appraisers and ratees (Tarjan 1972; Hopcroft & Tarjan 1973).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROOT = -1


@dataclass(frozen=True)
class Connectivity:
    """The graph of appraisers.

    Attributes
    ----------
    appraisers : int
    components : int
        Groups of appraisers without any link between them.
    largest : int
        Appraisers in the largest of them.
    linking_ratees : int
        Persons rated by two appraisers or more.
    ratees_per_appraiser : float
        Median number of different persons an appraiser has rated; NaN without appraisers.
    without_bridge : int
        Appraisers in the largest component that is left when the one ratee is taken out whose
        absence costs most.
    """

    appraisers: int
    components: int
    largest: int
    linking_ratees: int
    ratees_per_appraiser: float
    without_bridge: int

    @property
    def share(self) -> float:
        """Share of the appraisers in the largest component; NaN without appraisers."""
        return self.largest / self.appraisers if self.appraisers else math.nan

    @property
    def share_without_bridge(self) -> float:
        """The same without the one ratee who matters most."""
        return self.without_bridge / self.appraisers if self.appraisers else math.nan


def measure_connectivity(raters: Sequence[object], ratees: Sequence[object]) -> Connectivity:
    """Return how the appraisers are linked by the persons they have rated.

    Parameters
    ----------
    raters, ratees : sequence, shape (n_ratings,)
        Who rated whom; ratings without either are left out. Order and repeats do not matter.
    """
    rater, ratee, n_raters, n_ratees = _numbered(raters, ratees)
    if not n_raters:
        return Connectivity(0, 0, 0, 0, math.nan, 0)
    labels = _components(rater, ratee, n_raters, n_ratees)
    sizes = np.bincount(labels[:n_raters])
    raters_of = np.bincount(ratee, minlength=n_ratees)
    linking = np.flatnonzero(raters_of >= 2)
    largest = int(sizes.max())
    kept = np.isin(ratee, linking)
    return Connectivity(
        appraisers=n_raters,
        components=int((sizes > 0).sum()),
        largest=largest,
        linking_ratees=linking.size,
        ratees_per_appraiser=float(np.median(np.bincount(rater, minlength=n_raters))),
        without_bridge=_weakest(rater[kept], ratee[kept], n_raters, sizes, labels),
    )


def _numbered(
    raters: Sequence[object], ratees: Sequence[object]
) -> tuple[np.ndarray, np.ndarray, int, int]:
    import pandas as pd

    pairs = pd.DataFrame({"rater": list(raters), "ratee": list(ratees)}, dtype="object")
    pairs = pairs.dropna().drop_duplicates()
    rater, names = pd.factorize(pairs["rater"])
    ratee, persons = pd.factorize(pairs["ratee"])
    return rater, ratee, len(names), len(persons)


def _components(rater: np.ndarray, ratee: np.ndarray, n_raters: int, n_ratees: int) -> np.ndarray:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    nodes = n_raters + n_ratees
    edges = coo_matrix((np.ones(rater.size), (rater, n_raters + ratee)), shape=(nodes, nodes))
    labels: np.ndarray = connected_components(edges, directed=False)[1]
    return labels


def _weakest(
    rater: np.ndarray, ratee: np.ndarray, n_raters: int, sizes: np.ndarray, labels: np.ndarray
) -> int:
    """Return the smallest largest component over the removals of one ratee each."""
    ordered = np.sort(sizes)[::-1]
    home = int(sizes.argmax())
    beside = int(ordered[1]) if ordered.size > 1 else 0
    splits = _parts_after_removal(rater, ratee, n_raters, int(ordered[0]), labels == home)
    return min((max(beside, largest) for largest in splits), default=int(ordered[0]))


def _parts_after_removal(
    rater: np.ndarray, ratee: np.ndarray, n_raters: int, size: int, home: np.ndarray
) -> list[int]:
    """Return, for each bridge ratee of one component, its largest part without that ratee."""
    neighbours = _neighbours(rater, n_raters + ratee)
    start = next((one for one in neighbours if one < n_raters and home[one]), None)
    if start is None:
        return []
    seen: dict[int, int] = {start: 0}
    lowest: dict[int, int] = {start: 0}
    below: dict[int, int] = {start: 1}
    cut_off: dict[int, list[int]] = {}
    path = [(start, ROOT, iter(neighbours[start]))]
    while path:
        node, parent, rest = path[-1]
        for other in rest:
            if other == parent:
                continue
            if other in seen:
                lowest[node] = min(lowest[node], seen[other])
                continue
            seen[other] = lowest[other] = len(seen)
            below[other] = int(other < n_raters)
            path.append((other, node, iter(neighbours[other])))
            break
        else:
            path.pop()
            if parent != ROOT:
                lowest[parent] = min(lowest[parent], lowest[node])
                below[parent] += below[node]
                if parent >= n_raters and lowest[node] >= seen[parent]:
                    cut_off.setdefault(parent, []).append(below[node])
    return [max([size - sum(parts), *parts]) for parts in cut_off.values()]


def _neighbours(first: np.ndarray, second: np.ndarray) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found
