"""Finished files opened again: everything a reader could find in them, format by format.

Each format a product can have brings its own module with `inspect(content, where) -> Extract`.
"""

from __future__ import annotations

from pathlib import Path

from analysis.products.inspection import (
    csv_file,
    html,
    json_file,
    notebook,
    package,
    pdf,
    png,
    slides,
    word,
    workbook,
)
from analysis.products.inspection.extract import Extract, ShownChart, ShownTable
from analysis.products.inspection.opening import CONTAINERS, SCANNERS

__all__ = ["SCANNERS", "Extract", "ShownChart", "ShownTable", "inspect_file"]

CONTAINERS.update(
    {
        ".docx": word.inspect,
        ".pdf": pdf.inspect,
        ".pptx": slides.inspect,
        ".xlsx": workbook.inspect,
        ".zip": package.inspect,
    }
)
SCANNERS.update(
    {
        ".html": html.inspect,
        ".svg": html.inspect,
        ".ipynb": notebook.inspect,
        ".json": json_file.inspect,
        ".csv": csv_file.inspect,
        ".png": png.inspect,
        **CONTAINERS,
    }
)


def inspect_file(path: Path, where: str = "") -> Extract | None:
    """Return everything found in a file, or None where no module knows its format.

    Parameters
    ----------
    path : Path
    where : str
        How the file is named in what is reported; its name by default.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the file is not what its suffix says.
    """
    scanner = SCANNERS.get(path.suffix.casefold())
    return None if scanner is None else scanner(path.read_bytes(), where or path.name)
