"""The public scorecard: what every unit reached and what citizens say of it, on one page."""

from __future__ import annotations

from analysis.products.scorecard.page import write_scorecard

__all__ = ["write_scorecard"]
