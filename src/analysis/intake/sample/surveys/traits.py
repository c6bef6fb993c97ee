"""What staff think, as latent values: classes of resistance, drivers, and what explaining changes.

resistance on a dimension = level of the class + slopes x drivers + tenure + unit + person + wave
+ effect of an explanation; felt fairness = severity of one's appraiser + person.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.surveys.knobs import (
    DIMENSIONS,
    DRIVERS,
    FAIRNESS,
    OTHERS,
    SurveyKnobs,
    Wave,
)

WILLING = 0.25
"""Level of the scales on which staff speak well of themselves and of each other."""
SHARED_FAIRNESS = 0.7
"""Part of the four dimensions of felt fairness that they share."""


@dataclass(frozen=True)
class Traits:
    """What stays with a person over the waves.

    Attributes
    ----------
    kind : ndarray of int, shape (n,)
        Place in `knobs.classes`.
    resistance : ndarray, shape (n, 3)
        Departure on the three dimensions, drivers and explanations not counted.
    scales : dict of str to ndarray, each of shape (n,)
        The other latent values: understanding, participation, four of fairness, …
    """

    kind: np.ndarray
    resistance: np.ndarray
    scales: dict[str, np.ndarray]


def draw_traits(people: pd.DataFrame, knobs: SurveyKnobs, rng: np.random.Generator) -> Traits:
    """Draw the traits of `people` (unit_id, tenure in years, severity: standardised)."""
    count = len(people)
    kind = np.zeros(count, dtype=int)
    levels = np.zeros((count, len(DIMENSIONS)))
    if knobs.classes:
        kind = rng.choice(len(knobs.classes), count, p=[one.share for one in knobs.classes])
        levels = np.array([one.levels for one in knobs.classes])[kind]
    spread = knobs.driver_spread
    scales = {name: rng.normal(WILLING, spread, count) for name in (*DRIVERS[:2], *OTHERS)}
    scales |= _fairness(people, knobs, rng)
    return Traits(kind, levels + _person(people, knobs, rng)[:, None], scales)


def _fairness(
    people: pd.DataFrame, knobs: SurveyKnobs, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return felt fairness on its four dimensions and as a whole, which is their mean."""
    severity = people["severity"].to_numpy(dtype=float)
    count, spread = len(people), knobs.driver_spread
    shared = WILLING + knobs.severity_on_fairness * severity
    shared = shared + rng.normal(0.0, spread * np.sqrt(SHARED_FAIRNESS), count)
    own = spread * np.sqrt(1 - SHARED_FAIRNESS)
    parts = {name: shared + rng.normal(0.0, own, count) for name in FAIRNESS}
    return {**parts, "keadilan_penilaian": np.mean(list(parts.values()), axis=0)}


def _person(people: pd.DataFrame, knobs: SurveyKnobs, rng: np.random.Generator) -> np.ndarray:
    tenure = (people["tenure"].to_numpy(dtype=float) - 12.0) / 10.0
    effects = {
        unit: knobs.unit_spread * unit_normal("resistance", str(unit))
        for unit in people["unit_id"].unique()
    }
    of_unit = people["unit_id"].map(effects).to_numpy(dtype=float)
    own = rng.normal(0.0, knobs.person_spread, len(people))
    return of_unit + own + knobs.tenure_on_resistance * tenure


def latent_values(
    traits: Traits, explained: np.ndarray, knobs: SurveyKnobs, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return the latent value of each scale in one wave, each of shape (n,).

    Parameters
    ----------
    traits : Traits
    explained : ndarray of bool, shape (n,)
        Whether the policy had been explained in the person's unit.
    knobs : SurveyKnobs
    rng : Generator
        For the change of each person from wave to wave.
    """
    scales = dict(traits.scales)
    understanding = knobs.socialisation_on_understanding * explained
    scales["pemahaman_peran"] = scales["pemahaman_peran"] + understanding
    moved = sum(
        (slope * (scales[name] - WILLING) for name, slope in knobs.slopes.items()),
        start=np.zeros(explained.size),
    )
    moved = moved + knobs.socialisation_effect * explained
    moved = moved + rng.normal(0.0, knobs.wave_spread, explained.size)
    for place, name in enumerate(DIMENSIONS):
        scales[name] = traits.resistance[:, place] + moved
    return scales


def explained_by(people: pd.DataFrame, knobs: SurveyKnobs, wave: Wave) -> np.ndarray:
    """Return whether the policy had been explained in each person's unit before the wave."""
    units = {unit for one in knobs.socialisations if one.day <= wave.first for unit in one.units}
    return people["unit_id"].isin(units).to_numpy()


def answering(
    people: pd.DataFrame, latent: dict[str, np.ndarray], knobs: SurveyKnobs
) -> np.ndarray:
    """Return each person's probability of answering, shape (n,)."""
    resistance = np.mean([latent[name] for name in DIMENSIONS], axis=0)
    effects = {
        unit: knobs.response_unit_spread * unit_normal("response", str(unit))
        for unit in people["unit_id"].unique()
    }
    log_odds = knobs.response + people["unit_id"].map(effects).to_numpy(dtype=float)
    return 1.0 / (1.0 + np.exp(-(log_odds + knobs.resistance_on_response * resistance)))


def unit_normal(what: str, unit: str) -> float:
    """Return a standard normal draw seeded by the unit only."""
    seed = zlib.crc32(f"survey/{what}/{unit}".encode())
    return float(np.random.default_rng(seed).standard_normal())
