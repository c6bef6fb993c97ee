"""Ends and ticks of value axes, in round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable

from analysis.presenting.formats import MINUS, PLACES
from analysis.products.slides.charts.parts import Scale
from analysis.products.workbook.look import LOCALE_IDS

TICKS = 7
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_NOTHING = 1e-9


def round_scale(
    values: Iterable[float | None],
    fmt: str,
    lang: str,
    *,
    from_zero: bool = False,
    before: float = 0.0,
    after: float = 0.0,
) -> Scale:
    """Return an axis that holds all values and ends on ticks; one of shares ends at 100 %.

    Parameters
    ----------
    from_zero : bool
        Begin at zero, or end there where all values are below it.
    before, after : float
        Room beyond the values on either side, as a share of their range.
    """
    known = [one for one in values if one is not None] or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    spread = max(high - low, abs(high) * 0.02, 10.0 ** -(_places(fmt)))
    start = low if from_zero and low == 0 else low - before * spread
    end = max(high + after * spread, start + spread / 2)
    if fmt == "share" and high <= 1:
        end = min(end, 1.0)
    step = _step((end - start) / TICKS, fmt)
    first, last = math.floor(start / step + _NOTHING), math.ceil(end / step - _NOTHING)
    return Scale(
        _tidy(first * step), _tidy(max(last, first + 1) * step), step, tick_format(step, fmt, lang)
    )


def tick_format(step: float, fmt: str, lang: str) -> str:
    """Return how ticks `step` apart are written, with as few decimals as they need."""
    scale = 100 if fmt == "share" else 1
    places = next((n for n in range(4) if _is_whole(step * scale * 10**n)), 4)
    plain = "#,##0" + (f".{'0' * places}" if places else "") + ("%" if fmt == "share" else "")
    mark = f"[$-{LOCALE_IDS[lang]}]"
    return f'{mark}{plain};{mark}"{MINUS}"{plain}'


def _step(rough: float, fmt: str) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * (1 - _NOTHING))
    return max(_tidy(step), 1.0 if fmt == "integer" else 0.0)


def _places(fmt: str) -> int:
    return PLACES.get(fmt, PLACES["decimal"]) + (2 if fmt == "share" else 0)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < _NOTHING


def _tidy(value: float) -> float:
    return float(f"{value:.10g}") + 0.0
