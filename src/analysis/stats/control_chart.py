"""XmR charts: is a change more than the usual variation? See `docs/methods/trend-xmr.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.checks import check_number
from analysis.errors import UsageError
from analysis.stats.gates import GateStatus, gate

LIMIT_FACTOR = 2.66
"""Wheeler's scaling factor 3 / d2 with d2 = 1.128 for ranges of two."""

RUN_LENGTH = 8
VARYING_N = 0.25
"""Largest deviation of n from its mean, as a share, for which one pair of limits serves."""

Rule = Literal["outside", "run", "two_of_three"]


@dataclass(frozen=True)
class Rebase:
    """A declared point from which the chart starts anew, with its reason."""

    at: int
    reason: str


@dataclass(frozen=True)
class Signal:
    """A point that the rules single out.

    Attributes
    ----------
    position : int
        0-based place in the series; of a run the point that completes it.
    label : str
    rule : {"outside", "run", "two_of_three"}
    direction : {"higher", "lower"}
    """

    position: int
    label: str
    rule: Rule
    direction: Literal["higher", "lower"]


@dataclass(frozen=True)
class ControlChart:
    """An XmR chart, or a run chart where there are too few points.

    Attributes
    ----------
    points : DataFrame
        One row a point: position, label, value, moving_range, segment (0, 1, ... by rebasing),
        center, lower, upper (NaN in a run chart), outside (bool). The centre is the mean, in a
        run chart the median.
    signals : tuple of Signal
        In order of position; empty for a run chart.
    status : {"ok", "review"}
        Of the last segment.
    reason_code : str
        "run_chart_only", "sampling_error_unknown" or empty.
    """

    points: pd.DataFrame
    signals: tuple[Signal, ...]
    status: GateStatus
    reason_code: str = ""


def natural_limits(values: Sequence[float] | np.ndarray) -> tuple[float, float, float]:
    """Return mean, lower and upper natural process limit: mean -/+ 2.66 mean moving range.

    Missing values are passed over; moving ranges are taken between neighbours that remain.
    """
    present = np.asarray(values, dtype=float)
    present = present[~np.isnan(present)]
    center = float(present.mean())
    reach = LIMIT_FACTOR * float(np.abs(np.diff(present)).mean())
    return center, center - reach, center + reach


def xmr(
    values: Sequence[float] | np.ndarray,
    sampling_errors: Sequence[float] | np.ndarray | None = None,
    n: Sequence[float] | np.ndarray | None = None,
    *,
    labels: Sequence[str] | None = None,
    rebase: Sequence[Rebase] = (),
    two_of_three: bool = False,
) -> ControlChart:
    """Draw up the chart of a series of indices (or other figures) in order of time.

    Parameters
    ----------
    values : sequence of float
        One value a period, NaN where a period has none.
    sampling_errors : sequence of float or None
        Standard error of each value, same unit.
    n : sequence of float or None
        Sheets behind each value. Where any n is more than 25 % away from their mean, each point
        gets limits of its own that take its sampling error into account.
    labels : sequence of str or None
        Names of the periods; None means 0, 1, 2, ...
    rebase : sequence of Rebase
        Points from which centre and limits are computed anew.
    two_of_three : bool, default False
        Also signal two of three points beyond two thirds of the way to one limit.

    Returns
    -------
    ControlChart
        With fewer than 12 points (gate `xmr`) a segment is a run chart: median, no limits, no
        signals, status "review".

    Raises
    ------
    UsageError
        If lengths differ, or a rebase lies outside the series or has no reason.

    Notes
    -----
    sigma = mean moving range / 1.128; limits are mean -/+ 3 sigma. Where n varies the limits of
    point t use sigma_t^2 = max(0, sigma^2 - mean(se^2)) + se_t^2. Signals: a point outside the
    limits; 8 points in a row on one side of the centre (a point on it ends the run).

    References
    ----------
    Wheeler (2000), Understanding Variation. NIST/SEMATECH e-Handbook 6.3.2.2. For varying n:
    Laney (2002), Quality Engineering 14, 531-537.
    """
    series = _series(values, sampling_errors, n, labels)
    starts = _segment_starts(len(series), rebase)
    segment = np.searchsorted(starts, np.arange(len(series)), side="right") - 1
    parts, signals = [], []
    status: GateStatus = "review"
    reason = "run_chart_only"
    for _, part in series.groupby(segment):
        charted, status, reason = _chart_segment(part)
        parts.append(charted)
        signals += _signals(charted, two_of_three=two_of_three)
    points = pd.concat(parts).assign(segment=segment).drop(columns=["std_error", "n"])
    return ControlChart(
        points, tuple(sorted(signals, key=lambda one: one.position)), status, reason
    )


