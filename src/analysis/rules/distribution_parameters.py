"""What the parameters of a rule set of kind "distribution" must look like."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.rules.labels import check_variants
from analysis.rules.strict import Strict, refuse_twice, refuse_unknown

ConditionKind = Literal["largest", "at_most", "at_least", "present"]
Measured = Literal["predikat", "result_rating"]
EVERY_RATING = ""
"""In place of the rating of an organisation: a guide for all of them."""


class ConditionParameters(Strict):
    """One condition on the share of some labels taken together.

    Attributes
    ----------
    kind : {"largest", "at_most", "at_least", "present"}
        "largest": no other label is given more often; "present": given to somebody.
    labels : tuple of str
    pct : int or None
        Limit in percent, inclusive ("at_most", "at_least").
    """

    kind: ConditionKind
    labels: tuple[str, ...] = Field(min_length=1)
    pct: int | None = Field(default=None, ge=0, le=100)

    @model_validator(mode="after")
    def _consistent(self) -> ConditionParameters:
        if (self.kind in ("at_most", "at_least")) != (self.pct is not None):
            raise ValueError("at_most and at_least need pct; largest and present have none")
        if self.kind == "largest" and len(self.labels) > 1:
            raise ValueError("largest is about one label")
        return self


class GuideParameters(Strict):
    """The conditions for organisations with one rating; `rating` empty for every organisation."""

    rating: str = EVERY_RATING
    conditions: tuple[ConditionParameters, ...] = Field(min_length=1)


class DistributionParameters(Strict):
    """Parameters of a guide to the distribution of labels within an evaluation unit.

    Attributes
    ----------
    measured : {"predikat", "result_rating"}
        Which labels are counted.
    labels : tuple of str
        Lowest first.
    variants : dict of str to tuple of str
        Other words for the labels.
    ratings : tuple of str
        Ratings of an organisation, lowest first; empty where the guide does not ask for one.
    rating_variants : dict of str to tuple of str
        Other words for the ratings.
    smallest_group : int
        Ratees below which shares mean nothing and nothing is judged.
    guides : tuple of GuideParameters
        Each rating once.
    """

    measured: Measured = "predikat"
    labels: tuple[str, ...] = Field(min_length=2)
    variants: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ratings: tuple[str, ...] = ()
    rating_variants: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    smallest_group: int = Field(default=10, ge=1)
    guides: tuple[GuideParameters, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> DistributionParameters:
        check_variants(self.labels, self.variants)
        check_variants(self.ratings, self.rating_variants)
        told = [guide.rating for guide in self.guides]
        refuse_twice("a guide", told)
        if sorted(told) != sorted(self.ratings or (EVERY_RATING,)):
            raise ValueError("every rating needs one guide")
        used = [label for guide in self.guides for one in guide.conditions for label in one.labels]
        refuse_unknown("labels", used, self.labels)
        return self
