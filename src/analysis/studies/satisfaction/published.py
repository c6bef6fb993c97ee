"""Are the printed figures right: every published sheet recomputed, known mistakes named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.rules.printed import Mistake, PrintedCheck, recompute_printed
from analysis.rules.printed_lines import lines_of
from analysis.rules.skm import SkmRules
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction.parts import (
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.wording import LANGS

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
    "not_reproduced",
    "weight_label_differs",
    "single_respondent",
    "order_unknown",
    "weight_rounded",
    "mean_rounded",
    "terms_rounded",
)
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
        """Mistakes, the most serious first."""
        return sorted(self.check.mistakes, key=lambda one: _seriousness(one.code))


def check_published(data: StudyData, *, unit: str = "") -> Part:
    """Recompute the printed sheets of the period, of one unit where `unit` is given."""
    rows = data.tables["published_indices"]
    rows = rows[rows["unit_id"] == unit] if unit else rows
    scope = {"unit": unit} if unit else {}
    sheets = recompute_all(rows, data)
    if not sheets:
        gate = GateDecision("published", "blocked", "no_published", "published_indices")
        return Part(
            findings=(blocked("published_check", "no_published", group=scope),), gates=(gate,)
        )
    findings = [_finding(one, str(data.period)) for one in sheets]
    return Part(
        findings=tuple(findings), tables=(_table(sheets, data),), gates=(_decision(findings),)
    )


def recompute_all(rows: pd.DataFrame, data: StudyData) -> list[PrintedSheet]:
    """Return one recomputed sheet for each unit and period of the rows, in that order."""
    assumed = set(data.notes.get("unsur_order_assumed", frozenset()))
    found = []
    for (unit, period), lines in rows.groupby(["unit_id", "period"], sort=True):
        rules, older = _rules(lines, data.rules)
        order_known = not set(lines["source_id"]) & assumed
        check = recompute_printed(lines_of(lines), rules, older=older, order_known=order_known)
        found.append(PrintedSheet(str(unit), str(period), check))
    return found


def printed_paragraphs(data: StudyData, *, unit: str = "") -> tuple[dict[str, str], ...]:
    """Return one paragraph for each printed sheet with mistakes, in every language."""
    rows = data.tables["published_indices"]
    sheets = recompute_all(rows[rows["unit_id"] == unit] if unit else rows, data)
    return tuple(
        {
            lang: f"{data.region.unit_name(one.unit)}: "
            + " ".join(mistake.text(lang) for mistake in one.mistakes)
            for lang in LANGS
        }
        for one in sheets
        if one.mistakes
    )


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


def _table(sheets: list[PrintedSheet], data: StudyData) -> ReportTable:
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
    return {lang: "; ".join(names[kind][lang] for kind in kinds) for lang in LANGS}
