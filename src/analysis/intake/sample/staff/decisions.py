"""Decisions on employees: rewards, promotions, further education, coaching, sanctions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.careers import Careers
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.performance import Performance
from analysis.intake.sample.staff.ratings import MEND, Annual
from analysis.intake.sample.staff.streams import Streams
from analysis.intake.sample.staff.workforce import EDUCATION
from analysis.schemas.region import Region

FAVOURABLE = ("reward", "promotion", "further_education")
BASE_LOG_ODDS = {"reward": -3.9, "promotion": 0.8, "further_education": -3.6}
COACHED_SHARE, SANCTIONED_SHARE = 0.6, 0.003
YEARS_IN_RANK = 4
OLDEST_STUDENT = 45
AMOUNTS = {"reward": 2_500_000, "further_education": 15_000_000}
IRREGULAR_SHARE = 0.02
"""Share of decisions on employees marked as not eligible."""


@dataclass(frozen=True)
class Chances:
    """Probabilities of one kind of decision in a year, for those it can be taken on."""

    person: np.ndarray
    probability: np.ndarray


def decision_chances(
    region: Region,
    knobs: StaffKnobs,
    careers: Careers,
    performance: Performance,
    *,
    kind: str,
    year: int,
    woman: np.ndarray | None = None,
) -> Chances:
    """Return who could get a favourable decision in a year (0 = the first) and how likely.

    Parameters
    ----------
    region, knobs, careers, performance
    kind : {"reward", "promotion", "further_education"}
    year : int
    woman : ndarray of bool, shape (persons,), optional
        What gender everybody is taken to have; the true one when left out.
    """
    persons = careers.persons
    able = careers.present(2 * year + 1) & _eligible(careers, kind, YEARS[year])
    person = np.flatnonzero(able)
    woman = persons.woman if woman is None else woman
    health = np.array([unit.kind == "kesehatan" for unit in region.units])
    log_odds = (
        BASE_LOG_ODDS[kind]
        + knobs.deciding.slope * performance.yearly(year)[person]
        + knobs.deciding.gap * woman[person]
    )
    if kind == "reward":
        log_odds += knobs.deciding.health_award * health[careers.unit[person, 2 * year + 1]]
    share = knobs.deciding.yearly_share / (1.0 + np.exp(-log_odds))
    return Chances(person, np.clip(share, 0.0, 1.0))


def draw_decisions(
    region: Region,
    knobs: StaffKnobs,
    careers: Careers,
    performance: Performance,
    *,
    annual: Annual,
    year: int,
    streams: Streams,
) -> pd.DataFrame:
    """Return the decisions of a year with the columns of the table decisions and the person."""
    rng = streams.of(f"decisions/{year}")
    count = len(careers.persons)
    parts = []
    for kind in FAVOURABLE:
        chances = decision_chances(region, knobs, careers, performance, kind=kind, year=year)
        drawn = rng.random(count)[chances.person] < chances.probability
        parts.append(_taken(chances.person[drawn], kind))
    low = annual.person[annual.recorded <= MEND]
    share = knobs.deciding.yearly_share
    parts.append(_taken(low[rng.random(count)[low] < share * COACHED_SHARE], "coaching"))
    unlucky = rng.random(count)[annual.person] < share * SANCTIONED_SHARE
    parts.append(_taken(annual.person[unlucky], "sanction"))
    found = pd.concat(parts, ignore_index=True)
    days = rng.integers(30, 360, len(found))
    found["date"] = pd.Timestamp(YEARS[year], 1, 1) + pd.to_timedelta(days, unit="D")
    found["eligible_flag"] = rng.random(len(found)) >= IRREGULAR_SHARE
    found["amount_idr"] = found["kind"].map(AMOUNTS).astype(float)
    return found.sort_values(["date", "person"], kind="stable", ignore_index=True)


def _eligible(careers: Careers, kind: str, year: int) -> np.ndarray:
    persons = careers.persons
    if kind == "promotion":
        served = np.floor(year + 1 - persons.start).astype(int)
        return ~persons.contract & (served > 0) & (served % YEARS_IN_RANK == 0)
    if kind == "further_education":
        young = year - persons.birth < OLDEST_STUDENT
        return young & np.isin(persons.education, [EDUCATION.index("D3"), EDUCATION.index("S1")])
    return np.ones(len(persons), dtype=bool)


def _taken(persons: np.ndarray, kind: str) -> pd.DataFrame:
    return pd.DataFrame({"person": persons, "kind": kind})
