"""The paragraphs and the figure on what is left of differences as more is held equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter, is_missing
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.fairness.charts import gap_dots
from analysis.studies.fairness.like_for_like.alike import SAME_APPRAISER, SAME_UNIT, SAME_WORK
from analysis.studies.fairness.like_for_like.tables import DRAWN, FEWEST_STEPS, TRAIT, WIDE
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.telling import confidence, difference, is_held_back, named

if TYPE_CHECKING:
    import pandas as pd

ADJUSTED, WITHIN, ORDINAL = "gap_adjusted", "gap_within_appraiser", "gap_ordinal"


def like_for_like_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the steps of the first trait, what is left of the others, and how to read it."""
    found = [one for name in (ADJUSTED, WITHIN) for one in named(shown, name)]
    blocked = tuple(one.text for one in found if one.group == dict(shown.scope))
    if not any(one.status not in HIDDEN_STATUSES for one in found):
        return (*blocked, *_nothing_shown(found))
    return (
        WORDS.both("paragraph.steps_intro"),
        *_drawn_steps(shown),
        *_counts(shown, ADJUSTED, SAME_WORK),
        *_counts(shown, ADJUSTED, SAME_UNIT),
        *_counts(shown, WITHIN, SAME_APPRAISER),
        *_why_not_compared(found),
        *_resting(shown),
        *blocked,
        *_checks(shown),
        WORDS.both("paragraph.steps_no_cause"),
        WORDS.both("paragraph.steps_grade"),
    )


def _why_not_compared(found: Sequence[Finding]) -> tuple[Paragraph, ...]:
    """Return once why some groups are not compared at some step."""
    missing = any("reference" in one.group and one.p_adjusted is None for one in found)
    return (WORDS.both("paragraph.step_blocked_why"),) if missing else ()


def _nothing_shown(found: Sequence[Finding]) -> tuple[Paragraph, ...]:
    hidden = any(is_held_back(one) for one in found)
    return (WORDS.both("paragraph.some_hidden"),) if hidden else ()


def steps_figure(shown: Shown) -> ReportFigure | None:
    """Return the steps of the first trait as dots, from raw to the same appraiser."""
    rows = shown.rows(DRAWN)
    if len(rows) < FEWEST_STEPS:
        return None
    outcome = _outcome(shown)
    fmt = "decimal" if outcome == "top" else "index"
    values = {lang: _ends(shown, rows, lang, fmt) for lang in LANGUAGES}
    axis = WORDS.both(f"axis.{outcome}")
    chart = gap_dots("stage", axis, low="gap_points_low", high="gap_points_high", format=fmt)
    spoken = {
        lang: {"group": values[lang]["group"], "outcome": WORDS.say(f"outcome.{outcome}", lang)}
        for lang in LANGUAGES
    }
    return WORDS.figure(DRAWN, DRAWN, chart, values, alt_values=spoken)


def _ends(shown: Shown, rows: pd.DataFrame, lang: str, fmt: str) -> dict[str, str]:
    """Return who is compared, the first and the last step as the heading tells them."""
    write = Formatter(lang)
    last = rows.iloc[-1]
    return {
        "group": _pair(shown, lang),
        "raw": write.cell(float(rows.iloc[0]["gap_points"]), fmt),
        "last": write.cell(float(last["gap_points"]), fmt),
        "stage": WORDS.say(f"stage.{last['stage']}", lang),
    }


def _pair(shown: Shown, lang: str) -> str:
    """Return the compared levels of the drawn trait: women compared with men."""
    one = next(one for one in named(shown, ADJUSTED) if TRAIT in one.group)
    group = {key: one.group[key] for key in (TRAIT, "reference")}
    return shown.names.of_group(group, lang)


def _drawn_steps(shown: Shown) -> tuple[Paragraph, ...]:
    rows = shown.rows(DRAWN)
    if rows.empty:
        return ()
    outcome = _outcome(shown)
    fmt = "decimal" if outcome == "top" else "index"
    return (
        {
            lang: WORDS.say(
                "paragraph.steps",
                lang,
                group=_pair(shown, lang),
                outcome=WORDS.say(f"outcome.{outcome}", lang),
                steps="; ".join(_step(shown, row, lang, fmt) for _, row in rows.iterrows()),
            )
            for lang in LANGUAGES
        },
    )


def _step(shown: Shown, row: pd.Series, lang: str, fmt: str) -> str:
    write = Formatter(lang)
    low, high = row["gap_points_low"], row["gap_points_high"]
    code = "paragraph.step_plain" if is_missing(low) else "paragraph.step"
    return WORDS.say(
        code,
        lang,
        stage=WORDS.say(f"stage.{row['stage']}", lang),
        estimate=write.cell(float(row["gap_points"]), fmt),
        interval=write.interval(low, high, fmt),
        confidence=confidence(named(shown, ADJUSTED)[0], lang),
    )


def _counts(shown: Shown, name: str, stage: str) -> tuple[Paragraph, ...]:
    """Return how many comparisons of a step go beyond chance, and which."""
    every = [one for one in named(shown, name) if one.group.get("stage", stage) == stage]
    told = [one for one in every if one.p_adjusted is not None]
    if not told:
        return ()
    different = [one for one in told if is_beyond_chance(one)]
    return ({lang: _count(shown, stage, lang, len(every), told, different) for lang in LANGUAGES},)


def _count(  # noqa: PLR0917 - what one sentence is made of
    shown: Shown,
    stage: str,
    lang: str,
    every: int,
    told: Sequence[Finding],
    different: Sequence[Finding],
) -> str:
    write = Formatter(lang)
    same = "paragraph.step_same_one" if len(told) == 1 else "paragraph.step_same"
    first = WORDS.say(
        "paragraph.step_differ" if different else same,
        lang,
        stage=WORDS.say(f"stage.{stage}", lang),
        tested=write.integer(len(told)),
        different=write.integer(len(different)),
        differences="; ".join(difference(shown, one, lang) for one in different),
    )
    if every == len(told):
        return first
    rest = WORDS.say("paragraph.step_blocked", lang, count=write.integer(every - len(told)))
    return f"{first} {rest}"


def _resting(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the share of the people on whom the last step of the drawn trait rests."""
    rows = shown.rows(WIDE)
    if rows.empty or "resting" not in rows:
        return ()
    mine = rows.loc[rows["margin"].eq(TRAIT) & rows["resting"].notna(), "resting"]
    if mine.empty:
        return ()
    return (
        {
            lang: WORDS.say(
                "paragraph.resting",
                lang,
                group=_pair(shown, lang),
                share=Formatter(lang).share(float(mine.iloc[0])),
            )
            for lang in LANGUAGES
        },
    )


def _checks(shown: Shown) -> tuple[Paragraph, ...]:
    """Return what labels that are only ordered say about the drawn trait."""
    told = [one for one in named(shown, ORDINAL) if one.status not in HIDDEN_STATUSES]
    return tuple(one.text for one in told if TRAIT in one.group)


def _outcome(shown: Shown) -> str:
    outcomes = (one.group["outcome"] for one in named(shown, ADJUSTED) if "outcome" in one.group)
    return next(outcomes, "top")
