"""What the parameters of a rule set of kind "appraisal" must look like: a matrix or scores."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, product
from typing import Annotated, Literal

from pydantic import Field, model_validator

from analysis.rules.labels import check_variants
from analysis.rules.strict import Strict, refuse_twice, refuse_unknown

Method = Literal["matrix", "scores"]
Share = Annotated[int, Field(ge=0, le=100)]


class MatrixCell(Strict):
    """One cell: the predikat for a rating of results and a rating of behaviour."""

    result: str
    behaviour: str
    predikat: str


class WeightParameters(Strict):
    """Percent of the score that results and behaviour make up; `id` names the case."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    result: Share
    behaviour: Share


class ScoreBand(Strict):
    """Lowest score that earns a predikat, and whether a new idea is a condition as well."""

    predikat: str
    lower: Decimal
    needs_idea: bool = False


class AppraisalParameters(Strict):
    """Parameters of an individual appraisal.

    Attributes
    ----------
    method : {"matrix", "scores"}
    predikat : tuple of str
        Labels, lowest first; the last one is the top label.
    ratings : tuple of str
        Labels of the two ratings, lowest first ("matrix").
    variants : dict of str to tuple of str
        Predikat to other words for it.
    rating_variants : dict of str to tuple of str
        Rating to other words for it ("matrix").
    matrix : tuple of MatrixCell
        Every pair of ratings once ("matrix").
    weights : tuple of WeightParameters
        Each case in which scores are weighted ("scores"). Where there are several, which one was
        used must be told, or only what holds under all of them is derived.
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
    variants: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rating_variants: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    matrix: tuple[MatrixCell, ...] = ()
    weights: tuple[WeightParameters, ...] = ()
    bands: tuple[ScoreBand, ...] = ()
    score_max: Decimal | None = None
    attainment_cap_pct: int | None = Field(default=None, ge=100)

    @model_validator(mode="after")
    def _consistent(self) -> AppraisalParameters:
        refuse_twice("a predikat", self.predikat)
        check_variants(self.predikat, self.variants)
        check_variants(self.ratings, self.rating_variants)
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
        refuse_unknown("predikat labels", [cell.predikat for cell in self.matrix], self.predikat)

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
        refuse_unknown("predikat labels", [band.predikat for band in self.bands], self.predikat)
