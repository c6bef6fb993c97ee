"""How superiors rate what they see: quarterly appraisals and the annual predikat."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.careers import NOBODY, Careers
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.performance import HALF_OF_QUARTER, Performance
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region

BELOW, MEETS, ABOVE = 0, 1, 2
RATINGS = ("Di bawah ekspektasi", "Sesuai ekspektasi", "Di atas ekspektasi")
PREDIKAT = ("Sangat Kurang", "Kurang", "Butuh Perbaikan", "Baik", "Sangat Baik")
MATRIX = np.array([[0, 2, 2], [1, 3, 3], [1, 3, 4]])
"""Place in `PREDIKAT` by result (row) and behaviour (column): PermenPANRB 6/2022."""
TOP, GOOD, MEND = 4, 3, 2

POINTS_A_UNIT, USUAL_SCORE, LOWEST_SCORE, HIGHEST_SCORE = 5.0, 92.0, 50.0, 120.0
PERIODIC_CUTS = (-2.3, 1.6)
BEHAVIOUR_CUTS = (-2.3, 1.5)
ANNUAL_NOISE = 0.35
UPGRADED_SHARE = 0.6

ORGANISATION_RATINGS = ("Istimewa", "Baik", "Butuh Perbaikan")
ORGANISATION_SHARES = (0.15, 0.75, 0.10)
TOP_SHIFT = {"Istimewa": -0.5, "Baik": 0.0, "Butuh Perbaikan": 0.5}
LOW_SHIFT = {"Istimewa": -0.2, "Baik": 0.0, "Butuh Perbaikan": 0.5}


def organisation_rating(region: Region, unit_id: str, year: int) -> str:
    """Return the rating of a unit as an organisation, seeded by region, unit and year only."""
    rng = np.random.default_rng(zlib.crc32(f"organisation/{region.id}/{unit_id}/{year}".encode()))
    return str(rng.choice(ORGANISATION_RATINGS, p=ORGANISATION_SHARES))


@dataclass(frozen=True)
class Quarterly:
    """Appraisals of one quarter, one entry a person present.

    Attributes
    ----------
    person, rater : ndarray of int
        The rater is -1 for the regional secretary.
    impression, behaviour : ndarray of float
        What the rater thinks of results and behaviour, in latent units.
    result_rating, behaviour_rating : ndarray of int
        Places in `RATINGS`.
    result_score : ndarray of float
        Points, 50 to 120.
    pretyped : ndarray of bool
    """

    person: np.ndarray
    rater: np.ndarray
    impression: np.ndarray
    behaviour: np.ndarray
    result_rating: np.ndarray
    behaviour_rating: np.ndarray
    result_score: np.ndarray
    pretyped: np.ndarray


@dataclass(frozen=True)
class Annual:
    """Annual appraisals of one year, one entry a person present in its second half.

    Attributes
    ----------
    person, rater : ndarray of int
    result_rating, behaviour_rating : ndarray of int
        Places in `RATINGS`.
    predikat, recorded : ndarray of int
        Places in `PREDIKAT`: what the ratings give, and what was recorded.
    """

    person: np.ndarray
    rater: np.ndarray
    result_rating: np.ndarray
    behaviour_rating: np.ndarray
    predikat: np.ndarray
    recorded: np.ndarray


def rate_quarter(
    knobs: StaffKnobs, careers: Careers, performance: Performance, quarter: int, streams: Streams
) -> Quarterly:
    """Rate everybody present in a quarter (0 = the first of the sample)."""
    rng = streams.of(f"quarter/{quarter}")
    chance = rng.standard_normal((2, len(careers.persons)))
    half = int(HALF_OF_QUARTER[quarter])
    person = np.flatnonzero(careers.present(half))
    rater = careers.superior[person, half]
    true = performance.quarterly[person, quarter]
    impression, behaviour = _impressions(
        knobs,
        careers,
        person=person,
        rater=rater,
        true=true,
        chance=knobs.appraising.noise * chance[:, person],
    )
    ahead = (rater != NOBODY) & careers.persons.types_ahead[rater]
    usual = np.where(ahead, -careers.persons.severity[rater], 0.0)
    impression = np.where(ahead, usual, impression)
    behaviour = np.where(ahead, usual, behaviour)
    score = np.round(USUAL_SCORE + POINTS_A_UNIT * impression, 1)
    return Quarterly(
        person,
        rater,
        impression,
        behaviour,
        np.digitize(impression, PERIODIC_CUTS),
        np.digitize(behaviour, BEHAVIOUR_CUTS),
        np.clip(score, LOWEST_SCORE, HIGHEST_SCORE),
        ahead,
    )


def rate_year(
    region: Region,
    knobs: StaffKnobs,
    careers: Careers,
    performance: Performance,
    *,
    year: int,
    streams: Streams,
) -> Annual:
    """Rate everybody present in the second half of a year (0 = the first of the sample)."""
    rng = streams.of(f"year/{year}")
    count = len(careers.persons)
    chance, recorded = rng.standard_normal((2, count)), rng.random((2, count))
    half = 2 * year + 1
    person = np.flatnonzero(careers.present(half))
    rater = careers.superior[person, half]
    impression, behaviour = _impressions(
        knobs,
        careers,
        person=person,
        rater=rater,
        true=performance.yearly(year)[person],
        chance=ANNUAL_NOISE * chance[:, person],
    )
    top, low = _annual_cuts(region, knobs, year)
    unit = careers.unit[person, half]
    results = MEETS + (impression > top[unit]) - (impression < low[unit])
    conduct = MEETS + (behaviour > top[unit]) - (behaviour < low[unit])
    predikat = MATRIX[results, conduct]
    differs = recorded[0, person] < knobs.appraising.differs_share
    other = _another(predikat, recorded[1, person])
    return Annual(person, rater, results, conduct, predikat, np.where(differs, other, predikat))


def _impressions(
    knobs: StaffKnobs,
    careers: Careers,
    *,
    person: np.ndarray,
    rater: np.ndarray,
    true: np.ndarray,
    chance: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what raters think of results and of behaviour."""
    persons, known = careers.persons, rater != NOBODY
    lean = np.where(known, persons.bias[rater], 0.0) + knobs.appraising.direct_gap
    added = lean * persons.woman[person] - np.where(known, persons.severity[rater], 0.0)
    impression = true + added + chance[0]
    own = persons.behaviour[person] + added + chance[1]
    halo = knobs.appraising.halo
    return impression, (1.0 - halo) * own + halo * impression


def _annual_cuts(region: Region, knobs: StaffKnobs, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Return by unit where results count as above and below expectation."""
    appraising = knobs.appraising
    ratings = [organisation_rating(region, unit.id, YEARS[year]) for unit in region.units]
    top = [appraising.top_cut + appraising.guide * TOP_SHIFT[one] for one in ratings]
    low = [appraising.low_cut + appraising.guide * LOW_SHIFT[one] for one in ratings]
    return np.array(top), np.array(low)


def _another(predikat: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Return a predikat other than the one the ratings give, as leaders change it."""
    instead = np.where(chance < UPGRADED_SHARE, TOP, MEND)
    return np.where(predikat == GOOD, instead, GOOD)
