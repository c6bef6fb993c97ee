"""How large a picture stands on the page."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from analysis.products.document.widths import TEXT_MM

if TYPE_CHECKING:
    from pathlib import Path

MOST_HIGH_MM = 195.0
"""Leaves room for a heading, the title and the source on the same page."""
_PNG = b"\x89PNG\r\n\x1a\n"


def picture_size(path: Path) -> tuple[float, float]:
    """Return width and height in millimetres of a PNG that fills the text, its proportions kept.

    Raises
    ------
    ValueError
        If the file is no PNG.
    """
    head = path.read_bytes()[:24]
    if len(head) < 24 or not head.startswith(_PNG):
        raise ValueError(path.name)
    pixels_wide, pixels_high = struct.unpack(">II", head[16:24])
    scale = min(TEXT_MM / pixels_wide, MOST_HIGH_MM / pixels_high)
    return round(pixels_wide * scale, 2), round(pixels_high * scale, 2)
