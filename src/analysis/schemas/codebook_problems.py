"""What a codebook must not say: items twice, unknown scales, scores outside the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schemas.tables import table

if TYPE_CHECKING:
    from analysis.schemas.codebook import Codebook


def codebook_problems(codebook: Codebook) -> list[str]:
    """Return what contradicts itself in `codebook`, one text each; empty where nothing does."""
    return [
        *_item_problems(codebook),
        *_scale_problems(codebook),
        *_order_problems(codebook),
        *_answer_problems(codebook),
    ]


def _scale_problems(codebook: Codebook) -> list[str]:
    top = {scale.key for scale in codebook.scales if not scale.part_of}
    return [
        *(
            f"scale {scale.key}: part_of {scale.part_of} is no scale that stands alone"
            for scale in codebook.scales
            if scale.part_of and scale.part_of not in top
        ),
        *(
            f"scale {scale.key}: minimum_items {scale.minimum_items} is above its number of items"
            for scale in codebook.scales
            if scale.minimum_items > max(len(codebook.items_of(scale.key)), 1)
        ),
    ]


def _item_problems(codebook: Codebook) -> list[str]:
    keys = [item.key for item in codebook.items]
    scales = {scale.key for scale in codebook.scales}
    declared = table(codebook.table)
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return [
        *(f"item {key} twice" for key in twice),
        *(f"item {key} is a column of {codebook.table}" for key in keys if key in declared),
        *(f"{i.key}: scale {i.scale} unknown" for i in codebook.items if i.scale not in scales),
    ]


def _order_problems(codebook: Codebook) -> list[str]:
    keys = sorted(item.key for item in codebook.items)
    found = [
        f"order {name} does not list the items once each"
        for name, order in codebook.orders.items()
        if sorted(order) != keys
    ]
    if codebook.default_order and codebook.default_order not in codebook.orders:
        found.append(f"default_order {codebook.default_order} is not among the orders")
    return found


def _answer_problems(codebook: Codebook) -> list[str]:
    low, high = codebook.answers.minimum, codebook.answers.maximum
    if low >= high:
        return [f"minimum {low} is not below maximum {high}"]
    return [
        *(
            f"{item.key}: label score outside {low}-{high}"
            for item in codebook.items
            if not all(low <= score <= high for score in item.labels.values())
        ),
        *(
            f"letter {letter}: score outside {low}-{high}"
            for letter, score in codebook.answers.letters.items()
            if not low <= score <= high
        ),
    ]
