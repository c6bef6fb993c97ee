"""The groups that are compared, and the table in which several traits stand under each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.checks import DisclosureClass, Status
from analysis.presenting.composing import GateDecision
from analysis.presenting.composing.levels import LevelNames, level_names
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.coefficients import FEW_TREATED, Coefficient
from analysis.stats.gates import Gate, gate
from analysis.stats.group_gaps import Gap
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import (
    UNIT,
    Rated,
    cluster_column,
    compared_levels,
    ordered_levels,
    reference_level,
    traits_in_view,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.stats.ordinal_gaps import OrdinalGap

HEADINGS = {"status": "employment_status"}
SPARE = 10
"""Residual degrees of freedom below which no result of a model is shown."""
BORNE_BY_FEW = "randomisation_inference_only"
"""Reason of the gate `clusters` where fewer than five appraisers (or units) bear a group."""
CANNOT_FAIL = "cannot_fail"
"""Reason where both groups pass at four fifths or more, whatever a test says."""
NO_TEST = "no_test"
"""Reason where nobody, or everybody, of two groups has the outcome."""
TOO_RARE = "too_rare_to_show"
"""Reason of a difference of shares that would give a hidden count away."""
WORST_FIRST: tuple[Status, ...] = ("blocked", "review")
UNBLOCK = {
    "few_outside_modal": "scores_or_periodic",
    "little_variation": "scores_or_periodic",
    "few_clusters": "more_appraisers",
    "few_large_clusters": "more_appraisers",
    "uneven_appraisers": "more_appraisers",
    "two_schemes": "one_scheme",
    "wild_bootstrap": "more_appraisers",
    "randomisation_inference_only": "more_appraisers",
    "no_appraiser": "rater_id",
}


@dataclass(frozen=True)
class Comparison:
    """One trait, the level of each person, and the level with which the others are compared."""

    trait: str
    levels: pd.Series
    reference: str

    @property
    def order(self) -> list[str]:
        """Levels in the order in which they are shown."""
        return ordered_levels(self.levels, self.trait)

    @property
    def others(self) -> list[str]:
        """Levels that are compared with the reference."""
        return [level for level in self.order if level != self.reference]

    @property
    def names(self) -> LevelNames:
        """Names of the levels, by level and language."""
        return level_names(self.trait, self.order)

    def group(self, level: str, **further: str) -> dict[str, str]:
        """Return the group of a finding that compares `level` with the reference."""
        return {self.trait: level, "reference": self.reference, **further}

    def rows(self, people: pd.DataFrame, level: str) -> pd.DataFrame:
        """Return the persons of a level."""
        return people[self.levels.reindex(people.index).eq(level)]


def comparisons(
    people: pd.DataFrame, config: FairnessConfig, *, disclosure: DisclosureClass = "personnel"
) -> list[Comparison]:
    """Return the traits of which these persons have at least two levels of ten or more."""
    found = (
        (trait, compared_levels(people, trait, config, disclosure=disclosure))
        for trait in traits_in_view(people)
    )
    return [
        Comparison(trait, levels, reference_level(levels, trait))
        for trait, levels in found
        if levels.notna().any()
    ]


def pair_gate(n: int, reference_n: int) -> Gate:
    """Return whether two groups are large enough to be compared."""
    return gate("group_comparison", smallest_group=min(n, reference_n))


def cluster_reason(gap: Gap) -> tuple[Status, str]:
    """Return status and reason that the number of appraisers (or units) behind a gap asks for.

    Where a few appraisers rated most persons, errors of scores are far too small; those of shares
    are not (docs/methods/coverage.md).
    """
    return coefficient_reason(gap, of_shares=gap.of_shares)


def coefficient_reason(
    found: Gap | Coefficient | OrdinalGap, *, of_shares: bool = False
) -> tuple[Status, str]:
    """Return the same for a coefficient of a regression.

    Parameters
    ----------
    of_shares : bool
        Whether errors hold where a few appraisers rated most persons: those of an outcome of 0 and
        1 do, and those of differences under one appraiser.
    """
    judged = gate(
        "clusters",
        clusters=found.clusters,
        treated_clusters=found.fewest_clusters,
        equal_clusters=None if math.isnan(found.equal_clusters) else found.equal_clusters,
    )
    if of_shares and judged.reason_code == "few_large_clusters":
        return "review", BORNE_BY_FEW if borne_by_few(found) else "uneven_appraisers"
    return judged.status, judged.reason_code


def borne_by_few(found: Gap | Coefficient | OrdinalGap) -> bool:
    """Tell whether fewer than five clusters bear a group, so that no error can be known."""
    return 0 < found.fewest_clusters < FEW_TREATED


def without_few(gaps: Mapping[str, Gap]) -> dict[str, Gap]:
    """Return the gaps without error, interval and test where fewer than five clusters bear them.

    Errors over so few clusters of a group are far too small (MacKinnon & Webb 2018).
    """
    return {
        level: replace(gap, std_error=math.nan, ci_low=math.nan, ci_high=math.nan, p_value=math.nan)
        if borne_by_few(gap)
        else gap
        for level, gap in gaps.items()
    }


def judge_shares(
    rated: Rated, trait: str, gap: Gap | None, judged: Sequence[tuple[str, str]]
) -> tuple[Status, str]:
    """Return the verdict on two shares of a trait, or on their ratio.

    Units that stand for unknown appraisers call for review; kinds of unit are compared over units
    in any case.

    Parameters
    ----------
    gap : Gap or None
        None leaves the verdict to `judged`.
    judged : sequence of (status, reason)
        Verdicts on anything but what the persons are clustered by.
    """
    if gap is None:
        return worst(judged)
    unknown = not rated.by_appraiser and cluster_column(trait) != UNIT
    appraisers = ("review" if unknown else "ok", "no_appraiser")
    certain = [one for one in judged if one[1] == CANNOT_FAIL]
    return worst([*certain, untested(gap), *judged, appraisers, cluster_reason(gap)])


def untested(gap: Gap) -> tuple[Status, str]:
    """Return the verdict on a difference without a test, which is told before other reasons."""
    clusters = cluster_reason(gap)
    if clusters[1] == BORNE_BY_FEW:
        return clusters
    return ("review" if math.isnan(gap.p_value) else "ok"), NO_TEST


def gap_method(gap: Gap, clustered: str) -> str:
    """Return how a difference of shares or means was judged, for `method`."""
    if math.isnan(gap.ci_low) and math.isnan(gap.p_value):
        how = "without_test"
    elif gap.of_shares:
        how = "score_test_newcombe"
    else:
        how = "wild_bootstrap" if gap.bootstrapped else "t"
    return f"difference_of_{'shares' if gap.of_shares else 'means'}_{how}_{clustered}"


def worst(judged: Iterable[tuple[str, str]]) -> tuple[Status, str]:
    """Return the worst status with its reason: blocked, then review, then ok."""
    found = list(judged)
    for status in WORST_FIRST:
        reasons = [reason for one, reason in found if one == status]
        if reasons:
            return status, reasons[0]
    return "ok", ""


def decide(question: str, found: Sequence[Finding], gate: Gate | None = None) -> GateDecision:
    """Return the decision on a question: as good as the best of its comparisons."""
    if any(one.status == "ok" for one in found):
        return GateDecision(question, "ok")
    reviewed = [one for one in found if one.status == "review"]
    best = (reviewed or list(found))[0]
    held = gate is not None and gate.status != "ok"
    reason = gate.reason_code if gate is not None and held else best.reason_code or ""
    return GateDecision(question, best.status, reason, UNBLOCK.get(reason, "more_persons"))


def reference_column(compared: Sequence[Comparison]) -> ReportColumn:
    """Return the column of the level with which a row is compared."""
    names: LevelNames = {}
    for one in compared:
        names |= level_names(one.trait, [one.reference])
    return WORDS.column("reference", "label", "text", heading="compared_with", codes=names)


def group_table(
    name: str,
    rows: Sequence[dict[str, Any]],
    compared: Sequence[Comparison],
    columns: Sequence[ReportColumn],
    **options: Any,  # noqa: ANN401 - passed on to StudyWords.table
) -> ReportTable:
    """Return a table with the trait (`margin`) and the level of each row before `columns`."""
    import pandas as pd

    traits = {
        one.trait: WORDS.both(f"column.{HEADINGS.get(one.trait, one.trait)}") for one in compared
    }
    levels: LevelNames = {}
    for one in compared:
        levels.update(one.names)
    labels = [
        WORDS.column("margin", "label", "text", codes=traits),
        WORDS.column("level", "label", "text", codes=levels),
    ]
    named = [*labels, *columns]
    frame = pd.DataFrame(list(rows), columns=[one.name for one in named])
    return WORDS.table(name, frame, named, **options)
