"""What may change between two revisions of a report without telling on the few who came or went.

A reader holds the last published figures beside the new ones. A group whose base, numerator or
complement changed by fewer persons than the floor therefore repeats its last published figures
("kept"). That is not enough by itself: where a new total stands over new parts, the change of the
kept part is what the others leave over. So groups are kept, too, until every change that can be
computed this way is none or reaches the floor. What cannot be kept, because it was not published
before (levels that were merged differently, a new table), is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.privacy.cells import build_cells
from analysis.privacy.groups import TIME, Group, group_key
from analysis.privacy.margins import Key
from analysis.privacy.sources import Source, Universe, tells

_TOLERANCE = 1e-9
Sum = tuple[int | None, list[int]]
"""A total, if it is in the report, and its parts."""


def keep_last_published(universes: Sequence[Universe], period: str) -> None:
    """Mark in every source the rows that keep their last published figures, and hide others.

    Parameters
    ----------
    universes : sequence of Universe
        After the search for what must be hidden.
    period : str
        Period of the report, of rows without `time`.
    """
    for universe in universes:
        if universe.limit.rule.compares_revisions:
            while _keep_more(universe, period):
                continue


def _keep_more(universe: Universe, period: str) -> bool:
    before = [(one.hidden.copy(), one.kept.copy()) for one in universe.sources]
    _of_groups(universe, period)
    for source in universe.sources:
        _of_counts(source, period)
    _like_each_other(universe)
    _with_their_reference(universe)
    return any(
        bool((source.hidden & ~hidden).any() or (source.kept & ~kept).any())
        for source, (hidden, kept) in zip(universe.sources, before, strict=True)
    )


def _of_groups(universe: Universe, period: str) -> None:
    """Keep the groups of the universe whose base changed a little, in all sources."""
    groups: dict[frozenset, Group] = {}
    before: dict[frozenset, float] = {}
    fresh: dict[frozenset, bool] = defaultdict(bool)
    for source in universe.sources:
        for row, group in enumerate(source.groups):
            key = group_key(group)
            groups.setdefault(key, group)
            fresh[key] |= bool(source.is_fresh[row])
        for group, base in zip(source.past_groups, source.past_bases, strict=True):
            if not np.isnan(base):
                groups.setdefault(group_key(group), group)
                before[group_key(group)] = float(base)
    change = _Change(
        _keys(list(groups.values()), period),
        new=np.array([universe.bases.get(key, np.nan) for key in groups]),
        old=np.array([before.get(key, np.nan) for key in groups]),
        fresh=np.array([fresh[key] for key in groups], dtype=bool),
    )
    found = change.to_withdraw(universe.limit.floor)
    told = {key for key, withdraw in zip(groups, found, strict=True) if withdraw}
    for source in universe.sources:
        source.withdraw(np.array([group_key(one) in told for one in source.groups], dtype=bool))


def _of_counts(source: Source, period: str) -> None:
    """Keep the rows of a source whose base, numerator or complement changed a little."""
    gone = len(source.past_groups) - len(source.groups)
    keys = _keys(source.past_groups, period)
    for new, old in source.measures():
        change = _Change(
            keys,
            new=np.concatenate([new, np.full(gone, np.nan)]),
            old=old,
            fresh=np.concatenate([source.is_fresh, np.zeros(gone, dtype=bool)]),
        )
        source.withdraw(change.to_withdraw(source.limit.floor)[: len(source.groups)])


def _like_each_other(universe: Universe) -> None:
    """Keep a row wherever the same persons are counted."""
    for source in universe.sources:
        told = {group_key(source.groups[row]) for row in np.flatnonzero(source.withdrawn)}
        for other in universe.sources:
            if told and other is not source and tells(source, other):
                alike = [group_key(one) in told for one in other.groups]
                other.withdraw(np.array(alike, dtype=bool))


def _with_their_reference(universe: Universe) -> None:
    """Keep a group that is compared with a reference that was kept."""
    told = {
        group_key(source.groups[row])
        for source in universe.sources
        for row in np.flatnonzero(source.withdrawn)
    }
    compared = {
        group_key(source.groups[row])
        for source in universe.sources
        for row, reference in enumerate(source.references)
        if reference is not None and group_key(reference) in told
    }
    for source in universe.sources if compared else ():
        source.withdraw(np.array([group_key(one) in compared for one in source.groups], dtype=bool))


def _keys(groups: Sequence[Group], period: str) -> tuple[Key, ...]:
    names = sorted({name for group in groups for name in group})
    columns = {name: [group.get(name) for group in groups] for name in names}
    if TIME in columns and period:
        columns[TIME] = [one or period for one in columns[TIME]]
    return build_cells(columns, len(groups), {}, ()).keys


@dataclass
class _Change:
    """One measure of the groups, as it was last published and as it is now.

    Attributes
    ----------
    keys : sequence of tuple
        Levels by label; None is the total.
    new, old : ndarray of float, shape (n_groups,)
        NaN where the group is not there, or was not published.
    fresh : ndarray of bool, shape (n_groups,)
        Groups that would show their new figure.
    """

    keys: Sequence[Key]
    new: np.ndarray
    old: np.ndarray
    fresh: np.ndarray

    def to_withdraw(self, floor: int) -> np.ndarray:
        """Return the fresh groups whose new figure tells of a change that must not be known."""
        fresh = self.fresh & ~np.isnan(self.new)
        change = self.new - self.old
        small = fresh & (np.abs(change) > _TOLERANCE) & (np.abs(change) < floor)
        left = fresh & ~small
        sums = list(_sums(self.keys))
        while True:
            found = [row for one in sums for row in self._give_away(one, left, change, floor)]
            if not found:
                return fresh & ~left
            left[found] = False

    def _give_away(
        self, one: Sum, fresh: np.ndarray, change: np.ndarray, floor: int
    ) -> Iterator[int]:
        """Yield the group to withdraw where a total and its parts tell a small change."""
        parent, children = one
        if parent is not None and not self._adds_up(parent, children):
            return
        known = ~np.isnan(self.old)
        new = [at for at in children if fresh[at]]
        renamed = [at for at in new if not known[at]]
        moved = [at for at in new if known[at] and abs(change[at]) > _TOLERANCE]
        told = [parent] if parent is not None and fresh[parent] else []
        gone = [at for at in children if np.isnan(self.new[at]) and known[at]]
        left = [at for at in children if not fresh[at] and self.new[at] > 0]
        if told and known[parent]:
            rest = float(change[parent] - change[[at for at in new if known[at]]].sum())
            if _is_small(rest, floor):
                yield _best(moved, change, rest, floor) if moved else told[0]
        rest = self._rest(parent, new, left, is_told=bool(told))
        if _is_small(rest, floor) and (moved or renamed or told):
            yield _best(moved, change, rest, floor) if moved else [*renamed, *told][0]
        if renamed and gone:
            rest = float(self.new[renamed].sum() - self.old[gone].sum())
            if _is_small(rest, floor):
                yield renamed[0]

    def _rest(self, parent: int | None, new: list[int], left: list[int], *, is_told: bool) -> float:
        """Return what the new parts tell of the old figure of the total, or of the other parts.

        A new total tells what the parts that are not new are together, which were published one
        by one; new parts without exception tell what their total is. 0 where nothing is told.
        """
        if parent is None or not new:
            return 0.0
        if is_told and left:
            rest = float(self.new[parent] - self.new[new].sum() - self.old[left].sum())
        elif not is_told and not left:
            rest = float(self.new[new].sum() - self.old[parent])
        else:
            return 0.0
        return 0.0 if np.isnan(rest) else rest

    def _adds_up(self, parent: int, children: list[int]) -> bool:
        """Tell whether the parts are no more than the total: groups that overlap add up to none."""
        return bool(np.nansum(self.new[children]) <= self.new[parent] + _TOLERANCE)


def _is_small(change: float, floor: int) -> bool:
    return _TOLERANCE < abs(change) < floor


def _best(moved: list[int], change: np.ndarray, rest: float, floor: int) -> int:
    """Return the part that hides the small change best."""
    return min(
        moved, key=lambda at: (_is_small(rest + float(change[at]), floor), -abs(change[at]), at)
    )


def _sums(keys: Sequence[Key]) -> Iterator[Sum]:
    """Yield every total with the groups below it, for every choice of labels summed over."""
    place = {key: at for at, key in reversed(list(enumerate(keys)))}
    below: dict[tuple[tuple[int, ...], Key], list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        present = [label for label, level in enumerate(key) if level is not None]
        for size in range(1, len(present) + 1):
            for chosen in combinations(present, size):
                total = tuple(None if one in chosen else level for one, level in enumerate(key))
                below[chosen, total].append(at)
    for (_, total), children in below.items():
        yield place.get(total), children
