"""What the parameters of a rule set of kind "ip_asn" must look like."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from analysis.rules.strict import Strict, refuse_twice
from analysis.schemas.region import Slug, Text

Points = Annotated[Decimal, Field(ge=0)]
PERFECT = 100


class LabelPoints(Strict):
    """Points that each of some labels earns."""

    labels: tuple[str, ...] = Field(min_length=1)
    points: Points


class ScorePoints(Strict):
    """Lowest score that earns some points."""

    lower: Decimal
    points: Points


class CoursePoints(Strict):
    """Points that holders of some positions get for a course they have had."""

    positions: tuple[str, ...] = Field(min_length=1)
    course: Slug
    points: Points


class CourseParameters(Strict):
    """When a course counts.

    Attributes
    ----------
    id : str
    min_jp : Decimal
        Hours it must have had; 0 for any.
    within_years : int or None
        Years within which it must have ended; None for ever.
    """

    id: Slug
    min_jp: Points = Decimal(0)
    within_years: int | None = Field(default=None, ge=1)


class CategoryParameters(Strict):
    """A category and the lowest index, rounded to two decimals, that earns it."""

    id: Slug
    lower: Decimal
    name: Text


class IndexParameters(Strict):
    """Parameters of the index of professionalism of civil servants.

    Attributes
    ----------
    weights : dict of str to Decimal
        Highest points of the dimensions qualification, competence, performance, discipline.
    qualification : tuple of LabelPoints
        By education.
    courses : tuple of CourseParameters
    competence : tuple of CoursePoints
    performance : tuple of ScorePoints
        By the score of the year before, highest first; the last takes everything below it.
    predikat : tuple of LabelPoints
        By predikat, where an office has settled it; empty where no rule is known.
    discipline : tuple of LabelPoints
        By the heaviest sanction of the last five years.
    categories : tuple of CategoryParameters
        Highest first; the last takes everything below it.
    """

    weights: dict[str, Decimal]
    qualification: tuple[LabelPoints, ...] = Field(min_length=1)
    courses: tuple[CourseParameters, ...] = Field(min_length=1)
    competence: tuple[CoursePoints, ...] = Field(min_length=1)
    performance: tuple[ScorePoints, ...] = Field(min_length=1)
    predikat: tuple[LabelPoints, ...] = ()
    discipline: tuple[LabelPoints, ...] = Field(min_length=1)
    categories: tuple[CategoryParameters, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> IndexParameters:
        if set(self.weights) != {"qualification", "competence", "performance", "discipline"}:
            raise ValueError("weights must name the four dimensions")
        if sum(self.weights.values()) != PERFECT:
            raise ValueError("weights must add up to 100")
        for name in ("qualification", "predikat", "discipline"):
            refuse_twice(
                f"a label of {name}", [label for one in getattr(self, name) for label in one.labels]
            )
        self._check_competence()
        self._check_highest()
        lowers = [one.lower for one in self.performance], [one.lower for one in self.categories]
        for bands in lowers:
            if any(above <= below for above, below in pairwise(bands)):
                raise ValueError("bands must run from the highest lower limit to the lowest")
        return self

    def _check_competence(self) -> None:
        known = {one.id for one in self.courses}
        if {one.course for one in self.competence} - known:
            raise ValueError("competence names a course that is not declared")
        reached: dict[str, Decimal] = {}
        for one in self.competence:
            for position in one.positions:
                reached[position] = reached.get(position, Decimal(0)) + one.points
        if any(points != self.weights["competence"] for points in reached.values()):
            raise ValueError("all courses of a position must add up to the weight of competence")

    def _check_highest(self) -> None:
        earned = [
            ("qualification", [one.points for one in self.qualification]),
            ("performance", [one.points for one in self.performance]),
            ("performance", [one.points for one in self.predikat]),
            ("discipline", [one.points for one in self.discipline]),
        ]
        for name, points in earned:
            if points and max(points) != self.weights[name]:
                raise ValueError(f"the highest points of {name} must be its weight")
