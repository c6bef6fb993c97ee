"""How satisfied: the index of the region (or of one unit), its letter and how stable that is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import estimate_groups, estimate_region, mean_of_units
from analysis.studies.satisfaction.judging import judge
from analysis.studies.satisfaction.letter_stability import stability, stability_finding
from analysis.studies.satisfaction.parts import (
    RANDOM_VARIATION_ONLY,
    ROOM,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

INDEX_METHOD = "weight_{weight}_{pooling}"
FIGURES_OF_INDEX = ("ikm", "ikm_unit_mean", "ikm_raked")
UNBLOCK = {
    RANDOM_VARIATION_ONLY: "sampling",
    "few_answers": "more_sheets",
    "single_sheet": "more_sheets",
    "no_variation": "more_sheets",
    "item_without_answers": "not_applicable",
    "no_sheets": "citizen_survey",
}
WITHOUT_LETTER = "without_letter"
METHODS = ("pooled_sheets", "user_weighted_units", "mean_of_units", "raked_sheets")


def estimate_index_part(survey: Survey, raked: Estimate | None, config: SatisfactionConfig) -> Part:
    """Return the index of all sheets, the mean of the units, and the letter's stability.

    Parameters
    ----------
    raked : Estimate or None
        The index after raking to the users' margins, shown beside the raw one.
    """
    region = estimate_region(survey, confidence=config.confidence)
    units = estimate_groups(survey, ["unit_id"], confidence=config.confidence)
    shown = {"ikm": region, "ikm_unit_mean": _unit_mean(survey, units, config), "ikm_raked": raked}
    findings = [
        index_finding(survey, one, config, name=name, headline=name == "ikm")
        if one
        else blocked(name, _why_missing(survey, name), group=survey.scope)
        for name, one in shown.items()
    ]
    findings.append(stability_finding(survey, region, headline=True))
    table = _key_figures(survey, shown)
    return Part(findings=tuple(findings), tables=(table,), gates=(_decision(findings[0]),))


def index_finding(
    survey: Survey,
    estimate: Estimate,
    config: SatisfactionConfig,
    *,
    name: str = "ikm",
    group: Mapping[str, str] | None = None,
    comparison: bool = False,
    headline: bool = False,
    **values: float | str | None,
) -> Finding:
    """Return the finding of one index; the letter only where `survey` has letters."""
    judged = judge(survey, estimate, comparison=comparison)
    letter = None if comparison else survey.letter(estimate.exact)
    reason = judged.reason or (WITHOUT_LETTER if letter is None else None)
    found = make_finding(
        name,
        method=INDEX_METHOD.format(weight=config.weight, pooling=estimate.method),
        status=judged.status,
        reason_code=reason,
        caveat_code=judged.caveat,
        group={**survey.scope, **(group or {})},
        estimate=estimate.value,
        std_error=_number(estimate.std_error),
        ci_low=_number(estimate.ci_low),
        ci_high=_number(estimate.ci_high),
        confidence=config.confidence,
        n=estimate.n,
        value_code=letter,
        headline=headline,
        **{"measure": name if survey.rules else f"own_{name}", **values},
    )
    return hide_if_blocked(found)


def hide_if_blocked(finding: Finding) -> Finding:
    """Return the finding without numbers where it is blocked."""
    if finding.status != "blocked":
        return finding
    return finding.hidden("blocked", finding.reason_code or "no_sheets")


def _unit_mean(
    survey: Survey, units: Mapping[tuple[str, ...], Estimate], config: SatisfactionConfig
) -> Estimate | None:
    known = {key: one for key, one in units.items() if one.exact is not None}
    return mean_of_units(survey, known, confidence=config.confidence) if len(known) > 1 else None


def _why_missing(survey: Survey, name: str) -> str:
    if name == "ikm":
        return "no_sheets"
    return "no_margins" if name == "ikm_raked" and "unit" not in survey.scope else "one_unit"


def _decision(finding: Finding) -> GateDecision:
    reason = finding.reason_code if finding.status != "ok" else finding.caveat_code
    return GateDecision("index", finding.status, reason or "", UNBLOCK.get(reason or "", ""))


def _key_figures(survey: Survey, shown: Mapping[str, Estimate | None]) -> ReportTable:
    rows = [
        {
            "measure": name,
            "n": one.n,
            "estimate": one.value,
            "ci_low": one.ci_low,
            "ci_high": one.ci_high,
            "letter": survey.letter(one.exact) if name == "ikm" else None,
            "stability": stability(survey, one) if name == "ikm" else None,
            "method": one.method,
        }
        for name, one in shown.items()
        if one is not None and one.exact is not None
    ]
    named = codes_of("measure", FIGURES_OF_INDEX)
    named["ikm"] = both(f"{ROOM}.measure.{survey.worded('ikm')}")
    lettered = [column("letter", "code", "code"), column("stability", "share", "share")]
    columns = [
        column("measure", "label", "text", codes=named),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        *(lettered if survey.rules else []),
        column("method", "code", "code", codes=codes_of("method", METHODS)),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return titled("key_figures", frame, columns)


def _number(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124 - NaN differs from itself
