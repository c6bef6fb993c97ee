"""Measured text against a font with the metrics of Arial, and against arithmetic by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFont

from analysis.products.slides import measure

FOLDER = Path("/usr/share/fonts/truetype")
FONTS = {False: "LiberationSans-Regular.ttf", True: "LiberationSans-Bold.ttf"}
SENTENCES = [
    "Kota Sawahlunto memperoleh indeks 88,24; unit median 87,24",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "95%: 87,75 sampai 88,73 · n = 1.196",
    "“Improve first” – −0.12 (p < 0.001) × 3",
    "AVATAR To. Yv, fi ffl kerning",
]
GRID = 0.01
"""Share of a width that rounding glyphs to whole points of a large size may change."""


def font(bold: bool) -> ImageFont.FreeTypeFont:
    found = next(FOLDER.rglob(FONTS[bold]), None) if FOLDER.is_dir() else None
    if found is None:
        pytest.skip(f"{FONTS[bold]} not found: install fonts-liberation")
    return ImageFont.truetype(str(found), 1000, layout_engine=ImageFont.Layout.BASIC)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", SENTENCES)
def test_widths_are_those_of_arial_and_never_less(text: str, bold: bool) -> None:
    real = sum(font(bold).getlength(sign) for sign in text) / 1000
    told = measure.width(text, 1.0, bold=bold)
    assert real <= told * (1 + GRID)
    assert told <= real * measure.SAFETY * (1 + GRID)


def test_a_width_is_the_sum_of_its_glyphs() -> None:
    # Helvetica: A = 667, space = 278, i = 222 thousandths of the size.
    assert measure.width("A i", 10.0) == pytest.approx((667 + 278 + 222) / 100 * measure.SAFETY)


def test_signs_without_a_width_count_as_a_square_and_marks_as_nothing() -> None:
    square = 10.0 * measure.SAFETY
    assert measure.width("👍", 10.0) == pytest.approx(square)
    assert measure.width("خ", 10.0) == pytest.approx(square)
    assert measure.width("e\u0301\u200b", 10.0) == measure.width("e", 10.0)
    assert measure.width("é", 10.0) == measure.width("e", 10.0)


def test_lines_break_at_spaces_only() -> None:
    assert measure.lines("satu dua tiga", 10.0, 42.0) == ["satu dua", "tiga"]
    assert measure.lines("satu\u00a0dua tiga", 10.0, 30.0)[0].startswith("satu")
    assert measure.lines("n\u00a0=\u00a01.196 lembar", 10.0, 50.0) == [
        "n\u00a0=\u00a01.196",
        "lembar",
    ]
    assert measure.lines("a\nb", 10.0, 100.0) == ["a", "b"]
    assert measure.lines("", 10.0, 100.0) == [""]


def test_a_word_wider_than_its_box_is_broken_without_losing_a_sign() -> None:
    word = "Pemberdayaanmasyarakatdandesa" * 3
    found = measure.lines(f"di {word} itu", 12.0, 80.0)
    assert all(measure.width(line, 12.0) <= 80.0 for line in found)
    assert "".join(found).replace(" ", "") == f"di{word}itu"


def test_height_grows_by_lines() -> None:
    assert measure.height(["satu dua tiga", "x"], 10.0, 42.0) == pytest.approx(3 * 12.0)
