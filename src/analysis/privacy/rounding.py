"""Counts of what-if, transition and winners-and-losers tables: base 5, and few movers as "few"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROUNDING_BASE = 5
FEW_MOVERS = 20


def round_counts(counts: pd.Series, *, base: int = ROUNDING_BASE) -> pd.Series:
    """Return counts rounded half-up to a multiple of `base`, as Int64; missing stays missing."""
    numbers = counts.astype("Float64") + base / 2
    return (numbers - numbers % base).astype("Int64")


def rounded_shares(counts: pd.Series, *, base: int = ROUNDING_BASE) -> pd.Series:
    """Return the share of each rounded count in the sum of the rounded counts, 0 to 1.

    The shares tell no more than the rounded counts; missing where all counts round to 0.
    """
    rounded = round_counts(counts, base=base)
    total = rounded.sum()
    shares = rounded / total if total else rounded.where(rounded.isna())
    return shares.astype("Float64")


def are_few(movers: float) -> bool:
    """Tell whether so many movers (more than none) must read "few" instead of a number."""
    return 0 < movers < FEW_MOVERS
