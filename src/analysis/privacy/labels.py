"""What the labels of a table mean to the disclosure rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.periods import Period

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.bundle import ReportTable
    from analysis.schemas.finding import Finding

QUANTITIES = frozenset(
    {
        "unsur",
        "item",
        "dimension",
        "aspect",
        "component",
        "stage",
        "event",
        "reform",
        "reference",
        "rater_role",
        "instrument",
        "measure",
    }
)
"""Labels whose levels are different quantities of the same persons: never summed."""

PARTS_OF_INDEX = frozenset({"unsur", "item", "dimension", "aspect", "component"})
"""Quantities from which a published index is made."""

PERSON_GROUPS = frozenset(
    {
        "gender",
        "age_band",
        "education",
        "occupation",
        "status",
        "position_type",
        "golongan",
        "tenure_band",
        "latent_class",
    }
)
"""Labels that group persons by what they are."""

_PLACES = frozenset({"unit", "unit_group", "service", "channel"})
_MOST_GROUPS_OF_SENSITIVE = 2
_PERIOD_LEVELS = "YSQM"


def levels(column: pd.Series) -> list[str | None]:
    """Return the levels of a label as text, None where the row is the total."""
    present = column.notna().to_numpy()
    return [str(one) if known else None for one, known in zip(column, present, strict=True)]


def period_levels(values: list[str | None]) -> list[list[str | None]] | None:
    """Return year, semester, quarter and month of each period, or None where they are no periods.

    A column that mixes rhythms is a nested label: 2025-Q3 lies in 2025-S2, which lies in 2025.
    """
    try:
        periods = [None if one is None else Period.parse(one) for one in values]
    except UsageError:
        return None
    rhythms = {one.rhythm for one in periods if one is not None}
    if len(rhythms) < 2:
        return None
    used = [rhythm for rhythm in _PERIOD_LEVELS if rhythm in rhythms]
    return [[_inside(one, rhythm) for one in periods] for rhythm in used]


def crossing_problem(table: ReportTable) -> str:
    """Return the code of a crossing of groups the table's class does not allow, or ''.

    Organisational tables are never crossed with a group of people; sensitive ones have at most
    two group labels, nested labels counting as one.
    """
    groups = [name for name in table.of_role("label") if table.frame[name].notna().any()]
    if table.disclosure == "organisational" and PERSON_GROUPS & set(groups):
        return "privacy.disclosure.organisational_crossed"
    if table.disclosure != "sensitive":
        return ""
    coarser = {name for nest in table.nesting for name in nest[:-1]}
    counted = [name for name in groups if name in PERSON_GROUPS | _PLACES and name not in coarser]
    used = table.frame[counted].notna().sum(axis=1) if counted else None
    too_many = used is not None and bool((used > _MOST_GROUPS_OF_SENSITIVE).any())
    return "privacy.disclosure.too_many_groups" if too_many else ""


def findings_crossing_problem(findings: Sequence[Finding]) -> str:
    """Return the code of a crossing of groups that findings of one class are not allowed, or ''."""
    counted = (PERSON_GROUPS | _PLACES) - {"unit_group"}
    for one in findings:
        used = counted & one.group.keys()
        if "unit" not in one.group and "unit_group" in one.group:
            used |= {"unit_group"}
        if one.disclosure == "organisational" and PERSON_GROUPS & used:
            return "privacy.disclosure.organisational_crossed"
        if one.disclosure == "sensitive" and len(used) > _MOST_GROUPS_OF_SENSITIVE:
            return "privacy.disclosure.too_many_groups"
    return ""


def _inside(period: Period | None, rhythm: str) -> str | None:
    if period is None or _PERIOD_LEVELS.index(rhythm) > _PERIOD_LEVELS.index(period.rhythm):
        return None
    return str(Period.of(period.first_day, rhythm))  # type: ignore[arg-type]
