"""Intersections: women and men within the levels of one other trait, each beside the largest cell.

A gap between women and men, or between ages, may lie with young women alone. Levels are merged
until women and men of each are ten or more, so that no cell has to be hidden for its size. More
than two traits at once are not looked at: of many small cells the extremes lie far apart by chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.measures.groups import ORDER, RANKED
from analysis.presenting.composing import GateDecision, Part
from analysis.privacy.floors import limit_of
from analysis.privacy.groups import CROSSED
from analysis.privacy.merging import merge_small
from analysis.schemas.finding import Finding
from analysis.stats.disparity import Disparity, Key, Level, measure_disparity
from analysis.stats.gates import SMALLEST_GROUP
from analysis.stats.group_gaps import Gap
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import (
    BORNE_BY_FEW,
    TOO_RARE,
    cluster_reason,
    decide,
    gap_method,
    pair_gate,
    untested,
    worst,
)
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.groups.differentiation import label_gate
from analysis.studies.fairness.groups.intersection_tables import intersection_table
from analysis.studies.fairness.numbers import of_gap
from analysis.studies.fairness.parts import POINTS, TOP, WORDS
from analysis.studies.fairness.rated import (
    Rated,
    cluster_column,
    ordered_levels,
    traits_in_view,
)

if TYPE_CHECKING:
    import pandas as pd

NAME, QUESTION = "intersection_gap", "intersections"
FIRST = "gender"
Judged = tuple[str, str]


@dataclass(frozen=True)
class Crossing:
    """Gender crossed with one other trait.

    Attributes
    ----------
    trait : str
    levels : list of str
        Of the other trait, merged, in the order in which they are shown.
    found : Disparity
        By (gender, level).
    adjusted : dict of (str, str) to float
        P-values over all crossings.
    """

    trait: str
    levels: list[str]
    found: Disparity
    adjusted: dict[Key, float]

    @property
    def cells(self) -> list[tuple[Key, Level]]:
        """Cells by level of the other trait, then by gender."""
        genders = [one for one in ORDER[FIRST] if any(key[0] == one for key in self.found.groups)]
        keys = [(gender, level) for level in self.levels for gender in genders]
        return [(key, self.found.groups[key]) for key in keys if key in self.found.groups]


def estimate_intersections(rated: Rated, config: FairnessConfig) -> Part:
    """Return the gap of every intersection of gender with another trait to the largest one.

    On the first score, else on the share of the top predikat; a crossing of which a count would
    have to be hidden is not shown.
    """
    outcome, people, judged = _outcome(rated)
    if judged[0] == "blocked":
        return _blocked(rated, judged[1])
    crossings = _crossings(people, config)
    if not crossings:
        return _blocked(rated, "no_groups")
    findings = [
        {
            key: _finding(rated, outcome, one, key, level, level.gap, judged, config)
            for key, level in one.cells
            if level.gap is not None
        }
        for one in crossings
    ]
    tables = tuple(
        intersection_table(one, told=_told(some), is_share=outcome == TOP)
        for one, some in zip(crossings, findings, strict=True)
        if _counts_are_safe(one, config)
    )
    every = tuple(finding for some in findings for finding in some.values())
    return Part(every, tables, gates=(_decision(every),))


def _told(findings: Mapping[Key, Finding]) -> set[Key]:
    """Return the cells whose gap to the largest one is told."""
    return {key for key, one in findings.items() if one.status != "blocked"}


def _decision(findings: Sequence[Finding]) -> GateDecision:
    decision = decide(QUESTION, findings)
    rare = decision.reason == TOO_RARE
    return replace(decision, unblock="scores_or_periodic") if rare else decision


def _blocked(rated: Rated, reason: str) -> Part:
    unblock = {"no_groups": "traits", "no_annual": "annual_recap"}
    asked = unblock.get(reason, "scores_or_periodic")
    return Part(
        (WORDS.blocked(NAME, reason, group=rated.scope),),
        gates=(GateDecision(QUESTION, "blocked", reason, asked),),
    )


def _outcome(rated: Rated) -> tuple[str, pd.DataFrame, Judged]:
    """Return what is compared, on whom (with it as `value`), and whether it varies enough."""
    if rated.outcomes:
        people = rated.people[rated.people[rated.outcomes[0]].notna()]
        return rated.outcomes[0], people.assign(value=people[rated.outcomes[0]]), rated.schemes
    labelled = rated.labelled
    gate = label_gate(rated)
    judged = (gate.status, gate.reason_code) if len(labelled) else ("blocked", "no_annual")
    top = labelled["predikat"].eq(rated.rules.top).astype("float64")
    return TOP, labelled.assign(value=top), judged


def _crossings(people: pd.DataFrame, config: FairnessConfig) -> list[Crossing]:
    found = []
    for trait in traits_in_view(people):
        if trait == FIRST or (config.unit and trait == "unit_group"):
            continue
        levels = _levels(people, trait, config)
        if len(levels.dropna().unique()) > 1:
            measured = measure_disparity(
                people["value"],
                people[[FIRST]].assign(**{trait: levels}),
                clusters=people[cluster_column(trait)],
                confidence=config.confidence,
                rng=np.random.default_rng(config.seed),
            )
            found.append(Crossing(trait, ordered_levels(levels, trait), measured, {}))
    return _adjusted(found)


def _levels(people: pd.DataFrame, trait: str, config: FairnessConfig) -> pd.Series:
    """Return the level of each person, merged until women and men of each reach the floor.

    Persons of unknown gender or trait are missing, as all are where a level would stay too small.
    """
    import pandas as pd

    floor = max(limit_of("personnel", min_cell=config.min_cell).floor, SMALLEST_GROUP)
    known_both = people[people[FIRST].notna() & people[trait].notna()]
    counts = pd.crosstab(known_both[trait], known_both[FIRST])
    if counts.shape[1] < 2:
        return pd.Series(pd.NA, index=people.index, dtype="object")
    smaller = counts.min(axis=1).rename_axis("level").reset_index(name="n")
    order = [*ORDER[trait]] if trait in RANKED else None
    merged = _merged(smaller, order, floor)
    levels = people[trait].map(merged).where(people[FIRST].notna())
    sizes = pd.crosstab(levels, people[FIRST]).min(axis=1)
    return levels.where(levels.map(sizes).ge(floor))


def _merged(smaller: pd.DataFrame, order: list[str] | None, floor: int) -> dict[str, str]:
    return merge_small(smaller, "level", "n", order=order, disclosure="personnel", min_cell=floor)


def _adjusted(found: Sequence[Crossing]) -> list[Crossing]:
    every = [(at, key) for at, one in enumerate(found) for key, level in one.cells if level.gap]
    gaps = [found[at].found.groups[key].gap for at, key in every]
    p_values = adjust_p_values([one.p_value if one else math.nan for one in gaps], method="bh")
    told: list[dict[Key, float]] = [{} for _ in found]
    for (at, key), p_value in zip(every, p_values, strict=True):
        told[at][key] = float(p_value)
    return [
        Crossing(one.trait, one.levels, one.found, p_values)
        for one, p_values in zip(found, told, strict=True)
    ]


def _counts_are_safe(crossing: Crossing, config: FairnessConfig) -> bool:
    """Tell whether no count of a cell has to be hidden.

    Differences of shares, and totals that stand elsewhere too, would give hidden counts away.
    """
    limit = limit_of("personnel", min_cell=config.min_cell)
    cells = [one for _, one in crossing.cells]
    return all(one.count is None or limit.count_is_safe(one.count, one.n) for one in cells)


def _finding(  # noqa: PLR0917 - one cell and how it is told
    rated: Rated,
    outcome: str,
    crossing: Crossing,
    key: Key,
    level: Level,
    gap: Gap,
    judged: Judged,
    config: FairnessConfig,
) -> Finding:
    reference = CROSSED.join(crossing.found.reference)
    group = {**rated.scope, FIRST: key[0], crossing.trait: key[1], "reference": reference}
    measure = f"{outcome}_intersection_gap"
    pair = pair_gate(gap.n, gap.reference_n)
    clusters = cluster_reason(gap)
    few: Judged = ("blocked" if clusters[1] == BORNE_BY_FEW else "ok", BORNE_BY_FEW)
    rare: Judged = ("ok" if _counts_are_safe(crossing, config) else "blocked", TOO_RARE)
    size: Judged = (pair.status, "few_in_group")
    status, reason = worst([untested(gap), size, rare, few, clusters, judged])
    if status == "blocked":
        return WORDS.blocked(NAME, reason, group=group, measure=measure)
    reason = judged[1] or reason  # what the outcome itself asks for is told first
    scale = POINTS if outcome == TOP else 1.0
    return WORDS.finding(
        NAME,
        measure=measure,
        method=gap_method(gap, rated.clustered_beside(crossing.trait)),
        status=status,
        reason_code=reason or None,
        group=group,
        **of_gap(gap, crossing.adjusted[key], config, scale=scale),
        family=f"fairness.intersection_gap.{outcome}",
        n=gap.n,
        numerator=level.count,
        direction="none",
    )
