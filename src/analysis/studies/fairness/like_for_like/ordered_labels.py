"""A check on the annual labels, taken as no more than ordered, at equal grade and position."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.checks import Status
from analysis.presenting.composing import Part
from analysis.rules.appraisal import predikat_codes
from analysis.schemas.finding import Finding
from analysis.stats.multiplicity import adjust_p_values
from analysis.stats.ordinal_gaps import OrdinalGap, estimate_ordinal_gaps
from analysis.studies.fairness.comparing import (
    BORNE_BY_FEW,
    TOO_RARE,
    Comparison,
    borne_by_few,
    coefficient_reason,
    comparisons,
    pair_gate,
    worst,
)
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.groups.differentiation import label_gate, merged_labels
from analysis.studies.fairness.like_for_like.alike import (
    LEVEL,
    WORK_OF_TRAIT,
    counts_are_safe,
    work_levels,
)
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import POINTS, WORDS
from analysis.studies.fairness.rated import Rated, cluster_column
from analysis.studies.fairness.ratings import BASIC_WORK, Ratings

if TYPE_CHECKING:
    import pandas as pd

NAME = "gap_ordinal"
LARGE = 30
"""Persons below which a level of work is merged."""
ODDS_DIFFER = 0.05


@dataclass(frozen=True)
class _Checked:
    """One comparison with its ordinal logit; without error where too few clusters bear it."""

    compared: Comparison
    level: str
    gap: OrdinalGap
    count: int
    hidden: bool
    p_adjusted: float = math.nan

    @property
    def p_value(self) -> float:
        """Of the difference in the chance of the top label; NaN without a test."""
        tested = not (_blocked(self.gap) or borne_by_few(self.gap))
        return float(self.gap.effects.p_values[-1]) if tested else math.nan


def check_ordered_labels(rated: Rated, ratings: Ratings, config: FairnessConfig) -> Part:
    """Return the average difference in the probability of the top label, in percentage points.

    Nothing where the labels hardly vary, or where the top label is too rare to be told alone.
    """
    merged = merged_labels(rated, config) if len(rated.labelled) else {}
    top = rated.rules.top
    if label_gate(rated).status == "blocked" or merged.get(top) != top:
        return Part()
    people = rated.labelled
    codes = predikat_codes(people["predikat"].map(merged), rated.rules).astype("float64")
    work = work_levels(ratings, people.index, config, floor=LARGE)
    frame = (
        people[["cluster", "unit_id"]]
        .assign(value=codes, top=people["predikat"].eq(top))
        .join(work)
    )
    checked = [
        one
        for compared in comparisons(people, config)
        for one in _of_trait(frame, compared, ratings, config)
    ]
    return Part(findings=tuple(_finding(rated, one, config) for one in _with_adjusted(checked)))


def _of_trait(
    frame: pd.DataFrame, compared: Comparison, ratings: Ratings, config: FairnessConfig
) -> list[_Checked]:
    own = WORK_OF_TRAIT.get(compared.trait, ())
    gaps = estimate_ordinal_gaps(
        frame.assign(**{LEVEL: compared.levels}),
        value="value",
        group=LEVEL,
        reference=compared.reference,
        covariates=[one for one in BASIC_WORK if one in ratings.work and one not in own],
        clusters=cluster_column(compared.trait),
        confidence=config.confidence,
    )
    return [_checked(frame, compared, level, gaps[level], config) for level in compared.others]


def _checked(
    frame: pd.DataFrame,
    compared: Comparison,
    level: str,
    gap: OrdinalGap,
    config: FairnessConfig,
) -> _Checked:
    levels = compared.levels.reindex(frame.index)
    top = frame.loc[levels.isin([level, compared.reference]), "top"].astype("float64")
    inside = levels[top.index].eq(level)
    return _Checked(
        compared,
        level,
        gap,
        count=int(top[inside].sum()),
        hidden=not counts_are_safe(top, inside, config),
    )


def _with_adjusted(checked: Sequence[_Checked]) -> list[_Checked]:
    adjusted = adjust_p_values([one.p_value for one in checked], method="bh")
    return [replace(one, p_adjusted=float(p)) for one, p in zip(checked, adjusted, strict=True)]


def _finding(rated: Rated, one: _Checked, config: FairnessConfig) -> Finding:
    gap, effects = one.gap, one.gap.effects
    group = {**rated.scope, **one.compared.group(one.level)}
    status, reason = _verdict(rated, gap)
    if status == "blocked" or one.hidden:
        return WORDS.blocked(NAME, TOO_RARE if one.hidden else reason, group=group)
    found = [("estimate", effects.estimates)]
    if not borne_by_few(gap):
        found += [
            ("std_error", effects.std_errors),
            ("ci_low", effects.ci_low),
            ("ci_high", effects.ci_high),
        ]
    numbers = {name: known(float(values[-1]) * POINTS) for name, values in found}
    return WORDS.finding(
        NAME,
        method=f"ordinal_logit_average_difference_{rated.clustered_beside(one.compared.trait)}",
        status=status,
        reason_code=reason or None,
        group=group,
        confidence=config.confidence,
        p_value=known(one.p_value),
        p_adjusted=known(one.p_adjusted),
        family=f"fairness.{NAME}",
        n=gap.group_n,
        numerator=one.count,
        strength="associational",
        direction="none",
        **numbers,
    )


def _blocked(gap: OrdinalGap) -> str:
    """Return why a comparison cannot be told; empty where it can."""
    if gap.reason_code:
        return gap.reason_code
    return "" if gap.effects.std_errors[-1] > 0 else "not_converged"


def _verdict(rated: Rated, gap: OrdinalGap) -> tuple[Status, str]:
    few = coefficient_reason(gap)
    if few[0] == "blocked":
        return few
    if reason := _blocked(gap):
        return "blocked", reason
    labels = label_gate(rated)
    size = pair_gate(gap.group_n, gap.n - gap.group_n)
    judged = [(labels.status, labels.reason_code), (size.status, "few_in_group"), _odds(gap)]
    return worst([few, *judged] if few[1] == BORNE_BY_FEW else [*judged, few])


def _odds(gap: OrdinalGap) -> tuple[Status, str]:
    p_value = gap.proportional.by_column[-1].p_value
    if math.isnan(p_value):
        return "review", "odds_untested"
    return ("review", "odds_differ") if p_value < ODDS_DIFFER else ("ok", "")
