"""Packages whose bytes depend on nothing but their content: one date, one order, no machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIRST = "[Content_Types].xml"
MOMENT = (1980, 1, 1, 0, 0, 0)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts of an Office file as a zip, content types first, the rest by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(parts, key=lambda one: (one != FIRST, one)):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, parts[name])
    return buffer.getvalue()


def repack(content: bytes) -> bytes:
    """Return an Office file with the same parts, packed by `pack`."""
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        return pack({name: given.read(name) for name in given.namelist()})
