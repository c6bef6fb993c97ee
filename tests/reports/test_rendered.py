"""The products of a report as a reader sees them, laid out by LibreOffice and poppler."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from analysis.presenting.formats import PLACES
from analysis.presenting.reading import Bundle, read_bundle
from analysis.presenting.tables import shown_texts
from analysis.schemas.bundle import ReportTable
from analysis.schemas.study_tables import STUDY_TABLES
from tests.lib.rendering import Renderer, ink, page_texts, pdf_fonts, pdf_pages, pictures
from tests.reports.conftest import REGION

STUDIES = {"quick": ("satisfaction",), "full": tuple(STUDY_TABLES)}[
    os.environ.get("KINERJA_TESTS", "quick")
]
STAMPS = {"id": "DATA CONTOH - bukan data sebenarnya", "en": "SAMPLE DATA"}
A4_POINTS = (595, 842)
EDGES = {".docx": 14.0, ".xlsx": 14.0, ".pdf": 14.0, ".pptx": 4.0}
"""Points: office printers leave 5 mm of a page white; slides are shown on screens."""
LEAST_INK, MOST_INK = 0.001, 0.5
FONTS = {
    "docx": r"Liberation|DejaVu|OpenSymbol|Noto",
    "xlsx": r"Liberation|DejaVu|OpenSymbol|Noto",
    "pptx": r"Liberation|DejaVu|OpenSymbol|Noto",
    "pdf": r"Libertinus|DejaVu",
}
"""Fonts of our style, or those that LibreOffice puts in place of Arial."""


@pytest.fixture(scope="module", params=STUDIES)
def report(request: pytest.FixtureRequest, workbench: Path) -> Bundle:
    (folder,) = (workbench / "reports" / REGION).glob(f"2025*/{request.param}")
    return read_bundle(folder)


@pytest.fixture(scope="module")
def files(report: Bundle, renderer: Renderer) -> list[Path]:
    """The report's products besides pages; those of office formats are laid out together."""
    told = report.manifest["formats"]
    found = [
        report.folder / name for kind, names in told.items() for name in names if kind != "html"
    ]
    assert {path.suffix for path in found} == {f".{kind}" for kind in told if kind != "html"}
    renderer.office_pdfs(path for path in found if path.suffix != ".pdf")
    return found


def language(path: Path) -> str:
    return "en" if path.stem.endswith(".en") else "id"


def test_every_page_bears_the_stamp_and_shows_something(
    files: list[Path], renderer: Renderer, tmp_path: Path
) -> None:
    for path in files:
        pdf = renderer.pdf(path)
        texts = page_texts(pdf)
        assert texts, path.name
        stamps = set(STAMPS.values()) if path.suffix == ".xlsx" else {STAMPS[language(path)]}
        for number, text in enumerate(texts, 1):
            assert any(stamp in text for stamp in stamps), f"{path.name}, page {number}"
        shares = [ink(picture) for picture in pictures(pdf, tmp_path, dpi=40)]
        assert len(shares) == len(texts)
        assert min(shares) > LEAST_INK, path.name
        assert max(shares) < MOST_INK, path.name


def test_no_word_stands_at_the_edge_of_a_page_or_beyond(
    files: list[Path], renderer: Renderer
) -> None:
    for path in files:
        for number, page in enumerate(pdf_pages(renderer.pdf(path)), 1):
            outside = [word.text for word in page.outside(EDGES[path.suffix])]
            assert outside == [], f"{path.name}, page {number}"


def test_no_word_stands_upon_another(files: list[Path], renderer: Renderer) -> None:
    for path in files:
        for number, page in enumerate(pdf_pages(renderer.pdf(path)), 1):
            assert page.overlaps() == [], f"{path.name}, page {number}"


def test_documents_and_sheets_are_a4_upright_or_turned(
    files: list[Path], renderer: Renderer
) -> None:
    for path in files:
        if path.suffix != ".pptx":
            for page in pdf_pages(renderer.pdf(path)):
                assert tuple(sorted((round(page.width), round(page.height)))) == A4_POINTS


def test_both_languages_take_about_as_many_pages(files: list[Path], renderer: Renderer) -> None:
    for path in files:
        other = path.with_name(f"{path.stem}.en{path.suffix}")
        if other in files:
            counts = [len(pdf_pages(renderer.pdf(one))) for one in (path, other)]
            assert min(counts) >= 2
            assert max(counts) - min(counts) <= max(2, 0.15 * max(counts)), path.name


def test_fonts_are_those_of_the_style_and_inside_the_file(
    files: list[Path], renderer: Renderer
) -> None:
    for path in files:
        fonts = pdf_fonts(renderer.pdf(path))
        assert fonts, path.name
        strange = {one.name for one in fonts if not re.search(FONTS[path.suffix[1:]], one.name)}
        assert strange == set(), path.name
        assert all(one.embedded for one in fonts), path.name


def test_numbers_of_sheets_are_written_in_the_language(report: Bundle, renderer: Renderer) -> None:
    pdf = renderer.office_pdf(report.folder / "tables.xlsx")
    texts = page_texts(pdf)
    assert not any("###" in text for text in texts)
    for lang in report.document.languages:
        words = {word for text in texts if STAMPS[lang] in text for word in text.split()}
        for table in report.tables.values():
            for cell in numbers_of(table, lang):
                assert set(cell.split()) <= words, (table.name, lang)


def numbers_of(table: ReportTable, lang: str) -> set[str]:
    places = [place for place, one in enumerate(table.columns) if one.format in PLACES]
    return {row[place] for row in shown_texts(table, lang) for place in places}


def test_each_table_has_its_sheet_in_both_languages(report: Bundle, renderer: Renderer) -> None:
    texts = page_texts(renderer.office_pdf(report.folder / "tables.xlsx"))
    assert len(texts) >= len(report.document.languages) * (2 + len(report.tables))
    for table in report.tables.values():
        for title in table.title.values():
            assert any(" ".join(title.split()) in text for text in texts), title


def test_the_findings_can_be_read_in_every_document(
    report: Bundle, files: list[Path], renderer: Renderer
) -> None:
    told = json.loads((report.folder / "narrative.json").read_text("utf-8"))["headlines"]
    assert told
    for path in files:
        if path.suffix in (".docx", ".pdf") and path.stem.startswith("report"):
            text = " ".join(page_texts(renderer.pdf(path)))
            for one in told:
                assert plain(one["value"][language(path)]) in plain(text), path.name


def plain(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())
