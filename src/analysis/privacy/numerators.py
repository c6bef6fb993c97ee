"""Hidden numerators that stand elsewhere as bases.

Employees with a plan are the numerator of one share and, all but a few, the base of the mean
attainment. Where the first is hidden, the second would tell it, if a third source tells of how
many they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from analysis.privacy.groups import group_key
from analysis.privacy.sources import Source


def hide_told_numerators(sources: Sequence[Source]) -> bool:
    """Hide the rows whose base tells a hidden numerator or complement; tell whether any was.

    A base tells a count if it is closer to it than to the base of the share and fewer than the
    floor apart; a base that is closer to the base of the share tells that one.
    """
    changed = False
    for source in sources:
        if not source.limit.rule.checks_numerator:
            continue
        others = [one for one in sources if one is not source and one.limit.rule.checks_numerator]
        for key, base, count in _hidden_counts(source):
            shown = [(one, row, told) for one in others for row, told in _shown(one, key)]
            if not any(_tells(told, base, count, source.limit.floor) for _, _, told in shown):
                continue
            for one, row, told in shown:
                if _tells(told, count, base, source.limit.floor):
                    one.hidden[row] = True
                    changed = True
    return changed


def _hidden_counts(source: Source) -> Iterator[tuple[frozenset, float, float]]:
    """Yield group, base and count of the hidden shares whose base could be known."""
    for one in source.cells.counts:
        bases, counts = source.cells.amounts[one.base], source.cells.amounts[one.name]
        for row in np.flatnonzero(source.hidden & ~source.blocked & ~np.isnan(counts)):
            base, count = float(bases[row]), float(counts[row])
            if source.limit.base_is_safe(base) and 0 < count < base:
                key = group_key(source.groups[row])
                yield key, base, count
                yield key, base, base - count


def _shown(source: Source, key: frozenset) -> Iterator[tuple[int, float]]:
    """Yield every base that a source shows of a group, and its row."""
    for row in source.rows_of_group.get(key, ()):
        for name in source.cells.bases:
            told = float(source.cells.amounts[name][row])
            if not source.hidden[row] and not np.isnan(told):
                yield row, told


def _tells(told: float, meant: float, other: float, floor: int) -> bool:
    """Tell whether a base stands for `meant` rather than for `other`, to within the floor."""
    return abs(told - meant) < min(abs(told - other), floor)
