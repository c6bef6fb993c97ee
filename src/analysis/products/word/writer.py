"""A document as a Word file: pandoc lays it out, and what it has no word for is added."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import ReportError
from analysis.files import write_atomically
from analysis.products.document.report import report_document
from analysis.products.document.sheets import sheets
from analysis.products.document.texts import with_texts, without_controls
from analysis.products.word.content import tree_of
from analysis.products.word.dressing import dress
from analysis.products.word.elements import parsed, serialised, w
from analysis.products.word.package import (
    Parts,
    properties,
    read_parts,
    without_idle_parts,
    write_parts,
)
from analysis.products.word.pages import set_pages, upright_section
from analysis.products.word.styles import LOCALES, styles_part

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from analysis.presenting.reading import Bundle
    from analysis.products.document.blocks import Document

TEXT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
PANDOC_SECONDS = 120


def write(bundle: Bundle, lang: str, path: Path) -> None:
    """Write the report of a bundle as a Word file.

    Raises
    ------
    ReportError
        If pandoc is missing or refuses the document.
    """
    write_document(report_document(bundle, lang), path)


def write_document(document: Document, path: Path) -> None:
    """Write any document as a Word file; equal documents give equal bytes.

    Raises
    ------
    ReportError
        If pandoc is missing or refuses the document.
    """
    try:
        content = docx_bytes(document)
    except (OSError, subprocess.SubprocessError) as error:
        reason = type(error).__name__
        raise ReportError("products.document.failed", file=path.name, reason=reason) from error
    write_atomically(path, content)


def docx_bytes(document: Document) -> bytes:
    """Return a document as the bytes of a Word file."""
    document = with_texts(document, without_controls)
    runs = sheets(document.blocks)
    parts = without_idle_parts(read_parts(_run_pandoc(tree_of(runs), document.lang)))
    root = parsed(parts[TEXT])
    body = root[0]
    dress(body, document)
    parts = set_pages(parts, body, document, runs)
    parts |= {
        TEXT: serialised(root),
        STYLES: serialised(styles_part(document.lang)),
        SETTINGS: serialised(_settings(document.lang)),
    }
    return write_parts(parts | properties(document))


def _run_pandoc(tree: dict, lang: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "reference.docx").write_bytes(_reference(lang))
        (folder / "document.json").write_text(json.dumps(tree), "utf-8")
        command = [
            _pandoc(), "--from=json", "--to=docx", "--reference-doc=reference.docx",
            "--output=document.docx", "document.json",
        ]  # fmt: skip
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PANDOC_SECONDS)
        return (folder / "document.docx").read_bytes()


@cache
def _pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def _reference(lang: str) -> bytes:
    """Return pandoc's own reference document with our styles in place of its own."""
    command = [_pandoc(), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, check=True, capture_output=True, timeout=PANDOC_SECONDS)
    parts: Parts = read_parts(default.stdout)
    text = w("document", w("body", w("p"), upright_section()))
    return write_parts(parts | {TEXT: serialised(text), STYLES: serialised(styles_part(lang))})


def _settings(lang: str) -> Element:
    """Return the settings: the language, and that tables are laid out as Word does today."""
    latest = w(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w("compat", latest),
        w("themeFontLang", val=LOCALES[lang]),
        w("decimalSymbol", val="," if lang == "id" else "."),
        w("listSeparator", val=";" if lang == "id" else ","),
    )
