"""JSON: every key, text and long whole number, with the path to it."""

from __future__ import annotations

import json
import math
from collections import Counter
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
    return inspect_value(read(content), where)


def read(content: bytes) -> Any:  # noqa: ANN401 - JSON values
    """Return a JSON value; of a key that stands twice, which JSON readers drop, both values."""
    return json.loads(content.decode("utf-8"), object_pairs_hook=_with_repeated)


def _with_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    seen = Counter(key for key, _ in pairs)
    return found | {
        key: [value for name, value in pairs if name == key]
        for key, times in seen.items()
        if times > 1
    }


def inspect_value(value: Any, where: str) -> Extract:  # noqa: ANN401 - JSON values
    """Return everything found in a JSON value."""
    return Extract(texts=tuple(leaves(value, where)))


def leaves(value: Any, where: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON values
    """Yield place and text of every key, text and number of nine digits or more."""
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
    elif isinstance(value, (int, float)) and _SHORTEST_IDENTIFIER <= abs(value) < math.inf:
        yield where, str(int(value))
