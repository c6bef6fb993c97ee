"""The parts of one gap, and whether they may be told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.checks import Status
from analysis.stats.components import Component
from analysis.stats.gates import Gate
from analysis.stats.gelbach import GelbachDecomposition, judge_gelbach
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import BORNE_BY_FEW, pair_gate, worst
from analysis.studies.fairness.components.models import Split

if TYPE_CHECKING:
    from analysis.studies.fairness.rated import Rated

Judged = tuple[Status, str]
"""A status and its reason."""
SAID = {"no_variation": "same_rating", "one_group": "appraisers_unknown"}
"""Reasons of the decompositions that are told by another code here."""


@dataclass(frozen=True)
class Piece:
    """A part of one gap, with how far it may be relied on.

    Attributes
    ----------
    split : Split
    component : str
        Code of `[part_of_gap]`; empty where the first method is blocked.
    method : str
    judged : (status, reason)
    told : Component
    p_adjusted : float
        Over all groups; NaN before `adjusted`, and where there is no test.
    """

    split: Split
    component: str
    method: str
    judged: Judged
    told: Component
    p_adjusted: float = math.nan

    @property
    def is_shown(self) -> bool:
        """Whether there is something to tell."""
        return self.judged[0] != "blocked"


def pieces_of(split: Split, before: Sequence[Judged], rated: Rated) -> list[Piece]:
    """Return the parts of one gap by both methods; a method that is blocked has one piece.

    Parameters
    ----------
    before : sequence of (status, reason)
        What the outcome itself allows.
    """
    return [
        *_of_gelbach(split, before, rated),
        *_of_oaxaca(split, before),
        *_of_apart(split, before),
    ]


def _of_gelbach(split: Split, before: Sequence[Judged], rated: Rated) -> list[Piece]:
    found = split.models.gelbach
    unknown: list[Judged] = [] if rated.by_appraiser else [("review", "no_appraiser")]
    judged = _judge(split, [*before, *_judge_gelbach(found), *unknown])
    method = f"gelbach_{rated.clustered_by.removeprefix('by_')}_absorbed"
    if judged[0] == "blocked":
        return [Piece(split, "", method, judged, found.base)]
    told = {
        "work": found.blocks["work"],
        "unit_and_appraiser": found.blocks["cluster"],
        "unexplained": found.full,
    }
    return [Piece(split, name, method, judged, one) for name, one in told.items()]


def _of_oaxaca(split: Split, before: Sequence[Judged]) -> list[Piece]:
    found = split.models.oaxaca
    judged = _judge(split, [*before, *_refused(found.reason)])
    if judged[0] == "blocked":
        return [Piece(split, "work_only", "oaxaca_blinder_pooled", judged, found.gap)]
    told = {"work_only": found.explained, "beyond_work": found.unexplained}
    return [Piece(split, name, "oaxaca_blinder_pooled", judged, one) for name, one in told.items()]


def _of_apart(split: Split, before: Sequence[Judged]) -> list[Piece]:
    """Return unit and appraiser apart; nothing where only both together can be told."""
    found = split.models.apart
    if found is None:
        return []
    judged = _judge(split, [*before, *_judge_gelbach(found)])
    if judged[0] == "blocked":
        return []
    told = {"between_units": found.blocks["unit"], "between_appraisers": found.blocks["rater_id"]}
    return [
        Piece(split, name, "gelbach_appraiser_absorbed_all_periods", judged, one)
        for name, one in told.items()
    ]


def _judge_gelbach(found: GelbachDecomposition) -> list[Judged]:
    if found.reason:
        return _refused(found.reason)
    gate = judge_gelbach(found)
    return [(gate.status, gate.reason_code)]


def _refused(reason: str) -> list[Judged]:
    return [("blocked", SAID.get(reason, reason))] if reason else []


def _judge(split: Split, judged: Sequence[Judged]) -> Judged:
    pair = pair_gate(split.n, split.reference_n)
    alone: list[Judged] = [] if split.held_equal else [("blocked", "no_shared_work")]
    clusters = _judge_clusters(split.clusters)
    few: list[Judged] = [clusters] if clusters[0] == "blocked" else []
    return worst([*alone, *few, *judged, (pair.status, "few_in_group"), clusters])


def _judge_clusters(found: Gate) -> Judged:
    """Return the verdict on the appraisers; the jackknife over them serves where they are uneven.

    Parts of a gap have no test where fewer than five appraisers bear a group.
    """
    verdicts: dict[str, Status] = {BORNE_BY_FEW: "blocked", "few_large_clusters": "review"}
    return verdicts.get(found.reason_code, found.status), found.reason_code


def adjusted(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with p-values adjusted over all groups, each component for itself."""
    p_values = [math.nan if one.judged[0] == "blocked" else one.told.p_value for one in pieces]
    told = list(pieces)
    for component in dict.fromkeys(one.component for one in pieces):
        places = [at for at, one in enumerate(pieces) if one.component == component]
        found = adjust_p_values([p_values[at] for at in places], method="bh")
        for at, p in zip(places, found, strict=True):
            told[at] = replace(pieces[at], p_adjusted=float(p))
    return told
