"""Draw the answer sheets of a region's staff surveys, wave by wave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.surveys.answers import draw_answers, soil_answers
from analysis.intake.sample.surveys.knobs import SurveyKnobs, Wave
from analysis.intake.sample.surveys.traits import (
    Traits,
    answering,
    draw_traits,
    explained_by,
    latent_values,
)
from analysis.measures.groups import age_bands, tenure_bands

SHOWN = ("unit_id", "gender", "age_band", "education", "status", "position_type", "tenure_band")
"""What a sheet tells of the person, besides the answers."""
LETTERS = tuple("ABDEFGHIKLMNRSTWY")


@dataclass(frozen=True)
class Round:
    """One wave as it went: who was invited, and the sheets that came back.

    Attributes
    ----------
    wave : Wave
    invited : DataFrame
        One row a person with the columns `SHOWN`.
    sheets : DataFrame
        The columns `SHOWN`, panel_code, date, duration_seconds and the items of the codebook;
        ordered by date.
    """

    wave: Wave
    invited: pd.DataFrame
    sheets: pd.DataFrame


@dataclass(frozen=True)
class _Drawn:
    traits: Traits
    codes: np.ndarray


def draw_rounds(staff: pd.DataFrame, knobs: SurveyKnobs, rng: np.random.Generator) -> list[Round]:
    """Draw all waves; a person keeps traits and code from wave to wave.

    Parameters
    ----------
    staff : DataFrame
        One row a person and year: person, year, the columns of which `SHOWN` are made, and
        severity_of_rater.
    knobs : SurveyKnobs
    rng : Generator
    """
    people = surveyed_people(staff)
    everybody = people.drop_duplicates("person", keep="last").reset_index(drop=True)
    traits = draw_traits(everybody, knobs, rng)
    codes = _own_codes(len(everybody), knobs, rng)
    place_of = pd.Series(np.arange(len(everybody)), index=everybody["person"])
    rounds = []
    for wave in knobs.waves:
        invited = people[people["year"] == wave.last.year].reset_index(drop=True)
        places = place_of.loc[invited["person"]].to_numpy()
        drawn = _Drawn(_of(traits, places), codes[places])
        sheets = _sheets(invited, drawn, knobs, wave, rng)
        rounds.append(Round(wave, invited[list(SHOWN)], sheets))
    return rounds


def surveyed_people(staff: pd.DataFrame) -> pd.DataFrame:
    """Return person x year with bands, and the severity of the appraiser standardised."""
    severity = staff["severity_of_rater"].astype(float)
    spread = float(severity.std(ddof=0))
    standard = (severity - severity.mean()) / spread if spread > 0 else severity * 0.0
    last_day = date(max(YEARS), 12, 31)
    return staff.assign(
        severity=standard.fillna(0.0),
        age_band=age_bands(last_day.year - staff["age"], last_day),
        tenure_band=tenure_bands(staff["tenure"]),
    )


def _of(traits: Traits, places: np.ndarray) -> Traits:
    scales = {name: values[places] for name, values in traits.scales.items()}
    return Traits(traits.kind[places], traits.resistance[places], scales)


def _sheets(
    invited: pd.DataFrame, drawn: _Drawn, knobs: SurveyKnobs, wave: Wave, rng: np.random.Generator
) -> pd.DataFrame:
    latent = latent_values(drawn.traits, explained_by(invited, knobs, wave), knobs, rng)
    answered = np.flatnonzero(rng.random(len(invited)) < answering(invited, latent, knobs))
    here = {name: values[answered] for name, values in latent.items()}
    answers = soil_answers(draw_answers(here, rng), knobs, rng)
    days = rng.integers(0, (wave.last - wave.first).days + 1, answered.size)
    head = invited.loc[answered, list(SHOWN)].reset_index(drop=True)
    head = head.assign(
        panel_code=_remembered(drawn.codes[answered], knobs, rng),
        date=pd.Timestamp(wave.first) + pd.to_timedelta(days, unit="D"),
        duration_seconds=np.round(np.exp(rng.normal(6.2, 0.4, answered.size))).astype(int),
    )
    sheets = pd.concat([head, answers], axis=1)
    return sheets.sort_values("date", kind="stable").reset_index(drop=True)


def _own_codes(count: int, knobs: SurveyKnobs, rng: np.random.Generator) -> np.ndarray:
    """Return each person's code, two letters, two digits, two letters; empty where none is given.

    Such codes are asked for as "first letters of the mother's name, day of birth, …".
    """
    letters = rng.choice(LETTERS, (count, 4))
    digits = rng.integers(1, 32, count)
    codes = [f"{a}{b}{day:02d}{c}{d}" for (a, b, c, d), day in zip(letters, digits, strict=True)]
    given = rng.random(count) < knobs.code_share
    return np.where(given, codes, "")


def _remembered(codes: np.ndarray, knobs: SurveyKnobs, rng: np.random.Generator) -> list[str]:
    wrong = rng.random(codes.size) < knobs.code_error
    other = rng.choice(LETTERS, codes.size)
    return [
        f"{code[:-1]}{letter}" if code and bad else str(code)
        for code, bad, letter in zip(codes, wrong, other, strict=True)
    ]
