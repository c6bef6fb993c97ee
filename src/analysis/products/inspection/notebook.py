"""Executed notebooks: source, outputs of every kind, metadata of cells and of the whole."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from analysis.products.inspection import html, png
from analysis.products.inspection.extract import Extract, merged
from analysis.products.inspection.json_file import inspect_value, read


def inspect(content: bytes, where: str) -> Extract:
    """Return everything found in a notebook; metadata have "metadata" in their place.

    Raises
    ------
    ValueError, KeyError, TypeError
        If it is no notebook.
    """
    book = read(content)
    cells: list[dict[str, Any]] = book["cells"]
    rest = {key: value for key, value in book.items() if key != "cells"}
    parts = [inspect_value(rest, where)]
    for number, cell in enumerate(cells, 1):
        parts += _cell(cell, f"{where} cell {number}")
    return merged(parts)


def _cell(cell: dict[str, Any], where: str) -> Iterator[Extract]:
    yield Extract(texts=((f"{where} source", _joined(cell.get("source", ""))),))
    others = {key: one for key, one in cell.items() if key not in ("source", "outputs")}
    yield inspect_value(others, where)
    for number, output in enumerate(cell.get("outputs", []), 1):
        yield from _output(output, f"{where} output {number}")


def _output(output: dict[str, Any], where: str) -> Iterator[Extract]:
    others = {key: one for key, one in output.items() if key != "data"}
    yield inspect_value(others, where)
    for mime, value in output.get("data", {}).items():
        yield _data(mime, value, f"{where} {mime}")


def _data(mime: str, value: Any, where: str) -> Extract:  # noqa: ANN401 - JSON values
    if mime == "image/png":
        try:
            return png.inspect(base64.b64decode(_joined(value)), where)
        except (ValueError, binascii.Error):
            return Extract(texts=((where, _joined(value)),))
    if mime.endswith("json") and isinstance(value, dict):
        markup = {key: one for key, one in value.items() if _is_markup(one)}
        others = {key: one for key, one in value.items() if key not in markup}
        parts = [html.inspect_text(one, f"{where} {key}") for key, one in markup.items()]
        return merged([inspect_value(others, where), *parts])
    if isinstance(value, (str, list)) and _is_markup(_joined(value)):
        return html.inspect_text(_joined(value), where)
    return inspect_value(value, where)


def _is_markup(value: Any) -> bool:  # noqa: ANN401 - JSON values
    return isinstance(value, str) and "<" in value and ">" in value


def _joined(value: Any) -> str:  # noqa: ANN401 - JSON values
    return value if isinstance(value, str) else "".join(str(one) for one in value)
