"""What the slides of a report say and how they are built, on a specimen with every element."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from decks import (
    LANGUAGES,
    bundle_of,
    in_memory,
    made,
    odd_bundle,
    odd_deck,
    opened,
    points,
    shapes,
    specimen_deck,
    texts_of,
)
from pptx.oxml.ns import qn
from specimen import blocked, specimen, specimen_tables, trend_table, two

from analysis.errors import ReportError
from analysis.products import slides
from analysis.products.comparing import Sources, compare_table
from analysis.products.inspection import SCANNERS
from analysis.products.slides import measure
from analysis.products.slides.geometry import HEIGHT, WIDTH
from analysis.schemas.bundle import KEPT, SHOWN, STATUS_COLUMN, ReportTable, Section

SLACK = 0.6
"""Points by which rounding to the unit of Office files may differ."""
LEAST_POINTS = 10.0


@pytest.fixture(scope="module", params=["specimen-id", "specimen-en", "odd-id", "odd-en"])
def deck(request: pytest.FixtureRequest) -> bytes:
    kind, lang = request.param.split("-")
    return {"specimen": specimen_deck, "odd": odd_deck}[kind](lang)


def size_of(shape: object, paragraph: object) -> tuple[float, bool]:
    """Return size and weight of a paragraph: its own, or those of its placeholder."""
    run = paragraph.runs[0] if paragraph.runs else None
    size = points(run.font.size) if run is not None and run.font.size else None
    bold = run.font.bold if run is not None else None
    if shape.is_placeholder and (size is None or bold is None):
        default = base(shape)
        size = size if size is not None else int(default.get("sz")) / 100
        bold = bold if bold is not None else default.get("b") == "1"
    return size, bool(bold)


def base(shape: object) -> object:
    place = shape.placeholder_format
    layout = shape.part.slide.slide_layout
    found = next(one for one in layout.placeholders if one.placeholder_format.idx == place.idx)
    return found._element.find(f".//{qn('a:defRPr')}")


def text_height(shape: object) -> float:
    """Return the height that the text of a shape takes by measure."""
    frame = shape.text_frame
    body = frame._txBody.bodyPr
    inset = sum(int(body.get(side) or 0) for side in ("lIns", "rIns")) / 12700
    above = sum(int(body.get(side) or 0) for side in ("tIns", "bIns")) / 12700
    room, total = points(shape.width) - inset, above
    for paragraph in frame.paragraphs:
        size, bold = size_of(shape, paragraph)
        settings = paragraph._p.pPr
        hang = int(settings.get("marL") or 0) / 12700 if settings is not None else 0.0
        total += measure.height([paragraph.text], size, room - hang, bold=bold)
        total += points(paragraph.space_before) if paragraph.space_before else 0.0
    return total


def test_every_shape_stands_inside_its_slide(deck: bytes) -> None:
    for number, shape in shapes(opened(deck)):
        assert shape.left >= 0, (number, shape.name)
        assert shape.top >= 0, (number, shape.name)
        assert points(shape.left + shape.width) <= WIDTH + SLACK, (number, shape.name)
        assert points(shape.top + shape.height) <= HEIGHT + SLACK, (number, shape.name)


def test_no_text_is_higher_than_its_box(deck: bytes) -> None:
    for number, shape in shapes(opened(deck)):
        if shape.has_text_frame and shape.text_frame.text:
            if shape.is_placeholder and shape.placeholder_format.type == 13:
                continue
            tall = text_height(shape)
            assert tall <= points(shape.height) + SLACK, (number, shape.name, shape.text_frame.text)


def test_no_cell_is_lower_than_its_text(deck: bytes) -> None:
    for number, shape in shapes(opened(deck)):
        if not shape.has_table:
            continue
        table = shape.table
        assert points(sum(one.height for one in table.rows)) <= points(shape.height) + SLACK
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                paragraph = cell.text_frame.paragraphs[0]
                font = paragraph.runs[0].font
                mark = paragraph._p.pPr.get("marL") if paragraph._p.pPr is not None else 0
                room = points(column.width - cell.margin_left - cell.margin_right) - (
                    int(mark or 0) / 12700
                )
                tall = measure.height(
                    [cell.text_frame.text], points(font.size), room, bold=bool(font.bold)
                )
                tall += points(cell.margin_top + cell.margin_bottom)
                assert tall <= points(row.height) + SLACK, (number, cell.text_frame.text)
                assert points(font.size) >= LEAST_POINTS


def test_shapes_of_content_do_not_cover_each_other(deck: bytes) -> None:
    for number, slide in enumerate(opened(deck).slides, 1):
        frames = [one for one in slide.shapes if one.has_table or one.has_chart]
        texts = [one for one in slide.placeholders if one.has_text_frame and one.text_frame.text]
        for frame in frames:
            for other in texts:
                if other.name == "Title":
                    title = points(other.top) + text_height(other)
                    assert points(frame.top) >= title - SLACK, number
                else:
                    above = points(other.top + other.height) <= points(frame.top) + SLACK
                    below = points(other.top) >= points(frame.top + frame.height) - SLACK
                    assert above or below, (number, other.name)


def test_every_slide_has_a_title_of_its_own(deck: bytes) -> None:
    titles = texts_of(opened(deck))
    assert all(titles)
    assert len(titles) == len(set(titles))


def test_the_reading_order_begins_with_the_title(deck: bytes) -> None:
    for slide in opened(deck).slides:
        first, *_, last = list(slide.shapes)
        assert first == slide.shapes.title
        if slide.slide_layout.name == "Page":
            assert last.placeholder_format.idx == 12


def test_graphics_have_alternative_texts_and_tables_a_header(deck: bytes) -> None:
    seen = 0
    for number, shape in shapes(opened(deck)):
        if shape.has_chart or shape.has_table:
            seen += 1
            told = shape._element.find(f".//{qn('p:cNvPr')}").get("descr")
            assert told, (number, shape.name)
            assert shape.name.startswith(("chart:", "table:"))
        if shape.has_table:
            assert shape.table.first_row
            assert not shape.table.horz_banding
    assert seen >= 8


def test_every_slide_tells_class_place_and_that_data_are_samples(deck: bytes) -> None:
    for number, slide in enumerate(opened(deck).slides, 1):
        said = " ".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)
        assert "DATA CONTOH" in said or "SAMPLE DATA" in said, number
        assert any(word in said for word in ("Untuk umum", "Internal", "Public")), number
        assert "Kota Contoh" in said or "…" in said, number


def test_figures_have_source_and_notes() -> None:
    for slide in opened(specimen_deck("id")).slides:
        if any(one.has_chart for one in slide.shapes):
            small = next(one for one in slide.placeholders if one.placeholder_format.idx == 14)
            assert "Sumber: tabel" in small.text_frame.text
            notes = slide.notes_slide.notes_text_frame.text
            for heading in ("Yang ditunjukkan", "Cara membaca", "Yang tidak ditunjukkan", "Bagan:"):
                assert heading in notes


def test_findings_are_titles_and_the_discussion_is_last() -> None:
    titles = texts_of(opened(specimen_deck("en")))
    assert "Six units can be compared" in titles
    assert titles[0]
    assert titles[1].startswith("Key figures")
    assert texts_of(opened(odd_deck("en")))[-1].startswith("For discussion")


def test_tables_name_their_sheet_in_the_workbook() -> None:
    for lang, sheet in (("id", "“many”"), ("en", "“many.en”")):
        found = [
            one.text_frame.text
            for slide in opened(odd_deck(lang)).slides
            if any(shape.name.startswith("table:many") for shape in slide.shapes)
            for one in slide.placeholders
            if one.has_text_frame and one.placeholder_format.idx == 14
        ]
        assert found
        assert all("tables.xlsx" in text and sheet in text for text in found)


def test_rows_kept_from_the_last_edition_bear_their_mark_and_pass_the_check() -> None:
    bundle = bundle_of()
    tables = {name: replace(one, frame=first_kept(one)) for name, one in bundle.tables.items()}
    deck = made(replace(bundle, tables=tables), "en")
    grids = [shape.table for _, shape in shapes(opened(deck)) if shape.has_table]
    marked = [[row.cells[0].text.endswith("\u00a0†") for row in grid.rows] for grid in grids]
    assert any(one[:3] == [False, True, False] for one in marked)
    sources = Sources(tables)
    shown = [one for one in SCANNERS[".pptx"](deck, "slides.en.pptx").tables if one.name in tables]
    assert len(shown) == len(grids)
    assert not [problem for one in shown for problem in compare_table(one, sources, "en")]


def first_kept(table: ReportTable) -> pd.DataFrame:
    statuses = table.frame.get(STATUS_COLUMN, pd.Series(SHOWN, table.frame.index)).copy()
    statuses.iloc[0] = KEPT
    return table.frame.assign(**{STATUS_COLUMN: statuses})


def test_what_is_left_out_of_a_table_is_said() -> None:
    said = [
        shape.text_frame.text for _, shape in shapes(opened(odd_deck("id"))) if shape.has_text_frame
    ]
    assert any("dari 130 baris" in text and "“many”" in text for text in said)
    assert any("dari 82 kolom" in text and "“wide”" in text for text in said)


def test_real_data_bear_no_stamp_and_no_letterhead_is_no_harm() -> None:
    presentation = opened(made(bundle_of(synthetic=False), "id"))
    for _, shape in shapes(presentation):
        assert not shape.has_text_frame or "DATA CONTOH" not in shape.text_frame.text
    assert "Letterhead" not in [one.name for one in presentation.slides[0].shapes]


def test_letterhead_and_lede_stand_on_the_cover() -> None:
    bundle = in_memory(
        specimen(),
        letterhead={"lines": ["Pemerintah Kota Contoh"], "address": "Jalan 1"},
        lede=two("Seberapa puas?", "How satisfied?"),
    )
    said = [one.text_frame.text for one in opened(made(bundle, "id")).slides[0].shapes]
    assert "Pemerintah Kota Contoh\nJalan 1" in said
    assert "Seberapa puas?" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_in_which_all_is_blocked_is_a_deck(lang: str) -> None:
    presentation = opened(made(bundle_of(findings=blocked()), lang))
    cards = presentation.slides[1]
    said = " ".join(one.text_frame.text for one in cards.shapes if one.has_text_frame)
    assert {"id": "Belum dapat dinilai", "en": "Cannot be assessed"}[lang] in said


def test_an_empty_period_gives_slides_that_say_so() -> None:
    tables = [replace(one, frame=one.frame.iloc[:0]) for one in specimen_tables()]
    presentation = opened(made(bundle_of(tables=tables), "id"))
    assert not any(shape.has_chart for _, shape in shapes(presentation))
    said = [one.text_frame.text for _, one in shapes(presentation) if one.has_text_frame]
    assert said.count("Tidak ada angka yang dapat ditampilkan pada gambar ini.") == 8


def test_no_headlines_and_no_sections_leave_the_cover() -> None:
    bundle = in_memory(specimen(), headlines=[], sections=[])
    assert len(opened(made(bundle, "en")).slides) == 1


def test_a_figure_without_numbers_is_no_chart() -> None:
    table = trend_table()
    empty = replace(table, frame=table.frame.assign(estimate=float("nan")))
    tables = [empty if one.name == "trend" else one for one in specimen_tables()]
    presentation = opened(made(bundle_of(tables=tables), "en"))
    names = [shape.name for _, shape in shapes(presentation)]
    assert "chart:trend" not in names
    assert "chart:units" in names


def test_two_small_tables_share_a_slide_and_each_says_which_it_is() -> None:
    def sections(found: list, tables: dict[str, ReportTable]) -> list[Section]:
        del found, tables
        words = (two("Dua tabel dibandingkan.", "Two tables are compared."),)
        return [Section("pair", two("Pasangan", "A pair"), words, tables=("scales", "rows"))]

    bundle = bundle_of(sections=sections, figures=())
    slide = opened(made(bundle, "id")).slides[-1]
    assert slide.shapes.title.text_frame.text == "Dua tabel dibandingkan"
    assert [one.name for one in slide.shapes if one.has_table] == ["table:scales", "table:rows"]


def test_numbers_of_cards_are_set_in_one_size() -> None:
    cards = [one for one in opened(specimen_deck("id")).slides[1].shapes if one.has_text_frame]
    values = [
        paragraph.runs[0].font.size
        for one in cards
        for paragraph in one.text_frame.paragraphs
        if paragraph.text in ("83,10", "322", "–")
    ]
    assert len(values) == 3
    assert len(set(values)) == 1


def test_statuses_have_a_form_beside_their_colour() -> None:
    cards = opened(specimen_deck("id")).slides[1]
    signs = [one.get("char") for one in cards._element.iter(qn("a:buChar"))]
    assert {"●", "▲", "■"} <= set(signs)


def test_a_bundle_that_does_not_hold_together_is_a_report_error(tmp_path) -> None:
    bundle = bundle_of()
    broken = replace(bundle, tables={})
    with pytest.raises(ReportError, match=r"slides\.pptx"):
        slides.write(broken, "id", tmp_path / "slides.pptx")
    with pytest.raises(ReportError, match=r"slides\.pptx"):
        slides.write(bundle, "id", tmp_path / "nowhere" / "slides.pptx")


def test_the_frame_of_a_table_is_not_changed() -> None:
    bundle = odd_bundle()
    before = {name: table.frame.copy() for name, table in bundle.tables.items()}
    made(bundle, "id")
    for name, frame in before.items():
        pd.testing.assert_frame_equal(bundle.tables[name].frame, frame)
