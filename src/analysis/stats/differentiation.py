"""How far a rating tells people apart: entropy of its labels, and who is outside the modal label.

Source: Shannon (1948), divided by the logarithm of the number of labels of the scheme so that 0 is
one label for everybody and 1 is all labels equally often. The entropy is the mean of -ln p(label);
its error is that mean's error (delta method, Basharin 1959), over clusters where rows belong
together; the interval is symmetric on the logit scale, so that it stays between 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.stats.means import estimate_mean, t_interval


@dataclass(frozen=True)
class Differentiation:
    """How the labels of a scheme are used.

    Attributes
    ----------
    counts : dict of str to int
        Every label of the scheme, used or not, in its order.
    n : int
        Rows with a label of the scheme.
    modal : str
        The most used label; empty without rows.
    outside_modal : int
        Rows with another label.
    entropy : float
        0 to 1; NaN without rows.
    std_error, ci_low, ci_high : float
        NaN where there is only one label in use or too few clusters.
    clusters : int
    """

    counts: dict[str, int]
    n: int
    modal: str
    outside_modal: int
    entropy: float
    std_error: float
    ci_low: float
    ci_high: float
    clusters: int


def measure_differentiation(
    labels: Sequence[str | None],
    scheme: Sequence[str],
    *,
    clusters: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
) -> Differentiation:
    """Return how far the labels tell people apart.

    Parameters
    ----------
    labels : sequence of str or None, shape (n,)
        Missing ones, and labels of another scheme, are left out.
    scheme : sequence of str
        All labels that may be given, at least two.
    clusters : sequence or None, shape (n,)
        What belongs together, such as the appraiser.
    """
    codes = {label: place for place, label in enumerate(scheme)}
    places = [codes.get(one, -1) if isinstance(one, str) else -1 for one in labels]
    given = np.array(places, dtype=int)
    known = given >= 0
    counts = np.bincount(given[known], minlength=len(scheme))
    told = {label: int(count) for label, count in zip(scheme, counts, strict=True)}
    n = int(counts.sum())
    if n == 0:
        nan = math.nan
        return Differentiation(told, 0, "", 0, nan, nan, nan, nan, 0)
    surprise = -np.log(counts[given[known]] / n) / math.log(len(scheme))
    members = None if clusters is None else np.asarray(clusters, dtype=object)[known]
    mean = estimate_mean(surprise, clusters=None if members is None else members.tolist())
    low, high = _logit_interval(mean.estimate, mean.std_error, mean.df, confidence=confidence)
    top = int(counts.argmax())
    return Differentiation(
        counts=told,
        n=n,
        modal=scheme[top],
        outside_modal=n - int(counts[top]),
        entropy=max(mean.estimate, 0.0),
        std_error=mean.std_error if mean.std_error else math.nan,
        ci_low=low,
        ci_high=high,
        clusters=mean.clusters,
    )


def _logit_interval(
    share: float, error: float, df: float, *, confidence: float
) -> tuple[float, float]:
    if math.isnan(error) or error == 0 or not 0 < share < 1:
        return math.nan, math.nan
    slope = 1 / (share * (1 - share))
    low, high = t_interval(math.log(share / (1 - share)), slope * error, df, confidence=confidence)
    return 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high))
