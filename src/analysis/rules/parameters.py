"""What the parameters of a rule set must look like, for each kind of rule set."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from analysis.rules.appraisal_parameters import AppraisalParameters
from analysis.rules.calendar_parameters import CalendarParameters
from analysis.rules.complaint_parameters import ComplaintParameters
from analysis.rules.credit_parameters import CreditParameters
from analysis.rules.distribution_parameters import DistributionParameters
from analysis.rules.ip_asn_parameters import IndexParameters
from analysis.rules.strict import Strict
from analysis.rules.training_parameters import TrainingParameters
from analysis.schemas.region import Slug, Text

Kind = Literal[
    "skm", "appraisal", "distribution", "complaints", "calendar", "training", "credit", "ip_asn"
]
Confidence = Literal["V", "V2", "M", "C"]
"""V read in the source, V2 read in a secondary source, M from memory, C computed."""

WeightText = Annotated[str, Field(pattern=r"^0\.\d+$")]


class BandParameters(Strict):
    """One quality letter: the lowest index, rounded to two decimals, that earns it."""

    letter: str
    lower: Decimal
    name: Text


class SkmParameters(Strict):
    """Parameters of a citizen satisfaction survey.

    Attributes
    ----------
    unsur : tuple of str
        Canonical keys in the order of the regulation.
    scale_min, scale_max : int
        Lowest and highest answer.
    multiplier : int
        Index points per scale point (25 on a 1-4 scale).
    bands : tuple of BandParameters
        Highest first; the last one takes everything below it.
    printed_weights : tuple of str
        Rounded weights of one unsur seen in printed reports, as written.
    """

    unsur: tuple[Slug, ...] = Field(min_length=1)
    scale_min: int
    scale_max: int
    multiplier: int = Field(default=25, gt=0)
    bands: tuple[BandParameters, ...] = Field(min_length=1)
    printed_weights: tuple[WeightText, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> SkmParameters:
        lowers = [band.lower for band in self.bands]
        letters = [band.letter for band in self.bands]
        if len(set(self.unsur)) != len(self.unsur):
            raise ValueError("an unsur occurs twice")
        if len(set(letters)) != len(letters):
            raise ValueError("a letter occurs twice")
        if any(above <= below for above, below in pairwise(lowers)):
            raise ValueError("bands must run from the highest lower limit to the lowest")
        if self.scale_min >= self.scale_max:
            raise ValueError("scale_min must be below scale_max")
        return self


PARAMETERS: dict[Kind, type[BaseModel]] = {
    "skm": SkmParameters,
    "appraisal": AppraisalParameters,
    "distribution": DistributionParameters,
    "complaints": ComplaintParameters,
    "calendar": CalendarParameters,
    "training": TrainingParameters,
    "credit": CreditParameters,
    "ip_asn": IndexParameters,
}


def checked_parameters(kind: Kind, declared: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a rule set of `kind` with their types, or raise ValidationError."""
    return PARAMETERS[kind](**declared).model_dump()
