"""JSON: every key, text and long whole number, with the path to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from analysis.products.inspection.extract import Extract

_SHORTEST_IDENTIFIER = 100_000_000


def inspect(content: bytes, where: str) -> Extract:
    """Return everything found in a JSON file.

    Raises
    ------
    ValueError
        If it is no JSON.
    """
    return inspect_value(json.loads(content.decode("utf-8")), where)


def inspect_value(value: Any, where: str) -> Extract:  # noqa: ANN401 - JSON values
    """Return everything found in a JSON value."""
    return Extract(texts=tuple(leaves(value, where)))


def leaves(value: Any, where: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON values
    """Yield place and text of every key, text and whole number of nine digits or more."""
    if isinstance(value, dict):
        keys = " \n".join(str(key) for key in value)
        if keys:
            yield f"{where} keys", keys
        for place, (key, one) in enumerate(value.items()):
            name = key if str(key).isidentifier() and len(str(key)) < 40 else f"#{place}"
            yield from leaves(one, f"{where}.{name}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from leaves(one, f"{where}[{place}]")
    elif isinstance(value, str):
        yield where, value
    elif isinstance(value, int) and abs(value) >= _SHORTEST_IDENTIFIER:
        yield where, str(value)
