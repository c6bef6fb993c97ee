"""Which characters our fonts can print; what they cannot is shown by a sign, never dropped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

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


def printable(told: Any) -> Any:  # noqa: ANN401 - JSON values
    """Return JSON values in which a sign stands for each character that no font has."""
    if isinstance(told, str):
        return _printable(told)
    if isinstance(told, dict):
        return {key: printable(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [printable(one) for one in told]
    return told


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    known = printable_characters()
    return "".join(one if ord(one) in known or one in _ALWAYS else UNPRINTABLE for one in text)
