"""Gelbach's decomposition: how much each block of covariates moves the coefficient of a group.

The coefficient of the group falls from the base model (group and base covariates) to the full
model (all blocks added). What each block accounts for is its coefficients in the full model times
its regression on the base model: the omitted-variables formula, which does not depend on the order
of the blocks and adds up exactly (Gelbach 2016, eqs. 6-8). One block may be absorbed: a constant
for each of its levels, such as the appraiser, however many there are. Standard errors are Gelbach's
(appendix B) over clusters, t with G - 1 degrees of freedom; with a generator, percentiles over
draws of whole clusters; below fifty clusters the jackknife over clusters (`stats.components`) in
either case. Without base covariates the blocks are those of the twofold Oaxaca-Blinder
decomposition with the pooled reference (`stats.decomposition`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.errors import UsageError
from analysis.stats.blocks import build_blocks, check_columns, complete_rows
from analysis.stats.cluster_draws import MANY_CLUSTERS, number_clusters
from analysis.stats.components import UNKNOWN, Component, DrawnWhole
from analysis.stats.gates import Gate, gate
from analysis.stats.gelbach_model import TwoModels
from analysis.stats.means import effective_clusters, t_interval, t_p_value

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 500


@dataclass(frozen=True)
class GelbachDecomposition:
    """What moves the coefficient of a group.

    Attributes
    ----------
    base, full : Component
        Coefficient of the group without and with the blocks.
    explained : Component
        base - full; the blocks add up to it.
    blocks : dict of str to Component
    n, clusters : int
    fewest_persons : int
        Rows of the smaller group; where a level is absorbed, in levels that hold both groups.
    parameters : int
        Coefficients of the full model with one constant, beside that of the group.
    spare : int
        Residual degrees of freedom of the full model, absorbed levels counted.
    equal_clusters : float
        How many clusters of equal size the clusters are worth.
    overlap_share : float
        Share of the rows whose absorbed level holds both groups: the full coefficient rests on
        these; NaN where nothing is absorbed.
    shared_levels : int or None
        Absorbed levels that hold both groups; None where nothing is absorbed.
    reason : str
        Why nothing is estimated: "one_group", "no_variation", "collinear_blocks", "no_overlap"
        (no absorbed level holds both groups); empty otherwise.
    """

    base: Component = UNKNOWN
    full: Component = UNKNOWN
    explained: Component = UNKNOWN
    blocks: dict[str, Component] = field(default_factory=dict)
    n: int = 0
    clusters: int = 0
    fewest_persons: int = 0
    parameters: int = 0
    spare: int = 0
    equal_clusters: float = math.nan
    overlap_share: float = math.nan
    shared_levels: int | None = None
    reason: str = ""


def judge_gelbach(found: GelbachDecomposition) -> Gate:
    """Return whether there are persons, overlap and appraisers enough for the decomposition.

    The limits are those of `gelbach` in `gates.toml`; one with a `reason` of its own has no gate.
    """
    return gate(
        "gelbach",
        fewest_persons=found.fewest_persons,
        parameters=found.parameters,
        spare=found.spare,
        overlap_share=None if math.isnan(found.overlap_share) else found.overlap_share,
        shared_levels=found.shared_levels,
        equal_clusters=found.equal_clusters,
    )


def decompose_coefficient(
    frame: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    blocks: Mapping[str, Sequence[str]],
    base: Sequence[str] = (),
    absorbed: str = "",
    clusters: str = "",
    rng: np.random.Generator | None = None,
    confidence: float = CONFIDENCE,
) -> GelbachDecomposition:
    """Decompose the fall of the coefficient of `group` when the blocks are added.

    Parameters
    ----------
    frame : DataFrame, one row a person
        Rows without outcome, group or absorbed level, or with a missing number among the
        covariates, are left out; a missing category is a level of its own (`stats.blocks`).
    outcome : str
        Numeric column; 0 and 1 give a linear probability model.
    group : str
        Boolean or 0/1 column.
    blocks : mapping of str to sequence of str
        Text and categorical columns are taken apart into levels and stay in their block. What does
        not vary inside the absorbed levels is accounted for by them.
    base : sequence of str
        Covariates of both models.
    absorbed : str
        Column whose levels get a constant each in the full model; its block has its name.
    clusters : str
        Column of what belongs together; the levels of `absorbed` must lie inside them. Empty: the
        absorbed levels, or every row for itself. A missing cluster stands for itself.
    rng : Generator or None
        Gives intervals from draws of clusters instead of Gelbach's standard errors.

    Raises
    ------
    UsageError
        If a column is not there or named twice, or an absorbed level lies in two clusters.
    """
    names = [one for part in (base, *blocks.values()) for one in part]
    needed = [outcome, group, *([absorbed] if absorbed else [])]
    check_columns(frame, [*needed, *names])
    rows = frame[frame[needed].notna().all(axis=1) & complete_rows(frame, names)]
    inside, y = rows[group].to_numpy(dtype=bool), rows[outcome].to_numpy(dtype=float)
    if inside.all() or not inside.any():
        return GelbachDecomposition(n=len(rows), reason="one_group")
    if np.ptp(y) == 0:
        return GelbachDecomposition(n=len(rows), reason="no_variation")
    levels = number_clusters(rows[absorbed].tolist(), len(rows)) if absorbed else None
    common, added = build_blocks(rows, {"base": base}), build_blocks(rows, blocks)
    model = TwoModels(
        first=np.column_stack([inside, np.ones(len(rows)), common.columns]).astype(float),
        second=added.columns,
        y=y - y.mean(),
        members=_members(rows, clusters, absorbed, levels),
        levels=levels,
    )
    answer = GelbachDecomposition(
        n=len(rows),
        clusters=model.clusters,
        fewest_persons=_fewest_persons(inside, levels),
        parameters=int(model.kept.size) - (levels is None),
        spare=model.spare,
        equal_clusters=effective_clusters(np.bincount(model.members)),
        overlap_share=math.nan if levels is None else float(_in_mixed(inside, levels).mean()),
        shared_levels=_mixed_levels(inside, levels),
        reason=model.obstacle(),
    )
    if answer.reason:
        return answer
    told = _told(model, added.places, confidence, rng)
    blocks_told = zip([*added.places, *([absorbed] if absorbed else [])], told[2:-1], strict=True)
    return replace(answer, base=told[0], full=told[1], explained=told[-1], blocks=dict(blocks_told))


def _told(
    model: TwoModels,
    places: Mapping[str, slice],
    confidence: float,
    rng: np.random.Generator | None,
) -> list[Component]:
    """Return base, full, blocks and base - full."""
    if 1 < model.clusters < MANY_CLUSTERS:
        return _by_times(model.leave_out(places), confidence, left_out=True)
    if rng is None:
        return _by_errors(model, places, confidence)
    return _by_times(model.draw(places, draws=DRAWS, rng=rng), confidence)


def _members(
    rows: pd.DataFrame, clusters: str, absorbed: str, levels: np.ndarray | None
) -> np.ndarray:
    if not clusters:
        return np.arange(len(rows)) if levels is None else levels
    members = number_clusters(rows[clusters].tolist(), len(rows))
    if levels is not None:
        pairs = np.unique(np.column_stack([levels, members]), axis=0)
        if len(pairs) > levels.max() + 1:
            raise UsageError("stats.gelbach.nested", absorbed=absorbed, clusters=clusters)
    return members


def _mixed_levels(inside: np.ndarray, levels: np.ndarray | None) -> int | None:
    if levels is None:
        return None
    return int(np.unique(levels[_in_mixed(inside, levels)]).size)


def _in_mixed(inside: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return which rows are in a level that holds both groups, shape (n,)."""
    share = np.bincount(levels, inside) / np.bincount(levels)
    mixed: np.ndarray = ((share > 0) & (share < 1))[levels]
    return mixed


def _fewest_persons(inside: np.ndarray, levels: np.ndarray | None) -> int:
    used = inside if levels is None else inside[_in_mixed(inside, levels)]
    return int(min(used.sum(), (~used).sum()))


def _by_errors(model: TwoModels, places: Mapping[str, slice], confidence: float) -> list[Component]:
    values = model.estimate(places)
    df = model.clusters - 1
    told = [
        Component(
            float(value),
            float(error),
            *t_interval(float(value), float(error), df, confidence=confidence),
            p_value=t_p_value(float(value), float(error), df),
        )
        for value, error in zip(
            np.append(values, values[0] - values[1]), model.errors(places), strict=True
        )
    ]
    if not told[0].excludes_zero:
        return told
    return [replace(one, share=one.estimate / told[0].estimate) for one in told]


def _by_times(values: np.ndarray, confidence: float, *, left_out: bool = False) -> list[Component]:
    """Return base, full, blocks and base - full from the data (first) and other times."""
    whole = DrawnWhole(values[:, 0], np.ones(len(values), dtype=bool), confidence, left_out)
    every = np.column_stack([values, values[:, 0] - values[:, 1]])
    return [whole.component(column) for column in every.T]
