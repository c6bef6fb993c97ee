"""What no font of ours can print is shown by a sign."""

from __future__ import annotations

from analysis.products.pdf.glyphs import UNPRINTABLE, font_folder, printable


def test_the_font_of_labels_comes_with_matplotlib() -> None:
    assert (font_folder() / "DejaVuSans.ttf").is_file()


def test_signs_of_our_reports_are_printed_as_they_are() -> None:
    text = "Indeks 86,10 – n ≥ 30, “A” · −1,5 × 2 † ●▲■◆ layanan العربية é\u00a0ß"
    assert printable(text) == text


def test_a_character_without_a_glyph_becomes_a_sign_wherever_it_stands() -> None:
    told = {"a": ["baik 🎉", {"b": "漢"}], "c": 3, "d": None, "e": ("x\x07",)}
    assert printable(told) == {
        "a": [f"baik {UNPRINTABLE}", {"b": UNPRINTABLE}],
        "c": 3,
        "d": None,
        "e": (f"x{UNPRINTABLE}",),
    }
