"""Each level of each trait beside all other sheets, in one pass over the answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.studies.satisfaction.coverage import adjust_bh
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import (
    NOT_APPLICABLE,
    design_of,
    estimate_groups,
    estimate_region,
)
from analysis.studies.satisfaction.surveys import Survey

CELL = "_cell"


@dataclass(frozen=True)
class Compared:
    """A level of a trait and how it differs from all other sheets.

    Attributes
    ----------
    estimate : Estimate
        Of the sheets of the level.
    p_value, p_adjusted : float or None
        Normal test of the difference of two independent indices; adjusted by Benjamini-Hochberg
        over the levels of the trait. None where it cannot be tested.
    """

    estimate: Estimate
    p_value: float | None
    p_adjusted: float | None


def compare_levels(
    survey: Survey, traits: Mapping[str, pd.Series], *, confidence: float
) -> dict[str, dict[str, Compared]]:
    """Return the comparison of every level, by trait and level.

    Parameters
    ----------
    survey : Survey
    traits : mapping of str to Series
        Level of every sheet, on the index of the sheets; a missing one belongs to no level.
    confidence : float
    """
    cells = [
        (trait, str(level))
        for trait, levels in traits.items()
        for level in levels.dropna().unique()
    ]
    sides = _sides(survey, traits, cells, confidence)
    return {trait: _tested(trait, cells, sides) for trait in traits}


def _sides(
    survey: Survey,
    traits: Mapping[str, pd.Series],
    cells: list[tuple[str, str]],
    confidence: float,
) -> dict[int, Estimate]:
    """Return the estimate of cell number i at 2 i, and of the sheets outside it at 2 i + 1.

    Strata and clusters are counted over the whole sample, so that there every cell is a pass of
    its own; otherwise the cells are stacked.
    """
    marked = [
        np.where(traits[trait] == level, 2 * at, 2 * at + 1)
        for at, (trait, level) in enumerate(cells)
    ]
    if not marked:
        return {}
    design = design_of(survey)
    if design.is_structured:
        frames = [survey.sheets.assign(**{CELL: mark}) for mark in marked]
    else:
        optional = [name for name in (NOT_APPLICABLE, design.weight) if name in survey.sheets]
        answers = survey.sheets[[*survey.items, *optional]]
        frames = [
            pd.concat([answers] * len(marked), ignore_index=True).assign(
                **{CELL: np.concatenate(marked)}
            )
        ]
    found = [
        estimate_groups(replace(survey, sheets=frame), [CELL], confidence=confidence)
        for frame in frames
    ]
    sides = {int(cell): one for group in found for (cell,), one in group.items()}
    whole = estimate_region(survey, confidence=confidence)
    if whole is None or not whole.everybody:
        return sides
    return {cell: one.without_error() for cell, one in sides.items()}


def _tested(
    trait: str, cells: list[tuple[str, str]], sides: Mapping[int, Estimate]
) -> dict[str, Compared]:
    places = {level: at for at, (name, level) in enumerate(cells) if name == trait}
    p_values = [_p_value(sides[2 * at], sides.get(2 * at + 1)) for at in places.values()]
    adjusted = adjust_bh(pd.Series(p_values, dtype="float64"))
    return {
        level: Compared(sides[2 * at], _known(p_value), _known(corrected))
        for (level, at), p_value, corrected in zip(places.items(), p_values, adjusted, strict=True)
    }


def _known(p_value: float) -> float | None:
    return None if math.isnan(p_value) else p_value


def _p_value(one: Estimate, other: Estimate | None) -> float:
    if other is None or one.exact is None or other.exact is None:
        return math.nan
    error = math.hypot(one.std_error, other.std_error)
    return float(2 * norm.sf(abs(one.value - other.value) / error)) if error > 0 else math.nan
