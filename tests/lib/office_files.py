"""Small office files for tests, and a way to change one part of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import openpyxl
import pptx
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

CUSTOM_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Dari">'
    "<vt:lpwstr>{text}</vt:lpwstr></property></Properties>"
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_parts(content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return an office file with further or other parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return stream.getvalue()


def part_of(content: bytes, name: str) -> str:
    """Return one part as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """Return an office file with a text of one part replaced."""
    text = part_of(content, name)
    assert old in text
    return with_parts(content, {name: text.replace(old, new, 1)})


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def picture(said: str) -> bytes:
    """Return a PNG that says something in a text chunk."""
    info = PngInfo()
    info.add_text("Comment", said)
    stream = io.BytesIO()
    Image.new("L", (4, 4)).save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


@cache
def document() -> bytes:
    """Return a Word document as pandoc makes it, with a table, a link and a footnote."""
    import tempfile
    from pathlib import Path

    import pypandoc

    text = (
        "# Judul\n\nTeks **tebal** dari 21 November 2025.[^1]\n\n"
        "[^1]: Catatan kaki.\n\n| Unit | n |\n|---|---|\n| Dukcapil | 1.200 |\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        pypandoc.convert_text(text, "docx", format="md", outputfile=path)
        return path.read_bytes()


def paragraph(inner: str) -> str:
    """Return a paragraph of a Word document, its runs written as [text]."""
    runs = inner.replace("[", "<w:r><w:t>").replace("]", "</w:t></w:r>")
    return f'<w:p xmlns:w="{_WORD}">{runs}</w:p>'


def with_paragraph(inner: str) -> bytes:
    """Return the document with a further paragraph at its start."""
    made = document()
    return changed(made, "word/document.xml", "<w:body>", f"<w:body>{paragraph(inner)}")


def word_part(kind: str, inner: str) -> str:
    """Return a part such as a header, `hdr`, with one paragraph."""
    return f'<w:{kind} xmlns:w="{_WORD}">{paragraph(inner)}</w:{kind}>'


class Deck:
    """A presentation with a title, a picture, a table and a chart."""

    def __init__(self) -> None:
        """Make it."""
        self.file = pptx.Presentation()
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        self.slide.shapes.title.text = "IKM naik"
        size = (Inches(1), Inches(1), Inches(4), Inches(3))
        self.picture = self.slide.shapes.add_picture(io.BytesIO(picture("x")), *size)
        table = self.slide.shapes.add_table(3, 2, *size)
        table.name = "table:ikm;rows=0-1;columns=unit,estimate"
        for place, text in enumerate(["Unit", "IKM", "Dukcapil", "86,13", "RSUD", "79,50"]):
            table.table.cell(place // 2, place % 2).text = text
        self.table = table.table

    def chart(self, name: str = "chart:ikm") -> None:
        """Add a native chart."""
        data = CategoryChartData()
        data.categories = ["Dukcapil", "RSUD"]
        data.add_series("IKM", (86.13, 79.5))
        kind, size = XL_CHART_TYPE.BAR_CLUSTERED, Inches(3)
        frame = self.slide.shapes.add_chart(kind, size, size, size, size, data)
        frame.name = name

    def saved(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()


def deck_with_chart() -> bytes:
    """Return a presentation with a native chart."""
    deck = Deck()
    deck.chart()
    return deck.saved()


def embedded_workbook(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Return a deck whose chart's workbook was changed."""
    name = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
    made = deck_with_chart()
    with zipfile.ZipFile(io.BytesIO(made)) as zipped:
        book = openpyxl.load_workbook(io.BytesIO(zipped.read(name)))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return with_parts(made, {name: stream.getvalue()})


class Book:
    """A workbook with a sheet of numbers."""

    def __init__(self) -> None:
        """Make it."""
        self.file = openpyxl.Workbook()
        self.sheet = self.file.active
        self.sheet.title = "ikm"
        for row in (["Unit", "n"], ["Dukcapil", 1200], ["RSUD", 44]):
            self.sheet.append(row)

    def saved(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()
