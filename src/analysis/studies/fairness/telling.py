"""What the sections of the report share when they tell of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schemas.finding import HIDDEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.presenting.composing import Shown
    from analysis.schemas.finding import Finding

DIFFERENT = 0.05
"""Adjusted p-value below which a difference is told as one beyond chance."""


def is_beyond_chance(finding: Finding) -> bool:
    """Tell whether a difference is beyond chance; one without a test is not."""
    return finding.p_adjusted is not None and finding.p_adjusted < DIFFERENT


def named(shown: Shown, name: str) -> list[Finding]:
    """Return all findings of one id, hidden ones among them."""
    return [one for one in shown.findings if one.id == f"{shown.study}.{name}"]


def readable(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings whose numbers may be read."""
    return [one for one in found if one.status not in HIDDEN_STATUSES]
