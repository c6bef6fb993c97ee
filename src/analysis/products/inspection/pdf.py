"""PDF: the text of each page, and every text that any of its objects holds.

All objects are looked through, whether or not a page uses them: properties, remarks, outlines,
form fields, alternative texts, layers, metadata, attachments. Pixels and fonts are not read.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.products.inspection import pdf_objects
from analysis.products.inspection.extract import Extract, merged

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LETTER_SPACED = re.compile(r"(?<!\S)\w(?: \w){7,}(?!\S)")
_BROKEN_NUMBER = re.compile(r"(?<!\S)(\d[\d.\-/ ]{0,23})\n *(?=(\d[\d.\-/ ]{0,23}))")
_LONG_NUMBER = re.compile(r"\d{17,20}")
_BROKEN = (
    *(RecursionError, NotImplementedError, OSError, EOFError, zlib.error, struct.error),
    *(LookupError, ArithmeticError, AssertionError, AttributeError, TypeError),
)


def inspect(content: bytes, where: str, *, depth: int = 0) -> Extract:
    """Return everything found in a PDF.

    Raises
    ------
    ValueError
        If it is no PDF, is damaged or locked, or keeps earlier editions of itself, which readers
        do not show.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    if not _is_one_edition(content):
        raise ValueError(where)
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise ValueError(where)
        return merged([*_pages(reader, where), *pdf_objects.inspect(reader, where, depth)])
    except (PyPdfError, DependencyError, *_BROKEN) as error:
        raise ValueError(where) from error


def _is_one_edition(content: bytes) -> bool:
    ends = content.rstrip().endswith(b"%%EOF")
    return content.startswith(b"%PDF-") and ends and content.count(b"startxref") == 1


def _pages(reader: PdfReader, where: str) -> Iterator[Extract]:
    for number, page in enumerate(reader.pages, 1):
        place = f"{where} page {number}"
        text = page_text(page)
        yield Extract(texts=((place, text),), pages=((place, text),))


def page_text(page: PageObject) -> str:
    """Return the text of a page as it is laid out, so that cells of a row stay apart.

    Letter-spaced words are closed up. Numbers broken over two lines follow as one, long ones
    without the note number that a page raises and plain text does not. Forms drawn on the page,
    which the layout leaves out, follow as plain text.
    """
    text = page.extract_text(
        extraction_mode="layout",
        layout_mode_strip_rotated=False,
        layout_mode_space_vertically=False,
    )
    if _draws_forms(page):
        text = f"{text}\n{page.extract_text()}"
    text = _LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    return "\n".join([text, *_over_two_lines(text), *_without_note_numbers(text)])


def _over_two_lines(text: str) -> Iterator[str]:
    """Yield the numbers that end one line and begin the next, as one."""
    for match in _BROKEN_NUMBER.finditer(text):
        yield f"{match[1].rstrip()} {match[2]}"
        yield f"{match[1].rstrip()}{match[2]}"


def _without_note_numbers(text: str) -> Iterator[str]:
    """Yield long numbers without a digit or two at one end, which may be raised: a note's."""
    for match in _LONG_NUMBER.finditer(text):
        for digits in (1, 2):
            yield match[0][digits:]
            yield match[0][:-digits]


def _draws_forms(page: PageObject) -> bool:
    from pypdf.generic import DictionaryObject

    empty = DictionaryObject()
    drawn: Any = page.get("/Resources", empty).get_object().get("/XObject", empty).get_object()
    return any(one.get_object().get("/Subtype") == "/Form" for one in drawn.values())
