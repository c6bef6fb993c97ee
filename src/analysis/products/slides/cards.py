"""Key figures as cards: the number first, then what it means, how sure it is, and its status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.presenting import style
from analysis.products.slides import measure
from analysis.products.slides.deck import Card
from analysis.products.slides.fitting import largest
from analysis.products.slides.geometry import TEXT_WIDTH, Box
from analysis.products.slides.grid import Mark
from analysis.products.slides.markup import Para, bar, text_box

MOST = 6
"""Cards of one slide."""
GUTTER, INSET, EDGE = 18.0, 16.0, 5.0
HEIGHT = 330.0
VALUE_SIZES = (60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
WORDS_FROM = 7
"""Place of the largest size of a value in words."""
LONG = 24
"""Signs of a value from which on it is words, set smaller than a number."""
MARKS = {
    "ok": Mark("●", style.OK),
    "review": Mark("▲", style.REVIEW),
    "blocked": Mark("■", style.BLOCKED),
    "suppressed": Mark("◆", style.SUPPRESSED),
}
"""Form and colour of each status, the same in cards and tables."""


def card_shapes(cards: Sequence[Card], room: Box, lang: str, *, number: int) -> Iterator[str]:
    """Yield the shapes of the cards, in reading order, numbered from `number`."""
    places = boxes(len(cards), room)
    sizes = value_sizes(cards, [_text_box(one) for one in places])
    for place, (card, box, size) in enumerate(zip(cards, places, sizes, strict=True)):
        mark = MARKS.get(card.status, MARKS["blocked"])
        edge = Box(box.left, box.top, EDGE, box.height)
        yield bar(number + 2 * place, f"Edge {place + 1}", edge, mark.colour)
        yield text_box(
            number + 2 * place + 1,
            card.label,
            _text_box(box),
            _texts(card, size),
            lang,
            paper=style.TINT,
            inset=INSET,
        )


def boxes(count: int, room: Box) -> list[Box]:
    """Return where cards stand: up to three side by side, more in two rows."""
    across = count if count <= 3 else (count + 1) // 2
    down = 1 if count <= 3 else 2
    wide = (TEXT_WIDTH - GUTTER * (max(across, 2) - 1)) / max(across, 2)
    tall = min(HEIGHT, (room.height - GUTTER * (down - 1)) / down)
    return [
        Box(
            room.left + (place % across) * (wide + GUTTER),
            room.top + (place // across) * (tall + GUTTER),
            wide,
            tall,
        )
        for place in range(count)
    ]


def value_sizes(cards: Sequence[Card], places: Sequence[Box]) -> list[float]:
    """Return the size of each value: one for all numbers, one for all that are words."""
    own = [_largest(card, box) for card, box in zip(cards, places, strict=True)]
    least = {
        kind: min(size for card, size in zip(cards, own, strict=True) if _is_long(card) == kind)
        for kind in {_is_long(card) for card in cards}
    }
    return [least[_is_long(card)] for card in cards]


def _largest(card: Card, box: Box) -> float:
    wide, tall = box.width - 2 * INSET, box.height - 2 * INSET
    sizes = VALUE_SIZES[WORDS_FROM:] if _is_long(card) else VALUE_SIZES
    return largest(sizes, lambda one: _height(_texts(card, one), wide) <= tall) or sizes[-1]


def _is_long(card: Card) -> bool:
    return len(card.value) >= LONG


def _text_box(box: Box) -> Box:
    return Box(box.left + EDGE, box.top, box.width - EDGE, box.height)


def _texts(card: Card, size: float) -> list[Para]:
    small = min(18.0 if size > 44 else 16.0 if size > 28 else 14.0, size)
    verdict = min(26.0 if size > 44 else 20.0, size)
    mark = MARKS.get(card.status, MARKS["blocked"])
    value_ink = style.INK if card.status in ("ok", "review") else style.MUTED
    given = [
        Para(card.label, small, bold=True, colour=style.MUTED),
        Para(card.value, size, bold=True, colour=value_ink, before=4),
        Para(card.verdict, verdict, bold=True, colour=style.ACCENT, before=2),
        Para(card.detail, small, colour=style.MUTED, before=4),
        Para(
            card.status_name,
            small,
            bold=True,
            colour=mark.colour,
            bullet=mark.sign,
            hang=1.5 * small,
            before=8,
        ),
    ]
    return [one for one in given if one.text]


def _height(paras: Sequence[Para], room: float) -> float:
    return sum(
        measure.height([one.text], one.size, room - one.hang, bold=bool(one.bold)) + one.before
        for one in paras
    )
