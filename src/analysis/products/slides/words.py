"""Short paragraphs as slides: as large as they fit, never a wall of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from analysis.presenting.typography import glued
from analysis.products.slides import measure
from analysis.products.slides.deck import Note, Slide, Words
from analysis.products.slides.fitting import largest, pages
from analysis.products.slides.geometry import BODY_SIZES, QUESTION_SIZES, SPLIT_BODY, TEXT_WIDTH
from analysis.wording import say

ROOM = "products.slides"
MOST_PARAGRAPHS = 5
LONGEST_TITLE = 190
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\d])")
_POINTER = re.compile(r"\b(?:tabel|tables?)\b", re.IGNORECASE)
_OPENS = re.compile(r"(?:Tabel|The table) “")
SHORT_POINTER = 60
_POINTS_BELOW = re.compile(r"\b(?:di bawah(?: ini)?|below)\b", re.IGNORECASE)


def first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence of a text without its full stop, and the rest."""
    first, *rest = _SENTENCE.split(text, maxsplit=1)
    return first.removesuffix("."), rest[0] if rest else ""


def repeated_openings(sections: Sequence[Mapping[str, Any]], lang: str) -> frozenset[str]:
    """Return the first sentences that several sections begin with."""
    openings = Counter(
        first_sentence(glued(one["paragraphs"][0][lang]))[0]
        for one in sections
        if one["paragraphs"]
    )
    return frozenset(title for title, times in openings.items() if times > 1)


def finding(
    section: Mapping[str, Any], lang: str, *, repeated: Collection[str] = ()
) -> tuple[str, list[str]]:
    """Return the finding of a section as a title, and the paragraphs that go on from it.

    The title is the first sentence. It is the heading of the section where there is no sentence,
    where it is too long, where other sections begin with it as well (`repeated`), and where it
    speaks of a table below, as only a page has one.
    """
    texts = [glued(one[lang]) for one in section["paragraphs"] if one[lang]]
    if not texts:
        return section["heading"][lang], []
    title, rest = first_sentence(texts[0])
    if len(title) > LONGEST_TITLE or title in repeated or _POINTS_BELOW.search(title):
        return section["heading"][lang], for_slides(texts)
    return title, for_slides([*([rest] if rest else []), *texts[1:]])


def for_slides(texts: Sequence[str]) -> list[str]:
    """Return the texts without those that only point at a table; they stay in the notes."""
    return [one for one in texts if not _only_points(one)]


def _only_points(text: str) -> bool:
    if not _POINTER.search(text):
        return False
    return len(text) <= SHORT_POINTER or bool(_OPENS.match(text) or _POINTS_BELOW.search(text))


def section_words(
    section: Mapping[str, Any], lang: str, *, repeated: Collection[str] = ()
) -> Iterator[Slide]:
    """Yield a section that has only text; one sentence alone stands large under its heading."""
    title, texts = finding(section, lang, repeated=repeated)
    heading = section["heading"][lang]
    if not section["paragraphs"]:
        return
    if not texts:
        texts, title = [glued(one[lang]) for one in section["paragraphs"]], heading
    kicker = "" if title == heading else heading
    yield from text_slides(title, texts, kicker=kicker)


def text_slides(
    title: str, texts: Sequence[str], *, kicker: str, notes: tuple[Note, ...] = ()
) -> Iterator[Slide]:
    """Yield paragraphs under a title, at most `MOST_PARAGRAPHS` a slide."""
    yield from _words(Slide(title=title, kicker=kicker, notes=notes), texts, numbered=False)


def discussion_slides(section: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    """Yield the questions of a section, counted, with a hint for the facilitator."""
    texts = [glued(one[lang]) for one in section["paragraphs"]]
    hint = Note(say(f"{ROOM}.notes.questions", lang), (say(f"{ROOM}.notes.discuss", lang),))
    shell = Slide(title=section["heading"][lang], notes=(hint,))
    yield from _words(shell, texts, numbered=True)


def _words(shell: Slide, texts: Sequence[str], *, numbered: bool) -> Iterator[Slide]:
    room = shell.room
    sizes = QUESTION_SIZES if numbered or len(texts) == 1 else BODY_SIZES
    if len(texts) <= MOST_PARAGRAPHS:
        fitting = _largest(texts, sizes, room)
        if fitting is not None:
            yield _slide(shell, texts, fitting, numbered=numbered)
            return
    size = SPLIT_BODY
    while size > BODY_SIZES[-1] and max(_heights(texts, size)) > room:
        size -= 1
    first = 1
    for run in _runs(_short(texts, size, room), size, room):
        fitted = _largest(run, sizes, room) or size
        yield _slide(shell, run, fitted, numbered=numbered, first=first)
        first += len(run)


def _largest(texts: Sequence[str], sizes: Sequence[float], room: float) -> float | None:
    return largest(sizes, lambda size: sum(_heights(texts, size)) <= room)


def _runs(texts: Sequence[str], size: float, room: float) -> Iterator[list[str]]:
    for run in pages(texts, _heights(texts, size), room):
        count = -(-len(run) // MOST_PARAGRAPHS)
        each = -(-len(run) // count)
        for first in range(0, len(run), each):
            yield run[first : first + each]


def _short(texts: Sequence[str], size: float, room: float) -> list[str]:
    """Break a paragraph that is higher than a slide by itself where its lines end."""
    most = max(1, int(room / (size * measure.LINE_HEIGHT)))
    found = []
    for text in texts:
        told = measure.lines(text, size, TEXT_WIDTH - Words.HANG)
        found += [" ".join(told[at : at + most]) for at in range(0, len(told), most)]
    return found


def _slide(
    shell: Slide, texts: Sequence[str], size: float, *, numbered: bool, first: int = 1
) -> Words:
    return Words(
        title=shell.title,
        kicker=shell.kicker,
        small=shell.small,
        notes=shell.notes,
        paragraphs=tuple(texts),
        size=size,
        numbered=numbered,
        first=first,
    )


def _heights(texts: Sequence[str], size: float) -> list[float]:
    return [
        measure.height([one], size, TEXT_WIDTH - Words.HANG) + Words.SPACE * size * (place > 0)
        for place, one in enumerate(texts)
    ]
