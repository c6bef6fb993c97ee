"""A document as a tagged PDF, set by typst from our own template; nothing is read as markup."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import ReportError
from analysis.files import write_atomically
from analysis.presenting import style
from analysis.products.document.blocks import Block, FigureBlock, KeyFigures
from analysis.products.document.marks import LONG_VALUE, MARKS, MOST_UNBROKEN_ROWS, key_columns
from analysis.products.document.report import report_document
from analysis.products.document.sheets import sheets
from analysis.products.pdf.glyphs import font_folder, printable
from analysis.wording import say

if TYPE_CHECKING:
    from typst import Fonts

    from analysis.presenting.reading import Bundle
    from analysis.products.document.blocks import Document

STANDARD: Final = "ua-1"


def write(bundle: Bundle, lang: str, path: Path) -> None:
    """Write the report of a bundle as a PDF.

    Raises
    ------
    ReportError
        If typst refuses the document.
    """
    write_document(report_document(bundle, lang), path)


def write_document(document: Document, path: Path) -> None:
    """Write any document as a PDF; equal documents give equal bytes.

    Raises
    ------
    ReportError
        If typst refuses the document.
    """
    write_atomically(path, pdf_bytes(document, name=path.name))


def pdf_bytes(document: Document, *, name: str = "report.pdf") -> bytes:
    """Return a document as the bytes of a PDF that keeps PDF/UA-1.

    Raises
    ------
    ReportError
        If typst refuses the document; `name` is how the message calls it.
    """
    import typst

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        template = files("analysis.products.pdf").joinpath("template", "report.typ")
        (folder / "report.typ").write_bytes(template.read_bytes())
        (folder / "data.json").write_text(json.dumps(_data(document, folder)), "utf-8")
        try:
            made = typst.compile(
                folder / "report.typ",
                root=folder,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=STANDARD,
                timestamp=document.created,
            )
        except typst.TypstError as error:
            reason = error.message
            raise ReportError("products.document.failed", file=name, reason=reason) from error
    return made


@cache
def _fonts() -> Fonts:
    """Return the fonts of typst and matplotlib; none of the machine, so that all print alike."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()]
    )


def _data(document: Document, folder: Path) -> dict[str, Any]:
    page = say("products.document.page", document.lang, page="|", pages="|").split("|")
    made = document.created
    told = {
        "lang": document.lang,
        "title": document.title,
        "subject": document.subject,
        "classed": document.classed,
        "stamp": document.stamp,
        "keywords": [one for one in (document.classed, document.stamp) if one],
        "created": {"year": made.year, "month": made.month, "day": made.day},
        "page": page,
        "sheets": [
            {"wide": one.wide, "blocks": [_block(block, folder) for block in one.blocks]}
            for one in sheets(document.blocks)
        ],
    }
    return printable(told) | {"style": _style()}


def _block(block: Block, folder: Path) -> dict[str, Any]:
    told = {"kind": type(block).__name__, **asdict(block)}
    if isinstance(block, KeyFigures):
        told["columns"] = key_columns(len(block.items))
    if isinstance(block, FigureBlock):
        name = f"{len(list(folder.glob('*.png')))}.png"
        shutil.copyfile(block.path, folder / name)
        told["path"] = name
    return told


def _style() -> dict[str, Any]:
    colours = ("ink", "muted", "rule", "tint", "accent", "stamp", "review")
    return {
        "serif": [style.PRINT_SERIF, style.PRINT_SANS],
        "sans": [style.PRINT_SANS],
        "colours": {name: getattr(style, name.upper()) for name in colours},
        "points": style.POINTS,
        "page": style.PAGE_MM,
        "margin": style.MARGIN_MM,
        "statuses": {
            status: {"sign": sign, "colour": getattr(style, status.upper())}
            for status, sign in MARKS.items()
        },
        "long_value": LONG_VALUE,
        "unbroken_rows": MOST_UNBROKEN_ROWS,
    }
