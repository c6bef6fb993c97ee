"""Which marks count as the middle of the scale, where rare ones are joined with a neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.stats.scale_use import ROUND_OFF

if TYPE_CHECKING:
    import pandas as pd

    from analysis.studies.fairness.scale.marks import Marks

REACHES = ("below", "above", "beside")


@dataclass(frozen=True)
class Middle:
    """Marks as they count for the share of the middle.

    Attributes
    ----------
    table : DataFrame of float, shape (n_ratees, n_parts)
        Joined marks with one of the middle third among them stand for that one.
    reach : {"", "below", "above", "beside"}
        Where these reach beyond the middle third; empty where they do not.
    """

    table: pd.DataFrame
    reach: str


def middle_of(marks: Marks) -> Middle:
    """Return the marks with every group that touches the middle third counted as the middle."""
    half = (marks.highest - marks.lowest) / 2
    apart = {
        called: [(one - marks.lowest - half) / half for one in members]
        for called, members in marks.joined.items()
    }
    touching = {
        called: places for called, places in apart.items() if any(_inside(one) for one in places)
    }
    moved = {
        called: marks.lowest + half * (1 + min(places, key=abs))
        for called, places in touching.items()
    }
    outside = [one for places in touching.values() for one in places if not _inside(one)]
    return Middle(marks.table.replace(moved), _reach(outside))


def _inside(apart: float) -> bool:
    return abs(apart) <= 1 / 3 + ROUND_OFF


def _reach(outside: list[float]) -> str:
    below, above = any(one < 0 for one in outside), any(one > 0 for one in outside)
    if below and above:
        return "beside"
    return "below" if below else "above" if above else ""