def _series(
    values: Sequence[float] | np.ndarray,
    sampling_errors: Sequence[float] | np.ndarray | None,
    n: Sequence[float] | np.ndarray | None,
    labels: Sequence[str] | None,
) -> pd.DataFrame:
    length = len(values)
    check_number(length, name="number of values", minimum=1)
    given = {"sampling_errors": sampling_errors, "n": n, "labels": labels}
    for name, one in given.items():
        if one is not None and len(one) != length:
            raise UsageError(
                "stats.control_chart.length", name=name, found=len(one), expected=length
            )
    unknown = np.full(length, np.nan)
    return pd.DataFrame(
        {
            "position": np.arange(length),
            "label": [str(one) for one in (range(length) if labels is None else labels)],
            "value": np.asarray(values, dtype=float),
            "std_error": unknown if sampling_errors is None else np.asarray(sampling_errors, float),
            "n": unknown if n is None else np.asarray(n, float),
        }
    )


def _segment_starts(length: int, rebase: Sequence[Rebase]) -> list[int]:
    for one in rebase:
        if not 0 < one.at < length or not one.reason.strip():
            raise UsageError("stats.control_chart.rebase", at=one.at, last=length - 1)
    return [0, *sorted(one.at for one in rebase)]


def _chart_segment(part: pd.DataFrame) -> tuple[pd.DataFrame, GateStatus, str]:
    """Add moving ranges, centre and limits to the points between two rebasings."""
    present = part["value"].dropna()
    part = part.assign(moving_range=present.diff().abs())
    answer = gate("xmr", points=len(present))
    if answer.status != "ok":
        nothing = part.assign(center=present.median(), lower=np.nan, upper=np.nan, outside=False)
        return nothing, answer.status, answer.reason_code
    center, lower, upper = natural_limits(part["value"].to_numpy())
    reach = np.full(len(part), (upper - lower) / 2)
    status: GateStatus = answer.status
    reason = ""
    if _n_varies(part):
        if part.loc[present.index, "std_error"].isna().any():
            status, reason = "review", "sampling_error_unknown"
        else:
            reach = _varying_reach(reach, part["std_error"].to_numpy())
    part = part.assign(center=center, lower=center - reach, upper=center + reach)
    outside = (part["value"] < part["lower"]) | (part["value"] > part["upper"])
    return part.assign(outside=outside), status, reason


def _n_varies(part: pd.DataFrame) -> bool:
    n = part["n"].dropna()
    return bool(len(n)) and bool((n / n.mean() - 1).abs().max() > VARYING_N)


def _varying_reach(reach: np.ndarray, std_error: np.ndarray) -> np.ndarray:
    """Replace the average sampling error inside the usual variation by that of each point."""
    process = np.maximum((reach / 3) ** 2 - np.nanmean(std_error**2), 0.0)
    return 3 * np.sqrt(process + std_error**2)


def _signals(part: pd.DataFrame, *, two_of_three: bool) -> list[Signal]:
    """Return the signals of one charted segment."""
    points = part.dropna(subset=["value", "upper"])
    away = (points["value"] - points["center"]).to_numpy()
    reach = (points["upper"] - points["center"]).to_numpy()
    outside = np.where(np.abs(away) > reach, np.sign(away), 0)
    found: dict[Rule, np.ndarray] = {"outside": outside, "run": _completed_runs(np.sign(away))}
    if two_of_three:
        far = np.where(np.abs(away) > 2 / 3 * reach, np.sign(away), 0)
        found["two_of_three"] = _two_of_three(far)
    return [
        Signal(int(position), str(label), rule, "higher" if side > 0 else "lower")
        for rule, sides in found.items()
        for position, label, side in zip(points["position"], points["label"], sides, strict=True)
        if side != 0
    ]


def _completed_runs(sides: np.ndarray) -> np.ndarray:
    """Mark, with its side, the point that makes a run RUN_LENGTH long."""
    marks, length = np.zeros(len(sides)), 0
    for i, side in enumerate(sides):
        continues = i > 0 and side == sides[i - 1] and side != 0
        length = length + 1 if continues else int(side != 0)
        marks[i] = side if length == RUN_LENGTH else 0
    return marks


def _two_of_three(sides: np.ndarray) -> np.ndarray:
    """Mark a far point that is the second on its side among three in a row."""
    marks = np.zeros(len(sides))
    for i, side in enumerate(sides):
        marks[i] = side if side != 0 and (sides[max(0, i - 2) : i] == side).any() else 0
    return marks
