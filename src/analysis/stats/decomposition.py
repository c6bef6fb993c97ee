"""Oaxaca-Blinder decomposition of the gap in means between a group and the reference.

Twofold: the explained part is what differs in the covariates, at the coefficients of the pooled
model that carries the group as a term of its own; the rest is unexplained and equals that term
(Fortin 2008; Jann 2008; Elder, Goddeeris & Haider 2010: leaving the group out of the pooled model
moves unexplained into explained). Threefold (Winsborough & Dickinson 1971; Jann 2008, eq. 2), seen
from the reference: endowments, coefficients, interaction. Explained, endowments and interaction
are given by block; coefficients are not, since their detail depends on the level left out (Oaxaca
& Ransom 1999). Intervals: percentiles over draws of whole clusters, from fifty clusters on; below,
the jackknife over clusters (`stats.components`).

"Explained" is arithmetic: a covariate that is itself decided unfairly explains a gap just as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.stats.blocks import build_blocks, check_columns, complete_rows
from analysis.stats.cluster_draws import (
    MANY_CLUSTERS,
    drawn_products,
    number_clusters,
    products_without,
    solve_products,
)
from analysis.stats.components import UNKNOWN, Component, DrawnWhole
from analysis.stats.gates import gate

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 500


@dataclass(frozen=True)
class GapDecomposition:
    """What a gap in means consists of.

    Attributes
    ----------
    gap : Component
        Mean of the group less mean of the reference.
    explained, unexplained : Component
    blocks : dict of str to Component
        The explained part, block by block.
    endowments, coefficients, interaction : Component
        The threefold decomposition; unknown where either group alone cannot carry the model.
    endowment_blocks, interaction_blocks : dict of str to Component
    n, reference_n : int
        Complete rows of the group and of the reference.
    parameters : int
        Coefficients of the model of one group, with its constant.
    clusters : int
    reason : str
        Why nothing is estimated: "one_group", "no_variation", "few_persons_per_parameter",
        "collinear_blocks"; empty otherwise.
    threefold_reason : str
        Why there is no threefold decomposition: "collinear_in_a_group"; empty otherwise.
    """

    gap: Component = UNKNOWN
    explained: Component = UNKNOWN
    unexplained: Component = UNKNOWN
    blocks: dict[str, Component] = field(default_factory=dict)
    endowments: Component = UNKNOWN
    coefficients: Component = UNKNOWN
    interaction: Component = UNKNOWN
    endowment_blocks: dict[str, Component] = field(default_factory=dict)
    interaction_blocks: dict[str, Component] = field(default_factory=dict)
    n: int = 0
    reference_n: int = 0
    parameters: int = 0
    clusters: int = 0
    reason: str = ""
    threefold_reason: str = ""


def decompose_gap(
    frame: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    blocks: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
    clusters: str = "",
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> GapDecomposition:
    """Decompose the gap in the mean of `outcome` between the group and the reference.

    Parameters
    ----------
    frame : DataFrame, one row a person
        Rows without outcome or group, or with a missing number among the covariates, are left out;
        a missing category is a level of its own (`stats.blocks`).
    outcome : str
        Numeric column; 0 and 1 give a linear probability model.
    group : str
        Boolean or 0/1 column: who belongs to the group.
    blocks : mapping of str to sequence of str
        Blocks of covariates; text and categorical columns are taken apart into levels and stay in
        their block.
    clusters : str
        Column of what belongs together, such as the appraiser; empty takes every row for itself.
        A missing cluster stands for itself.
    rng : Generator
        Source of the draws.
    draws : int, default 500
        Below fifty clusters none are drawn.

    Raises
    ------
    UsageError
        If a column is not there or is named twice.
    """
    used = [outcome, group, *(one for names in blocks.values() for one in names)]
    check_columns(frame, used)
    rows = frame[frame[[outcome, group]].notna().all(axis=1) & complete_rows(frame, used)]
    y = rows[outcome].to_numpy(dtype=float)
    inside = rows[group].to_numpy(dtype=bool)
    design = build_blocks(rows, blocks)
    n, m = int(inside.sum()), int((~inside).sum())
    size = design.width + 1
    reason = _obstacle(y, n, m, size)
    if reason:
        return GapDecomposition(n=n, reference_n=m, parameters=size, reason=reason)
    members = number_clusters(rows[clusters].tolist() if clusters else None, len(rows))
    columns = np.column_stack([np.ones(len(rows)), design.columns, y - y.mean()])
    sides = [columns * inside[:, None], columns * ~inside[:, None]]
    counted = GapDecomposition(n=n, reference_n=m, parameters=size, clusters=int(members.max()) + 1)
    few = counted.clusters < MANY_CLUSTERS
    products = (
        products_without(sides, members)
        if few
        else drawn_products(sides, members, draws=draws, rng=rng)
    )
    parts = _Parts.of(*products)
    if parts.pooled_rank[0] < size + 1:
        return replace(counted, reason="collinear_blocks")
    whole = DrawnWhole(parts.gap, np.ones_like(parts.gap, dtype=bool), confidence, few)
    return _reported(counted, parts, whole, design.places)


def _obstacle(y: np.ndarray, n: int, m: int, size: int) -> str:
    if not n or not m:
        return "one_group"
    if np.ptp(y) == 0:
        return "no_variation"
    return gate("oaxaca", smallest_group=min(n, m), parameters=size).reason_code


@dataclass(frozen=True)
class _Parts:
    """The data (first) and the draws: contributions of each column, shape (1 + draws, k).

    A draw without either group has NaN throughout.
    """

    gap: np.ndarray
    explained: np.ndarray
    endowments: np.ndarray
    interaction: np.ndarray
    threefold: np.ndarray
    pooled_rank: np.ndarray

    @classmethod
    def of(cls, ours: np.ndarray, theirs: np.ndarray) -> _Parts:
        k = ours.shape[1] - 2
        with np.errstate(invalid="ignore", divide="ignore"):
            mean, other = (side[:, 0, :] / side[:, 0, :1] for side in (ours, theirs))
        here = np.isfinite(mean).all(axis=1) & np.isfinite(other).all(axis=1)
        apart = (mean - other)[:, 1 : k + 1]
        pooled, rank = _pooled_slopes(ours, theirs, k)
        own, own_rank = solve_products(ours[:, : k + 1, : k + 1], ours[:, : k + 1, k + 1 :])
        base, base_rank = solve_products(theirs[:, : k + 1, : k + 1], theirs[:, : k + 1, k + 1 :])
        own, base = own[:, 1:, 0], base[:, 1:, 0]
        unknown = np.where(here, 0.0, np.nan)[:, None]
        return cls(
            gap=(mean - other)[:, k + 1],
            explained=apart * pooled + unknown,
            endowments=apart * base + unknown,
            interaction=apart * (own - base) + unknown,
            threefold=here & (own_rank == k + 1) & (base_rank == k + 1),
            pooled_rank=rank,
        )


def _pooled_slopes(ours: np.ndarray, theirs: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the slopes of the model of both groups with the group as a term, and its rank."""
    whole = ours + theirs
    left = np.empty((len(whole), k + 2, k + 2))
    left[:, : k + 1, : k + 1] = whole[:, : k + 1, : k + 1]
    left[:, k + 1, : k + 1] = left[:, : k + 1, k + 1] = ours[:, 0, : k + 1]
    left[:, k + 1, k + 1] = ours[:, 0, 0]
    right = np.concatenate([whole[:, : k + 1, k + 1], ours[:, :1, k + 1]], axis=1)
    found, rank = solve_products(left, right[:, :, None])
    return found[:, 1 : k + 1, 0], rank


def _reported(
    counted: GapDecomposition, parts: _Parts, whole: DrawnWhole, places: Mapping[str, slice]
) -> GapDecomposition:
    explained = parts.explained.sum(axis=1)
    twofold = replace(
        counted,
        gap=whole.component(parts.gap),
        explained=whole.component(explained),
        unexplained=whole.component(parts.gap - explained),
        blocks=whole.by_block(parts.explained, places),
    )
    if not parts.threefold[0]:
        return replace(twofold, threefold_reason="collinear_in_a_group")
    apart = replace(whole, usable=parts.threefold)
    endowments, interaction = parts.endowments.sum(axis=1), parts.interaction.sum(axis=1)
    return replace(
        twofold,
        endowments=apart.component(endowments),
        coefficients=apart.component(parts.gap - endowments - interaction),
        interaction=apart.component(interaction),
        endowment_blocks=apart.by_block(parts.endowments, places),
        interaction_blocks=apart.by_block(parts.interaction, places),
    )
