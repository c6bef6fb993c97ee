"""How wide a text is in the Office font, and how many lines it takes in a box.

Widths are those of Helvetica as Adobe published them, which Arial and Liberation Sans share; the
table ships with matplotlib, so that every machine lays a deck out alike. A sign that the table
does not have (an emoji, another script) counts as a full square.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

LINE_HEIGHT = 1.2
"""Height of a line in units of its size; Arial needs 1.15."""
SAFETY = 1.02
"""Widths are taken this much larger: programs round glyphs to their own grid."""
_UNKNOWN = 1000
_METRIC = re.compile(r"C (-?\d+) ; WX (\d+) ; N (\w+) ;")
_NAMED = {
    "endash": "–",
    "emdash": "—",
    "minus": "−",
    "bullet": "•",
    "ellipsis": "…",
    "quotedblleft": "“",
    "quotedblright": "”",
    "quoteleft": "‘",
    "quoteright": "’",
    "quotesingle": "'",
    "grave": "`",
    "periodcentered": "·",
    "multiply": "×",
    "degree": "°",
    "plusminus": "±",
    "section": "§",
    "guillemotleft": "«",
    "guillemotright": "»",
    "lessequal": "≤",
    "greaterequal": "≥",
}
_FILES = {False: "Helvetica.afm", True: "Helvetica-Bold.afm"}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in points, set in `size` points."""
    return _thousandths(text, bold) * size * SAFETY / 1000


def lines(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return the lines into which a text breaks in a box `room` points wide.

    Lines break at spaces, never at no-break spaces; a word wider than the box is broken where it
    reaches the edge, as presentation programs do.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        found += _broken(paragraph, size, room, bold=bold)
    return found


def height(texts: Sequence[str], size: float, room: float, *, bold: bool = False) -> float:
    """Return the height in points of texts set one below the other."""
    count = sum(len(lines(text, size, room, bold=bold)) for text in texts)
    return count * size * LINE_HEIGHT


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in points of the widest part of a text that no line end may break."""
    return max((width(word, size, bold=bold) for word in text.split(" ")), default=0.0)


def _broken(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    space = width(" ", size, bold=bold)
    found, current, used = [], "", 0.0
    for word in text.split(" "):
        wide = width(word, size, bold=bold)
        if current and used + space + wide <= room:
            current, used = f"{current} {word}", used + space + wide
            continue
        if current:
            found.append(current)
        *full, current = [word] if wide <= room else _cut(word, size, room, bold=bold)
        found += full
        used = width(current, size, bold=bold)
    return [*found, current]


def _cut(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width(pieces[-1] + sign, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


@lru_cache(maxsize=1 << 14)
def _thousandths(text: str, bold: bool) -> int:
    """Return the width of a text in thousandths of its size; decks ask again in other sizes."""
    widths = _widths(bold)
    return sum(_advance(sign, widths) for sign in text)


def _advance(sign: str, widths: Mapping[str, int]) -> int:
    if sign in widths:
        return widths[sign]
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    plain = unicodedata.normalize("NFKD", sign)[0]
    return widths.get(plain, _UNKNOWN)


@cache
def _widths(bold: bool) -> dict[str, int]:
    from importlib.util import find_spec

    spec = find_spec("matplotlib")
    home = Path(str(spec and spec.origin)).parent
    table = home / "mpl-data" / "fonts" / "pdfcorefonts" / _FILES[bold]
    found = {}
    for code, advance, name in _METRIC.findall(table.read_text("ascii")):
        sign = _NAMED.get(name) or (chr(int(code)) if 32 <= int(code) < 127 else "")
        if sign:
            found[sign] = int(advance)
    return found
