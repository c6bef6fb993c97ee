"""Whether numbered items (U8, U9) were told apart by words, a declared order, or assumption."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.intake.raw import Mapping as BlockMapping
from analysis.intake.record.report import UnsurOrder
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Source

BY_POSITION = "position"
_WEAKEST: tuple[UnsurOrder, ...] = ("assumed", "declared", "named")


def order_of(mapping: BlockMapping, source: Source, codebook: Codebook | None) -> UnsurOrder:
    """Return how the items whose number differs between the codebook's orders were told apart.

    Parameters
    ----------
    mapping : Mapping
    source : Source
    codebook : Codebook or None
        Empty is returned where it has a single order.
    """
    differing = _differing_items(codebook)
    reasons = {match.reason for match in mapping.matches if match.target in differing}
    if not reasons:
        return ""
    if BY_POSITION in reasons:
        return "declared" if source.unsur_order else "assumed"
    return "declared" if "declared" in reasons else "named"


def combined_order(orders: Iterable[UnsurOrder]) -> UnsurOrder:
    """Return the weakest of several blocks' answers."""
    found = set(orders)
    return next((one for one in _WEAKEST if one in found), "")


def _differing_items(codebook: Codebook | None) -> set[str]:
    orders = list(codebook.orders.values()) if codebook else []
    return {key for places in zip(*orders, strict=True) for key in places if len(set(places)) > 1}
