"""The gap between groups as more is held equal, step by step.

Every step adds regressors to a linear model of the outcome: nothing, then grade and position, then
the unit; what is left under the same appraiser is in `stats.within`. All steps have the same rows,
so that they differ by what is held equal only. Outcomes of 0 and 1 give average differences of
probabilities (Angrist & Pischke 2009, 3.4.2), which unlike odds ratios may be compared across steps
(Mood 2010); a logit with the same regressors checks them (`stats.ordinal_gaps`). Errors:
`stats.coefficients`, over appraisers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.checks import CONFIDENCE
from analysis.stats.blocks import build_blocks, check_columns, complete_rows, independent_columns
from analysis.stats.coefficients import Coefficient, Partialled, infer
from analysis.stats.regressors import numbered, with_constant


@dataclass(frozen=True)
class GapStep:
    """The gap of one level once the step's regressors are held equal.

    Attributes
    ----------
    step : str
    gap : Coefficient
        NaN where the regressors determine the group.
    held_equal : tuple of str
        Columns held equal, those of earlier steps included.
    change : float
        Gap less that of the step before; NaN at the first step.
    r_squared : float
        Share of the outcome's variance that regressors and group explain; NaN without variance.
    group_n, reference_n : int
    """

    step: str
    gap: Coefficient
    held_equal: tuple[str, ...]
    change: float
    r_squared: float
    group_n: int
    reference_n: int


def incremental_gaps(
    frame: pd.DataFrame,
    *,
    value: str,
    group: str,
    reference: str,
    steps: Mapping[str, Sequence[str]],
    clusters: str = "",
    confidence: float = CONFIDENCE,
    rng: np.random.Generator | None = None,
) -> dict[str, tuple[GapStep, ...]]:
    """Return the steps of the gap of every level to the reference, in order of appearance.

    Parameters
    ----------
    frame : DataFrame, one row a person
        Rows without value or group, or with a missing number among the regressors, are left out of
        all steps.
    value : str
        Column of scores, or of 0 and 1.
    group : str
        Column of the levels.
    steps : mapping of str to sequence of str
        Name of each step and the columns it adds, in order; the first usually adds none.
    clusters : str, default ""
        Column of what belongs together; empty: every row stands for itself.
    rng : Generator or None
        For few clusters; None keeps CR1 and t.

    Raises
    ------
    UsageError
        If a column is not in the frame or is named twice.
    """
    columns = [one for added in steps.values() for one in added]
    check_columns(frame, columns)
    known = frame[frame[value].notna() & frame[group].notna() & complete_rows(frame, columns)]
    levels = known[group].astype("str")
    found = {}
    for one in (str(level) for level in dict.fromkeys(levels) if level != reference):
        pair = known[levels.isin([one, reference])]
        inside = levels[pair.index].eq(one)
        problem = _Problem.of(pair, value, inside, clusters, confidence=confidence, rng=rng)
        found[one] = _with_changes(_steps(problem, pair, steps))
    return found


@dataclass(frozen=True)
class _Problem:
    """Outcome, indicator of the group and clusters of one comparison."""

    y: np.ndarray
    x: np.ndarray
    clusters: np.ndarray
    confidence: float
    rng: np.random.Generator | None

    @classmethod
    def of(
        cls,
        pair: pd.DataFrame,
        value: str,
        inside: pd.Series,
        clusters: str,
        *,
        confidence: float,
        rng: np.random.Generator | None,
    ) -> _Problem:
        members = numbered(pair[clusters]) if clusters else np.arange(len(pair))
        y = pair[value].to_numpy(dtype=float)
        return cls(y, inside.to_numpy(dtype=float), members, confidence, rng)

    def partialled(self, others: np.ndarray) -> Partialled:
        """Take independent columns, the constant among them, out of outcome and group."""
        places = np.unique(self.clusters, return_inverse=True)[1]
        return Partialled.of(self.y, self.x, others, places)

    def inferred(self, parts: Partialled) -> Coefficient:
        return infer(parts, self.y, self.x, confidence=self.confidence, rng=self.rng)

    def step(self, name: str, gap: Coefficient, held: tuple[str, ...], rest: np.ndarray) -> GapStep:
        centre = self.y - self.y.mean()
        total = float(centre @ centre)
        return GapStep(
            step=name,
            gap=gap,
            held_equal=held,
            change=math.nan,
            r_squared=1 - float(rest @ rest) / total if total > 0 else math.nan,
            group_n=int(self.x.sum()),
            reference_n=int((1 - self.x).sum()),
        )


def _steps(
    problem: _Problem,
    pair: pd.DataFrame,
    steps: Mapping[str, Sequence[str]],
) -> list[GapStep]:
    columns = [one for added in steps.values() for one in added]
    design = build_blocks(pair, {one: [one] for one in columns})
    whole = with_constant(design.columns)
    kept = independent_columns(whole)
    found: list[GapStep] = []
    held: tuple[str, ...] = ()
    for name, added in steps.items():
        held = (*held, *added)
        width = 1 + (design.places[held[-1]].stop if held else 0)
        parts = problem.partialled(whole[:, kept[kept < width]])
        gap = problem.inferred(parts)
        found.append(problem.step(name, gap, held, _left_over(parts, gap)))
    return found


def _left_over(parts: Partialled, gap: Coefficient) -> np.ndarray:
    """Return what regressors and group together leave of the outcome."""
    slope = 0.0 if math.isnan(gap.estimate) else gap.estimate
    return np.asarray(parts.outcome - slope * parts.regressor)


def _with_changes(steps: list[GapStep]) -> tuple[GapStep, ...]:
    gaps = [math.nan, *(one.gap.estimate for one in steps)]
    return tuple(
        GapStep(**{**vars(one), "change": now - before})
        for one, before, now in zip(steps, gaps[:-1], gaps[1:], strict=True)
    )
