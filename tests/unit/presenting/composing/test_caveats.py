"""A caveat is told once in a section."""

from __future__ import annotations

from analysis.presenting.composing.caveats import caveat_once
from analysis.studies.training.parts import NOT_AN_EFFECT, WORDS

CAVEAT = WORDS.both(f"caveat.{NOT_AN_EFFECT}")


def said(text: str, *, caveat: bool) -> dict[str, str]:
    return {lang: f"{text} {CAVEAT[lang]}" if caveat else text for lang in CAVEAT}


def test_caveat_stays_behind_the_first_sentence_only() -> None:
    paragraphs = [
        said("satu.", caveat=False),
        said("dua.", caveat=True),
        said("tiga.", caveat=True),
    ]
    found = caveat_once(paragraphs, WORDS, [NOT_AN_EFFECT])
    assert found == (
        said("satu.", caveat=False),
        said("dua.", caveat=True),
        said("tiga.", caveat=False),
    )


def test_nothing_to_tell_stays_nothing() -> None:
    assert caveat_once([], WORDS, [NOT_AN_EFFECT]) == ()
