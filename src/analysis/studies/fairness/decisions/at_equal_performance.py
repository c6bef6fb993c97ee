"""Decisions at equal performance: groups compared among people of the same predikat and scores.

A linear model of who got the decision holds predikat, scores (in points and in fifths) and, where
the groups are not themselves kinds of work, rank and kind of position equal, so that a difference
in performance that the appraisal shows is not called a difference in treatment; errors are
clustered by appraiser. Beside it the common odds ratio of Mantel and Haenszel within levels of
performance, which assumes less and holds less equal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.presenting.composing import Part, combine
from analysis.presenting.composing.chance import DIFFERENT
from analysis.schemas.finding import Finding
from analysis.stats.coefficients import Coefficient
from analysis.stats.linear import GapStep, incremental_gaps
from analysis.stats.mantel_haenszel import MantelHaenszel, mantel_haenszel
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import (
    NO_TEST,
    SPARE,
    Comparison,
    coefficient_reason,
    pair_gate,
    worst,
)
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.decisions.decided import Decided
from analysis.studies.fairness.decisions.tables import equal_table
from analysis.studies.fairness.groups.differentiation import label_gate
from analysis.studies.fairness.numbers import of_gap
from analysis.studies.fairness.parts import POINTS, WORDS
from analysis.studies.fairness.rated import Rated, cluster_column
from analysis.studies.fairness.ratings import BASIC_WORK

if TYPE_CHECKING:
    import pandas as pd

NAME = "decision_gap"
KNOWN_SHARE = 0.8
"""Share of the persons whose scores must be known for performance to be held equal by them."""
WORK_TRAITS = ("status", "position_type")
"""Traits that are work themselves and would vanish beside it."""
FIFTHS = 5
Judged = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class EqualRow:
    """A level of a trait: who got the decision, and the gap to the reference; None for itself.

    Attributes
    ----------
    compared : Comparison
    level : str
    n, count : int
        Persons, and those who got it.
    raw : float
        Difference of shares with nothing held equal.
    gap : Coefficient or None
        The same with performance, rank and kind of position held equal.
    check : MantelHaenszel or None
    spare : int
        Residual degrees of freedom at least.
    adjusted : float
        Benjamini-Hochberg over all rows.
    """

    compared: Comparison
    level: str
    n: int
    count: int
    raw: float = math.nan
    gap: Coefficient | None = None
    check: MantelHaenszel | None = None
    spare: int = 0
    adjusted: float = math.nan


def estimate_decision_gaps(
    rated: Rated, found: Sequence[tuple[Decided, list[Comparison]]], config: FairnessConfig
) -> Part:
    """Return the gaps of every favourable decision; blocked where performance is not known.

    Parameters
    ----------
    found : sequence of (Decided, list of Comparison)
        Each kind of decision with the groups that are compared on it.
    """
    performance = _performance(rated)
    return combine(
        _of_kind(rated, one, compared, performance, config)
        for one, compared in found
        if one.kind.favourable
    )


def _performance(rated: Rated) -> tuple[str, str]:
    """Return whether performance can be held equal: status and reason."""
    telling = [name for name in rated.outcomes if rated.people[name].std() > 0]
    known = rated.people[telling].notna().any(axis=1).mean() if telling else 0.0
    if known >= KNOWN_SHARE:
        return "ok", ""
    if label_gate(rated).status == "blocked":
        return "blocked", "performance_unknown"
    return "review", "label_only"


def _of_kind(
    rated: Rated,
    decided: Decided,
    compared: list[Comparison],
    performance: tuple[str, str],
    config: FairnessConfig,
) -> Part:
    rarity = (decided.gate.status, decided.gate.reason_code)
    status, reason = worst([rarity, performance])
    if status == "blocked" or not compared:
        why = reason if status == "blocked" else "no_groups"
        group = {**rated.scope, "outcome": decided.kind.name}
        return Part((WORDS.blocked(NAME, why, group=group, measure=_measure(decided)),))
    frame = _with_levels(rated, decided)
    rows = [row for one in compared for row in _rows(frame, one, rated, config)]
    p_values = [row.gap.p_value if row.gap else math.nan for row in rows]
    adjusted = adjust_p_values(p_values, method="bh")
    rows = [replace(row, adjusted=float(p)) for row, p in zip(rows, adjusted, strict=True)]
    judged = [rated.schemes, performance, rarity]
    findings = [_finding(rated, decided, row, judged, config) for row in rows if row.gap]
    return Part(tuple(findings), (equal_table(decided.kind, rows),))


def _with_levels(rated: Rated, decided: Decided) -> pd.DataFrame:
    """Return the persons with the decision, their fifth of the scores, and their stratum.

    Who has no score is held equal with the others who have none.
    """
    people = decided.people.assign(decided=decided.outcome)
    scores = people[list(rated.outcomes)]
    alike = ((scores - scores.mean()) / scores.std()).mean(axis=1)
    ranks = alike.rank(pct=True) * FIFTHS
    fifth = np.ceil(ranks).astype("Int64").astype("str") if rated.outcomes else ""
    filled = scores.fillna(scores.mean())
    told = people.assign(fifth=fifth, **{name: filled[name] for name in rated.outcomes})
    stratum = told["predikat"].astype("object").fillna("") + "/" + told["fifth"].fillna("")
    return told.assign(stratum=stratum)


def _rows(
    frame: pd.DataFrame, compared: Comparison, rated: Rated, config: FairnessConfig
) -> list[EqualRow]:
    held = _held(frame, compared.trait, rated)
    told = frame.assign(compared=compared.levels.astype("object"))
    gaps = incremental_gaps(
        told,
        value="decided",
        group="compared",
        reference=compared.reference,
        steps={"equal": held},
        clusters=cluster_column(compared.trait),
        confidence=config.confidence,
        rng=np.random.default_rng(config.seed),
    )
    return [
        _row(told, compared, level, gaps.get(level), held=held, confidence=config.confidence)
        for level in compared.order
    ]


def _held(frame: pd.DataFrame, trait: str, rated: Rated) -> tuple[str, ...]:
    work = [one for one in BASIC_WORK if trait not in WORK_TRAITS and frame[one].notna().any()]
    scores = [*rated.outcomes, "fifth"] if rated.outcomes else []
    return ("predikat", *scores, *work)


def _row(
    told: pd.DataFrame,
    compared: Comparison,
    level: str,
    steps: tuple[GapStep, ...] | None,
    *,
    held: tuple[str, ...],
    confidence: float,
) -> EqualRow:
    mine = told.loc[told["compared"].eq(level), "decided"]
    row = EqualRow(compared, level, len(mine), int(mine.sum()))
    if steps is None:
        return row
    pair = told[told["compared"].isin([level, compared.reference])]
    reference = told.loc[told["compared"].eq(compared.reference), "decided"]
    return replace(
        row,
        raw=float(mine.mean() - reference.mean()),
        gap=steps[0].gap,
        check=mantel_haenszel(_strata(pair, level), confidence=confidence),
        spare=len(pair) - 2 - sum(_parameters(pair[one]) for one in held),
    )


def _parameters(column: pd.Series) -> int:
    """Return how many parameters a column adds at most."""
    return 1 if column.dtype.kind == "f" else column.nunique(dropna=False) - 1


def _strata(pair: pd.DataFrame, level: str) -> np.ndarray:
    """Return persons by stratum, group and decision, shape (strata, 2, 2)."""
    import pandas as pd

    codes, names = pd.factorize(pair["stratum"])
    beside = pair["compared"].ne(level).to_numpy(bool)
    without = pair["decided"].eq(0).to_numpy(bool)
    counts = np.bincount(4 * codes + 2 * beside + without, minlength=4 * len(names))
    return counts.reshape(len(names), 2, 2)


def _finding(
    rated: Rated, decided: Decided, row: EqualRow, judged: Judged, config: FairnessConfig
) -> Finding:
    group = {**rated.scope, **row.compared.group(row.level, outcome=decided.kind.name)}
    status, reason = worst([*_untested(row), *judged, *_judged(row)])
    if status == "blocked" or row.gap is None:
        return WORDS.blocked(NAME, reason, group=group, measure=_measure(decided))
    return WORDS.finding(
        NAME,
        measure=_measure(decided),
        method=f"{_how(row.gap)}_{rated.clustered_beside(row.compared.trait)}",
        status=status,
        reason_code=reason or None,
        caveat_code="check_differs" if _check_differs(row) else None,
        group=group,
        **of_gap(row.gap, row.adjusted, config, scale=POINTS),
        family=f"fairness.decision_gap.{decided.kind.name}",
        n=row.n,
        numerator=row.count,
        strength="associational",
        direction="none",
    )


def _how(gap: Coefficient) -> str:
    """Return how a gap was estimated and tested, for `method`."""
    tests = {"randomisation": "randomisation", "none": "without_test"}
    test = tests.get(gap.inference, "score_test")
    return f"linear_probability_at_equal_performance_{test}"


def _untested(row: EqualRow) -> Judged:
    """Return the verdict on a gap without a test, which is told before other reasons."""
    untested = row.gap is not None and math.isnan(row.gap.p_value)
    return [("review" if untested else "ok", NO_TEST)]


def _judged(row: EqualRow) -> Judged:
    """Return the statuses, with reasons, that the size and spread of two groups ask for."""
    if row.gap is None:
        return []
    pair = pair_gate(row.n, row.gap.n - row.n)
    return [
        ("blocked" if math.isnan(row.gap.estimate) else "ok", "never_alike"),
        ("blocked" if row.spare < SPARE else "ok", "few_spare"),
        (pair.status, "few_in_group"),
        coefficient_reason(row.gap, of_shares=True),
    ]


def _check_differs(row: EqualRow) -> bool:
    """Tell whether a gap beyond chance is not borne out within levels of performance."""
    if row.gap is None or row.check is None or not row.adjusted < DIFFERENT:
        return False
    same_side = (row.check.odds_ratio > 1) == (row.gap.estimate > 0)
    return not (row.check.p_value < DIFFERENT and same_side)


def _measure(decided: Decided) -> str:
    return f"{decided.kind.name}_gap_at_equal_performance"
