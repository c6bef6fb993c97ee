"""Typst for publication sheets: one compiler, fonts that are the same on every machine."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from analysis.errors import ReportError
from analysis.files import write_atomically
from analysis.products.pdf.glyphs import font_folder

if TYPE_CHECKING:
    from datetime import datetime

    from typst import Compiler

PIXELS_PER_INCH = 110.0
STANDARD: Final = "ua-1"


def write_sheet(
    template: str, facts: str, path: Path, *, format: Literal["pdf", "png"], made: datetime
) -> None:
    """Write one page of a template of this package.

    Parameters
    ----------
    template : str
        File name of the template, which reads `sys.inputs.facts` as JSON.
    facts : str
        JSON.
    path : Path
    format : {"pdf", "png"}
    made : datetime
        Date of the file, so that equal facts have equal bytes.

    Raises
    ------
    ReportError
        If the template cannot be set, or its texts need more than one page.
    """
    from typst import TypstError

    try:
        pages = _compiler().compile(
            files("analysis.products.skm").joinpath(template).read_bytes(),
            format=format,
            ppi=PIXELS_PER_INCH,
            pdf_standards=STANDARD if format == "pdf" else [],
            sys_inputs={"facts": facts},
            timestamp=int(made.timestamp()),
        )
    except TypstError as error:
        raise ReportError("products.skm.not_set", file=path.name, detail=error.message) from error
    if not isinstance(pages, bytes):
        raise ReportError("products.skm.too_long", file=path.name)
    write_atomically(path, pages)


@cache
def _compiler() -> Compiler:
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=False, font_paths=[font_folder()])
    return Compiler(font_paths=fonts)
