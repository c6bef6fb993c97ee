"""Are the printed figures right: every published sheet recomputed, known mistakes named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.presenting.formats import Formatter
from analysis.rules.printed import Mistake, PrintedCheck, recompute_printed
from analysis.rules.printed_lines import lines_of
from analysis.rules.skm import SkmRules
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction.parts import (
    LANGUAGES,
    ROOM,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.wording import both

if TYPE_CHECKING:
    from analysis.rules import RuleBook
    from analysis.store import StudyData

MOST_SERIOUS_FIRST = (
    "old_bands",
    "edge_not_inclusive",
    "letter_differs",
    "blank_as_zero",
    "index_outside",
    "index_not_multiple",
    "outside_scale",
    "incomplete",
    "mean_differs",
    "mean_blank_as_zero",
    "not_reproduced",
    "weight_label_differs",
    "single_respondent",
    "weight_rounded",
    "mean_rounded",
    "terms_rounded",
)
MOST_SHEETS_NAMED = 5
ORDER_UNKNOWN = "order_unknown"
REGIMES = {"skm_2017": "skm-2017", "skm_2004": "skm-2004"}
OLDER = {"skm-2017": "skm-2004"}


@dataclass(frozen=True)
class PrintedSheet:
    """A printed sheet of one unit and period, recomputed."""

    unit: str
    period: str
    check: PrintedCheck

    @property
    def mistakes(self) -> list[Mistake]:
        """Mistakes of the index or the letter, the most serious first."""
        found = [one for one in self.check.mistakes if one.code != ORDER_UNKNOWN]
        return sorted(found, key=lambda one: _seriousness(one.code))

    @property
    def order_unknown(self) -> bool:
        """Whether U8 and U9 were printed without names."""
        return any(one.code == ORDER_UNKNOWN for one in self.check.mistakes)


def check_published(sheets: Sequence[PrintedSheet], data: StudyData, *, unit: str = "") -> Part:
    """Return what the recomputation of the printed sheets found, of one unit if given."""
    scope = {"unit": unit} if unit else {}
    if not sheets:
        gate = GateDecision("published", "blocked", "no_published", "published_indices")
        nothing = blocked("published_check", "no_published", group=scope)
        return Part(findings=(nothing,), gates=(gate,))
    findings = [_finding(one, str(data.period)) for one in sheets]
    return Part(
        findings=tuple(findings), tables=(_table(sheets, data),), gates=(_decision(findings),)
    )


def recompute_published(data: StudyData, *, unit: str = "") -> list[PrintedSheet]:
    """Return one recomputed sheet for each unit and period that was printed, in that order."""
    rows = data.tables["published_indices"]
    rows = rows[rows["unit_id"] == unit] if unit else rows
    assumed = set(data.notes.get("unsur_order_assumed", frozenset()))
    found = []
    for (place, period), lines in rows.groupby(["unit_id", "period"], sort=True):
        rules, older = _rules(lines, data.rules)
        order_known = not set(lines["source_id"]) & assumed
        check = recompute_printed(lines_of(lines), rules, older=older, order_known=order_known)
        found.append(PrintedSheet(str(place), str(period), check))
    return found


def printed_paragraphs(
    sheets: Sequence[PrintedSheet], data: StudyData, *, named: bool = True
) -> tuple[dict[str, str], ...]:
    """Return what the recomputation found, the most serious mistakes first, in every language.

    That U8 and U9 are unnamed concerns no index; it is said once for all sheets. Without `named`
    no sentence names a unit.
    """
    if not sheets:
        return ()
    wrong = sorted((one for one in sheets if one.mistakes), key=_rank)
    code = "printed_summary" if wrong and named else "printed_masked" if wrong else "printed_right"
    found = [both(f"{ROOM}.paragraph.{code}", sheets=len(sheets), wrong=len(wrong))]
    if named:
        found += _by_mistake(wrong[:MOST_SHEETS_NAMED], data)
    if any(one.order_unknown for one in sheets):
        found.append(both(f"{ROOM}.paragraph.printed_order"))
    return tuple(found)


def _rank(sheet: PrintedSheet) -> tuple[int, str, str]:
    return _seriousness(sheet.mistakes[0].code), sheet.unit, sheet.period


def _by_mistake(sheets: Sequence[PrintedSheet], data: StudyData) -> list[dict[str, str]]:
    """Return one sentence a kind of mistake that names its sheets; the message of a lone one."""
    kinds = dict.fromkeys(one.mistakes[0].code for one in sheets)
    groups = [[one for one in sheets if one.mistakes[0].code == kind] for kind in kinds]
    return [_sentence(group, data) for group in groups]


def _sentence(sheets: Sequence[PrintedSheet], data: StudyData) -> dict[str, str]:
    told = {
        lang: "; ".join(
            f"{data.region.unit_name(one.unit)}, {Formatter(lang).period(one.period)}"
            for one in sheets
        )
        for lang in LANGUAGES
    }
    first = sheets[0].mistakes[0]
    if len(sheets) == 1:
        return {lang: f"{told[lang]}: {first.text(lang)}" for lang in LANGUAGES}
    verdict = both(f"{ROOM}.published_check.value.{first.code}")
    return {
        lang: f"{verdict[lang][:1].upper()}{verdict[lang][1:]}: {told[lang]}." for lang in LANGUAGES
    }


def _rules(lines: pd.DataFrame, book: RuleBook) -> tuple[SkmRules, SkmRules | None]:
    regime = lines["regime"].dropna()
    name = REGIMES.get(regime.iloc[0] if len(regime) else "", "skm-2017")
    known = {one.id for one in book.of_kind("skm")}
    older = OLDER.get(name, "")
    return SkmRules.of(book.get(name)), SkmRules.of(book.get(older)) if older in known else None


def _seriousness(code: str) -> int:
    known = code in MOST_SERIOUS_FIRST
    return MOST_SERIOUS_FIRST.index(code) if known else len(MOST_SERIOUS_FIRST)


def _finding(sheet: PrintedSheet, period: str) -> Finding:
    group = {"unit": sheet.unit} | ({} if sheet.period == period else {"time": sheet.period})
    index = sheet.check.index
    if index is None and not sheet.mistakes:
        return blocked("published_check", "missing_figures", group=group)
    return make_finding(
        "published_check",
        method="exact_weights_from_printed_lines",
        status="review" if sheet.mistakes else "ok",
        reason_code="differs" if sheet.mistakes else None,
        group=group,
        estimate=None if index is None else float(index),
        confidence=None,
        value_code=sheet.mistakes[0].code if sheet.mistakes else sheet.check.letter,
        direction="none",
        disclosure="organisational",
    )


def _decision(findings: list[Finding]) -> GateDecision:
    if any(one.status == "review" for one in findings):
        return GateDecision("published", "review", "printed_mistakes", "correction")
    if all(one.status == "blocked" for one in findings):
        return GateDecision("published", "blocked", "missing_figures", "published_indices")
    return GateDecision("published", "ok")


def _table(sheets: Sequence[PrintedSheet], data: StudyData) -> ReportTable:
    joined = {_mistake_key(sheet): sheet.mistakes for sheet in sheets}
    codes = {key: _joined_names(mistakes) for key, mistakes in joined.items() if key}
    names = {unit.id: {"id": unit.name, "en": unit.name} for unit in data.region.units}
    columns = [
        column("unit", "label", "text", codes=names),
        column("period", "label", "period"),
        column("index_printed", "mean", "index"),
        column("index_recomputed", "mean", "index"),
        column("letter_printed", "code", "text"),
        column("letter_recomputed", "code", "code"),
        column("mistake", "code", "code", codes=codes),
    ]
    frame = pd.DataFrame([_row(one) for one in sheets], columns=[one.name for one in columns])
    return titled("published_check", frame, columns, disclosure="organisational")


def _row(sheet: PrintedSheet) -> dict[str, object]:
    check = sheet.check
    return {
        "unit": sheet.unit,
        "period": sheet.period,
        "index_printed": None if check.index_printed is None else float(check.index_printed),
        "index_recomputed": None if check.index is None else float(check.index),
        "letter_printed": check.letter_printed or None,
        "letter_recomputed": check.letter,
        "mistake": _mistake_key(sheet) or None,
    }


def _mistake_key(sheet: PrintedSheet) -> str:
    return "; ".join(dict.fromkeys(one.code for one in sheet.mistakes))


def _joined_names(mistakes: list[Mistake]) -> dict[str, str]:
    kinds = list(dict.fromkeys(one.code for one in mistakes))
    names = codes_of("published_check.value", kinds)
    return {lang: "; ".join(names[kind][lang] for kind in kinds) for lang in LANGUAGES}
