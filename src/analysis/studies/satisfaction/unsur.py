"""Which element: mean score, conversion and letter of each unsur, and of each unsur by unit.

The conversion of an unsur is its mean score (NRR) on the scale of the index, with the same bands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import estimate_groups, estimate_region
from analysis.studies.satisfaction.parts import (
    ROOM,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    titled,
)
from analysis.studies.satisfaction.region_index import index_finding
from analysis.studies.satisfaction.surveys import ORDER_DEPENDENT, Survey
from analysis.wording import both

UNSUR_ORDER = "unsur_order"


def estimate_unsur(survey: Survey, config: SatisfactionConfig) -> Part:
    """Return each unsur of the region or, in a one-page view, of the unit."""
    exact = survey.with_exact_weights
    found = {
        item: estimate_region(exact, items=[item], confidence=config.confidence)
        for item in survey.items
    }
    known = {item: one for item, one in found.items() if one is not None and one.exact is not None}
    findings = [
        unsur_finding(exact, item, known[item], config)
        if item in known
        else blocked("unsur", "item_without_answers", group={**survey.scope, "unsur": item})
        for item in found
    ]
    return Part(
        findings=tuple(findings),
        tables=(_table(exact, known),),
        gates=(_decision(survey, findings),),
        raw={"unsur": _frame(exact, known)},
    )


def unsur_by_unit(survey: Survey, region: Region, config: SatisfactionConfig) -> Part:
    """Return the conversions of all unsur by unit, one row per unit.

    The base of a row is the smallest number of answers to any unsur in the unit.
    """
    exact = survey.with_exact_weights
    answers = survey.sheets.groupby("unit_id")[survey.items].count().min(axis=1)
    rows = {str(unit): {"unit": str(unit), "n": int(n)} for unit, n in answers.items()}
    for item in survey.items:
        units = estimate_groups(exact, ["unit_id"], items=[item], confidence=config.confidence)
        for (unit,), one in units.items():
            rows[unit] |= {item: one.value}
    names = {unit.id: {"id": unit.name, "en": unit.name} for unit in region.units}
    columns = [
        column("unit", "label", "text", codes=names),
        column("n", "base", "integer"),
        *(
            replace(column("estimate", "mean", "index"), name=item, label=survey.item_name(item))
            for item in survey.items
        ),
    ]
    frame = pd.DataFrame(rows.values(), columns=[one.name for one in columns])
    note = both(f"{ROOM}.table_note.{survey.worded('unit_by_unsur')}")
    title = survey.worded("unit_by_unsur")
    return Part(tables=(titled("unit_by_unsur", frame, columns, note=note, title=title),))


def unsur_finding(
    survey: Survey, item: str, estimate: Estimate, config: SatisfactionConfig
) -> Finding:
    """Return the finding of one unsur; `review` where the order of U8 and U9 was assumed."""
    found = index_finding(
        survey, estimate, config, name="unsur", group={"unsur": item}, measure="unsur_conversion"
    )
    if found.status == "blocked" or not order_matters(survey, item):
        return found
    return replace(found, status="review", reason_code=UNSUR_ORDER)


def order_matters(survey: Survey, item: str) -> bool:
    """Tell whether the reading of `item` rests on an assumed order of U8 and U9."""
    return survey.order_assumed and item in ORDER_DEPENDENT


def _frame(survey: Survey, known: Mapping[str, Estimate]) -> pd.DataFrame:
    rows = [
        {
            "unsur": item,
            "n": int(survey.sheets[item].notna().sum()),
            "nrr": one.value / survey.scale.slope + survey.scale.origin,
            "estimate": one.value,
            "ci_low": one.ci_low,
            "ci_high": one.ci_high,
            "letter": survey.letter(one.exact),
            "note": UNSUR_ORDER if order_matters(survey, item) else None,
        }
        for item, one in known.items()
    ]
    names = ["unsur", "n", "nrr", "estimate", "ci_low", "ci_high", "letter", "note"]
    return pd.DataFrame(rows, columns=names)


def _table(survey: Survey, known: Mapping[str, Estimate]) -> ReportTable:
    note = column("note", "code", "code", codes=codes_of("note", [UNSUR_ORDER]))
    columns = [
        column(
            "unsur",
            "label",
            "text",
            codes={item: survey.item_name(item) for item in survey.items},
            heading=survey.worded("unsur"),
        ),
        column("n", "base", "integer"),
        column("nrr", "mean", "score", heading=survey.worded("nrr")),
        column("estimate", "mean", "index", heading=survey.worded("conversion")),
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        *([column("letter", "code", "code")] if survey.rules else []),
        *([note] if survey.order_assumed and survey.rules else []),
    ]
    return titled("by_unsur", _frame(survey, known), columns, title=survey.worded("by_unsur"))


def _decision(survey: Survey, findings: list[Finding]) -> GateDecision:
    if all(one.status == "blocked" for one in findings):
        return GateDecision("unsur", "blocked", "no_sheets", "citizen_survey")
    if survey.order_assumed and survey.rules is not None:
        return GateDecision("unsur", "review", UNSUR_ORDER, UNSUR_ORDER)
    return GateDecision("unsur", "ok")
