"""The base and the full model behind Gelbach's decomposition, from cross-products of columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.stats.cluster_draws import drawn_products, products_without, solve_products

FEWEST_WITH_ERROR = 2
ROUND_OFF = 1e-10
"""Deviations from a level's mean that count as zero, relative to the largest value."""
CONSTANT = 1
"""Place of the constant among the base regressors; the group stands at 0."""


@dataclass(frozen=True)
class TwoModels:
    """An outcome on base regressors, and on base and added regressors.

    Attributes
    ----------
    first : ndarray, shape (n, f)
        The group, the constant, and the covariates of both models.
    second : ndarray, shape (n, k)
        What the full model adds.
    y : ndarray, shape (n,)
    members : ndarray of int, shape (n,)
        Clusters, numbered from 0.
    levels : ndarray of int or None, shape (n,)
        Levels that get a constant each in the full model; each lies inside one cluster.
    """

    first: np.ndarray
    second: np.ndarray
    y: np.ndarray
    members: np.ndarray
    levels: np.ndarray | None

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return int(self.members.max()) + 1

    @property
    def spare(self) -> int:
        """Residual degrees of freedom of the full model."""
        levels = 0 if self.levels is None else int(self.levels.max()) + 1
        return len(self.y) - int(self.kept.size) - levels

    @cached_property
    def raw(self) -> np.ndarray:
        """All columns, the outcome last."""
        return np.column_stack([self.first, self.second, self.y])

    @cached_property
    def within(self) -> np.ndarray:
        """All columns less their mean in each absorbed level."""
        if self.levels is None:
            return self.raw
        sizes = np.bincount(self.levels)
        means = np.column_stack([np.bincount(self.levels, one) / sizes for one in self.raw.T])
        less = self.raw - means[self.levels]
        noise = np.abs(less).max(axis=0) <= ROUND_OFF * np.abs(self.raw).max(axis=0)
        less[:, noise] = 0.0
        return np.asarray(less)

    @cached_property
    def kept(self) -> np.ndarray:
        """Places of the regressors of the full model that its absorbed levels do not swallow."""
        width = self.raw.shape[1] - 1
        if self.levels is None:
            return np.arange(width)
        return np.flatnonzero(np.abs(self.within[:, :width]).max(axis=0) > 0)

    def obstacle(self) -> str:
        """Say why the models cannot be estimated; empty where they can."""
        if 0 not in self.kept:
            return "no_overlap"
        for columns in (self.first, self.within[:, self.kept]):
            nothing = np.zeros((1, columns.shape[1], 1))
            _, rank = solve_products((columns.T @ columns)[None], nothing)
            if rank[0] < columns.shape[1]:
                return "collinear_blocks"
        return ""

    def estimate(self, places: Mapping[str, slice]) -> np.ndarray:
        """Return the coefficient of the group in both models, and the blocks.

        Parameters
        ----------
        places : mapping of str to slice
            Where each block stands in `second`.

        Returns
        -------
        ndarray, shape (2 + blocks,)
            Base, full, each block; the absorbed levels last, where there are any.
        """
        return self._collected(*self._products, places)[0]

    def draw(
        self, places: Mapping[str, slice], *, draws: int, rng: np.random.Generator
    ) -> np.ndarray:
        """Return what `estimate` gives, for the data and for draws of whole clusters.

        Returns
        -------
        ndarray, shape (1 + draws, 2 + blocks)
        """
        raw, within = drawn_products([self.raw, self.within], self.members, draws=draws, rng=rng)
        return self._where_known(raw, within, places)

    def leave_out(self, places: Mapping[str, slice]) -> np.ndarray:
        """Return what `estimate` gives, for the data and without each cluster in turn.

        Returns
        -------
        ndarray, shape (1 + clusters, 2 + blocks)
        """
        raw, within = products_without([self.raw, self.within], self.members)
        return self._where_known(raw, within, places)

    def _where_known(
        self, raw: np.ndarray, within: np.ndarray, places: Mapping[str, slice]
    ) -> np.ndarray:
        """Return what is collected; NaN where the rows left hold one group only."""
        told = self._collected(raw, within, places)
        one_group = (raw[:, 0, 0] <= 0) | (raw[:, 0, 0] >= raw[:, CONSTANT, CONSTANT])
        told[one_group | (within[:, 0, 0] <= 0)] = np.nan
        return told

    @cached_property
    def _products(self) -> tuple[np.ndarray, np.ndarray]:
        return (self.raw.T @ self.raw)[None], (self.within.T @ self.within)[None]

    def _coefficients(
        self, raw: np.ndarray, within: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return base coefficients, full coefficients and the regression of added on base.

        Parameters
        ----------
        raw, within : ndarray, shape (draws, q, q)
            Cross-products of all columns, as they are and within levels.
        """
        f, width = self.first.shape[1], self.raw.shape[1] - 1
        base, _ = solve_products(raw[:, :f, :f], raw[:, :f, width:])
        gamma, _ = solve_products(raw[:, :f, :f], raw[:, :f, f:width])
        kept = self.kept
        found, _ = solve_products(within[:, kept[:, None], kept], within[:, kept, width:])
        full = np.zeros((len(raw), width))
        full[:, kept] = found[:, :, 0]
        return base[:, :, 0], full, gamma

    def _collected(
        self, raw: np.ndarray, within: np.ndarray, places: Mapping[str, slice]
    ) -> np.ndarray:
        base, full, gamma = self._coefficients(raw, within)
        moved = gamma[:, 0, :] * full[:, self.first.shape[1] :]
        told = [base[:, 0], full[:, 0]]
        told += [moved[:, place].sum(axis=1) for place in places.values()]
        return self._with_absorbed(np.column_stack(told))

    def _with_absorbed(self, told: np.ndarray) -> np.ndarray:
        """Add the absorbed levels, which account for what the other blocks leave."""
        if self.levels is None:
            return told
        left = told[:, 0] - told[:, 1] - told[:, 2:].sum(axis=1)
        return np.column_stack([told, left])

    def errors(self, places: Mapping[str, slice]) -> np.ndarray:
        """Return standard errors over clusters of base, full, each block, and base - full.

        Each row's influence on a block is that on the block's coefficients, carried by the
        regression on the base, and that on this regression (Gelbach 2016, appendix B).

        Returns
        -------
        ndarray, shape (3 + blocks,)
            NaN with a single cluster.
        """
        base, full, gamma = (one[0] for one in self._coefficients(*self._products))
        f, x, inner = self.first.shape[1], self.first, self.within[:, self.kept]
        lead = x @ np.linalg.inv(x.T @ x)[0]
        scores = np.zeros((len(x), full.size))
        rest = self.within[:, -1] - inner @ full[self.kept]
        scores[:, self.kept] = (inner @ np.linalg.inv(inner.T @ inner)) * rest[:, None]
        told = [lead * (self.y - x @ base), scores[:, 0]]
        for place in places.values():
            own = slice(f + place.start, f + place.stop)
            spread = self.second[:, place] @ full[own] - x @ (gamma[:, place] @ full[own])
            told.append(lead * spread + scores[:, own] @ gamma[0, place])
        moved = self._with_absorbed(np.column_stack(told))
        return self._over_clusters(np.column_stack([moved, moved[:, 0] - moved[:, 1]]))

    def _over_clusters(self, moved: np.ndarray) -> np.ndarray:
        if self.clusters < FEWEST_WITH_ERROR:
            return np.full(moved.shape[1], math.nan)
        sums = np.column_stack([np.bincount(self.members, one) for one in moved.T])
        n = len(moved)
        sizes = np.full(moved.shape[1], self.kept.size)
        sizes[0] = self.first.shape[1]
        factor = self.clusters / (self.clusters - 1) * (n - 1) / (n - sizes).clip(min=1)
        return np.asarray(np.sqrt(factor * (sums**2).sum(axis=0)))
