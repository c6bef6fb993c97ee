"""A difference between two groups at one step, with the verdict on it, and how it is told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.checks import Status
from analysis.schemas.finding import Finding
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import TOO_RARE, Comparison, worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.like_for_like.alike import Alike
from analysis.studies.fairness.numbers import of_gap
from analysis.studies.fairness.parts import WORDS

if TYPE_CHECKING:
    from analysis.stats.coefficients import Coefficient


@dataclass(frozen=True)
class JudgedGap:
    """One comparison at one step.

    Attributes
    ----------
    compared : Comparison
    level : str
    stage : str
        One of `alike.STAGES`.
    status, reason : str
    gap : Coefficient or None
        None where there is nothing to tell.
    n, reference_n : int
        Persons of the group, and of the reference.
    count : int or None
        Of a label: members of the group with the top predikat.
    share : float
        Share of all persons of both groups on whom it rests.
    hidden : bool
        Whether it would give a numerator away.
    p_adjusted : float
        NaN without a test.
    """

    compared: Comparison
    level: str
    stage: str
    status: Status
    reason: str = ""
    gap: Coefficient | None = None
    n: int = 0
    reference_n: int = 0
    count: int | None = None
    share: float = math.nan
    hidden: bool = False
    p_adjusted: float = math.nan

    @property
    def told(self) -> Coefficient | None:
        """The difference where it may be shown."""
        return None if self.status == "blocked" or self.hidden else self.gap


def with_outcome_gate(one: JudgedGap, alike: Alike) -> JudgedGap:
    """Return the difference with a verdict no better than that on the outcome."""
    told = [(alike.gate.status, alike.gate.reason_code), (one.status, one.reason)]
    status, reason = worst(told)
    return replace(one, status=status, reason=reason)


def with_adjusted(found: Sequence[JudgedGap]) -> list[JudgedGap]:
    """Return the differences of one step, p-values adjusted over those that are not blocked."""
    p_values = [
        math.nan if one.gap is None or one.status == "blocked" else one.gap.p_value for one in found
    ]
    adjusted = adjust_p_values(p_values, method="bh")
    return [replace(one, p_adjusted=float(p)) for one, p in zip(found, adjusted, strict=True)]


def gap_finding(
    name: str,
    one: JudgedGap,
    alike: Alike,
    config: FairnessConfig,
    *,
    method: str,
    scope: dict[str, str],
    stage: str = "",
) -> Finding:
    """Return the finding about a difference, blocked or hidden where it must be.

    Parameters
    ----------
    stage : str
        Step as part of the group; empty where the finding has one step only.
    """
    further = {} if alike.is_label else {"outcome": alike.outcome}
    told = {**further, **({"stage": stage} if stage else {})}
    group = {**scope, **one.compared.group(one.level, **told)}
    measure = "top_predikat_share_gap" if alike.is_label else f"{alike.outcome}_gap"
    gap = one.gap
    if one.status == "blocked" or gap is None:
        return WORDS.blocked(name, one.reason, group=group, measure=measure)
    if one.hidden:
        return WORDS.blocked(name, TOO_RARE, group=group, measure=measure)
    family = ".".join(filter(None, (f"fairness.{name}", alike.outcome, stage)))
    return WORDS.finding(
        name,
        measure=measure,
        method=method,
        status=one.status,
        reason_code=one.reason or None,
        group=group,
        **of_gap(gap, one.p_adjusted, config, scale=alike.scale),
        family=family,
        n=one.n,
        numerator=one.count,
        strength="associational",
        direction="none",
    )
