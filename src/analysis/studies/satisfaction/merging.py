"""Categories too small to be shown are merged before anything is estimated.

Ordered categories go to their smaller neighbour, others together; what is left has the floor or
is one single category.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

JOINT = " + "
OTHERS = "merged_other"


def merge_small(values: pd.Series, *, floor: int, order: Sequence[str] = ()) -> pd.Series:
    """Return `values` with small categories merged.

    Parameters
    ----------
    values : Series of str
        Missing values stay missing and are not counted.
    floor : int
        Fewest values of a category that stays by itself.
    order : sequence of str
        Categories from low to high; neighbours become one named "a + b". Empty means that there
        is no order: small categories become `OTHERS`.
    """
    counts = values.value_counts()
    present = [level for level in order if level in counts.index]
    groups = _neighbours(counts, present, floor) if order else _together(counts, floor)
    if order:
        groups |= _together(counts.drop(present), floor)
    return values.map(groups, na_action="ignore").astype("str")


def members_of(level: str) -> list[str]:
    """Return the categories that a merged ordered level stands for."""
    return level.split(JOINT)


def _neighbours(counts: pd.Series, order: Sequence[str], floor: int) -> dict[str, str]:
    groups = [[level] for level in order]
    sizes = [int(counts[level]) for level in order]
    while len(groups) > 1 and min(sizes) < floor:
        at = sizes.index(min(sizes))
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(groups)]
        other = min(beside, key=lambda place: sizes[place])
        left, right = sorted((at, other))
        groups[left : right + 1] = [groups[left] + groups[right]]
        sizes[left : right + 1] = [sizes[left] + sizes[right]]
    return {level: JOINT.join(group) for group in groups for level in group}


def _together(counts: pd.Series, floor: int) -> dict[str, str]:
    ascending = counts.sort_values(kind="stable")
    small = [level for level in ascending.index if ascending[level] < floor]
    for level in ascending.index[len(small) :]:
        if not small or ascending[small].sum() >= floor:
            break
        small.append(level)
    merged = small if len(small) > 1 or len(ascending) == 1 else []
    return {level: OTHERS if level in merged else level for level in ascending.index}
