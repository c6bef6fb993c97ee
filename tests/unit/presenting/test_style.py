from __future__ import annotations

import pytest

from analysis.presenting import style

TEXT_COLOURS = {
    name: getattr(style, name)
    for name in ("INK", "MUTED", "ACCENT", "OK", "REVIEW", "BLOCKED", "SUPPRESSED", "STAMP")
}
BEHIND = {"paper": style.PAPER, "tint": style.TINT}
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it, written out from its text."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("ground", BEHIND)
@pytest.mark.parametrize("name", TEXT_COLOURS)
def test_text_colours_are_readable(name, ground):
    assert contrast(TEXT_COLOURS[name], BEHIND[ground]) >= ENOUGH


def test_the_white_stamp_is_readable():
    assert contrast("#ffffff", style.STAMP) >= ENOUGH


@pytest.mark.parametrize("letter", style.BAND_TINTS)
def test_letters_on_their_tints_are_readable(letter):
    assert contrast(style.MUTED, style.BAND_TINTS[letter]) >= ENOUGH
