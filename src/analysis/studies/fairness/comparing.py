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
    compared_levels,
    ordered_levels,
    reference_level,
    traits_in_view,
)

if TYPE_CHECKING:
    import pandas as pd

HEADINGS = {"status": "employment_status"}
SPARE = 10
"""Residual degrees of freedom below which no result of a model is shown."""
BORNE_BY_FEW = "randomisation_inference_only"
"""Reason of the gate `clusters` where fewer than five appraisers bear a group."""
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
    return _of_clusters(gap, of_shares=gap.of_shares)


def coefficient_reason(found: Coefficient, *, of_shares: bool = False) -> tuple[Status, str]:
    """Return the same for a coefficient of a regression.

    Parameters
    ----------
    of_shares : bool
        Whether the outcome is 0 and 1.
    """
    return _of_clusters(found, of_shares=of_shares)


def _of_clusters(found: Gap | Coefficient, *, of_shares: bool) -> tuple[Status, str]:
    judged = gate(
        "clusters",
        clusters=found.clusters,
        treated_clusters=found.fewest_clusters,
        equal_clusters=None if math.isnan(found.equal_clusters) else found.equal_clusters,
    )
    if of_shares and judged.reason_code == "few_large_clusters":
        return "review", "uneven_appraisers"
    return judged.status, judged.reason_code


def without_few(gaps: Mapping[str, Gap]) -> dict[str, Gap]:
    """Return the gaps without error, interval and test where fewer than five appraisers bear them.

    Errors over so few clusters of a group are far too small (MacKinnon & Webb 2018).
    """
    return {
        level: replace(gap, std_error=math.nan, ci_low=math.nan, ci_high=math.nan, p_value=math.nan)
        if 0 < gap.fewest_clusters < FEW_TREATED
        else gap
        for level, gap in gaps.items()
    }


def held_back(gap: Gap) -> tuple[Status, str]:
    """Return what too few or too uneven appraisers ask of a ratio, which no bootstrap serves."""
    status, reason = cluster_reason(gap)
    return (status, reason) if reason != "wild_bootstrap" else ("ok", "")


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
