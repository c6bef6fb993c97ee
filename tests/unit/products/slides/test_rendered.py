"""Decks as LibreOffice lays them out: a page a slide, every word inside, no line too many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from decks import odd_deck, opened, points, specimen_deck
from test_deck import size_of

from analysis.products.slides import measure
from analysis.products.slides.geometry import HEIGHT, WIDTH
from tests.lib.rendering import Box, Page, Renderer, pdf_pages

DECKS = {"specimen-id": (specimen_deck, "id"), "odd-en": (odd_deck, "en")}
EDGE = 4.0
NEAR = 0.5
"""Part of a line's height within which words stand on one line."""


@pytest.fixture(scope="module", params=sorted(DECKS))
def rendered(
    request: pytest.FixtureRequest,
    renderer: Renderer,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Any, tuple[Page, ...]]:
    make, lang = DECKS[request.param]
    path: Path = tmp_path_factory.mktemp("decks") / f"{request.param}.pptx"
    path.write_bytes(make(lang))
    return opened(make(lang)), pdf_pages(renderer.office_pdf(path))


def test_a_page_a_slide_and_no_word_at_its_edge(rendered: tuple[Any, tuple[Page, ...]]) -> None:
    presentation, pages = rendered
    assert len(pages) == len(presentation.slides)
    for number, page in enumerate(pages, 1):
        assert (round(page.width), round(page.height)) == (WIDTH, HEIGHT)
        assert [one.text for one in page.outside(EDGE)] == [], number
        assert page.overlaps() == [], number


def test_no_text_takes_more_lines_than_measured(rendered: tuple[Any, tuple[Page, ...]]) -> None:
    presentation, pages = rendered
    for number, (slide, page) in enumerate(zip(presentation.slides, pages, strict=True), 1):
        for shape in slide.placeholders:
            if shape.has_text_frame and shape.text_frame.text and shape.name != "Slide number":
                found = baselines(words_in(page, shape))
                assert found <= estimated(shape), (number, shape.name)


def test_rows_of_tables_are_no_higher_than_measured(
    rendered: tuple[Any, tuple[Page, ...]],
) -> None:
    presentation, pages = rendered
    for number, (slide, page) in enumerate(zip(presentation.slides, pages, strict=True), 1):
        small = [one for one in slide.placeholders if one.placeholder_format.idx == 14]
        for shape in slide.shapes:
            if shape.has_table:
                bottom = points(shape.top + shape.height)
                last = shape.table.rows[len(shape.table.rows) - 1].cells[0].text_frame.text
                below = [one for one in page.words if one.top > bottom and one.bottom < 500]
                free = [one for one in below if not small or one.bottom < points(small[0].top)]
                assert free == [], (number, shape.name, last)


def words_in(page: Page, shape: Any) -> list[Box]:
    left, top = points(shape.left), points(shape.top)
    right, bottom = left + points(shape.width), top + points(shape.height)
    return [
        one
        for one in page.words
        if left - 1 <= (one.left + one.right) / 2 <= right + 1
        and top - 1 <= (one.top + one.bottom) / 2 <= bottom + 1
    ]


def baselines(words: list[Box]) -> int:
    count, last = 0, -1e9
    for one in sorted(words, key=lambda word: word.bottom):
        if one.bottom - last > NEAR * (one.bottom - one.top):
            count, last = count + 1, one.bottom
    return count


def estimated(shape: Any) -> int:
    total = 0
    for paragraph in shape.text_frame.paragraphs:
        size, bold = size_of(shape, paragraph)
        settings = paragraph._p.pPr
        hang = int(settings.get("marL") or 0) / 12700 if settings is not None else 0.0
        room = points(shape.width) - hang
        total += len(measure.lines(paragraph.text, size, room, bold=bold))
    return total
