"""What must stand on every page people take along: the class, and the stamp of sample data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.presenting.bundle import sample_stamp
from analysis.products.inspection import Extract
from analysis.products.violations import Violation
from analysis.wording import both

PAGED = (".docx", ".pdf", ".pptx", ".xlsx")
"""Formats of which every page, slide, sheet or section is looked at."""
CLASSES = ("public", "internal")
_NO_LETTER = re.compile(r"[\W_]+")


def says_stamp(text: str) -> bool:
    """Tell whether a text holds the stamp of sample data, however its lines are broken."""
    return any(stamp in _letters(text) for stamp in _stamps())


def check_pages(where: str, extract: Extract, *, synthetic: bool) -> Iterator[Violation]:
    """Yield every page that lacks the stamp of sample data, or bears it without being such.

    Parameters
    ----------
    where : str
        The file.
    extract : Extract
        What was found in it; a file of `PAGED` without any page lacks the stamp too.
    synthetic : bool
        Whether the data are samples.
    """
    if synthetic and not extract.pages:
        yield Violation(where, "no_stamp")
    for place, text in extract.pages:
        if says_stamp(text) != synthetic:
            yield Violation(place, "no_stamp" if synthetic else "false_stamp")


def check_class(where: str, extract: Extract, report_class: str) -> Iterator[Violation]:
    """Yield the file if no page of it says the class of the report."""
    words = [_letters(word) for word in both(f"products.class.{report_class}").values()]
    if not any(word in _letters(text) for _, text in extract.pages for word in words):
        yield Violation(where, "no_class", {"class": report_class})


@cache
def _stamps() -> tuple[str, ...]:
    return tuple(map(_letters, (sample_stamp(synthetic=True) or {}).values()))


def _letters(text: str) -> str:
    """Return letters and digits only; capitals stay, which tell the stamp from other words."""
    return _NO_LETTER.sub("", text)
