"""A report as a document holds everything its narrative names, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from specimen import wide_table
from written import specimen_bundle

from analysis.presenting.reading import Bundle
from analysis.products.document import (
    Block,
    BulletList,
    Callout,
    Contents,
    FigureBlock,
    Heading,
    KeyFigures,
    Lede,
    Letterhead,
    Note,
    Paragraph,
    StatusLegend,
    TableBlock,
    TitleBlock,
)
from analysis.products.document.report import report_document, unit_name
from analysis.schemas.bundle import ReportTable

Kind = TypeVar("Kind", bound=Block)


def of_kind(bundle: Bundle, kind: type[Kind], lang: str = "id") -> list[Kind]:
    return [one for one in report_document(bundle, lang).blocks if isinstance(one, kind)]


def told(bundle: Bundle, **changes: Any) -> Bundle:
    return replace(bundle, narrative=bundle.narrative | changes)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return specimen_bundle()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_sections_stand_in_order_with_their_figures_before_their_tables(
    bundle: Bundle, lang: str
) -> None:
    assert list(_outline(bundle, lang)) == list(_narrated(bundle, lang))


def _outline(bundle: Bundle, lang: str) -> Iterator[tuple[str, str]]:
    for block in report_document(bundle, lang).blocks:
        if isinstance(block, Heading):
            yield "heading", block.text
        elif isinstance(block, FigureBlock):
            yield "figure", block.alt
        elif isinstance(block, TableBlock):
            yield "table", block.name


def _narrated(bundle: Bundle, lang: str) -> Iterator[tuple[str, str]]:
    for section in bundle.narrative["sections"]:
        yield "heading", section["heading"][lang]
        yield from (("figure", bundle.figures[name].alt[lang]) for name in section["figures"])
        yield from (("table", name) for name in section["tables"])


def test_sections_tables_and_figures_are_numbered_as_they_come(bundle: Bundle) -> None:
    assert [one.number for one in of_kind(bundle, Heading)] == ["1", "2", "3"]
    tables, figures = of_kind(bundle, TableBlock, "en"), of_kind(bundle, FigureBlock)
    assert [one.label for one in tables] == [f"Table {n + 1}" for n in range(len(tables))]
    assert [one.label for one in figures] == [f"Gambar {n + 1}" for n in range(len(figures))]


def test_the_head_says_what_the_report_is_about(bundle: Bundle) -> None:
    document = report_document(bundle, "id")
    (title,) = of_kind(bundle, TitleBlock)
    assert document.title == "Kepuasan masyarakat – Kota Contoh · Semester II 2025"
    assert document.subject == "Kepuasan masyarakat · Kota Contoh · Semester II 2025"
    assert document.created == bundle.document.generated_at
    assert title.title == "Kepuasan masyarakat"
    assert dict(title.facts)["Sifat"] == document.classed
    assert document.stamp == "DATA CONTOH - bukan data sebenarnya"
    assert of_kind(bundle, Lede)[0].text == bundle.narrative["lede"]["id"]


def test_key_figures_say_their_status_in_words_and_the_legend_explains_it(bundle: Bundle) -> None:
    (figures,) = of_kind(bundle, KeyFigures, "en")
    (legend,) = of_kind(bundle, StatusLegend, "en")
    assert [one.status_name for one in figures.items] == [
        "Sound", "To be reviewed", "Cannot be assessed yet",
    ]  # fmt: skip
    assert [name for _, name, _ in legend.items] == [one.status_name for one in figures.items]
    assert figures.items[2].value == "–"


def test_warnings_and_letterhead_stand_only_where_there_are_some(bundle: Bundle) -> None:
    assert of_kind(told(bundle, warnings=[], letterhead=None), Callout) == []
    assert of_kind(told(bundle, letterhead=None), Letterhead) == []
    warned = told(bundle, warnings=[{"code": "x", "text": {"id": "Awas.", "en": "Beware."}}])
    assert [one.items for one in of_kind(warned, Callout, "en")] == [("Beware.",)]
    headed = told(bundle, letterhead={"lines": ["PEMERINTAH KOTA"], "address": "Jalan Contoh 1"})
    assert report_document(headed, "id").blocks[0] == Letterhead(
        ("PEMERINTAH KOTA",), "Jalan Contoh 1"
    )


def test_a_short_report_has_no_contents_and_a_longer_one_has(bundle: Bundle) -> None:
    assert of_kind(bundle, Contents) == []
    longer = told(bundle, sections=bundle.narrative["sections"] * 2)
    assert len(of_kind(longer, Contents)) == 1


def test_questions_for_discussion_are_a_list(bundle: Bundle) -> None:
    section = {
        "key": "discussion",
        "heading": {"id": "Bahan diskusi", "en": "For discussion"},
        "paragraphs": [{"id": "Apa?", "en": "What?"}, {"id": "Mengapa?", "en": "Why?"}],
    }
    changed = told(bundle, sections=[section])
    assert of_kind(changed, BulletList) == [BulletList(("Apa?", "Mengapa?"), numbered=True)]
    assert of_kind(changed, Paragraph) == []


def test_wide_tables_stand_in_an_appendix_that_the_text_points_to(bundle: Bundle) -> None:
    wide = wide_table(9)
    named = _with_table(
        bundle, replace(wide, columns=tuple(_long_heading(c) for c in wide.columns))
    )
    blocks = report_document(named, "id").blocks
    assert isinstance(blocks[-1], TableBlock)
    assert blocks[-1].wide
    assert blocks[-2] == Heading(1, "Lampiran: tabel lebar")
    texts = [one.text for one in of_kind(named, Note)]
    assert any(f"{blocks[-1].label} “" in text and "lampiran" in text for text in texts)


def _long_heading(column: Any) -> Any:
    return replace(column, label=dict.fromkeys(("id", "en"), f"Pertanggung {column.name}"))


def _with_table(bundle: Bundle, table: ReportTable) -> Bundle:
    section = {
        "key": "more",
        "heading": {"id": "Lain", "en": "More"},
        "paragraphs": [],
        "figures": [],
        "tables": [table.name],
    }
    changed = told(bundle, sections=[*bundle.narrative["sections"], section])
    return replace(changed, tables=bundle.tables | {table.name: table})


def test_a_report_without_sections_findings_or_figures_is_still_a_document(bundle: Bundle) -> None:
    bare = told(bundle, sections=[], headlines=[], warnings=[], lede=None, stamp=None, rules=[])
    document = report_document(bare, "en")
    kinds = [type(one).__name__ for one in document.blocks]
    assert kinds == ["TitleBlock", "Space", "Note"]
    assert document.stamp == ""


def test_a_report_of_one_unit_names_it(bundle: Bundle) -> None:
    named = replace(bundle, manifest={"unit": "dinkes", "unit_name": "Dinas Kesehatan"})
    assert unit_name(bundle, "id") == ""
    assert unit_name(named, "id") == "Dinas Kesehatan"
    assert "Dinas Kesehatan, Kota Contoh" in report_document(named, "id").subject


def test_a_unit_without_a_name_in_the_manifest_has_that_of_its_table(bundle: Bundle) -> None:
    column = bundle.tables["by_unit"].columns[0]
    unit, names = next(iter(column.codes.items()))
    assert unit_name(replace(bundle, manifest={"unit": unit}), "id") == names["id"]
    assert unit_name(replace(bundle, manifest={"unit": "tak-dikenal"}), "id") == "tak-dikenal"


def test_the_note_on_hidden_rows_names_the_floor_the_report_was_asked_for(bundle: Bundle) -> None:
    asked = replace(bundle, manifest={"inputs": {"parameters": {"min_cell": 20}}})
    for given, floor in ((bundle, 5), (asked, 20)):
        (table,) = (one for one in of_kind(given, TableBlock) if one.name == "by_unit")
        assert any(f"Kurang dari {floor}:" in note for note in table.notes)
