"""The paragraphs of the report, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.studies.policy.ledger import Judged, name_of
from analysis.studies.policy.parts import WORDS

Writer = Callable[[Shown], tuple[Paragraph, ...]]
MEASURED = ("supported", "mixed", "not_supported")


def section_writers(judged: Sequence[Judged]) -> dict[str, Writer]:
    """Return the writer of each section, by key and in order."""
    return {
        "claims": lambda shown: _claims(shown, judged),
        "evidence": lambda _shown: (WORDS.both("paragraph.evidence"),),
        "not_measurable": lambda _shown: _not_measurable(judged),
        "limits": lambda _shown: tuple(
            WORDS.both(f"paragraph.limit_{key}") for key in ("limits", "effects", "start")
        ),
        "discussion": lambda _shown: tuple(WORDS.both(f"discussion.q{n}") for n in (1, 2, 3)),
    }


def _claims(shown: Shown, judged: Sequence[Judged]) -> tuple[Paragraph, ...]:
    counts = {name: sum(one.verdict == name for one in judged) for name in MEASURED}
    measured = sum(counts.values())
    summary = {
        lang: WORDS.say(
            "paragraph.summary" if measured else "paragraph.summary_none",
            lang,
            total=Formatter(lang).integer(len(judged)),
            measured=Formatter(lang).integer(measured),
            **{name: Formatter(lang).integer(count) for name, count in counts.items()},
        )
        for lang in LANGUAGES
    }
    told = (one.text for one in shown.findings if one.value_code is not None)
    return (summary, *told)


def _not_measurable(judged: Sequence[Judged]) -> tuple[Paragraph, ...]:
    unseen = [one for one in judged if one.verdict == "not_measurable"]
    if not unseen:
        return (WORDS.both("paragraph.all_measurable"),)
    return tuple(
        {
            lang: WORDS.say(
                "paragraph.needs",
                lang,
                claim=one.claim.text[lang],
                findings="; ".join(
                    name_of(read.evidence)[lang]
                    for read in one.reads
                    if read.evidence.role == "decides" and read.reading == "none"
                ),
            )
            for lang in LANGUAGES
        }
        for one in unseen
    )
