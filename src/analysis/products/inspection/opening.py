"""What opens each format, also inside another file, and what can be read of a format unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Protocol

from analysis.products.inspection.extract import Extract

Scanner = Callable[[bytes, str], Extract]

SCANNERS: dict[str, Scanner] = {}
"""Suffix of a file to what opens it, filled by the package; another suffix is no product."""
DEEPEST = 4
"""Files inside files inside files: deeper ones are refused."""
_KINDS = ((b"PK\x03\x04", ".zip"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"%PDF-", ".pdf"))
_CLOSED = (b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf\x27", b"Rar!")
"""First bytes of old office files, macros and packed files, whose text cannot be read."""
_PLAIN = re.compile(rb"[\t\x20-\x7e]{8,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){8,}")


class Container(Protocol):
    """What opens a file that holds other files."""

    def __call__(self, content: bytes, where: str, *, depth: int = 0) -> Extract:
        """Return everything found in the file and in those inside it."""


CONTAINERS: dict[str, Container] = {}
"""Those of `SCANNERS` that open further files themselves."""


def open_inside(content: bytes, name: str, where: str, *, depth: int) -> Extract | None:
    """Return everything found in a file that stands inside another one.

    What it is follows from its first bytes, then from its suffix: an office file among pictures
    is opened all the same.

    Parameters
    ----------
    content : bytes
    name : str
        Its name, for the suffix.
    where : str
        How it is named in what is reported.
    depth : int
        How many files it is inside of.

    Returns
    -------
    Extract or None
        None where no module knows its format.

    Raises
    ------
    ValueError
        If it is not what it says, or too deep inside others.
    """
    suffix = PurePosixPath(name).suffix.casefold()
    told = next((kind for start, kind in _KINDS if content.startswith(start)), suffix)
    if told != ".zip" or suffix not in CONTAINERS:
        suffix = told
    if suffix in CONTAINERS:
        if depth >= DEEPEST:
            raise ValueError(where)
        return CONTAINERS[suffix](content, where, depth=depth + 1)
    return SCANNERS[suffix](content, where) if suffix in SCANNERS else None


def plain_text(content: bytes) -> str | None:
    """Return a file of unknown format that is text in UTF-8; None where it is not."""
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def readable(content: bytes, where: str) -> Extract:
    """Return what can be read of a file of unknown format.

    All of a text; of anything else the runs of eight and more plain characters.

    Raises
    ------
    ValueError
        If it is of a kind that packs its text.
    """
    if content.startswith(_CLOSED):
        raise ValueError(where)
    text = plain_text(content)
    if text is None:
        found = [one.decode("ascii") for one in _PLAIN.findall(content)]
        found += [one.decode("utf-16-le") for one in _WIDE.findall(content)]
        text = "\n".join(found)
    return Extract(texts=((where, text),) if text else ())
