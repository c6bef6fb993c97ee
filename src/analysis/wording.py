"""Texts in Indonesian and English, kept in TOML beside the code that says them.

A code is a path: `intake.unsure_column` is the entry `[unsure_column]` of `intake/messages.toml`,
`studies.satisfaction.ikm.ok` is `[ikm.ok]` of `studies/satisfaction/messages.toml`. Rooms that are
a single module keep theirs in `analysis/messages.toml` under the module's name. A room with many
texts may part them over `messages/<part>.toml`; codes do not name the part. Each entry has the
keys `id` and `en` with the same `{placeholders}`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["id", "en"]
LANGS: tuple[Lang, ...] = ("id", "en")


def say(code: str, lang: str, /, **values: object) -> str:
    """Return the text of `code` in `lang` with its placeholders filled in.

    Parameters
    ----------
    code : str
        Dotted address of the entry.
    lang : {"id", "en"}
    **values : object
        Placeholder values, already formatted for the language.

    Raises
    ------
    KeyError
        If the code or the language is unknown: a defect of the program, not of its input.
    """
    return entry(code)[lang].format_map(values).strip()


def both(code: str, /, **values: object) -> dict[str, str]:
    """Return the text of `code` in every language, as {"id": ..., "en": ...}."""
    return {lang: say(code, lang, **values) for lang in LANGS}


def entry(code: str) -> dict[str, str]:
    """Return the raw entry of `code`, a mapping from language to template."""
    parts = code.split(".")
    for depth in range(len(parts) - 1, -1, -1):
        node: Any = _catalogue("/".join(parts[:depth]))
        for key in parts[depth:]:
            node = node.get(key) if isinstance(node, dict) else None
        if isinstance(node, dict) and set(LANGS) <= set(node):
            return node
    raise KeyError(code)


@cache
def _catalogue(room: str) -> dict[str, Any]:
    folder = files("analysis").joinpath(room)
    parts = folder.joinpath("messages")
    paths = [folder.joinpath("messages.toml")]
    if parts.is_dir():
        paths += sorted(parts.iterdir(), key=lambda path: path.name)
    found: dict[str, Any] = {}
    for path in paths:
        if path.is_file():
            _merge(found, tomllib.loads(path.read_text("utf-8")))
    return found


def _merge(found: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add the texts of one file; two texts of one code are a defect of the program."""
    for key, value in more.items():
        if key not in found:
            found[key] = value
        elif isinstance(value, dict) and not set(LANGS) & {*value, *found[key]}:
            _merge(found[key], value)
        else:
            raise ValueError(key)
