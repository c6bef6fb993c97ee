"""The paragraphs of the report, section by section."""

from __future__ import annotations

from collections.abc import Callable

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.accountability.parts import TRAITS, WORDS

DISCUSSION = ("q1", "q2", "q3")
LIMITS = ("chance", "plans", "attainment", "reports", "predikat", "cause")


def section_of(name: str) -> Callable[[Shown], tuple[Paragraph, ...]]:
    """Return the writer of the section on one measure: the whole, its spread over groups."""

    def write(shown: Shown) -> tuple[Paragraph, ...]:
        whole = shown.of(name)
        if not whole or whole[0].status in HIDDEN_STATUSES:
            return shown.texts(name)
        spread = (one for trait in TRAITS for one in _spread(shown, name, trait))
        return (*shown.texts(name), *spread, *_hidden(shown, name), *_meaning(name))

    return write


def limits_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001 - every writer is given it
    """Return how the figures are computed and what they do not show."""
    return tuple(WORDS.both(f"paragraph.limit_{key}") for key in LIMITS)


def discussion_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001
    """Return questions for the heads of units."""
    return tuple(WORDS.both(f"discussion.{key}") for key in DISCUSSION)


def _spread(shown: Shown, name: str, trait: str) -> tuple[Paragraph, ...]:
    """Return the lowest and the highest group of a trait; nothing where all shown are equal."""
    found = sorted(shown.all_of(name, trait), key=lambda one: one.estimate or 0)
    if not found or found[0].estimate == found[-1].estimate:
        return ()
    low, high = found[0], found[-1]
    return (
        {
            lang: WORDS.say(
                "paragraph.spread",
                lang,
                trait=WORDS.say(f"column.{trait}", lang).lower(),
                low=_named(shown, low, trait, lang),
                high=_named(shown, high, trait, lang),
            )
            for lang in LANGUAGES
        },
    )


def _named(shown: Shown, finding: Finding, trait: str, lang: str) -> str:
    write = Formatter(lang)
    unit = finding.measure_unit
    fmt = "share" if unit == "share" else "decimal"
    return WORDS.say(
        f"paragraph.group_{fmt}",
        lang,
        group=shown.names.of_value(trait, finding.group[trait], lang),
        estimate=write.measured(finding.estimate, unit),
        confidence=f"{write.integer(100 * (finding.confidence or 0))}%",
        interval=write.interval(finding.ci_low, finding.ci_high, fmt),
    )


def _hidden(shown: Shown, name: str) -> tuple[Paragraph, ...]:
    tables = [f"{name}_by_{trait}" for trait in TRAITS if f"{name}_by_{trait}" in shown.tables]
    if not tables:
        return (WORDS.both("paragraph.not_split"),)
    hidden = any(shown.hidden_rows(one) for one in tables)
    return (WORDS.both("paragraph.some_hidden"),) if hidden else ()


def _meaning(name: str) -> tuple[Paragraph, ...]:
    return (WORDS.both(f"paragraph.meaning_{name}"),)
