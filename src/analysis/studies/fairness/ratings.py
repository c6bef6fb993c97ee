"""Every single rating of one outcome, with the ratee's traits and work, for models of ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.measures.appraisals import RATERS, matrix_predikat, of_scheme, rules_of_schemes
from analysis.measures.groups import staff_register
from analysis.presenting.composing.levels import unit_kinds
from analysis.studies.fairness.outcomes import rating_values
from analysis.studies.fairness.parts import POINTS, TOP, TRAITS
from analysis.studies.fairness.rated import Rated

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig

WORK = ("golongan", "position_type", "position_level", "job_grade")
"""What is held equal about the work of two persons."""
BASIC_WORK = ("golongan", "position_type")
"""What is held equal of it where there are few persons."""


@dataclass(frozen=True)
class Ratings:
    """The ratings of one outcome.

    Attributes
    ----------
    rows : DataFrame
        One row a rating by a superior or a second appraiser: employee_id, rater_id (missing where
        unknown), unit_id, time (the period rated), rater_role, value (float, never missing), the
        columns of `TRAITS`, and `work`, all of them text, missing where not known.
    outcome : str
        One of `OUTCOMES`, or `TOP`: 100 with the top predikat, 0 with another one, so that
        differences are percentage points.
    work : tuple of str
        Those of `WORK` that are known of anybody.
    """

    rows: pd.DataFrame
    outcome: str
    work: tuple[str, ...]

    @property
    def is_label(self) -> bool:
        """Whether the outcome is the annual label."""
        return self.outcome == TOP

    @property
    def by_appraiser(self) -> bool:
        """Whether any rating names its appraiser."""
        return bool(self.rows["rater_id"].notna().any())


def read_ratings(
    data: StudyData, rated: Rated, config: FairnessConfig, *, past: bool = False
) -> Ratings:
    """Return the ratings of the first score outcome, of the label where there is no score.

    Parameters
    ----------
    rated : Rated
        The persons in view; only their ratings count, unless `past`.
    past : bool
        Whether ratings of earlier periods count as well, also of persons who left.
    """
    tables = data.history if past else data.tables
    appraisals = tables.get("appraisals", data.tables["appraisals"])
    role = appraisals["rater_role"]
    rows = appraisals[role.isna() | role.isin(RATERS)]
    if config.unit:
        rows = rows[rows["unit_id"].eq(config.unit)]
    if not past:
        rows = rows[rows["employee_id"].isin(rated.people.index)]
    columns = ["employee_id", "rater_id", "unit_id", "rater_role"]
    named = rows[columns].assign(time=rows["period"], value=_values(data, rows, rated))
    persons = _persons(tables.get("employees", data.tables["employees"]), data)
    joined = named[named["value"].notna()].join(persons, on="employee_id").reset_index(drop=True)
    return Ratings(
        rows=joined,
        outcome=rated.outcomes[0] if rated.outcomes else TOP,
        work=tuple(name for name in WORK if joined[name].notna().any()),
    )


def _values(data: StudyData, rows: pd.DataFrame, rated: Rated) -> pd.Series:
    """Return the outcome of each row, by its index; missing where the row holds none."""
    schemes = rows["scheme"]
    rules = rules_of_schemes(schemes, data.rules, data.period.last_day, data.region.rules)
    mine = of_scheme(schemes, rules, rated.rules)
    if rated.outcomes:
        return rating_values(rows, rated.rules)[rated.outcomes[0]].where(mine)
    annual = rows[rows["assessment_kind"].eq("annual")]
    labels = matrix_predikat(annual, rules) if rated.derived else annual["predikat_recorded"]
    known = labels[labels.isin(rated.rules.predikat) & mine[annual.index]]
    return (POINTS * known.eq(rated.rules.top)).reindex(rows.index)


def _persons(employees: pd.DataFrame, data: StudyData) -> pd.DataFrame:
    """Return traits and work of every employee by employee_id, as of his or her latest row."""
    register = staff_register(employees, data.period.last_day, kinds=unit_kinds(data.region))
    last = employees.drop_duplicates("employee_id", keep="last").set_index("employee_id")
    work = last.reindex(columns=["position_level", "job_grade"]).astype("str")
    return register[list(TRAITS)].join(register[["golongan"]]).join(work)
