"""Texts of a document changed alike, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Value = TypeVar("Value")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def with_texts(value: Value, change: Callable[[str], str]) -> Value:
    """Return `value` with `change` done to each text in it, and nothing else changed.

    Looks into frozen dataclasses, tuples, lists and the values of mappings.
    """
    found: Any = value
    if isinstance(value, str):
        found = change(value)
    elif isinstance(value, tuple | list):
        found = type(value)(with_texts(one, change) for one in value)
    elif isinstance(value, dict):
        found = {key: with_texts(one, change) for key, one in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        found = replace(value, **with_texts(told, change))
    return found


def without_controls(text: str) -> str:
    """Return text without the characters that no XML file may hold."""
    return _NO_XML.sub("", text)
