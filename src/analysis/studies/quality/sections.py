"""The paragraphs of the report, section by section."""

from __future__ import annotations

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.studies.quality.accounting import OUTCOMES
from analysis.studies.quality.parts import WORDS

DISCUSSION = ("q1", "q2", "q3")


def rows_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return what became of the rows; what did not happen is not told."""
    names = ("rows_in", *OUTCOMES, "duplicate_count")
    return tuple(one.text for name in names for one in shown.of(name) if one.estimate != 0)


def arrivals_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return whether anything arrived again, and what that means."""
    arrived = not shown.rows("arrivals").empty
    return (WORDS.both(f"paragraph.{'arrived_again' if arrived else 'arrived_once'}"),)


def missing_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return how much is missing in the columns that matter."""
    return shown.texts("missing_share")


def ask_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return how many tables and columns have never held anything."""
    rows = shown.rows("to_ask_for")
    if rows.empty:
        return (WORDS.both("paragraph.nothing_to_ask"),)
    whole = int((~rows["place"].str.contains(".", regex=False)).sum())
    return (
        {
            lang: WORDS.say(
                "paragraph.to_ask_for",
                lang,
                tables=Formatter(lang).integer(whole),
                columns=Formatter(lang).integer(len(rows) - whole),
            )
            for lang in LANGUAGES
        },
    )


def appraisal_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the signs of pre-typed appraisals, and that they are no proof."""
    found = shown.texts("pretyped_share")
    judged = shown.all_of("pretyped_share")
    return (*found, WORDS.both("paragraph.sign_is_no_proof")) if judged else found


def survey_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the flagged sheets of each survey, and the bound for silent staff."""
    flagged = tuple(one.text for one in shown.findings if one.id.endswith(".careless_share"))
    return (*flagged, *shown.texts("nonresponse_bound"))


def limits_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001 - every writer is given it
    """Return how the figures are computed and what they do not show."""
    return tuple(WORDS.both(f"paragraph.limit_{key}") for key in ("rows", "missing", "truth"))


def discussion_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001
    """Return questions for those who keep the files."""
    return tuple(WORDS.both(f"discussion.{key}") for key in DISCUSSION)
