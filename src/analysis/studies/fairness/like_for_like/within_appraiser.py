"""The difference between groups among those whom the same appraiser rated in the same period.

A severe appraiser is severe to all of his or her ratees, so that severity falls out; only
appraisers who rated both groups say anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.checks import Status
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.stats.within import WithinGap, estimate_within_gaps
from analysis.studies.fairness.comparing import (
    SPARE,
    Comparison,
    coefficient_reason,
    pair_gate,
    worst,
)
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.like_for_like.alike import (
    LEVEL,
    RATEE,
    RATER,
    SAME_APPRAISER,
    TIME,
    UNIT_TRAIT,
    Alike,
    counts_are_safe,
    parameters,
)
from analysis.studies.fairness.like_for_like.judged_gaps import (
    JudgedGap,
    gap_finding,
    with_adjusted,
    with_outcome_gate,
)

if TYPE_CHECKING:
    import pandas as pd

NAME = "gap_within_appraiser"
RESTS_ON_FEW = "rests_on_few_appraisers"


def judge_within(alike: Alike, config: FairnessConfig) -> list[JudgedGap]:
    """Return every comparison among those rated by the same appraiser, at equal work."""
    found = [one for compared in alike.compared for one in _of_trait(alike, compared, config)]
    return with_adjusted([with_outcome_gate(one, alike) for one in found])


def within_findings(
    judged: Sequence[JudgedGap], alike: Alike, scope: dict[str, str], config: FairnessConfig
) -> tuple[Finding, ...]:
    """Return the findings; their n are all persons of the group, as at the other steps."""
    return tuple(
        gap_finding(
            NAME,
            one,
            alike,
            config,
            method=f"appraiser_and_period_{one.gap.inference}_by_appraiser" if one.gap else "",
            scope=scope,
        )
        for one in judged
    )


def _of_trait(alike: Alike, compared: Comparison, config: FairnessConfig) -> list[JudgedGap]:
    if compared.trait == UNIT_TRAIT:
        return [
            JudgedGap(compared, level, SAME_APPRAISER, "blocked", "unit_is_the_group")
            for level in compared.others
        ]
    rows = alike.rows.assign(**{LEVEL: alike.rows[RATEE].map(compared.levels)})
    work = alike.work_beside(compared.trait)
    found = _within_gaps(rows, compared, work, config)
    return [
        _judged(alike, compared, level, found[level], rows, config) for level in compared.others
    ]


def _within_gaps(
    rows: pd.DataFrame, compared: Comparison, work: tuple[str, ...], config: FairnessConfig
) -> dict[str, WithinGap]:
    return estimate_within_gaps(
        rows,
        value="value",
        group=LEVEL,
        reference=compared.reference,
        rater=RATER,
        ratee=RATEE,
        period=TIME,
        covariates=work,
        confidence=config.confidence,
        rng=np.random.default_rng(config.seed),
    )


def _judged(  # noqa: PLR0917 - one comparison and what it rests on
    alike: Alike,
    compared: Comparison,
    level: str,
    found: WithinGap,
    rows: pd.DataFrame,
    config: FairnessConfig,
) -> JudgedGap:
    pair = _compared_rows(rows[rows[LEVEL].isin([level, compared.reference])])
    persons = pair.drop_duplicates(RATEE).set_index(RATEE)
    raw = alike.raw[compared.trait][level]
    work = alike.work_beside(compared.trait)
    needed = found.appraisers + 1 + parameters(persons, work)
    verdict = _verdict(found, spare=found.persons - needed)
    if verdict[1] == RESTS_ON_FEW and work:
        plain = _within_gaps(pair, compared, (), config)[level].gap
        if plain is not None and plain.inference != "randomisation":
            verdict = ("blocked", "little_in_common")
    return JudgedGap(
        compared,
        level,
        SAME_APPRAISER,
        *verdict,
        gap=found.gap,
        n=raw.n,
        reference_n=raw.reference_n,
        count=round(raw.mean * raw.n) if alike.is_label else None,
        share=found.share,
        hidden=_must_be_hidden(alike, found, persons, level, config),
    )


def _must_be_hidden(
    alike: Alike, found: WithinGap, persons: pd.DataFrame, level: str, config: FairnessConfig
) -> bool:
    """Tell whether a side is too small to be shown, or a label of a few would be told."""
    limit = limit_of("personnel", min_cell=config.min_cell)
    if not limit.base_is_safe(min(found.group_persons, found.reference_persons)):
        return True
    inside = persons[LEVEL].eq(level)
    return alike.is_label and not counts_are_safe(persons["value"], inside, config)


def _compared_rows(pair: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings by appraisers who rated both groups in the period."""
    by_another = pair[pair[RATER].notna() & pair[RATER].ne(pair[RATEE])]
    groups = by_another.groupby([RATER, TIME], dropna=False)[LEVEL].transform("nunique")
    return by_another[groups.gt(1)]


def _verdict(found: WithinGap, *, spare: int) -> tuple[Status, str]:
    if reason := _why_not(found, spare=spare):
        return "blocked", reason
    size = pair_gate(found.group_persons, found.reference_persons)
    few = ("ok", "") if found.gap is None else coefficient_reason(found.gap, of_shares=True)
    asked = gate("within_appraiser", appraisers=found.appraisers, share=found.share)
    carried = found.gap is not None and found.gap.inference == "randomisation"
    return worst(
        [
            ("review" if carried else "ok", RESTS_ON_FEW),
            (size.status, "few_in_group"),
            few,
            (asked.status, asked.reason_code),
        ]
    )


def _why_not(found: WithinGap, *, spare: int) -> str:
    """Return why a comparison cannot be made; empty where it can."""
    asked = gate("within_appraiser", appraisers=found.appraisers, share=found.share)
    size = pair_gate(found.group_persons, found.reference_persons)
    reasons = (
        (found.reason_code.startswith("no_appraiser"), found.reason_code),
        (asked.status == "blocked", asked.reason_code),
        (size.status == "blocked", "few_with_shared_appraiser"),
        (spare < SPARE, "few_to_hold_equal"),
        (found.reason_code == "determined", "work_never_alike"),
        (found.gap is None or found.gap.inference == "none", "values_equal"),
    )
    return next((reason for holds, reason in reasons if holds), "")
