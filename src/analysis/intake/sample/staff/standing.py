"""What a post and a career bring: kind and level of position, rank, grade and status."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.intake.sample.staff.posts import ADMINISTRATOR, HEAD, SUPERVISOR
from analysis.schemas.region import Unit

HEAD_TYPES = {"kecamatan": "Administrator", "distrik": "Administrator", "kampung": "Pengawas"}
LEADER_LEVELS = {"JPT": "JPT Pratama", "Administrator": "Administrator", "Pengawas": "Pengawas"}
EXPERT_LEVELS = {"Ahli Pertama": 8, "Ahli Muda": 10, "Ahli Madya": 11}
SKILLED_LEVELS = {"Terampil": 6, "Mahir": 7, "Penyelia": 8}
CLERK_LEVELS = {"Klerek": 5, "Operator": 6, "Teknisi": 7}
LEADER_GRADES = {"JPT Pratama": 14, "Administrator": 11, "Pengawas": 9}
GRADES = {**EXPERT_LEVELS, **SKILLED_LEVELS, **CLERK_LEVELS, **LEADER_GRADES}
YEARS_A_LEVEL = 10

FUNCTIONAL_SHARE = {"kesehatan": 0.8, "dinas": 0.35, "badan": 0.35}
FUNCTIONAL_USUALLY = 0.12

RANKS = ("I/a", "I/b", "I/c", "I/d", "II/a", "II/b", "II/c", "II/d", "III/a", "III/b", "III/c",
         "III/d", "IV/a", "IV/b", "IV/c", "IV/d")  # fmt: skip
FIRST_RANK = {"SMP": "I/c", "SMA": "II/a", "D3": "II/c", "S1": "III/a", "S2": "III/b"}
LAST_RANK = {"JPT": "IV/c", "Administrator": "IV/b", "Pengawas": "IV/a", "Fungsional": "IV/a"}
USUAL_LAST_RANK = "III/d"
YEARS_A_RANK = 4
CONTRACT_RANKS = {"SMP": "III", "SMA": "V", "D3": "VII", "S1": "IX", "S2": "X"}


def position_types(
    units: Sequence[Unit], unit: np.ndarray, rung: np.ndarray, chance: np.ndarray
) -> np.ndarray:
    """Return JPT, Administrator, Pengawas, Fungsional or Pelaksana for each employee.

    Parameters
    ----------
    units : sequence of Unit
    unit, rung : ndarray of int, shape (n,)
    chance : ndarray of float, shape (n,)
        Between 0 and 1; low values make functional officers.
    """
    head = np.array([_head_type(one) for one in units], dtype=object)
    functional = np.array([FUNCTIONAL_SHARE.get(one.kind, FUNCTIONAL_USUALLY) for one in units])
    return np.select(
        [rung == HEAD, rung == ADMINISTRATOR, rung == SUPERVISOR, chance < functional[unit]],
        [head[unit], "Administrator", "Pengawas", "Fungsional"],
        default="Pelaksana",
    ).astype(object)


def position_level(position: str, education: str, tenure: int, person: int) -> str:
    """Return the level of a position; officials rise one level in ten years."""
    if position in LEADER_LEVELS:
        return LEADER_LEVELS[position]
    if position == "Pelaksana":
        return list(CLERK_LEVELS)[person % len(CLERK_LEVELS)]
    levels = list(EXPERT_LEVELS if education in ("S1", "S2") else SKILLED_LEVELS)
    return levels[min(tenure // YEARS_A_LEVEL, len(levels) - 1)]


def golongan(position: str, education: str, tenure: int, contract: bool) -> str:
    """Return the rank: by education, one step every four years, up to what the position allows."""
    if contract:
        return CONTRACT_RANKS[education]
    reached = RANKS.index(FIRST_RANK[education]) + tenure // YEARS_A_RANK
    return RANKS[min(reached, RANKS.index(LAST_RANK.get(position, USUAL_LAST_RANK)))]


def statuses(contract: np.ndarray, tenure: np.ndarray) -> np.ndarray:
    """Return PPPK, CPNS (first year) or PNS."""
    return np.where(contract, "PPPK", np.where(tenure < 1, "CPNS", "PNS")).astype(object)


def _head_type(unit: Unit) -> str:
    return "Pengawas" if unit.id.startswith("puskesmas") else HEAD_TYPES.get(unit.kind, "JPT")
