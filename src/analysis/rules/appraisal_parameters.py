"""What the parameters of a rule set of kind "appraisal" must look like: a matrix or scores."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, product
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Method = Literal["matrix", "scores"]
Share = Annotated[int, Field(ge=0, le=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MatrixCell(_Strict):
    """One cell: the predikat for a rating of results and a rating of behaviour."""

    result: str
    behaviour: str
    predikat: str


class WeightParameters(_Strict):
    """Percent of the score that results and behaviour make up; `id` names the case."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    result: Share
    behaviour: Share


class ScoreBand(_Strict):
    """Lowest score that earns a predikat, and whether a new idea is a condition as well."""

    predikat: str
    lower: Decimal
    needs_idea: bool = False


class AppraisalParameters(_Strict):
    """Parameters of an individual appraisal.

    Attributes
    ----------
    method : {"matrix", "scores"}
    predikat : tuple of str
        Labels, lowest first; the last one is the top label.
    ratings : tuple of str
        Labels of the two ratings, lowest first ("matrix").
    matrix : tuple of MatrixCell
        Every pair of ratings once ("matrix").
    weights : tuple of WeightParameters
        The usual case first ("scores").
    bands : tuple of ScoreBand
        Highest first; the last takes everything below it ("scores").
    score_max : Decimal or None
        Highest score that exists ("scores").
    attainment_cap_pct : int or None
        Highest attainment of one target that counts, in percent; None where no cap is known.
    """

    method: Method
    predikat: tuple[str, ...] = Field(min_length=2)
    ratings: tuple[str, ...] = ()
    matrix: tuple[MatrixCell, ...] = ()
    weights: tuple[WeightParameters, ...] = ()
    bands: tuple[ScoreBand, ...] = ()
    score_max: Decimal | None = None
    attainment_cap_pct: int | None = Field(default=None, ge=100)

    @model_validator(mode="after")
    def _consistent(self) -> AppraisalParameters:
        if len(set(self.predikat)) != len(self.predikat):
            raise ValueError("a predikat occurs twice")
        if self.method == "matrix":
            self._check_matrix()
        else:
            self._check_scores()
        return self

    def _check_matrix(self) -> None:
        pairs = [(cell.result, cell.behaviour) for cell in self.matrix]
        if sorted(pairs) != sorted(product(self.ratings, repeat=2)):
            raise ValueError("the matrix must have every pair of ratings once")
        if self.weights or self.bands or self.score_max is not None:
            raise ValueError("weights, bands and score_max belong to the method 'scores'")
        self._check_known({cell.predikat for cell in self.matrix})

    def _check_scores(self) -> None:
        if self.matrix or self.ratings:
            raise ValueError("ratings and matrix belong to the method 'matrix'")
        if not (self.weights and self.bands and self.score_max is not None):
            raise ValueError("the method 'scores' needs weights, bands and score_max")
        if any(one.result + one.behaviour != 100 for one in self.weights):
            raise ValueError("weights must add up to 100")
        if any(above.lower < below.lower for above, below in pairwise(self.bands)):
            raise ValueError("bands must run from the highest lower limit to the lowest")
        if self.bands[-1].needs_idea:
            raise ValueError("the lowest band cannot depend on an idea")
        self._check_known({band.predikat for band in self.bands})

    def _check_known(self, used: set[str]) -> None:
        unknown = sorted(used - set(self.predikat))
        if unknown:
            raise ValueError(f"not among the predikat labels: {', '.join(unknown)}")
