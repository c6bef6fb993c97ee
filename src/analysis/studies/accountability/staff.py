"""The employees in view: the region's or one unit's, with the traits that are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.measures.groups import TRAITS, is_listed, staff_register
from analysis.presenting.composing.levels import unit_kinds

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

SIZE_OF_UNIT = 10
"""Employees from which a unit with nothing at all looks like a file that is missing."""


@dataclass(frozen=True)
class Staff:
    """Who is in view.

    Attributes
    ----------
    register : DataFrame
        By employee_id, of the staff list: unit_id and the traits of `measures.groups`.
    people : DataFrame
        Who is counted: the register where it covers nearly everybody with an appraisal, else with
        those who only appear in appraisals, of whom nothing but the unit is known.
    scope : dict of str to str
        Group of the report: empty, or the unit of a one-page view.
    """

    register: pd.DataFrame
    people: pd.DataFrame
    scope: dict[str, str] = field(default_factory=dict)

    def rows_of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows about people in view; all rows where nothing is known of anybody."""
        if self.people.empty and not self.scope:
            return frame
        return frame[frame["employee_id"].isin(self.people.index)]

    def misses(self, frame: pd.DataFrame) -> bool:
        """Tell whether rows are about persons who are not counted because no list has them."""
        return not self.scope and len(self.rows_of(frame)) < len(frame)

    def of(self, employee_ids: pd.Series, name: str) -> pd.Series:
        """Return a trait, or the unit, of each employee named; missing where it is not known."""
        return employee_ids.map(self.people[name])


def read_staff(data: StudyData, config: AccountabilityConfig) -> Staff:
    """Return the employees of the period, those of `config.unit` where it is set."""
    import pandas as pd

    kinds = unit_kinds(data.region)
    register = staff_register(data.tables["employees"], data.period.last_day, kinds=kinds)
    rated = data.tables["appraisals"][["employee_id", "unit_id"]]
    people = register
    if not is_listed(register, rated["employee_id"]):
        only_rated = rated[~rated["employee_id"].isin(register.index)]
        units = only_rated.drop_duplicates("employee_id", keep="last").set_index("employee_id")
        added = units.assign(unit_group=units["unit_id"].map(kinds).astype("str"))
        people = pd.concat([register, added.reindex(columns=["unit_id", *TRAITS])])
    if not config.unit:
        return Staff(register, people)
    inside = register["unit_id"].eq(config.unit), people["unit_id"].eq(config.unit)
    return Staff(register[inside[0]], people[inside[1]], {"unit": config.unit})


def has_silent_units(rows: pd.DataFrame, staff: Staff) -> bool:
    """Tell whether a unit of some size has only values of 0, so that its file may be missing.

    Parameters
    ----------
    rows : DataFrame
        employee_id, and value of 0 or 1.
    """
    units = rows.groupby(staff.of(rows["employee_id"], "unit_id"))["value"].agg(["size", "sum"])
    return bool(((units["size"] >= SIZE_OF_UNIT) & units["sum"].eq(0)).any())
