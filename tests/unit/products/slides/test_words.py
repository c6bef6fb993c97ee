"""What becomes a title, what a paragraph, and how much stands on one slide."""

from __future__ import annotations

from itertools import pairwise

import pytest
from specimen import two

from analysis.products.slides.deck import Slide, Words
from analysis.products.slides.planning import numbered
from analysis.products.slides.words import (
    MOST_PARAGRAPHS,
    discussion_slides,
    finding,
    first_sentence,
    for_slides,
    repeated_openings,
    section_words,
    text_slides,
)


def section(*texts: str, key: str = "index") -> dict:
    paragraphs = [two(text, text) for text in texts]
    return {"key": key, "heading": two("Indeks", "The index"), "paragraphs": paragraphs}


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Indeks 88,24. Mutunya B.", "Indeks 88,24", "Mutunya B."),
        ("IKM 1.196 lembar", "IKM 1.196 lembar", ""),
        ("Apakah adil? Belum.", "Apakah adil?", "Belum."),
        (
            "Menurut PermenPANRB 14/2017 (n = 1.196). 8 berbeda.",
            "Menurut PermenPANRB 14/2017 (n = 1.196)",
            "8 berbeda.",
        ),
    ],
)
def test_the_first_sentence_is_the_title(text: str, title: str, rest: str) -> None:
    assert first_sentence(text) == (title, rest)


def test_a_long_sentence_or_one_that_points_below_is_no_title() -> None:
    assert finding(section("Kata " * 60 + "akhir. Lagi."), "id")[0] == "Indeks"
    assert finding(section("Tabel di bawah memuat angka. Lagi."), "id") == ("Indeks", [])
    assert finding(section(), "en") == ("The index", [])
    assert finding(section("Naik. Sedikit.", "Turun."), "id") == ("Naik", ["Sedikit.", "Turun."])


def test_a_sentence_that_several_sections_begin_with_is_no_title() -> None:
    sections = [section("Jarang. Satu."), section("Jarang. Dua."), section("Lain."), section()]
    assert repeated_openings(sections, "id") == {"Jarang"}
    assert finding(sections[0], "id", repeated={"Jarang"}) == ("Indeks", ["Jarang. Satu."])
    (slide,) = section_words(sections[1], "id", repeated={"Jarang"})
    assert slide.title == "Indeks"


def test_sentences_that_only_point_at_a_table_stay_in_the_notes() -> None:
    pointing = [
        "Selengkapnya ada pada tabel.",
        "The p-values in the tables below compare each group with all other sheets, adjusted.",
        "Tabel “Apa yang dapat dinilai dari data ini” menyebut alasan dan data yang diperlukan.",
    ]
    kept = [
        "Huruf mutu menurut tabel yang berlaku adalah B, sedangkan yang dicetak adalah A.",
        "Ya.",
    ]
    assert for_slides([*pointing, *kept]) == kept


def test_one_sentence_alone_stands_large_under_its_heading() -> None:
    (slide,) = section_words(section("Belum ada kiriman ulang."), "id")
    assert (slide.title, slide.kicker) == ("Indeks", "")
    assert slide.paragraphs == ("Belum ada kiriman ulang.",)
    assert slide.size == 28.0
    assert list(section_words(section(), "id")) == []


def test_more_paragraphs_than_a_slide_holds_go_on() -> None:
    texts = [f"Kalimat ke-{place} tentang layanan." for place in range(12)]
    found = list(text_slides("Temuan", texts, kicker="Bagian"))
    assert [one for slide in found for one in slide.paragraphs] == texts
    assert all(len(slide.paragraphs) <= MOST_PARAGRAPHS for slide in found)
    assert len({len(slide.paragraphs) for slide in found}) == 1


def test_questions_are_counted_over_slides() -> None:
    questions = [f"Pertanyaan {place}: " + "apa yang kita lakukan? " * 9 for place in range(7)]
    found = list(discussion_slides(section(*questions, key="discussion"), "id"))
    assert all(isinstance(one, Words) and one.numbered for one in found)
    assert found[0].first == 1
    for one, after in pairwise(found):
        assert after.first == one.first + len(one.paragraphs)
    assert found[0].notes[0].paragraphs[0].startswith("Bacakan satu pertanyaan")


def test_titles_that_come_again_are_numbered() -> None:
    slides = [Slide(title="A"), Slide(title="B"), Slide(title="A")]
    assert [one.title for one in numbered(slides, "id")] == ["A (1/2)", "B", "A (2/2)"]
