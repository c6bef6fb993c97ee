"""Documents on their pages: nothing overlaps or leaves the margins, nothing is torn apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from specimen import specimen_tables, wide_table, with_long_names
from written import specimen_bundle

from analysis.presenting import style
from analysis.presenting.reading import Bundle
from analysis.presenting.tables import shown_texts
from analysis.products import pdf, word
from tests.lib.rendering import Page, Renderer, pdf_pages

POINTS_PER_MM = 72 / 25.4
SIDE = style.MARGIN_MM["side"] * POINTS_PER_MM
TOLERANCE = 1.5
"""Points: glyphs lean a little over the width that programs count."""
BODY_END = (style.MARGIN_MM["bottom"] - 1) * POINTS_PER_MM
KINDS = ("word", "pdf")
CASES = ("specimen", "awkward")


def awkward() -> Bundle:
    """Return the specimen with names of 118 characters and a table of forty columns."""
    bundle = specimen_bundle()
    tables = {one.name: with_long_names(one) for one in specimen_tables()}
    section = bundle.narrative["sections"][1]
    sections = [*bundle.narrative["sections"], {**section, "figures": [], "tables": ["wide"]}]
    return replace(
        bundle,
        tables=bundle.tables | tables | {"wide": wide_table()},
        narrative=bundle.narrative | {"sections": sections},
    )


@pytest.fixture(scope="module")
def pages(
    renderer: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], tuple[Page, ...]]:
    """Return the pages of each case as Word and as PDF."""
    folder = tmp_path_factory.mktemp("rendered")
    files: dict[tuple[str, str], Path] = {}
    for case, bundle in (("specimen", specimen_bundle()), ("awkward", awkward())):
        files[case, "word"] = folder / f"{case}.docx"
        files[case, "pdf"] = folder / f"{case}.pdf"
        word.write(bundle, "id", files[case, "word"])
        pdf.write(bundle, "id", files[case, "pdf"])
    renderer.office_pdfs(path for path in files.values() if path.suffix == ".docx")
    return {key: pdf_pages(renderer.pdf(path)) for key, path in files.items()}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_words_stay_inside_the_margins_and_apart(
    pages: dict[tuple[str, str], tuple[Page, ...]], case: str, kind: str
) -> None:
    for page in pages[case, kind]:
        beyond = [
            one.text
            for one in page.words
            if one.left < SIDE - TOLERANCE or one.right > page.width - SIDE + TOLERANCE
        ]
        assert beyond == []
        assert page.overlaps() == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_says_that_these_are_samples_and_which_page_it_is(
    pages: dict[tuple[str, str], tuple[Page, ...]], case: str, kind: str
) -> None:
    found = pages[case, kind]
    for number, page in enumerate(found, 1):
        assert "DATA CONTOH - bukan data sebenarnya" in page.text
        assert f"Halaman {number} dari {len(found)}" in page.text
        assert "Untuk umum" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_stands_with_its_title_and_its_source(
    pages: dict[tuple[str, str], tuple[Page, ...]], kind: str
) -> None:
    bundle = specimen_bundle()
    for number, figure in enumerate(_figures(bundle), 1):
        (page,) = (one for one in pages["specimen", kind] if f"Gambar {number} " in one.text)
        text = page.text.replace("\u00a0", " ")
        after = text[text.index(f"Gambar {number} ") :]
        assert figure.title["id"] in after
        assert figure.caption["id"].replace("\u00a0", " ") in after


def _figures(bundle: Bundle) -> list:
    names = [name for one in bundle.narrative["sections"] for name in one["figures"]]
    return [bundle.figures[name] for name in names]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_or_title_of_a_table_ends_a_page(
    pages: dict[tuple[str, str], tuple[Page, ...]], case: str, kind: str
) -> None:
    headings = {one["heading"]["id"] for one in specimen_bundle().narrative["sections"]}
    for page in pages[case, kind]:
        body = [one for one in page.lines if one.bottom < page.height - BODY_END]
        last = max(body, key=lambda one: one.bottom).text
        assert not last.startswith("Tabel ")
        assert not any(last.endswith(heading) for heading in headings)


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_is_on_a_page(pages: dict[tuple[str, str], tuple[Page, ...]], kind: str) -> None:
    bundle = specimen_bundle()
    printed = {word.text for page in pages["specimen", kind] for word in page.words}
    for name in ("by_unit", "unsur", "trend"):
        for row in shown_texts(bundle.tables[name], "id"):
            for text in row:
                assert set(text.split()) <= printed, (name, text)
