"""The paragraphs about groups of users: who differs, by how much, and what could not be split."""

from __future__ import annotations

import pandas as pd

from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.formats import Formatter
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction.groups import TRAITS
from analysis.studies.satisfaction.judging import FEW_ANSWERS
from analysis.studies.satisfaction.names import UNSTATED
from analysis.studies.satisfaction.parts import LANGUAGES, ROOM, WORDS, listed
from analysis.studies.satisfaction.section_view import Paragraph, Shown
from analysis.wording import both, say


def groups_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return which groups differ from all other sheets, and which traits could not be split."""
    tested = [
        one
        for one in shown.findings
        if one.id == "satisfaction.ikm" and one.family and one.p_adjusted is not None
    ]
    merged = (*_merged(shown), *_unstated(shown), *_merged_away(shown))
    if not tested:
        complete = any(one.startswith("by_") and one[3:] in TRAITS for one in shown.tables)
        return (both(f"{ROOM}.paragraph.groups_untested"), *merged) if complete else merged
    different = [one for one in tested if is_beyond_chance(one) and (one.n or 0) >= FEW_ANSWERS]
    survey = shown.report.survey
    drawn = survey is not None and survey.designed
    how = (both(f"{ROOM}.paragraph.groups_how"), *merged)
    review = () if drawn else (both(f"{ROOM}.paragraph.groups_review"),)
    if not different:
        return (both(f"{ROOM}.paragraph.groups_same"), *how, *review)
    by_trait: dict[str, list[Finding]] = {}
    for one in different:
        by_trait.setdefault(_trait(shown, one), []).append(one)
    differ = tuple(_differences(shown, trait, found) for trait, found in by_trait.items())
    return (both(f"{ROOM}.paragraph.groups_differ"), *differ, *how, *review)


def _merged(shown: Shown) -> tuple[Paragraph, ...]:
    """Name the traits of which small levels were merged."""
    found = [one for one, stated, levels in _compared(shown) if not set(stated.dropna()) <= levels]
    return _naming("groups_merged", found)


def _unstated(shown: Shown) -> tuple[Paragraph, ...]:
    """Name the traits that so few sheets leave out that these are no group of their own."""
    found = [
        one
        for one, stated, levels in _compared(shown)
        if stated.isna().any() and UNSTATED not in levels
    ]
    return _naming("unstated_left_out", found)


def _compared(shown: Shown) -> list[tuple[str, pd.Series, set[str]]]:
    """Return each trait that has a table, what the sheets state of it, and the table's levels."""
    survey = shown.report.survey
    if survey is None:
        return []
    return [
        (one, survey.sheets[one], set(shown.tables[f"by_{one}"].frame[one]))
        for one in TRAITS
        if f"by_{one}" in shown.tables and one in survey.sheets
    ]


def _merged_away(shown: Shown) -> tuple[Paragraph, ...]:
    """Name the traits whose levels became one after small ones were merged."""
    survey = shown.report.survey
    if survey is None:
        return ()
    stated = [one for one in TRAITS if one in survey.sheets and survey.sheets[one].notna().any()]
    gone = [one for one in stated if f"by_{one}" not in shown.tables]
    return _naming("merged_away", gone)


def _naming(code: str, traits: list[str]) -> tuple[Paragraph, ...]:
    """Return a paragraph that names traits; none without any."""
    if not traits:
        return ()
    named = {
        lang: listed([WORDS.say(f"column.{one}", lang).lower() for one in traits], lang)
        for lang in LANGUAGES
    }
    return (
        {lang: say(f"{ROOM}.paragraph.{code}", lang, traits=named[lang]) for lang in LANGUAGES},
    )


def _trait(shown: Shown, finding: Finding) -> str:
    return next(key for key in finding.group if key not in shown.scope)


def _differences(shown: Shown, trait: str, found: list[Finding]) -> Paragraph:
    """Return the levels of one trait that differ, in their order: "Gender: women 84.94 (…)"."""
    return {
        lang: say(
            f"{ROOM}.paragraph.trait_differs",
            lang,
            trait=WORDS.say(f"column.{trait}", lang),
            levels="; ".join(_level_text(shown, one.group[trait], one, lang) for one in found),
        )
        for lang in LANGUAGES
    }


def _level_text(shown: Shown, level: str, finding: Finding, lang: str) -> str:
    write = Formatter(lang)
    return say(
        f"{ROOM}.paragraph.level_differs",
        lang,
        level=shown.report.names.of_value(_trait(shown, finding), level, lang),
        estimate=write.index(finding.estimate),
        confidence=f"{write.integer(100 * (finding.confidence or 0))}%",
        interval=write.interval(finding.ci_low, finding.ci_high),
        n=write.integer(finding.n),
    )
