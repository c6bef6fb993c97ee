"""Tables about severity: sources of variance, the spread, and its distribution without names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.privacy.merging import JOINED, merge_small
from analysis.studies.fairness.parts import WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.stats.crossed import CrossedFit
    from analysis.stats.severities import ShrunkenSeverities

FEWEST_RATEES, FEWEST_APPRAISERS = 10, 10
"""Ratees from which an appraiser stands in the distribution, and such appraisers it needs."""
SOURCES = ("ratee", "appraiser", "unit", "residual")
SEVERITY_TABLES = (
    "severity_spread",
    "severity_distribution",
    "variance_shares",
    "appraiser_group",
)
ROUND_OFF = 1e-6
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
SIDE = 8
"""Bands on either side of zero before small ones are merged."""


def shares_table(fit: CrossedFit) -> ReportTable:
    """Return what each source makes up of the differences between ratings."""
    frame = pd.DataFrame(
        [
            {
                "component": one.source,
                "n": fit.ratees,
                "part": one.share,
                "ci_low": one.ci_low,
                "ci_high": one.ci_high,
            }
            for one in fit.shares
        ]
    )
    codes = WORDS.codes("component", frame["component"])
    columns = [
        WORDS.column("component", "label", "text", codes=codes, heading="source"),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("part", "mean", "share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
    ]
    return WORDS.table("variance_shares", frame, columns)


def spread_table(spread: ShrunkenSeverities, outcome: str) -> ReportTable:
    """Return how far appraisers differ, and how many differ by more than matters."""
    frame = pd.DataFrame(
        [
            {
                "outcome": outcome,
                "appraisers": spread.appraisers,
                "spread": spread.std_dev,
                "ci_low": spread.ci_low,
                "ci_high": spread.ci_high,
                "threshold": spread.threshold,
                "beyond": spread.expected_share_beyond,
            }
        ]
    )
    base = "appraisers"
    columns = [
        WORDS.column("outcome", "label", "text", codes=WORDS.codes("outcome", [outcome])),
        WORDS.column(base, "base", "integer"),
        WORDS.column("spread", "mean", "index", base=base, heading="severity_spread"),
        WORDS.column("ci_low", "bound", "index", base=base),
        WORDS.column("ci_high", "bound", "index", base=base),
        WORDS.column("threshold", "mean", "index", base=base),
        WORDS.column("beyond", "mean", "share", base=base, heading="appraisers_beyond"),
    ]
    note = WORDS.both("table_note.severity_spread")
    return WORDS.table("severity_spread", frame, columns, disclosure="sensitive", note=note)


def distribution_table(used: pd.DataFrame, fit: CrossedFit, threshold: float) -> ReportTable | None:
    """Return how many appraisers lie in each band of severity, the severe ones first.

    Bands are merged until each holds ten appraisers; None where that leaves one band, no appraiser
    differs from another, or each gives all the same (no threshold). Only appraisers of ten ratees
    or more stand in it.

    Parameters
    ----------
    used : DataFrame
        The ratings that the fit used, in its order.
    """
    effects = _well_known(used, fit)
    differ = np.ptp(effects) > ROUND_OFF * threshold > 0
    if effects.size < FEWEST_APPRAISERS or not differ:
        return None
    edges = band_edges(threshold)
    counts = np.bincount(np.digitize(effects, edges), minlength=len(edges) + 1)
    bands = _merged(counts)
    if len(bands) < 2:
        return None
    frame = pd.DataFrame(
        [
            {
                "band": _code(edges, first, last),
                "appraisers": effects.size,
                "count": int(counts[first : last + 1].sum()),
                "share": float(counts[first : last + 1].sum() / effects.size),
            }
            for first, last in bands
        ]
    )
    names = {_code(edges, first, last): _name(edges, first, last) for first, last in bands}
    base = "appraisers"
    columns = [
        WORDS.column("band", "label", "text", codes=names),
        WORDS.column(base, "base", "integer"),
        WORDS.column("count", "count", "integer", base=base, heading="appraisers_in_band"),
        WORDS.column("share", "share", "share", base=base),
    ]
    note = WORDS.both("table_note.severity_distribution")
    return WORDS.table("severity_distribution", frame, columns, disclosure="sensitive", note=note)


def band_edges(threshold: float) -> list[float]:
    """Return the bounds of the bands: zero and, to either side, equal steps.

    A step is the round number at or below the threshold, so that the two bands beside zero hold
    severities that do not matter.
    """
    power = 10.0 ** math.floor(math.log10(threshold))
    step = power * max(one for one in ROUND_STEPS if one * power <= threshold * (1 + 1e-9))
    return [step * place for place in range(1 - SIDE, SIDE)]


def _well_known(used: pd.DataFrame, fit: CrossedFit) -> np.ndarray:
    """Return the severities of appraisers of enough ratees, in ascending order."""
    rows = used[["rater_id", "employee_id"]].assign(effect=fit.severity_of_rating)
    known = rows.groupby("rater_id").agg(
        ratees=("employee_id", "nunique"), effect=("effect", "first")
    )
    enough = known.loc[known["ratees"] >= FEWEST_RATEES, "effect"]
    return np.sort(enough.to_numpy(dtype=float))


def _merged(counts: np.ndarray) -> list[tuple[int, int]]:
    """Return first and last band of each group of neighbours that is large enough."""
    held = np.flatnonzero(counts)
    within = range(int(held[0]), int(held[-1]) + 1)
    frame = pd.DataFrame({"band": [str(at) for at in within], "n": counts[list(within)]})
    merged = merge_small(frame, "band", "n", order=frame["band"].tolist(), disclosure="sensitive")
    groups = [one.split(JOINED) for one in dict.fromkeys(merged.values())]
    return _closed([(int(one[0]), int(one[-1])) for one in groups], counts)


def _closed(groups: list[tuple[int, int]], counts: np.ndarray) -> list[tuple[int, int]]:
    """Return the groups reaching to both ends, empty bands joined to the one before."""
    kept = [one for one in groups if counts[one[0] : one[1] + 1].sum() > 0]
    last = len(counts) - 1
    starts = [0, *(first for first, _ in kept[1:])]
    ends = [*(first - 1 for first in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def _bounds(edges: list[float], first: int, last: int) -> tuple[float | None, float | None]:
    """Return both ends of a range of bands; None where it is open."""
    return (
        edges[first - 1] if first else None,
        edges[last] if last < len(edges) else None,
    )


def _code(edges: list[float], first: int, last: int) -> str:
    """Return a code that no other range has, also of an edition with other steps."""
    low, high = ("" if one is None else f"{one:g}" for one in _bounds(edges, first, last))
    return f"b{low}_{high}"


def _name(edges: list[float], first: int, last: int) -> dict[str, str]:
    places = 1 if edges[-1] >= 10 else 2
    low, high = _bounds(edges, first, last)

    def told(lang: str) -> str:
        write = Formatter(lang)
        values = {
            name: write.decimal(one, places)
            for name, one in (("low", low), ("high", high))
            if one is not None
        }
        code = "below" if low is None else "above" if high is None else "between"
        return WORDS.say(f"band.{code}", lang, **values)

    return {lang: told(lang) for lang in LANGUAGES}
