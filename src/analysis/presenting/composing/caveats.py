"""A caveat that many findings share is told once in a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.presenting.composing.view import Paragraph
from analysis.presenting.composing.words import StudyWords


def caveat_once(
    paragraphs: Iterable[Paragraph], words: StudyWords, codes: Sequence[str]
) -> tuple[Paragraph, ...]:
    """Return the paragraphs with each caveat `[caveat.<code>]` behind its first sentence only."""
    caveats = [words.both(f"caveat.{code}") for code in codes]
    told: set[int] = set()
    found = []
    for paragraph in paragraphs:
        one = paragraph
        for at, caveat in enumerate(caveats):
            bare = {lang: text.removesuffix(caveat[lang]).rstrip() for lang, text in one.items()}
            if bare != one and at in told:
                one = bare
            elif bare != one:
                told.add(at)
        found.append(one)
    return tuple(found)
