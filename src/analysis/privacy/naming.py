"""The region's own names, found in free text exactly or with one typing error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import OSA

from analysis.privacy.folding import fold_name, fold_word, is_telling, words

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ .,\-]{1,3}")
_SHORTEST_MISSPELT = 5
_SHORTEST_PART = 4


@dataclass(frozen=True)
class NameIndex:
    """Parts of names, by what is left of them when one letter is lost.

    Attributes
    ----------
    pairs : frozenset of (str, str)
        Neighbouring parts of names.
    singles : frozenset of str
        Names of one part.
    parts : frozenset of str
        Parts long and rare enough to be taken for a name where they are capitalised.
    shortened : dict of str to tuple of str
        Parts by each of their forms without one letter.
    """

    pairs: frozenset[tuple[str, str]]
    singles: frozenset[str]
    parts: frozenset[str]
    shortened: dict[str, tuple[str, ...]]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"NameIndex({len(self.pairs)} pairs, {len(self.singles)} single names)"

    @classmethod
    def of(cls, names: Iterable[str]) -> NameIndex:
        """Return the index of names with or without titles."""
        folded = {fold_name(name) for name in names} - {()}
        every = {part for parts in folded for part in parts}
        shortened: dict[str, list[str]] = defaultdict(list)
        for part in sorted(every):
            for form in _without_a_letter(part):
                shortened[form].append(part)
        common = words("common")
        return cls(
            pairs=frozenset(pair for parts in folded for pair in pairwise(parts)),
            singles=frozenset(
                parts[0]
                for parts in folded
                if len(parts) == 1 and len(parts[0]) >= _SHORTEST_PART and parts[0] not in common
            ),
            parts=frozenset(part for part in every if is_telling(part)),
            shortened={form: tuple(found) for form, found in shortened.items()},
        )

    def replace(self, text: str, mark: str) -> str:
        """Return the text with every name of the index replaced by `mark`."""
        spans = self._spans(text) if self.shortened else []
        for start, end in reversed(spans):
            text = text[:start] + mark + text[end:]
        return text

    def is_part(self, word: str) -> bool:
        """Tell whether a word is a telling part of a name, however it is written."""
        return fold_word(word) in self.parts

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        last: re.Match[str] | None = None
        for match in _WORD.finditer(text):
            if text[match.start() - 1 : match.start()] == "[":
                last = None
                continue
            if self._is_name(match[0]):
                _add(found, match.start(), match.end())
            if last is not None and self._is_pair(text, last, match):
                _add(found, last.start(), match.end())
            last = match
        return found

    def _is_name(self, word: str) -> bool:
        folded = fold_word(word)
        if folded in self.singles:
            return True
        if word[:1].isupper() and folded in self.parts:
            return True
        return any(
            part in self.singles and part != folded and len(part) > _SHORTEST_MISSPELT
            for part in self._candidates(folded)
        )

    def _is_pair(self, text: str, first: re.Match[str], second: re.Match[str]) -> bool:
        if not _BETWEEN.fullmatch(text, first.end(), second.start()):
            return False
        a, b = fold_word(first[0]), fold_word(second[0])
        if (a, b) in self.pairs:
            return True
        one_typo = [(part, b) for part in self._candidates(a)]
        one_typo += [(a, part) for part in self._candidates(b)]
        return any(pair in self.pairs for pair in one_typo)

    def _candidates(self, folded: str) -> tuple[str, ...]:
        """Return the parts of names one typing error away; remembered, as words repeat."""
        if folded not in self._known:
            forms = {folded, *_without_a_letter(folded)}
            near = {part for form in forms for part in self.shortened.get(form, ())}
            self._known[folded] = tuple(
                part
                for part in sorted(near)
                if len(part) >= _SHORTEST_PART and OSA.distance(part, folded, score_cutoff=1) <= 1
            )
        return self._known[folded]


def _without_a_letter(part: str) -> Iterator[str]:
    yield part
    for at in range(len(part)):
        yield part[:at] + part[at + 1 :]


def _add(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span, joined to those before it where they overlap."""
    while spans and start < spans[-1][1]:
        first, last = spans.pop()
        start, end = min(start, first), max(end, last)
    spans.append((start, end))
