"""k-anonymity and uniqueness: how many share the traits by which somebody could be recognised.

Sweeney (2002), k-anonymity: a model for protecting privacy: every combination of the values of the
quasi-identifiers is shared by at least k rows. A row that shares its combination with nobody is
unique.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

MOST_COMBINED = 3
"""Traits combined at once when the most telling combinations are looked for."""


@dataclass(frozen=True)
class Anonymity:
    """How well the rows hide behind each other in the traits named.

    Attributes
    ----------
    traits : tuple of str
        The quasi-identifiers.
    rows : int
    k : int
        Rows of the smallest combination; 0 where there are no rows.
    unique : int
        Rows that share their combination with no other row.
    below : int
        Rows whose combination has fewer rows than the floor asked for.
    """

    traits: tuple[str, ...]
    rows: int
    k: int
    unique: int
    below: int


def k_anonymity(rows: pd.DataFrame, traits: Sequence[str], *, floor: int) -> Anonymity:
    """Return how many rows share each combination of `traits`.

    Parameters
    ----------
    rows : DataFrame, one row a person, sheet or report
    traits : sequence of str
        Columns by which somebody could be recognised. A missing value is a value of its own: who
        does not state a trait can be told apart from those who do.
    floor : int
        Smallest combination that may be shared.
    """
    if rows.empty:
        return Anonymity(tuple(traits), 0, 0, 0, 0)
    sizes = rows.groupby(list(traits), dropna=False, observed=True).size()
    return Anonymity(
        traits=tuple(traits),
        rows=len(rows),
        k=int(sizes.min()),
        unique=int(sizes[sizes == 1].sum()),
        below=int(sizes[sizes < floor].sum()),
    )


def anonymity_of_sets(
    rows: pd.DataFrame, traits: Sequence[str], *, floor: int, most: int = MOST_COMBINED
) -> list[Anonymity]:
    """Return the anonymity of every set of up to `most` traits and of all, the worst first.

    The worst has most rows below the floor; among equals the set with fewer traits comes first,
    since it needs less knowledge about a person.
    """
    sizes = range(1, min(most, len(traits)) + 1)
    sets = [chosen for size in sizes for chosen in combinations(traits, size)]
    if tuple(traits) not in sets:
        sets.append(tuple(traits))
    found = [k_anonymity(rows, chosen, floor=floor) for chosen in sets]
    return sorted(found, key=lambda one: (-one.below, len(one.traits), one.traits))
