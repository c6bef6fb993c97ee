"""The leading posts of a region: heads of units, administrators and supervisors of sub-units."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from analysis.schemas.region import Region, Unit

HEAD, ADMINISTRATOR, SUPERVISOR, MEMBER = 0, 1, 2, 3
"""Rungs of the hierarchy; a member leads nobody."""
SECRETARY = -1
"""Parent of the heads of units: the regional secretary, who is in no list of the region."""

EMPLOYEES_A_POST = 8.0
FEWEST_IN_A_UNIT = 8
SIZE_BY_KIND = {"badan": 0.9, "kecamatan": 0.55, "kelurahan": 0.4, "kampung": 0.4, "distrik": 0.7}
SIZE_BY_UNIT = {"rsud": 2.6, "dinas-pendidikan": 1.8, "dinas-kesehatan": 1.1}
MEMBERS_SHARE = {HEAD: 0.4, ADMINISTRATOR: 0.7, SUPERVISOR: 1.0}
"""How many employees a post leads directly, beside the posts below it, relative to others."""


@dataclass(frozen=True)
class Posts:
    """Leading posts, unit by unit and top down.

    Attributes
    ----------
    unit : ndarray of int, shape (posts,)
        Place of the unit in the list of units.
    rung : ndarray of int, shape (posts,)
        HEAD, ADMINISTRATOR or SUPERVISOR.
    parent : ndarray of int, shape (posts,)
        The post above, or SECRETARY.
    members : ndarray of int, shape (posts,)
        Employees without a post who report to it.
    """

    unit: np.ndarray
    rung: np.ndarray
    parent: np.ndarray
    members: np.ndarray

    def repeated(self, copies: int, units: int) -> Posts:
        """Return the posts of `copies` regions of the same shape, one after the other."""
        count = self.unit.size
        copy = np.repeat(np.arange(copies), count)
        parent = np.tile(self.parent, copies)
        return Posts(
            np.tile(self.unit, copies) + copy * units,
            np.tile(self.rung, copies),
            np.where(parent == SECRETARY, SECRETARY, parent + copy * count),
            np.tile(self.members, copies),
        )


def unit_sizes(region: Region, persons: int) -> list[int]:
    """Return the employees of each unit; at least eight each, about `persons` together."""
    weights = [_weight(region, unit) for unit in region.units]
    total = sum(weights)
    return [max(FEWEST_IN_A_UNIT, round(persons * weight / total)) for weight in weights]


def _weight(region: Region, unit: Unit) -> float:
    rng = np.random.default_rng(zlib.crc32(f"staff size/{region.id}/{unit.id}".encode()))
    usual = SIZE_BY_UNIT.get(unit.id, SIZE_BY_KIND.get(unit.kind, 1.0))
    return usual * float(np.exp(rng.normal(0.0, 0.15)))


def lay_out_posts(region: Region, sizes: list[int]) -> Posts:
    """Return the posts of a region whose units have these sizes."""
    unit: list[int] = []
    rung: list[int] = []
    parent: list[int] = []
    members: list[int] = []
    heads = {}
    for place, size in enumerate(sizes):
        first = heads[region.units[place].id] = len(unit)
        rungs = _rungs(size)
        above = _parents(rungs, first)
        unit += [place] * len(rungs)
        rung += rungs
        parent += above
        members += _shared_out(size - len(rungs), [MEMBERS_SHARE[one] for one in rungs])
    for unit_id, post in heads.items():
        if unit_id.startswith("puskesmas"):
            parent[post] = heads.get("dinas-kesehatan", SECRETARY)
    return Posts(*(np.array(one, dtype=np.int64) for one in (unit, rung, parent, members)))


def _rungs(size: int) -> list[int]:
    below = max(1, round(size / EMPLOYEES_A_POST) - 1)
    administrators = round(below / 3) if below >= 3 else 0
    return [HEAD, *[ADMINISTRATOR] * administrators, *[SUPERVISOR] * (below - administrators)]


def _parents(rungs: list[int], first: int) -> list[int]:
    administrators = [place for place, one in enumerate(rungs) if one == ADMINISTRATOR] or [0]
    supervisors = iter(range(len(rungs)))
    return [
        SECRETARY
        if one == HEAD
        else first
        if one == ADMINISTRATOR
        else first + administrators[next(supervisors) % len(administrators)]
        for one in rungs
    ]


def _shared_out(total: int, weights: list[float]) -> list[int]:
    edges = np.round(np.cumsum(weights) / sum(weights) * total).astype(int)
    return [int(one) for one in np.diff(edges, prepend=0)]
