"""Tints of a scale and the ink that is read best on a fill."""

from __future__ import annotations

from analysis.presenting.style import ACCENT_SOFT, INK, PAPER, TINT

STOPS = (TINT, ACCENT_SOFT, "#6aa6cb")
"""Lightest, middle and darkest tint of a scale, all light enough for dark numbers."""


def tint(place: float) -> str:
    """Return the tint at a place of 0 (lightest) to 1 (darkest); beyond them the ends."""
    scaled = min(max(place, 0.0), 1.0) * (len(STOPS) - 1)
    at = min(int(scaled), len(STOPS) - 2)
    pairs = zip(_channels(STOPS[at]), _channels(STOPS[at + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * (scaled - at)):02x}" for low, high in pairs)


def ink_on(fill: str) -> str:
    """Return the text colour, dark or light, with the higher contrast on a fill `#rrggbb`."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    return sum(w * _linear(c / 255) for w, c in zip(weights, _channels(colour), strict=True))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
