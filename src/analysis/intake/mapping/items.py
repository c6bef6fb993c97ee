"""Headers of a survey's questions: by code, by number, by name, by question sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from analysis.intake.raw import RawColumn
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook, Item

_GENERIC = re.compile(r"(?:unsur|pertanyaan|soal|butir|item|u|p|q|x|no)? ?0?(\d{1,2})(?: (.*))?")
_OF_ITEMS = re.compile(r"unsur|pertanyaan|jawaban|butir")
_GRID_LINE = re.compile(r"\[([^\[\]]+)\]\s*$")
_NUMBER_BEFORE = re.compile(r"^(?:(?:pertanyaan|pernyataan|butir|no|p|q|v)? ?\d{1,3}) ")
_BY_WORDS = {1: 0.80, 2: 0.88}
_BY_MORE_WORDS = 0.92


@dataclass(frozen=True)
class Candidate:
    """A target that a header may stand for, how well it fits (0 to 1), and why."""

    target: str
    score: float
    reason: str


@dataclass(frozen=True)
class Numbered:
    """The number of a question in a header, the words after it, whether the codebook numbers so."""

    number: int
    rest: str
    own: bool


def numbered(column: RawColumn, codebook: Codebook) -> Numbered | None:
    """Return the number of the question that a header names, None where it names none."""
    header = fold(column.header)
    if codebook.code_pattern and codebook.orders:
        pattern = fold(codebook.code_pattern.replace("{number}", "0")).replace(
            "0", r" ?0?(\d{1,2})"
        )
        match = re.fullmatch(rf"{pattern}(?: (.*))?", header)
        if match:
            return Numbered(int(match[1]), match[2] or "", own=True)
    match = _GENERIC.fullmatch(header)
    if match is None or (header[:1].isdigit() and not _OF_ITEMS.search(fold(column.group))):
        return None
    return Numbered(int(match[1]), match[2] or "", own=False)


def complete_numbering(columns: Iterable[RawColumn], codebook: Codebook) -> bool:
    """Whether the headers number exactly as many questions as the codebook has, from 1."""
    found = [one.number for column in columns if (one := numbered(column, codebook))]
    return sorted(found) == list(range(1, len(codebook.items) + 1))


def item_candidates(
    column: RawColumn, codebook: Codebook, *, order: str, complete: bool
) -> list[Candidate]:
    """Return the items that a header may stand for, best first.

    Parameters
    ----------
    column : RawColumn
    codebook : Codebook
    order : str
        Order by which numbers are read: a key of `codebook.orders`.
    complete : bool
        Whether all questions are numbered; numbers that are not the codebook's own count for
        nothing otherwise.
    """
    by_code = _by_code(fold(column.header), codebook)
    if by_code:
        return [by_code]
    number = numbered(column, codebook) if codebook.orders else None
    text = number.rest if number and number.rest else asked(column.header)
    scored = [one for item in codebook.items if (one := _by_text(item, text))]
    scored.sort(key=lambda one: -one.score)
    if number is None:
        return scored
    if number.rest and scored and scored[0].score >= _BY_WORDS[1]:
        return [Candidate(scored[0].target, max(scored[0].score, 0.95), "synonym"), *scored[1:]]
    return [*_by_number(number, codebook.orders, order, complete=complete), *scored]


def _by_code(header: str, codebook: Codebook) -> Candidate | None:
    """Return the item whose code the header is, or begins with: "RK1", "RK1. Saya ragu …"."""
    for item in codebook.items:
        code = fold(item.code)
        if code and header == code:
            return Candidate(item.key, 0.98, "exact")
        if code and header.startswith(f"{code} "):
            return Candidate(item.key, 0.95, "exact")
    return None


def asked(header: str) -> str:
    """Return the folded question of a header: what stands in brackets, without a number before it.

    Online forms write a line of a grid as "Seberapa setuju Anda? [Saya tahu …]".
    """
    inside = _GRID_LINE.search(header)
    text = fold(inside[1] if inside else header)
    bare = _NUMBER_BEFORE.sub("", text)
    return bare if len(bare.split()) > 1 else text


def _by_number(
    number: Numbered, orders: Mapping[str, tuple[str, ...]], order: str, *, complete: bool
) -> list[Candidate]:
    keys = orders[order]
    if not 1 <= number.number <= len(keys) or not (number.own or complete):
        return []
    key = keys[number.number - 1]
    if number.rest:
        return [Candidate(key, 0.70, "position")]
    if not number.own:
        return [Candidate(key, 0.82, "position")]
    same_in_all = len({one[number.number - 1] for one in orders.values()}) == 1
    return [Candidate(key, 0.97, "exact") if same_in_all else Candidate(key, 0.93, "position")]


def _by_text(item: Item, text: str) -> Candidate | None:
    questions = (item.question.id, item.question.en) if item.question else ()
    return _named(text, item.key, (*item.synonyms, item.name.id, item.name.en), questions)


@lru_cache(maxsize=20_000)
def _named(
    text: str, key: str, synonyms: tuple[str, ...], asked: tuple[str, ...]
) -> Candidate | None:
    """Score a header against the key, names and questions of an item; files repeat headers."""
    if text == fold(key):
        return Candidate(key, 0.98, "exact")
    questions = [fold(question) for question in asked]
    names = {fold(name) for name in synonyms}
    if text in names:
        return Candidate(key, 0.97, "synonym")
    if text in questions:
        return Candidate(key, 0.97, "question")
    best = max((_phrase_score(text, name) for name in names), default=0.0)
    likeness = max((fuzz.ratio(text, one) / 100 for one in (*questions, *names)), default=0.0)
    if best < _BY_WORDS[1] and likeness < 0.85:
        return None
    reason = "question" if len(text.split()) >= 4 else "similar"
    return Candidate(key, round(max(best, 0.9 * likeness if likeness >= 0.85 else 0.0), 3), reason)


def _phrase_score(text: str, name: str) -> float:
    """Score a name of one, two or more words that the text contains, in this order or another."""
    score = _BY_WORDS.get(len(name.split()), _BY_MORE_WORDS)
    if f" {name} " in f" {text} ":
        return score
    inside = set(name.split()) <= set(text.split())
    return score - 0.03 if inside and len(name.split()) > 1 else 0.0
