"""The chart that most figures of the study are: differences beside a line at zero."""

from __future__ import annotations

from typing import Any

from analysis.schemas.charts import Dots, Reference
from analysis.studies.fairness.parts import WORDS


def gap_dots(
    label: str,
    axis: dict[str, str],
    *,
    value: str = "gap_points",
    low: str = "gap_low",
    high: str = "gap_high",
    zero: dict[str, str] | None = None,
    **options: Any,  # noqa: ANN401 - passed on to Dots
) -> Dots:
    """Return dots of differences in the order of the table.

    Parameters
    ----------
    zero : dict of str to str, or None
        Words at the line of zero; None calls it "no difference".
    """
    return Dots(
        label=label,
        value=value,
        low=low,
        high=high,
        axis=axis,
        reference=Reference(0.0, zero or WORDS.both("axis.no_gap")),
        ordered=False,
        **options,
    )
