"""How stable a letter is: the probability that it stays under the index's random variation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from analysis.rules.skm import band_limits
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.stats.letters import letter_probabilities
from analysis.studies.satisfaction.estimate import EVERYBODY, Estimate
from analysis.studies.satisfaction.judging import judge
from analysis.studies.satisfaction.parts import (
    RANDOM_VARIATION_ONLY,
    GateDecision,
    blocked,
    make_finding,
)
from analysis.studies.satisfaction.surveys import Survey

NOT_STABLE = "letter_not_stable"
UNITS_NOT_STABLE = "unit_letters_not_stable"
NO_LETTER = "no_letter"
UNBLOCK = {
    RANDOM_VARIATION_ONLY: "sampling",
    "no_sheets": "citizen_survey",
    NOT_STABLE: "sheets_near_limit",
    UNITS_NOT_STABLE: "sheets_near_limit",
}


def stability_finding(
    survey: Survey,
    estimate: Estimate | None,
    *,
    group: Mapping[str, str] | None = None,
    headline: bool = False,
) -> Finding:
    """Return the probability that the index, under its random variation, gets its letter."""
    where = {**survey.scope, **(group or {})}
    if survey.rules is None:
        return blocked("letter_stability", "no_letter", group=where)
    if estimate is None or estimate.exact is None:
        return blocked("letter_stability", "no_sheets", group=where)
    if math.isnan(estimate.std_error) and not estimate.everybody:
        return blocked("letter_stability", "no_error", group=where)
    judged = judge(survey, estimate, comparison=False)
    probability = stability(survey, estimate)
    firm = gate("letter_stability", probability=probability)
    reason = EVERYBODY if estimate.everybody else firm.reason_code or judged.reason
    return make_finding(
        "letter_stability",
        method="normal_error_of_the_index",
        status=judged.status if firm.status == "ok" else firm.status,
        reason_code=reason,
        caveat_code=judged.caveat,
        group=where,
        estimate=probability,
        n=estimate.n,
        value_code=survey.letter(estimate.exact),
        headline=headline,
    )


def stability(survey: Survey, estimate: Estimate) -> float:
    """Return P(printed letter) under the error of the index; NaN where there is none.

    Where everybody answered there is no error and the letter is certain.
    """
    letter = survey.letter(estimate.exact)
    if letter is not None and estimate.everybody:
        return 1.0
    if survey.rules is None or letter is None or estimate.std_error != estimate.std_error:
        return float("nan")
    limits = {band.letter: band_limits(band.letter, survey.rules) for band in survey.rules.bands}
    return letter_probabilities(estimate.value, estimate.std_error, limits)[letter]


def letter_decision(findings: Sequence[Finding], *, floor: int) -> tuple[GateDecision, ...]:
    """Return whether letters can be relied on: of the whole first, then of units from `floor` on.

    Empty for an instrument without letters.
    """
    found = [one for one in findings if one.id == "satisfaction.letter_stability"]
    if not found or found[0].reason_code == NO_LETTER:
        return ()
    whole, *units = found
    unstable = any(one.reason_code == NOT_STABLE and (one.n or 0) >= floor for one in units)
    if whole.status == "ok" and unstable:
        return (GateDecision("letter", "review", UNITS_NOT_STABLE, UNBLOCK[UNITS_NOT_STABLE]),)
    reason = (whole.caveat_code if whole.status == "ok" else whole.reason_code) or ""
    unblock = UNBLOCK.get(reason, "more_sheets") if reason else ""
    return (GateDecision("letter", whole.status, reason, unblock),)
