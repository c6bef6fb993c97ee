"""Tables and findings of a report as sources of cells, sorted by whom they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.errors import PrivacyError
from analysis.privacy.cells import cells_of_findings, cells_of_table
from analysis.privacy.disclosure import hidden_by_themselves
from analysis.privacy.floors import Limit, limit_of
from analysis.privacy.labels import PERSON_GROUPS, crossing_problem, levels
from analysis.privacy.suppression import Cells
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding

Group = dict[str, str]
Members = Mapping[str, Mapping[str, str]]
_MARGIN, _LEVEL, _ALL = "margin", "level", "all"
_REFERENCE, _OUTCOME = "reference", "outcome"
_COARSER = {"unit": "unit_group"}
_COMPARED = PERSON_GROUPS | {"unit_group"}
"""Labels of which one level may be compared with another, the reference."""


@dataclass
class Source:
    """One table, or the findings of one id, with what is hidden of it so far.

    Attributes
    ----------
    cells : Cells
    limit : Limit
    groups : list of dict
        Which group each row is about, by label; rows of the whole have none.
    hidden : ndarray of bool, shape (n_rows,)
    blocked : ndarray of bool, shape (n_rows,)
        Rows without numbers for another reason than their size: they hide no other row.
    small : ndarray of bool, shape (n_rows,)
        Rows of which the base itself must not be known: they are hidden in every source.
    references : list of dict or None
        Group with which the group of a row is compared; None where it is compared with nobody.
    """

    cells: Cells
    limit: Limit
    groups: list[Group]
    hidden: np.ndarray
    blocked: np.ndarray
    small: np.ndarray
    references: list[Group | None] = field(default_factory=list)

    @property
    def bases(self) -> np.ndarray:
        """Main base of each row; NaN where it is not known."""
        if not self.cells.bases:
            return np.full(len(self.groups), np.nan)
        return self.cells.amounts[self.cells.bases[0]]

    @property
    def counts(self) -> dict[frozenset, float]:
        """Main numerator of each group of which it is known."""
        if not self.cells.counts:
            return {}
        amounts = self.cells.amounts[self.cells.counts[0].name]
        return {
            group_key(group): float(count)
            for group, count in zip(self.groups, amounts, strict=True)
            if not np.isnan(count)
        }


@dataclass
class Universe:
    """Sources about the same people: no group has two different bases in them."""

    limit: Limit
    bases: dict[frozenset, float] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def accepts(self, source: Source) -> bool:
        """Tell whether the source has the class and agrees wherever both know a base."""
        if source.limit != self.limit:
            return False
        pairs = zip(source.groups, source.bases, strict=True)
        return all(
            np.isnan(base) or self.bases.get(group_key(group), base) == base
            for group, base in pairs
        )

    def add(self, source: Source) -> None:
        """Take the source in."""
        self.sources.append(source)
        for group, base in zip(source.groups, source.bases, strict=True):
            if not np.isnan(base):
                self.bases[group_key(group)] = float(base)


def table_source(table: ReportTable, min_cell: int | None, members: Members) -> Source:
    """Return a table as a source; raises PrivacyError if it crosses groups it must not."""
    problem = crossing_problem(table)
    if problem:
        raise PrivacyError(problem, table=table.name)
    limit = limit_of(table.disclosure, min_cell=min_cell)
    columns = {name: levels(table.frame[name]) for name in table.of_role("label")}
    groups = [
        {name: level for name in columns if (level := columns[name][row]) is not None}
        for row in range(len(table.frame))
    ]
    cells = cells_of_table(table, limit)
    hidden = hidden_by_themselves(table, limit)
    return Source(
        cells,
        limit,
        [_canonical(one, members) for one in groups],
        hidden,
        np.zeros(len(groups), dtype=bool),
        hidden & _base_is_small(cells, limit),
        [_reference(one, members) for one in groups],
    )


def findings_source(found: Sequence[Finding], min_cell: int | None, members: Members) -> Source:
    """Return the findings of one id as a source."""
    limit = limit_of(found[0].disclosure, min_cell=min_cell)
    cells = cells_of_findings(found, limit)
    hidden = hidden_by_themselves(found, limit)
    return Source(
        cells,
        limit,
        [_canonical(one.group, members) for one in found],
        hidden,
        np.array([one.status == "blocked" for one in found], dtype=bool),
        hidden & _base_is_small(cells, limit),
        [_reference(one.group, members) for one in found],
    )


def sort_into_universes(sources: Sequence[Source]) -> list[Universe]:
    """Return the sources sorted into universes, those that know the most groups first."""
    found: list[Universe] = []
    for source in sorted(sources, key=lambda one: -len(one.groups)):
        home = next((one for one in found if one.accepts(source)), None)
        if home is None:
            home = Universe(source.limit)
            found.append(home)
        home.add(source)
    return found


def group_key(group: Group) -> frozenset:
    """Return the group as a key that does not depend on the order of its labels."""
    return frozenset(group.items())


def tells(other: Source, source: Source) -> bool:
    """Tell whether what `other` hides must be hidden in `source` as well.

    A source that counts an outcome hides rows for its numerators too: these are told only by
    sources that count the same persons, where both know a numerator.
    """
    if other is source or not other.counts or not other.limit.rule.checks_numerator:
        return True
    ours, theirs = source.counts, other.counts
    common = ours.keys() & theirs.keys()
    return bool(common) and all(ours[key] == theirs[key] for key in common)


def _base_is_small(cells: Cells, limit: Limit) -> np.ndarray:
    """Return which rows have a known base below the floor."""
    small = np.zeros(len(cells.keys), dtype=bool)
    for name in cells.bases:
        small |= cells.amounts[name] < limit.floor
    return small


def _canonical(group: Group, members: Members) -> Group:
    """Return the group as it is known everywhere.

    `margin` and `level` become the label they name; a group that is compared with a reference is
    that group, whatever it is compared on; a unit lies in its kind.
    """
    plain = {key: value for key, value in group.items() if key not in (_MARGIN, _LEVEL)}
    if _MARGIN in group and group[_MARGIN] != _ALL and _LEVEL in group:
        plain[group[_MARGIN]] = group[_LEVEL]
    if _compared_label(group):
        plain = {key: value for key, value in plain.items() if key not in (_REFERENCE, _OUTCOME)}
    for fine, coarse in _COARSER.items():
        inside = members.get(fine, {}).get(plain.get(fine, ""))
        if inside:
            plain.setdefault(coarse, inside)
    return plain


def _reference(group: Group, members: Members) -> Group | None:
    """Return the group with which a group is compared; None where it is compared with nobody."""
    label = _compared_label(group)
    return _canonical({**group, label: group[_REFERENCE]}, members) if label else None


def _compared_label(group: Group) -> str:
    """Return the label of which two levels are compared, empty where there is not just one."""
    found = [key for key in group if key in _COMPARED]
    return found[0] if _REFERENCE in group and len(found) == 1 else ""
