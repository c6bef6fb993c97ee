"""The paragraphs of the report, section by section."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.presenting.composing.decision import decision_sentences
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportTable, Section
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.studies.satisfaction.config import SECTIONS
from analysis.studies.satisfaction.group_section import groups_section
from analysis.studies.satisfaction.parts import (
    LANGUAGES,
    RANDOM_VARIATION_ONLY,
    ROOM,
    WORDS,
    listed,
)
from analysis.studies.satisfaction.placement import FIGURES_OF_SECTION, TABLES_OF_SECTION
from analysis.studies.satisfaction.section_view import Paragraph, Report, Shown
from analysis.studies.satisfaction.who_answered_section import counted, who_answered_section
from analysis.wording import both, say

FEWEST_SHOWN_UNSUR = 3
DISCUSSION = ("q1", "q2", "q3", "q4")
ABOUT_LETTERS = "q3"
QUADRANT_ORDER = ("improve", "keep")
PRIORITY_REASONS = ("who_answered_not_covered", "unsur_order", "few_in_group", "no_variation")


def write_sections(
    report: Report, findings: list[Finding], tables: dict[str, ReportTable]
) -> list[Section]:
    """Return the sections that were asked for, in order."""
    shown = Shown("satisfaction", findings, tables, report.names, report.scope, report=report)
    writers = {
        "decision": _decision,
        "who_answered": who_answered_section,
        "index": _index,
        "units": _units,
        "groups": groups_section,
        "unsur": _unsur,
        "trend": _trend,
        "priorities": _priorities,
        "published": _published,
        "limits": _limits,
        "discussion": _discussion,
    }
    return [
        Section(
            key,
            WORDS.both(f"section.{key}"),
            _caveat_once(writers[key](shown)),
            FIGURES_OF_SECTION.get(key, ()),
            TABLES_OF_SECTION.get(key, ()),
        )
        for key in SECTIONS
        if report.config.wants(key)
    ]


def _caveat_once(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a section with the caveat after its first sentence only."""
    caveat = both(f"{ROOM}.caveat.{RANDOM_VARIATION_ONLY}")
    told = False
    found = []
    for one in paragraphs:
        bare = {lang: one[lang].removesuffix(caveat[lang]).rstrip() for lang in LANGUAGES}
        found.append(bare if told else one)
        told = told or bare != one
    return tuple(found)


def _decision(shown: Shown) -> tuple[Paragraph, ...]:
    report = shown.report
    sentences = decision_sentences(WORDS, report.gates)
    if report.survey is not None:
        return sentences
    empty = {
        lang: say(
            f"{ROOM}.decision.empty",
            lang,
            place=report.names.of_group(report.scope, lang),
            period=Formatter(lang).period(report.names.period),
        )
        for lang in LANGUAGES
    }
    return (empty, sentences[0])


def _index(shown: Shown) -> tuple[Paragraph, ...]:
    return shown.texts("ikm", "letter_stability", "ikm_unit_mean", "ikm_raked", "adequacy")


def _units(shown: Shown) -> tuple[Paragraph, ...]:
    found = [one.text for one in shown.findings if _is_benchmark(one)]
    rows = shown.rows("by_unit")
    if rows.empty:
        return tuple(found)
    units = rows[rows["unit"].notna()]
    if "letter" in units and units["letter"].notna().any():
        found.append(_letter_counts(units))
        doubtful = [
            gate("letter_stability", probability=one).status == "review"
            for one in units["stability"]
        ]
        found += _listed(shown, "unstable", "by_unit", "unit", units[doubtful]["unit"])
    hidden = shown.hidden_rows("by_unit")
    return (*found, counted("units_hidden", hidden=hidden)) if hidden else tuple(found)


def _is_benchmark(finding: Finding) -> bool:
    return finding.id == "satisfaction.ikm" and "reference" in finding.group


def _letter_counts(units: pd.DataFrame) -> Paragraph:
    counts = units["letter"].value_counts().sort_index()
    return {
        lang: say(
            f"{ROOM}.paragraph.letters",
            lang,
            counts=listed(
                [
                    say(
                        f"{ROOM}.paragraph.letter_count",
                        lang,
                        count=Formatter(lang).integer(int(count)),
                        letter=say(f"{ROOM}.value.{letter}", lang),
                    )
                    for letter, count in counts.items()
                ],
                lang,
            ),
        )
        for lang in LANGUAGES
    }


