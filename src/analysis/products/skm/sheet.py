"""The publication sheet: the index as offices post it, one page a unit and one for the region."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.presenting import style
from analysis.presenting.formats import Formatter
from analysis.presenting.narrative import value_name
from analysis.products.names import product_file
from analysis.products.pdf.glyphs import printable
from analysis.products.skm.facts import (
    ROOM,
    finding_of,
    is_shown,
    letter_bands,
    place_name,
    places_of,
    respondents,
    traits_of,
)
from analysis.products.skm.typst_writer import write_sheet
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle
    from analysis.schemas.finding import Finding

TEMPLATE = "sheet.typ"
STEM = "ikm"
TRAITS_SHOWN = 2
"""Gender and education, as offices post them."""
CAREFUL = ("few_answers", "no_variation")
"""Reasons for which an index is read with care, said in the small print."""


def write_sheets(bundle: Bundle, folder: Path, languages: Sequence[str]) -> list[Path]:
    """Write the sheets of the region and of every unit, as PDF and as PNG.

    Parameters
    ----------
    bundle : Bundle
        Of the satisfaction study of a whole region.
    folder : Path
    languages : sequence of str
        The default first, whose file names bear no language: `ikm-<unit>.pdf`, `ikm.en.png`.

    Returns
    -------
    list of Path

    Raises
    ------
    ReportError
        If a sheet cannot be set.
    """
    written = []
    for unit in places_of(bundle):
        stem = f"{STEM}-{unit}" if unit else STEM
        for lang in languages:
            facts = json.dumps(printable(sheet_facts(bundle, unit, lang)), ensure_ascii=False)
            for suffix in ("pdf", "png"):
                path = folder / product_file(stem, suffix, lang, languages)
                made = bundle.document.generated_at
                write_sheet(TEMPLATE, facts, path, format=suffix, made=made)
                written.append(path)
    return written


def sheet_facts(bundle: Bundle, unit: str, lang: str) -> dict[str, Any]:
    """Return every text, number and colour of the sheet of a unit, or of the region for "".

    An index that is hidden or cannot be computed has an empty `score`, and `why` says why.
    """
    told = bundle.narrative
    finding = finding_of(bundle, "ikm", unit)
    head = told.get("letterhead") or {"lines": [], "address": ""}
    place = place_name(bundle, unit, lang)
    made = bundle.document.generated_at
    title = say(f"{ROOM}.sheet.{'title' if _is_lettered(bundle) else 'title_own'}", lang)
    thanks = "thanks" if unit else "thanks_region"
    return {
        "lang": lang,
        "title": title,
        "document_title": f"{title} – {place}, {told['period_name'][lang]}",
        "made": [made.year, made.month, made.day],
        "stamp": bundle.stamp(lang),
        "letterhead": head["lines"],
        "address": head["address"],
        "above": told["region_name"] if unit else "",
        "place": place,
        "period": told["period_name"][lang],
        **_result(bundle, finding, lang),
        **_scale(bundle, finding, lang),
        **_answered(bundle, unit, lang),
        "notes": list(_notes(bundle, unit, finding, lang)),
        "thanks": say(f"{ROOM}.sheet.{thanks}", lang) if _has_answers(finding) else "",
        "foot": _foot(bundle, lang),
        "colours": _colours(finding),
    }


def _result(bundle: Bundle, finding: Finding | None, lang: str) -> dict[str, str]:
    shown = finding if is_shown(finding) else None
    letter = (shown.value_code or "") if shown else ""
    words = value_name(shown, lang).removeprefix(letter).strip(" ()") if shown else ""
    interval = ""
    if shown is not None and shown.ci_low is not None:
        ends = Formatter(lang).interval(shown.ci_low, shown.ci_high)
        interval = say(f"{ROOM}.sheet.interval", lang, interval=ends)
    score_label = "score" if _is_lettered(bundle) else "score_own"
    return {
        "score": Formatter(lang).cell(shown.estimate, "index") if shown else "",
        "score_label": say(f"{ROOM}.sheet.{score_label}", lang),
        "interval": interval,
        "letter": letter,
        "letter_label": say(f"{ROOM}.sheet.letter", lang),
        "letter_words": f"{words[:1].upper()}{words[1:]}",
        "not_enough": say(f"{ROOM}.sheet.not_enough", lang),
        "why": "" if shown else _why(finding, lang),
    }


def _why(finding: Finding | None, lang: str) -> str:
    if finding is None or finding.status == "suppressed":
        return say(f"{ROOM}.sheet.too_few", lang)
    return finding.text[lang]


def _scale(bundle: Bundle, finding: Finding | None, lang: str) -> dict[str, Any]:
    """Return where the index lies among the bands of the letters; no bands where it is hidden."""
    bands = letter_bands(bundle)
    if finding is None or not is_shown(finding) or not bands:
        return {"bands": [], "ends": [], "value": 0, "top": ""}
    write = Formatter(lang).cell
    ends = [finding.ci_low, finding.ci_high] if finding.ci_low is not None else []
    return {
        "bands": [
            [one.low, one.high, one.name, write(one.low, "index"), _tint(one.name)] for one in bands
        ],
        "ends": ends,
        "value": finding.estimate,
        "top": write(bands[0].high, "index"),
    }


def _answered(bundle: Bundle, unit: str, lang: str) -> dict[str, Any]:
    formatter = Formatter(lang)
    total = respondents(bundle, unit)
    traits = [
        {
            "name": trait.name,
            "categories": [
                {
                    "name": f"{one.name} *" if one.merged else one.name,
                    "n": one.n,
                    "text": formatter.integer(one.n),
                }
                for one in trait.categories
            ],
        }
        for trait in traits_of(bundle, unit, lang)[:TRAITS_SHOWN]
    ]
    said = say(f"{ROOM}.sheet.respondents", lang, n=formatter.integer(total)) if total else ""
    return {"respondents": said, "traits": traits}


def _notes(bundle: Bundle, unit: str, finding: Finding | None, lang: str) -> Iterator[str]:
    traits = traits_of(bundle, unit, lang)[:TRAITS_SHOWN]
    if any(one.merged for trait in traits for one in trait.categories):
        yield say(f"{ROOM}.sheet.note.merged", lang)
    if finding is None or not is_shown(finding):
        return
    if finding.reason_code in CAREFUL:
        yield say(f"{ROOM}.sheet.note.{finding.reason_code}", lang)
    if finding.caveat_code:
        yield say(f"studies.satisfaction.caveat.{finding.caveat_code}", lang)
    letter = finding_of(bundle, "letter_stability", unit)
    if letter is not None and letter.status == "review" and letter.reason_code not in CAREFUL:
        yield letter.text[lang]
    adequacy = finding_of(bundle, "adequacy", unit)
    if adequacy is not None and adequacy.status == "review":
        yield adequacy.text[lang]


def _foot(bundle: Bundle, lang: str) -> str:
    told = bundle.narrative
    rules = [one["title"][lang] for one in told["rules"]]
    made = Formatter(lang).date(bundle.document.generated_at.date())
    parts = [*rules, say(f"{ROOM}.sheet.made", lang, date=made), say("products.class.public", lang)]
    return " · ".join(parts)


def _is_lettered(bundle: Bundle) -> bool:
    """Tell whether the survey is one of the regulation's, or there is none: those have an IKM."""
    finding = finding_of(bundle, "ikm", bundle.unit)
    return bool(bundle.narrative["rules"]) or not _has_answers(finding)


def _has_answers(finding: Finding | None) -> bool:
    return finding is not None and finding.status != "blocked"


def _colours(finding: Finding | None) -> dict[str, str]:
    letter = (finding.value_code or "") if finding is not None else ""
    return {
        "ink": style.INK,
        "muted": style.MUTED,
        "rule": style.RULE,
        "tint": style.TINT,
        "accent": style.ACCENT,
        "accent-soft": style.ACCENT_SOFT,
        "stamp": style.STAMP,
        "band": _tint(letter),
    }


def _tint(letter: str) -> str:
    return style.BAND_TINTS.get(letter, style.TINT)
