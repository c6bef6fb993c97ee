"""Finished files opened again: everything a reader could find in them, format by format.

Each format a product can have brings its own module with `inspect(content, where) -> Extract`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.products.inspection import csv_file, html, json_file, notebook, png
from analysis.products.inspection.extract import Extract, ShownTable

__all__ = ["SCANNERS", "Extract", "ShownTable", "inspect_file"]

Scanner = Callable[[bytes, str], Extract]

SCANNERS: dict[str, Scanner] = {
    ".html": html.inspect,
    ".svg": html.inspect,
    ".ipynb": notebook.inspect,
    ".json": json_file.inspect,
    ".csv": csv_file.inspect,
    ".png": png.inspect,
}
"""Suffix of a file to what opens it; a file with another suffix is no product."""


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
