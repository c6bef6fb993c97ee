"""What stands on no slide because it would say nothing, and what the small print tells instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from decks import bundle_of, made, opened, shapes, texts_of
from specimen import specimen_sections, specimen_tables, two

from analysis.presenting.reading import Bundle
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED, ReportTable, Section
from analysis.wording import both


def with_section(section: Section, *, without: tuple[str, ...] = ()) -> Bundle:
    def sections(found: list, protected: dict[str, ReportTable]) -> list[Section]:
        return [*specimen_sections(found, protected), section]

    tables = [one for one in specimen_tables() if one.name not in without]
    return bundle_of(sections=sections, tables=tables)


def all_texts(bundle: Bundle, lang: str = "en") -> str:
    deck = opened(made(bundle, lang))
    shown = [one.text_frame.text for _, one in shapes(deck) if one.has_text_frame]
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    return "\n".join([*shown, *notes])


def test_a_section_without_anything_to_show_has_no_slide() -> None:
    nothing = both("presenting.nothing_to_show")
    bundle = with_section(Section("empty", two("Bagian kosong", "Empty part"), (nothing,)))
    assert not any("Empty part" in title for title in texts_of(opened(made(bundle, "en"))))
    assert nothing["en"] not in all_texts(bundle)


def test_sections_that_begin_alike_stand_under_their_headings() -> None:
    alike = two("Terlalu jarang. Lihat nanti.", "Too rare to be shown. See later.")
    bundle = with_section(Section("one", two("Bagian satu", "Part one"), (alike,)))
    *others, one = bundle.narrative["sections"]
    sections = [*others, one, {**one, "key": "two", "heading": two("Bagian dua", "Part two")}]
    told = replace(bundle, narrative={**bundle.narrative, "sections": sections})
    titles = texts_of(opened(made(told, "en")))
    assert {"Part one", "Part two"} <= set(titles)
    assert not any("Too rare" in title for title in titles)


@pytest.mark.parametrize(("hidden", "is_shown"), [(2, True), (3, False)])
def test_a_table_that_is_mostly_hidden_is_named_and_not_shown(hidden: int, is_shown: bool) -> None:
    section = Section(
        "alone",
        two("Sendiri", "Alone"),
        (two("Ukuran berbeda antarunit.", "Measures differ."),),
        tables=("scales",),
    )
    bundle = with_section(section)
    (alone,) = [one for one in bundle.narrative["sections"] if one["key"] == "alone"]
    narrative = {**bundle.narrative, "sections": [{**alone, "tables": ["scales"]}]}
    table = bundle.tables["scales"]
    status = [SUPPRESSED] * hidden + ["shown"] * (len(table.frame) - hidden)
    hiding = replace(table, frame=table.frame.assign(**{STATUS_COLUMN: status}))
    told = replace(
        bundle, narrative=narrative, tables={**bundle.tables, "scales": hiding}, figures={}
    )
    deck = opened(made(told, "en"))
    names = [one.name for _, one in shapes(deck) if one.has_table]
    assert any(one.startswith("table:scales") for one in names) is is_shown
    assert "scales" in all_texts(told)


def test_small_print_names_the_floor_that_was_asked_for() -> None:
    bundle = bundle_of()
    asked = replace(bundle, manifest={"inputs": {"parameters": {"min_cell": 40}}})
    assert "Fewer than 5:" in all_texts(bundle)
    assert "Fewer than 40:" in all_texts(asked)
    assert "Fewer than 5:" not in all_texts(asked)


def test_signs_that_no_file_may_hold_are_left_out_of_every_text() -> None:
    section = Section(
        "odd", two("Judul\x00 aneh", "An\x00 odd title"), (two("Isi\x01.", "Text\x01."),)
    )
    told = all_texts(with_section(section))
    assert "An odd title" in told
    assert "Text." in told
