"""Index of professionalism of civil servants (IP ASN): four dimensions, their sum, its category.

Source: PermenPANRB 38/2018 and Peraturan BKN 8/2019, scored as a district application does. The
regulation scores performance by the bands of PP 46/2011. Points for a predikat are not known: they
are used only where a rule set of the region declares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.rules.ip_asn_parameters import (
    CategoryParameters,
    CourseParameters,
    IndexParameters,
    LabelPoints,
)
from analysis.rules.labels import Vocabulary
from analysis.rules.registry import RuleSet
from analysis.rules.skm import round_half_up

if TYPE_CHECKING:
    import pandas as pd

PLACES = 2
"""Decimals kept of an index before it meets a category."""


@dataclass(frozen=True)
class LabelTable:
    """Points by label."""

    vocabulary: Vocabulary
    points: dict[str, float]

    @classmethod
    def of(cls, rule_set: str, told: tuple[LabelPoints, ...]) -> LabelTable:
        """Return the table that a rule set declares."""
        points = {label: float(one.points) for one in told for label in one.labels}
        return cls(Vocabulary(rule_set, tuple(points), {}), points)

    def read(self, labels: pd.Series) -> pd.Series:
        """Return the points of each label; missing stays missing, an unknown label is an error."""
        return self.vocabulary.settle(labels).map(self.points).astype("float64")


@dataclass(frozen=True)
class IndexRules:
    """The scoring of one rule set.

    Attributes
    ----------
    id : str
    weights : dict of str to float
        Highest points of each dimension.
    qualification, predikat, discipline : LabelTable
        `predikat` has no labels where no rule set settles them.
    courses : dict of str to CourseParameters
    competence : dict of str to dict of str to float
        Position to course to points.
    performance : tuple of (float, float)
        Lowest score and its points, highest first.
    categories : tuple of CategoryParameters
        Highest first.
    """

    id: str
    weights: dict[str, float]
    qualification: LabelTable
    predikat: LabelTable
    discipline: LabelTable
    courses: dict[str, CourseParameters]
    competence: dict[str, dict[str, float]]
    performance: tuple[tuple[float, float], ...]
    categories: tuple[CategoryParameters, ...]

    @classmethod
    def of(cls, rule_set: RuleSet) -> IndexRules:
        """Return the scoring that a rule set of kind "ip_asn" declares."""
        rule_set.expect("ip_asn")
        told = IndexParameters(**rule_set.parameters)
        competence: dict[str, dict[str, float]] = {}
        for one in told.competence:
            for position in one.positions:
                competence.setdefault(position, {})[one.course] = float(one.points)
        return cls(
            id=rule_set.id,
            weights={name: float(one) for name, one in told.weights.items()},
            qualification=LabelTable.of(rule_set.id, told.qualification),
            predikat=LabelTable.of(rule_set.id, told.predikat),
            discipline=LabelTable.of(rule_set.id, told.discipline),
            courses={one.id: one for one in told.courses},
            competence=competence,
            performance=tuple((float(one.lower), float(one.points)) for one in told.performance),
            categories=told.categories,
        )


def course_counts(
    hours: pd.Series, ended: pd.Series, rules: IndexRules, *, course: str, day: date
) -> pd.Series:
    """Return whether each attended course counts on `day`.

    Parameters
    ----------
    hours : Series of float
        JP of the course.
    ended : Series of datetime, index of `hours`
    course : str
        Which of the courses of the rules it is.
    day : date
        A course counts from its end until so many years later, that day included.

    Returns
    -------
    Series of boolean
        Missing where hours or end are needed and missing.
    """
    import pandas as pd

    told, today = rules.courses[course], pd.Timestamp(day)
    enough = (hours >= float(told.min_jp)).astype("boolean").mask(hours.isna())
    if not told.min_jp:
        enough = pd.Series(True, index=hours.index, dtype="boolean")
    recent = ended <= today
    if told.within_years is not None:
        recent &= ended >= today - pd.DateOffset(years=told.within_years)
    return enough & recent.astype("boolean").mask(ended.isna())


def qualification_points(education: pd.Series, rules: IndexRules) -> pd.Series:
    """Return the points of each education (values of the column `education`)."""
    return rules.qualification.read(education)


def competence_points(
    position: pd.Series, courses: Mapping[str, pd.Series], rules: IndexRules
) -> pd.Series:
    """Return the points of the courses that each person has had and that count.

    Parameters
    ----------
    position : Series of str
        Values of the column `position_type`.
    courses : mapping of str to Series of boolean
        By course; courses that the position does not ask for earn nothing.

    Returns
    -------
    Series of float
        Missing where the position, or what is asked for, is not known.
    """
    import pandas as pd

    known = Vocabulary(rules.id, tuple(rules.competence), {}).settle(position)
    nothing = pd.Series(pd.NA, index=position.index, dtype="boolean")
    total = pd.Series(0.0, index=position.index).mask(known.isna())
    for course in rules.courses:
        worth = {name: points.get(course, 0.0) for name, points in rules.competence.items()}
        asked = known.map(worth).astype("float64")
        had = courses.get(course, nothing).astype("boolean").astype("Float64")
        total += (asked * had).mask(asked.eq(0), 0.0).astype("float64")
    return total


def performance_points(scores: pd.Series, rules: IndexRules) -> pd.Series:
    """Return the points of each score of the year before; missing stays missing."""
    import numpy as np
    import pandas as pd

    values = scores.astype("float64")
    reached = [values.ge(lower).to_numpy() for lower, _ in rules.performance]
    earned = [points for _, points in rules.performance]
    found = pd.Series(np.select(reached, earned, earned[-1]), index=scores.index)
    return found.mask(values.isna())


def predikat_points(predikat: pd.Series, rules: IndexRules) -> pd.Series:
    """Return the points of each predikat, where a rule set settles them.

    Raises
    ------
    UsageError
        If the rules have no points for predikat, or a predikat is not known.
    """
    if not rules.predikat.points:
        raise UsageError("rules.ip_asn.no_predikat", rule_set=rules.id)
    return rules.predikat.read(predikat)


def discipline_points(heaviest: pd.Series, rules: IndexRules) -> pd.Series:
    """Return the points of the heaviest sanction in five years: none, light, medium, heavy."""
    return rules.discipline.read(heaviest)


def category_of(index: float, rules: IndexRules) -> CategoryParameters:
    """Return the category of an index, or of the mean of an office.

    Raises
    ------
    UsageError
        If the index does not lie between 0 and the sum of the weights.
    """
    highest = sum(rules.weights.values())
    if not 0 <= index <= highest:
        raise UsageError("rules.ip_asn.range", value=index, high=highest)
    rounded = round_half_up(index, PLACES)
    return next((one for one in rules.categories if rounded >= one.lower), rules.categories[-1])