def _listed(
    shown: Shown, code: str, table: str, key: str, values: Iterable[object]
) -> list[Paragraph]:
    """Return one paragraph that names the values of a table's label, none without values."""
    named = [str(one) for one in values]
    if not named:
        return []
    return [
        {
            lang: say(
                f"{ROOM}.paragraph.{code}",
                lang,
                count=Formatter(lang).integer(len(named)),
                names="; ".join(shown.name(table, key, one, lang) for one in named),
            )
            for lang in LANGUAGES
        }
    ]


def _unsur(shown: Shown) -> tuple[Paragraph, ...]:
    found = sorted(shown.all_of("unsur", "unsur"), key=lambda one: one.estimate or 0)
    picked = found[:FEWEST_SHOWN_UNSUR]
    picked += [one for one in found[-1:] if one not in picked]
    flagged = [one for one in found if one.reason_code == "unsur_order" and one not in picked]
    return tuple(one.text for one in (*picked, *flagged)) or shown.texts("unsur")


def _trend(shown: Shown) -> tuple[Paragraph, ...]:
    found = list(shown.texts("trend_signal"))
    points = shown.rows("trend")
    if not points.empty:
        found += _listed(
            shown, "signals_at", "trend", "time", points[points["signal"].notna()]["time"]
        )
    if shown.report.apart:
        found.append(_followed_apart(shown))
    rows = shown.rows("trend_by_unit")
    if not rows.empty:
        moved = rows[rows["course"].isin(["signal_up", "signal_down"])]["unit"]
        found += _listed(shown, "unit_signals", "trend_by_unit", "unit", moved) or [
            both(f"{ROOM}.paragraph.no_unit_signals")
        ]
    return tuple(found)


def _followed_apart(shown: Shown) -> Paragraph:
    report = shown.report
    return {
        lang: say(
            f"{ROOM}.paragraph.other_regime",
            lang,
            instruments="; ".join(
                report.names.of_value("instrument", one, lang) for one in report.apart
            ),
        )
        for lang in LANGUAGES
    }


def _priorities(shown: Shown) -> tuple[Paragraph, ...]:
    found = shown.all_of("priority", "unsur")
    told = [
        _verdict(shown, verdict, [one for one in found if one.value_code == verdict])
        for verdict in QUADRANT_ORDER
    ]
    reasons = [
        both(f"{ROOM}.paragraph.priorities_{reason}")
        for reason in PRIORITY_REASONS
        if any(one.reason_code == reason for one in found)
    ]
    return (*(one for one in told if one), *reasons) or shown.texts("priority")


def _verdict(shown: Shown, verdict: str, found: list[Finding]) -> Paragraph:
    """Return one sentence that names the items of a verdict with their scores."""
    if not found:
        return {}
    names = shown.report.names
    items = {
        lang: "; ".join(
            f"{names.of_value('unsur', one.group['unsur'], lang)} "
            f"({Formatter(lang).index(one.estimate)}, n = {Formatter(lang).integer(one.n)})"
            for one in found
        )
        for lang in LANGUAGES
    }
    code = f"{ROOM}.priority_list.{verdict}"
    return {lang: say(code, lang, items=items[lang]) for lang in LANGUAGES}


def _published(shown: Shown) -> tuple[Paragraph, ...]:
    return tuple(shown.report.printed) or tuple(
        one.text for one in shown.findings if one.id == "satisfaction.published_check"
    )


def _limits(shown: Shown) -> tuple[Paragraph, ...]:
    survey = shown.report.survey
    codes = ["limit_answered", "limit_cause"]
    if survey is not None:
        codes += ["limit_letter", "limit_scale"] if survey.rules else ["limit_own"]
    found = [*_method(shown.report), *(both(f"{ROOM}.paragraph.{code}") for code in codes)]
    if shown.report.config.weight != "exact":
        weight = shown.report.config.weight
        found.append(
            {
                "id": say(f"{ROOM}.paragraph.limit_weight", "id", weight=weight.replace(".", ",")),
                "en": say(f"{ROOM}.paragraph.limit_weight", "en", weight=weight),
            }
        )
    return tuple(found)


def _method(report: Report) -> list[Paragraph]:
    """Return by which rules, or from which instrument of its own, the index is computed."""
    if report.survey is None:
        return []
    instrument = report.survey.codebook.title
    title = report.rule_title or {"id": instrument.id, "en": instrument.en}
    code = f"{ROOM}.paragraph.{report.survey.worded('method')}"
    return [{lang: say(code, lang, title=title[lang]) for lang in LANGUAGES}]


def _discussion(shown: Shown) -> tuple[Paragraph, ...]:
    survey = shown.report.survey
    own = survey is not None and survey.rules is None
    kept = [key for key in DISCUSSION if not (own and key == ABOUT_LETTERS)]
    return tuple(both(f"{ROOM}.discussion.{key}") for key in kept)
