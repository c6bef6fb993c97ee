"""Small categories merged before anything is estimated, so that less has to be hidden after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.privacy.floors import limit_of

if TYPE_CHECKING:
    import pandas as pd

OTHERS = "lainnya"
JOINED = " + "


def merge_small(
    frame: pd.DataFrame,
    label: str,
    base: str,
    *,
    order: Sequence[str] | None = None,
    disclosure: str = "service",
    min_cell: int | None = None,
) -> dict[str, str]:
    """Return which level of a label each level becomes so that every one reaches the floor.

    Call it on counts, then map the rows and estimate: an index of merged rows is an index of
    these rows, not a mean of two indices.

    Parameters
    ----------
    frame : DataFrame
        Counts; rows of one level are summed, rows without a level are left out.
    label, base : str
        Columns of the level and of its count.
    order : sequence of str or None
        Levels in their natural order, such as age bands: a small level joins its smaller
        neighbour ("<20 + 20-29"). None: small levels become "lainnya", and the next smallest
        one joins them until they reach the floor.
    disclosure : str, default "service"
        Class whose floor holds.
    min_cell : int or None
        Raises the floor.

    Returns
    -------
    dict of str to str
        For every level present; levels nobody chose stay as they are. Where all together stay
        below the floor, all become one level.
    """
    floor = limit_of(disclosure, min_cell=min_cell).floor
    sums = frame.groupby(label, observed=True)[base].sum()
    counts = {str(level): float(count) for level, count in sums.items()}
    if order is None:
        return _into_others(counts, floor)
    return _into_neighbours({level: counts[level] for level in order if level in counts}, floor)


def _into_others(counts: dict[str, float], floor: int) -> dict[str, str]:
    small = {level for level, count in counts.items() if 0 < count < floor}
    if not small:
        return {level: level for level in counts}
    if OTHERS in counts:
        small.add(OTHERS)
    rest = sorted((level for level in counts if level not in small), key=lambda one: counts[one])
    while sum(counts[level] for level in small) < floor and rest:
        small.add(rest.pop(0))
    return {level: OTHERS if level in small else level for level in counts}


def _into_neighbours(counts: dict[str, float], floor: int) -> dict[str, str]:
    groups = [[level] for level in counts]
    while len(groups) > 1:
        sizes = [sum(counts[level] for level in group) for group in groups]
        small = [at for at, size in enumerate(sizes) if 0 < size < floor]
        if not small:
            break
        at = min(small, key=lambda one: (sizes[one], one))
        beside = [one for one in (at - 1, at + 1) if 0 <= one < len(groups)]
        other = min(beside, key=lambda one: (sizes[one] == 0, sizes[one], -one))
        first, second = sorted((at, other))
        groups[first : second + 1] = [groups[first] + groups[second]]
    return {level: JOINED.join(group) for group in groups for level in group}
