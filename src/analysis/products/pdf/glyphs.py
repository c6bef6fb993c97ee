"""Which characters our fonts can print; what they cannot is shown by a sign, never dropped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from analysis.products.document.texts import with_texts

Value = TypeVar("Value")
UNPRINTABLE = "\ufffd"
_ALWAYS = frozenset("\n\t")


def font_folder() -> Path:
    """Return the folder of DejaVu Sans, which comes with matplotlib."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


@cache
def printable_characters() -> frozenset[int]:
    """Return the code points DejaVu Sans has; what our serif lacks is set in it."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_folder() / "DejaVuSans.ttf")).get_charmap())


def printable(told: Value) -> Value:
    """Return JSON values, or a document, in which a sign stands for what no font can print."""
    return with_texts(told, _printable)


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    known = printable_characters()
    return "".join(one if ord(one) in known or one in _ALWAYS else UNPRINTABLE for one in text)
