"""The executed notebook in one language: prose, displays that passed disclosure, and code.

Only outputs that carry the bundle's own media type are kept; frames, prints and pictures that a
cell may have left behind never reach a product.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.presenting.displays import MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

LEFT_OUT_TAGS = frozenset({"parameters", "injected-parameters", "remove-cell"})
_IMAGE = re.compile(r'src="(figures/[\w.-]+\.png)"')
_QUOTED_PATH = re.compile(r"""(["'])(?:/|[A-Za-z]:[\\/])(?:[^"'\n]*[\\/])?([^"'\\/\n]*)\1""")
_TITLE = re.compile(r"\A\s*# +(.+?)\s*(?:\n|\Z)")


def in_language(notebook: NotebookNode, lang: str, bundle: Path) -> NotebookNode:
    """Return a copy of the notebook with what a reader of `lang` sees, images embedded."""
    from nbformat.v4 import new_notebook

    kept = [_shown(cell, lang, bundle) for cell in notebook.cells if _belongs(cell, lang)]
    return new_notebook(
        cells=[cell for cell in kept if cell.source.strip() or cell.get("outputs")],
        metadata={"language_info": {"name": "python"}},
    )


def take_title(notebook: NotebookNode) -> str:
    """Remove the first heading of level 1 from the first prose cell and return its text."""
    for cell in notebook.cells:
        found = _TITLE.match(cell.source) if cell.cell_type == "markdown" else None
        if found:
            cell.source = cell.source[found.end() :].lstrip()
            return found[1]
    return ""


def without_paths(code: str) -> str:
    """Return code in which absolute paths in quotes are cut to the file's name."""
    return _QUOTED_PATH.sub(r"\1\2\1", code)


def _belongs(cell: NotebookNode, lang: str) -> bool:
    tags = set(cell.metadata.get("tags", []))
    return cell.metadata.get("lang", lang) == lang and not tags & LEFT_OUT_TAGS


def _shown(cell: NotebookNode, lang: str, bundle: Path) -> NotebookNode:
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

    if cell.cell_type != "code":
        return new_markdown_cell(cell.source)
    pages = [
        output.data[MIME][lang]
        for output in cell.outputs
        if output.get("data", {}).get(MIME, {}).get(lang)
    ]
    outputs = [
        new_output("display_data", {"text/html": embed_images(page, bundle)}) for page in pages
    ]
    return new_code_cell(without_paths(cell.source), outputs=outputs)


def embed_images(page: str, bundle: Path) -> str:
    """Return HTML in which the images of the bundle stand as data addresses."""

    def embedded(found: re.Match[str]) -> str:
        content = base64.b64encode((bundle / found[1]).read_bytes()).decode("ascii")
        return f'src="data:image/png;base64,{content}"'

    return _IMAGE.sub(embedded, page)
