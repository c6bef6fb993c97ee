"""Whether two who rate the same ratee in the same period agree.

Estimands: the share of the variance of two ratings that the ratees make, ICC(1,1), since each ratee
has two raters of his own; where there are labels only, weighted kappa; and how much higher the
other rates. Errors are clustered by the superior. Method page: docs/methods/agreement.md. rwg is
not given: with two raters a ratee it says little, and where everybody gets one label it is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.presenting.composing import GateDecision, Part
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import Finding
from analysis.stats.agreement.intraclass import clustered_intraclass
from analysis.stats.agreement.kappa import clustered_kappa
from analysis.stats.agreement.krippendorff import krippendorff_alpha
from analysis.stats.gates import gate
from analysis.stats.means import Mean, estimate_mean
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known, of_gap
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.scale.second_ratings import (
    ROLES,
    SECOND,
    RatedTwice,
    read_second_ratings,
    scores_of,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.checks import Status
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

NAME, QUESTION = "agreement", "agreement"
COEFFICIENTS = ("icc", "alpha", "kappa", "same_rating", "difference")
UNBLOCK = {
    "no_second_rating": "second_rater",
    "too_few_pairs": "second_rater",
    "few_pairs": "second_rater",
    "pairs_alike": "second_rater",
    "two_schemes": "one_scheme",
    "few_clusters": "more_appraisers",
    "approximate_interval": "more_appraisers",
}


@dataclass(frozen=True)
class Coefficient:
    """One figure about the pairs of one role; NaN bounds where there is no interval."""

    name: str
    n: int
    estimate: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Compared:
    """What the pairs of one role say.

    Attributes
    ----------
    twice : RatedTwice
    status, reason : str
        As the gate judged; `blocked` without coefficients.
    found : tuple of Coefficient
        The one that the finding tells comes first.
    difference : Mean or None
        Other less superior, in points of the score.
    """

    twice: RatedTwice
    status: Status
    reason: str
    found: tuple[Coefficient, ...] = ()
    difference: Mean | None = None


def estimate_agreement(data: StudyData, rated: Rated, config: FairnessConfig) -> Part:
    """Return how far the superior agrees with a second appraiser, and with the ratee's own view.

    The self-appraisal has findings of its own only where there is one; it decides nothing.
    """
    compared = [_compare(read_second_ratings(data, rated, role), rated, config) for role in ROLES]
    told = [one for one in compared if one.twice.role == SECOND or not one.twice.rows.empty]
    findings = [_finding(one, rated, config) for one in told]
    differences = _differences(told, rated, config)
    first = findings[0]
    reason = first.reason_code or ""
    decision = GateDecision(QUESTION, first.status, reason, UNBLOCK.get(reason, ""))
    return Part((*findings, *differences), _tables(told), gates=(decision,))


def _compare(twice: RatedTwice, rated: Rated, config: FairnessConfig) -> Compared:
    column = twice.score or twice.label
    if not column:
        return Compared(twice, "blocked", "no_second_rating")
    pairs = twice.pairs(column)
    status, reason = worst([_judged(pairs), rated.schemes])
    if status == "blocked":
        return Compared(twice, status, reason)
    found = [*_of_scores(twice, config), *_of_labels(twice, rated, config)]
    if not found:
        return Compared(twice, "blocked", "pairs_alike")
    difference = _difference(twice, config) if twice.score else None
    return Compared(twice, status, reason, tuple(found), difference)


def _judged(pairs: pd.DataFrame) -> tuple[Status, str]:
    size = gate("paired_change", pairs=len(pairs))
    clusters = gate("clusters", clusters=pairs["cluster"].nunique())
    few = "few_clusters" if clusters.status == "blocked" else "approximate_interval"
    return worst([(size.status, size.reason_code), (clusters.status, few)])


def _of_scores(twice: RatedTwice, config: FairnessConfig) -> list[Coefficient]:
    if not twice.score:
        return []
    pairs = twice.pairs(twice.score)
    scores, clusters = scores_of(pairs), pairs["cluster"].tolist()
    icc, n, reason = clustered_intraclass(scores, clusters, confidence=config.confidence)
    if reason:
        return []
    alpha = krippendorff_alpha(
        scores,
        level="interval",
        rng=np.random.default_rng(config.seed),
        clusters=clusters,
        confidence=config.confidence,
    )
    return [
        Coefficient("icc", n, icc.estimate, icc.ci_low, icc.ci_high),
        Coefficient("alpha", n, alpha.estimate, alpha.ci_low, alpha.ci_high),
    ]


def _of_labels(twice: RatedTwice, rated: Rated, config: FairnessConfig) -> list[Coefficient]:
    """Return kappa and the part of ratings that agree; none where one side gives one label only.

    The part that agrees is left out where so few differ that it would tell who they are.
    """
    if not twice.label or not rated.rules.ratings:
        return []
    pairs = twice.pairs(twice.label)
    if _judged(pairs)[0] == "blocked" or (pairs[["superior", "other"]].nunique() < 2).any():
        return []
    clusters = pairs["cluster"].tolist()
    kappa = clustered_kappa(
        pairs["superior"].tolist(),
        pairs["other"].tolist(),
        rated.rules.ratings,
        clusters,
        rng=np.random.default_rng(config.seed),
        weights="quadratic",
        confidence=config.confidence,
    )
    same = estimate_mean(
        pairs["superior"].eq(pairs["other"]).astype("float64").tolist(),
        clusters=clusters,
        confidence=config.confidence,
        limits=(0, 1),
    )
    agreed = Coefficient("same_rating", same.n, same.estimate, same.ci_low, same.ci_high)
    limit = limit_of("personnel", min_cell=config.min_cell)
    told = limit.count_is_safe(round(same.estimate * same.n), same.n)
    return [
        Coefficient("kappa", kappa.n, kappa.estimate, kappa.ci_low, kappa.ci_high),
        *([agreed] if told else []),
    ]


def _difference(twice: RatedTwice, config: FairnessConfig) -> Mean:
    pairs = twice.pairs(twice.score)
    apart = (pairs["other"] - pairs["superior"]).astype("float64")
    return estimate_mean(
        apart.tolist(), clusters=pairs["cluster"].tolist(), confidence=config.confidence
    )


def _finding(one: Compared, rated: Rated, config: FairnessConfig) -> Finding:
    group = {**rated.scope, "rater_role": one.twice.role}
    if one.status == "blocked":
        return WORDS.blocked(NAME, one.reason, group=group)
    main = one.found[0]
    by_score = main.name == "icc"
    return WORDS.finding(
        NAME,
        measure=f"{main.name}_{one.twice.score if by_score else one.twice.label}",
        method="icc_1_1_fisher_by_superior" if by_score else "kappa_quadratic_drawn_by_superior",
        status=one.status,
        reason_code=one.reason or None,
        group=group,
        estimate=main.estimate,
        ci_low=known(main.ci_low),
        ci_high=known(main.ci_high),
        confidence=config.confidence,
        n=main.n,
        direction="none",
    )


def _differences(
    compared: Sequence[Compared], rated: Rated, config: FairnessConfig
) -> list[Finding]:
    held = [(one, one.difference) for one in compared if one.difference is not None]
    adjusted = adjust_p_values([mean.p_value for _, mean in held], method="holm")
    return [
        WORDS.finding(
            "rating_difference",
            measure=f"difference_{one.twice.score}",
            method="mean_of_pairs_by_superior",
            status=one.status,
            reason_code=one.reason or None,
            group={**rated.scope, "rater_role": one.twice.role},
            **of_gap(mean, float(p), config),
            family="fairness.rating_difference",
            n=mean.n,
            direction="none",
        )
        for (one, mean), p in zip(held, adjusted, strict=True)
    ]


def _tables(compared: Sequence[Compared]) -> tuple[ReportTable, ...]:
    import pandas as pd

    rows = [_row(one.twice.role, figure) for one in compared for figure in _figures(one)]
    if not rows:
        return ()
    columns = [
        WORDS.column("rater_role", "label", "text", codes=WORDS.codes("rater_role", ROLES)),
        WORDS.column("measure", "label", "text", codes=WORDS.codes("coefficient", COEFFICIENTS)),
        WORDS.column("n", "base", "integer", heading="rated_twice"),
        WORDS.column("estimate", "mean", "index"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
    ]
    note = WORDS.both("table_note.agreement")
    return (WORDS.table("agreement", pd.DataFrame(rows), columns, note=note),)


def _figures(one: Compared) -> list[Coefficient]:
    if one.difference is None:
        return list(one.found)
    mean = one.difference
    apart = Coefficient("difference", mean.n, mean.estimate, mean.ci_low, mean.ci_high)
    return [*one.found, apart]


def _row(role: str, figure: Coefficient) -> dict[str, Any]:
    return {
        "rater_role": role,
        "measure": figure.name,
        "n": figure.n,
        "estimate": known(figure.estimate),
        "ci_low": known(figure.ci_low),
        "ci_high": known(figure.ci_high),
    }
