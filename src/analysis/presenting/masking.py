"""Units under numbers in place of names, in an order that nothing known outside gives away.

Numbers and the order of rows and findings are drawn anew for every report: with the list of units
in hand nobody can read the names from them. What masking does not hide is in docs/privacy.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random, SystemRandom
from typing import TYPE_CHECKING, TypeVar

from analysis.presenting.names import Names
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

UNIT_KEY = "unit"
T = TypeVar("T")


def draw_masks(units: Iterable[str], *, random: Random | None = None) -> dict[str, str]:
    """Return a mask for every unit: unit-01, unit-02, ..., given out in a random order.

    Parameters
    ----------
    units : iterable of str
        Ids; repeated ones count once.
    random : Random or None
        None draws from the operating system, so that no seed reproduces the order.
    """
    known = sorted(set(units))
    width = max(2, len(str(len(known))))
    shuffled = (random or SystemRandom()).sample(known, len(known))
    return {unit: f"unit-{number:0{width}d}" for number, unit in enumerate(shuffled, start=1)}


def units_of(findings: Sequence[Finding], tables: Sequence[ReportTable], names: Names) -> set[str]:
    """Return the ids of all units that findings, tables or names speak of."""
    found = {one.group[UNIT_KEY] for one in findings if UNIT_KEY in one.group}
    for table in tables:
        if UNIT_KEY in table.frame:
            found |= set(table.frame[UNIT_KEY].dropna().astype(str))
    return found | set(names.groups.get(UNIT_KEY, {}))


def mask_names(names: Names, masks: Mapping[str, str]) -> Names:
    """Return the names with every unit called by its number."""
    return replace(names, groups={**names.groups, UNIT_KEY: _called(masks)})


def mask_findings(findings: Sequence[Finding], masks: Mapping[str, str]) -> list[Finding]:
    """Return the findings with masked units, those of one id in the order of the masks."""
    masked = [_masked_finding(one, masks) for one in findings]
    for name in {one.id for one in masked}:
        places = [at for at, one in enumerate(masked) if one.id == name and UNIT_KEY in one.group]
        masked = _reordered(masked, places, lambda one: one.group[UNIT_KEY])
    return masked


def mask_table(table: ReportTable, masks: Mapping[str, str]) -> ReportTable:
    """Return the table with masked units, its rows about units in the order of the masks."""
    if UNIT_KEY not in table.frame:
        return table
    frame = table.frame.assign(**{UNIT_KEY: table.frame[UNIT_KEY].map(masks)})
    columns = tuple(_masked_column(one, masks) for one in table.columns)
    return replace(table, frame=_in_order_of_masks(frame), columns=columns)


def _called(masks: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        mask: dict.fromkeys(("id", "en"), mask.replace("unit-", "Unit "))
        for mask in sorted(masks.values())
    }


def _masked_finding(finding: Finding, masks: Mapping[str, str]) -> Finding:
    if UNIT_KEY not in finding.group:
        return finding
    return replace(finding, group={**finding.group, UNIT_KEY: masks[finding.group[UNIT_KEY]]})


def _masked_column(column: ReportColumn, masks: Mapping[str, str]) -> ReportColumn:
    return replace(column, codes=_called(masks)) if column.name == UNIT_KEY else column


def _in_order_of_masks(frame: pd.DataFrame) -> pd.DataFrame:
    units = frame[UNIT_KEY].tolist()
    places = [at for at, given in enumerate(frame[UNIT_KEY].notna()) if given]
    order = _reordered(list(range(len(frame))), places, lambda at: str(units[at]))
    return frame.iloc[order].reset_index(drop=True)


def _reordered(items: list[T], places: list[int], key: Callable[[T], str]) -> list[T]:
    """Return the items with those at `places` sorted among these places; others stay."""
    ordered = sorted((items[at] for at in places), key=key)
    moved = dict(zip(places, ordered, strict=True))
    return [moved.get(at, one) for at, one in enumerate(items)]
