"""Who the employees are: gender, birth, education, status, and the traits nobody sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Unit

EDUCATION = ("SMP", "SMA", "D3", "S1", "S2")
EDUCATION_SHARES = {
    "kesehatan": (0.01, 0.10, 0.43, 0.41, 0.05),
    "kecamatan": (0.04, 0.40, 0.12, 0.39, 0.05),
    "": (0.02, 0.24, 0.13, 0.50, 0.11),
}
WOMEN_BY_KIND = {"kesehatan": 0.72, "kecamatan": 0.45, "kampung": 0.35, "distrik": 0.40}
WOMEN_BY_UNIT = {"satpol-pp": 0.18, "dinas-pendidikan": 0.60, "dinas-perhubungan": 0.30}
WOMEN_USUALLY = 0.50
USUAL_EDUCATION = EDUCATION.index("D3")
PPPK_SHARE, RECRUITED_PPPK_SHARE = 0.20, 0.65
FIRST_PPPK_YEAR = 2019
TRAITS = (
    "woman", "birth", "start", "education", "contract", "ability", "behaviour", "severity", "bias",
    "types_ahead",
)  # fmt: skip


@dataclass(frozen=True)
class Workforce:
    """Traits of persons, one entry a person in every array.

    Attributes
    ----------
    woman : ndarray of bool
    birth, start : ndarray of float
        Dates of birth and of the first appointment, in years (2000.5 = 1 July 2000).
    education : ndarray of int
        Place in `EDUCATION`.
    contract : ndarray of bool
        Whether the person is PPPK.
    ability, behaviour : ndarray of float
        True performance without unit and year, and true behaviour, in latent units.
    severity, bias : ndarray of float
        What the person, as a rater, takes from everybody and adds for women.
    types_ahead : ndarray of bool
        Whether the person, as a rater, types the same appraisal for everybody.
    """

    woman: np.ndarray
    birth: np.ndarray
    start: np.ndarray
    education: np.ndarray
    contract: np.ndarray
    ability: np.ndarray
    behaviour: np.ndarray
    severity: np.ndarray
    bias: np.ndarray
    types_ahead: np.ndarray

    def __len__(self) -> int:
        return self.woman.size

    def with_more(self, others: Workforce) -> Workforce:
        """Return these persons followed by `others`."""
        return Workforce(
            *(np.concatenate([getattr(self, name), getattr(others, name)]) for name in TRAITS)
        )


def draw_workforce(
    kinds: np.ndarray,
    women: np.ndarray,
    knobs: StaffKnobs,
    streams: Streams,
    *,
    name: str,
    recruited: float | None = None,
) -> Workforce:
    """Draw persons for units of the given kinds.

    Parameters
    ----------
    kinds : ndarray of str, shape (n,)
        Kind of the unit each person works in.
    women : ndarray of float, shape (n,)
        Probability of being a woman.
    knobs : StaffKnobs
    streams : Streams
    name : str
        Name of the stream.
    recruited : float or None
        Date on which all of them enter; None draws a grown workforce.
    """
    rng = streams.of(f"workforce/{name}")
    count = kinds.size
    woman = rng.random(count) < women
    education = _educations(kinds, rng.random(count))
    birth, start, contract = _dates(education, rng, recruited)
    performing, appraising = knobs.performing, knobs.appraising
    own = rng.standard_normal(count)
    ability = (
        performing.person_spread * own
        + performing.gender_gap * woman
        + 0.25 * performing.person_spread * (education - USUAL_EDUCATION)
    )
    return Workforce(
        woman=woman,
        birth=birth,
        start=start,
        education=education,
        contract=contract,
        ability=ability,
        behaviour=0.5 * ability + performing.person_spread * 0.7 * rng.standard_normal(count),
        severity=appraising.severity_spread * rng.standard_normal(count),
        bias=appraising.bias_spread * rng.standard_normal(count),
        types_ahead=rng.random(count) < appraising.pretyped_share,
    )


def women_share(unit: Unit) -> float:
    """Return the probability that an employee of the unit is a woman."""
    return WOMEN_BY_UNIT.get(unit.id, WOMEN_BY_KIND.get(unit.kind, WOMEN_USUALLY))


def _educations(kinds: np.ndarray, chance: np.ndarray) -> np.ndarray:
    found = np.zeros(kinds.size, dtype=np.int64)
    for kind in np.unique(kinds):
        shares = EDUCATION_SHARES.get(str(kind), EDUCATION_SHARES[""])
        here = kinds == kind
        found[here] = np.searchsorted(np.cumsum(shares)[:-1], chance[here])
    return found


def _dates(
    education: np.ndarray, rng: np.random.Generator, recruited: float | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = education.size
    youngest = 20.0 + 1.2 * education
    if recruited is not None:
        contract = rng.random(count) < RECRUITED_PPPK_SHARE
        age = youngest + rng.gamma(2.0, 2.5, count)
        return recruited - np.minimum(age, 50.0), np.full(count, recruited), contract
    birth = 2023.0 - np.clip(rng.normal(42.0, 8.5, count), youngest + 0.5, 57.9)
    contract = rng.random(count) < PPPK_SHARE
    grown = birth + youngest + rng.gamma(1.5, 2.0, count)
    late = FIRST_PPPK_YEAR + rng.integers(0, 4, count) + 0.2
    start = np.where(contract, np.maximum(late, birth + youngest), grown)
    return birth, np.minimum(start, 2022.9), contract
