"""When a difference is told as one beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.schemas.finding import Finding

DIFFERENT = 0.05
"""Adjusted p-value below which a difference is told as one beyond chance."""


def is_beyond_chance(finding: Finding) -> bool:
    """Tell whether a difference is beyond chance; one without a test is not."""
    return finding.p_adjusted is not None and finding.p_adjusted < DIFFERENT
