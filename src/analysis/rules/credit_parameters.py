"""What the parameters of a rule set of kind "credit" must look like."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from analysis.rules.labels import check_variants
from analysis.rules.strict import Strict

Positive = Annotated[Decimal, Field(gt=0)]


class CreditParameters(Strict):
    """Parameters of credit points (angka kredit) of functional positions.

    Attributes
    ----------
    predikat : dict of str to int
        Percent of the yearly points that a predikat earns, lowest first.
    variants : dict of str to tuple of str
        Other words for the predikat.
    yearly_points : dict of str to Decimal
        Points of a year at 100 percent, by level of the position.
    """

    predikat: dict[str, Annotated[int, Field(ge=0)]] = Field(min_length=2)
    variants: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    yearly_points: dict[str, Positive] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> CreditParameters:
        check_variants(self.predikat, self.variants)
        percents = list(self.predikat.values())
        if percents != sorted(percents):
            raise ValueError("predikat must run from the lowest percent to the highest")
        return self
