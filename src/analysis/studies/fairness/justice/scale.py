"""Whether the questions on fairness hold together: alpha, omega total, each item and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.measures.item_statistics import ItemStatistic, item_statistics
from analysis.measures.omega import Omega, omega_total
from analysis.measures.reliability import Alpha, cronbach_alpha
from analysis.presenting.composing import Part
from analysis.stats.gates import gate
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import SURVEY_WORDS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.schemas.bundle import ReportTable
    from analysis.schemas.finding import Finding
    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.justice.sheets import JusticeSheets

METHODS = {"feldt": "cronbach_feldt", "distribution_free": "cronbach_distribution_free"}
OWN_REASONS = ("one_item", "few_items", "no_variation", "collinear_items", "not_converged")
"""Reasons that lie in the items and not in the number of sheets."""


def assess_scales(found: JusticeSheets, scope: Mapping[str, str], config: FairnessConfig) -> Part:
    """Return alpha and omega total of every scale, and each item beside the rest of its scale."""
    findings: list[Finding] = []
    rows = []
    for key, scale in found.scales.items():
        whole = key == found.whole
        group = dict(scope) if whole else {**scope, "dimension": key}
        answers = found.items_of(key)
        factors = max(len(found.dimensions), 1) if whole else 1
        alpha = cronbach_alpha(answers, confidence=config.confidence)
        omega = omega_total(answers, factors=factors, confidence=config.confidence)
        pair = [_alpha(alpha, group, config), _omega(omega, group, config)]
        findings += pair
        rows.append({"dimension": None if whole else key, "items": str(len(scale.items))})
        rows[-1] |= _row(alpha, omega, pair)
    tables = (_table(found, rows), *_item_table(found, config))
    return Part(tuple(findings), tables)


def is_weak(found: JusticeSheets, key: str) -> bool:
    """Tell whether a scale holds together too little for its index to be read plainly."""
    alpha = cronbach_alpha(found.items_of(key))
    return not alpha.reason and gate("scale_quality", alpha=alpha.estimate).status != "ok"


def _alpha(one: Alpha, group: dict[str, str], config: FairnessConfig) -> Finding:
    size = gate("reliability", n=one.n)
    if size.status == "blocked" or one.reason:
        return SURVEY_WORDS.blocked("justice_alpha", _reason(one.reason, one.n), group=group)
    weak = gate("scale_quality", alpha=one.estimate).status != "ok"
    return _finding("justice_alpha", METHODS[one.interval], one, group, config, weak=weak)


def _omega(one: Omega, group: dict[str, str], config: FairnessConfig) -> Finding:
    size = gate("reliability", n=one.n)
    if size.status == "blocked" or (one.reason and one.reason != "improper"):
        return SURVEY_WORDS.blocked("justice_omega", _reason(one.reason, one.n), group=group)
    method = f"omega_total_{one.factors}_factors"
    return _finding("justice_omega", method, one, group, config, improper=bool(one.reason))


def _finding(
    name: str,
    method: str,
    one: Alpha | Omega,
    group: dict[str, str],
    config: FairnessConfig,
    *,
    weak: bool = False,
    improper: bool = False,
) -> Finding:
    few = gate("reliability", n=one.n).status == "review"
    told = {"weak_scale": weak, "improper": improper, "few_respondents": few}
    reason = next((code for code, holds in told.items() if holds), "")
    return SURVEY_WORDS.finding(
        name,
        method=method,
        status="review" if reason else "ok",
        reason_code=reason or None,
        group=group,
        estimate=one.estimate,
        ci_low=known(one.ci_low),
        ci_high=known(one.ci_high),
        confidence=config.confidence,
        n=one.n,
    )


def _reason(reason: str, n: int) -> str:
    return reason if reason in OWN_REASONS and n > 0 else "too_few_respondents"


def _row(alpha: Alpha, omega: Omega, findings: list[Finding]) -> dict[str, Any]:
    told: dict[str, Any] = {"n": alpha.n}
    pairs: tuple[tuple[str, Alpha | Omega], ...] = (("alpha", alpha), ("omega", omega))
    for (name, one), finding in zip(pairs, findings, strict=True):
        if finding.status != "blocked":
            told |= {
                name: one.estimate,
                f"{name}_low": known(one.ci_low),
                f"{name}_high": known(one.ci_high),
            }
    return told


def _table(found: JusticeSheets, rows: list[dict[str, Any]]) -> ReportTable:
    import pandas as pd

    names = {key: found.name_of(key) for key in found.dimensions}
    column = SURVEY_WORDS.column
    columns = [
        column("dimension", "label", "text", codes=names, heading="justice_dimension"),
        column("items", "code", "code"),
        column("n", "base", "integer", heading="complete_sheets"),
        column("alpha", "mean", "index"),
        column("alpha_low", "bound", "index", heading="ci_low"),
        column("alpha_high", "bound", "index", heading="ci_high"),
        column("omega", "mean", "index"),
        column("omega_low", "bound", "index", heading="ci_low"),
        column("omega_high", "bound", "index", heading="ci_high"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = WORDS.both("table_note.justice_scales")
    return SURVEY_WORDS.table("justice_scales", frame, columns, note=note)


def _item_table(found: JusticeSheets, config: FairnessConfig) -> tuple[ReportTable, ...]:
    """Return each item beside the rest of its dimension; of the whole where there is none."""
    rows = []
    for key in found.dimensions or (found.whole,):
        told = item_statistics(found.items_of(key), confidence=config.confidence)
        if gate("reliability", n=told.n).status != "blocked":
            rows += [{"dimension": key, "n": told.n, **_item(one)} for one in told.items]
    if not rows:
        return ()
    return (_items(found, rows),)


def _item(one: ItemStatistic) -> dict[str, Any]:
    return {
        "item": one.item,
        "mean": one.mean,
        "item_rest": known(one.item_rest),
        "rest_low": known(one.rest_low),
        "rest_high": known(one.rest_high),
        "alpha_without": known(one.alpha_without.estimate),
    }


def _items(found: JusticeSheets, rows: list[dict[str, Any]]) -> ReportTable:
    import pandas as pd

    book = found.codebook
    asked = [book.item(str(row["item"])) for row in rows]
    texts = {one.key: one.question or one.name for one in asked}
    items = {key: {"id": text.id, "en": text.en} for key, text in texts.items()}
    keys = dict.fromkeys(str(row["dimension"]) for row in rows)
    column = SURVEY_WORDS.column
    columns = [
        column("item", "label", "text", codes=items, heading="justice_item"),
        column(
            "dimension",
            "code",
            "code",
            codes={key: found.name_of(key) for key in keys},
            heading="justice_dimension",
        ),
        column("n", "base", "integer", heading="complete_sheets"),
        column("mean", "mean", "index", heading="justice_answer"),
        column("item_rest", "mean", "index"),
        column("rest_low", "bound", "index", heading="ci_low"),
        column("rest_high", "bound", "index", heading="ci_high"),
        column("alpha_without", "mean", "index"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = WORDS.both("table_note.justice_items")
    return SURVEY_WORDS.table("justice_items", frame, columns, note=note)
