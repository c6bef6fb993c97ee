"""What was learnt: scores before and after, of the same people in the same course.

Differences are in percent points of the highest possible score, and in raw points where all tests
have the same one. They describe the participants; they are no effect of the course.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.checks import Status
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.finding import Finding
from analysis.stats.comparing import known_number
from analysis.stats.gates import gate
from analysis.stats.paired import NormalisedGain, PairedChange, normalised_gain, paired_change
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.parts import NOT_AN_EFFECT, WORDS
from analysis.studies.training.tests_taken import TestsTaken

FULL_PERCENT = 100.0
NO_PAIRS, NO_MAXIMUM, MIXED = "no_pairs", "no_score_max", "mixed_tests"
METHOD, GAIN_METHOD = "paired_difference", "course_average_gain"


@dataclass(frozen=True)
class Learnt:
    """Scores before and after of a group of pairs.

    Attributes
    ----------
    percent : PairedChange
        In percent of the highest score, over pairs whose highest score is known.
    raw : PairedChange or None
        In points; None where the tests have different highest scores.
    gain : NormalisedGain
    persons : int
        Employees behind the pairs with a percent.
    raw_persons : int
        Employees behind all pairs.
    highest : float
        The highest score that all tests share; NaN where none is known.
    """

    percent: PairedChange
    raw: PairedChange | None
    gain: NormalisedGain
    persons: int
    raw_persons: int
    highest: float


def measure_learning(pairs: pd.DataFrame, *, confidence: float) -> Learnt:
    """Return the change of a set of pairs; several courses of one person are a cluster."""
    people = pairs["employee_id"].tolist()
    known = pairs[pairs["score_max"].notna()]
    members = known["employee_id"].tolist()
    before, after = (known[name].to_numpy(dtype=float) for name in ("pre_pct", "post_pct"))
    shared: dict[str, Any] = {"clusters": members, "confidence": confidence}
    alike = len(pairs["score_max"].unique()) == 1
    raw = paired_change(
        pairs["pre_score"].to_numpy(dtype=float),
        pairs["post_score"].to_numpy(dtype=float),
        clusters=people,
        confidence=confidence,
    )
    return Learnt(
        percent=paired_change(before, after, **shared),
        raw=raw if alike else None,
        gain=normalised_gain(before, after, FULL_PERCENT, **shared),
        persons=int(known["employee_id"].nunique()),
        raw_persons=int(pairs["employee_id"].nunique()),
        highest=float(pairs["score_max"].iloc[0]) if alike else math.nan,
    )


def estimate_learning(tests: TestsTaken, config: TrainingConfig) -> Part:
    """Return gain, raw difference, standardised difference and normalised gain of all pairs."""
    scope = config.scope
    pairs = tests.pairs
    if pairs.empty:
        found = WORDS.blocked("learning_gain", NO_PAIRS, group=scope, headline=True)
        decided = GateDecision("learning", "blocked", NO_PAIRS, "pre_post")
        return Part(findings=(found,), gates=(decided,))
    learnt = measure_learning(pairs, confidence=config.confidence)
    first = gain_finding(learnt, config, group=scope, headline=True)
    findings = [first, _raw_finding(learnt, config, scope)]
    if first.status != "blocked":
        findings += [
            _size_finding(learnt, first, scope),
            _hake_finding(learnt, first, config, scope),
        ]
    unblock = "score_max" if first.reason_code == NO_MAXIMUM else "pre_post"
    decided = GateDecision(
        "learning",
        first.status,
        first.reason_code or "",
        "" if first.status == "ok" else unblock,
    )
    return Part(tuple(findings), gates=(decided,))


def gain_finding(
    learnt: Learnt,
    config: TrainingConfig,
    *,
    group: dict[str, str],
    headline: bool = False,
    p_adjusted: float | None = None,
    family: str | None = None,
) -> Finding:
    """Return the difference in percent points of the highest score."""
    change = learnt.percent
    status, reason = judge_pairs(change)
    if status == "blocked":
        return WORDS.blocked("learning_gain", reason, group=group, headline=headline)
    return _finding(
        "learning_gain",
        change,
        config,
        status=status,
        reason=reason,
        group=group,
        n=learnt.persons,
        headline=headline,
        p_adjusted=p_adjusted,
        family=family,
    )


def judge_pairs(change: PairedChange) -> tuple[Status, str]:
    """Return status and reason of a difference between pairs."""
    if not change.pairs:
        return "blocked", NO_MAXIMUM
    size = gate("paired_change", pairs=change.difference.clusters)
    if size.status == "blocked":
        return "blocked", size.reason_code
    if change.difference.no_variation:
        return "review", "no_variation"
    return size.status, size.reason_code


def _raw_finding(learnt: Learnt, config: TrainingConfig, scope: dict[str, str]) -> Finding:
    if learnt.raw is None:
        return WORDS.blocked("learning_gain_raw", MIXED, group=scope)
    status, reason = judge_pairs(learnt.raw)
    if status == "blocked":
        return WORDS.blocked("learning_gain_raw", reason, group=scope)
    return _finding(
        "learning_gain_raw",
        learnt.raw,
        config,
        status=status,
        reason=reason,
        group=scope,
        n=learnt.raw_persons,
    )


def _finding(
    name: str,
    change: PairedChange,
    config: TrainingConfig,
    *,
    status: Status,
    reason: str,
    group: dict[str, str],
    n: int,
    headline: bool = False,
    p_adjusted: float | None = None,
    family: str | None = None,
) -> Finding:
    difference = change.difference
    return WORDS.finding(
        name,
        method=METHOD,
        status=status,
        reason_code=reason or None,
        caveat_code=NOT_AN_EFFECT,
        group=group,
        headline=headline,
        estimate=difference.estimate,
        std_error=known_number(difference.std_error),
        ci_low=known_number(difference.ci_low),
        ci_high=known_number(difference.ci_high),
        confidence=config.confidence,
        p_value=known_number(difference.p_value),
        p_adjusted=p_adjusted,
        family=family,
        n=n,
    )


def _size_finding(learnt: Learnt, first: Finding, scope: dict[str, str]) -> Finding:
    if math.isnan(learnt.percent.d_z):
        return WORDS.blocked("effect_size", "no_variation", group=scope)
    return WORDS.finding(
        "effect_size",
        method="difference_per_standard_deviation",
        status=first.status,
        reason_code=first.reason_code,
        caveat_code=NOT_AN_EFFECT,
        group=scope,
        estimate=learnt.percent.d_z,
        confidence=None,
        n=learnt.persons,
    )


def _hake_finding(
    learnt: Learnt, first: Finding, config: TrainingConfig, scope: dict[str, str]
) -> Finding:
    gain = learnt.gain
    if math.isnan(gain.estimate):
        return WORDS.blocked("normalised_gain", "all_full_before", group=scope)
    return WORDS.finding(
        "normalised_gain",
        method=GAIN_METHOD,
        status=first.status,
        reason_code=first.reason_code,
        caveat_code=NOT_AN_EFFECT,
        group=scope,
        estimate=gain.estimate,
        std_error=known_number(gain.std_error),
        ci_low=known_number(gain.ci_low),
        ci_high=known_number(gain.ci_high),
        confidence=config.confidence,
        n=learnt.persons,
    )
