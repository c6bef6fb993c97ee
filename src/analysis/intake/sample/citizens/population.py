"""Draw service users and their answers: an ordinal model with known parameters.

score = 1 + number of thresholds below the latent value; latent = region + unit + unsur + trend +
jump + education + person + logistic noise.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.citizens.knobs import THRESHOLDS, UNSUR_EFFECT, Knobs
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period
from analysis.schemas.region import Region

UNSUR = tuple(UNSUR_EFFECT)
EDUCATION = ("SD", "SMP", "SMA", "D3", "S1", "S2")
EDUCATION_SHARES = (0.13, 0.17, 0.42, 0.09, 0.17, 0.02)
LOW_EDUCATION = ("SD", "SMP")
OCCUPATIONS = (
    "ASN", "Swasta", "Wirausaha", "Pelajar/Mahasiswa", "Petani/Nelayan", "IRT", "Pensiunan",
    "Lainnya",
)  # fmt: skip
OCCUPATION_SHARES = (0.10, 0.22, 0.22, 0.12, 0.12, 0.15, 0.03, 0.04)
BASE_RESPONSE = -1.2


@dataclass(frozen=True)
class Persons:
    """A draw of service users.

    Attributes
    ----------
    frame : DataFrame
        gender, age, education, occupation; one row a user.
    offset : ndarray, shape (n,)
        Personal departure from the level of the unit, in logits.
    response : ndarray, shape (n,)
        Probability of answering, between 0 and 1.
    """

    frame: pd.DataFrame
    offset: np.ndarray
    response: np.ndarray


def draw_persons(count: int, knobs: Knobs, rng: np.random.Generator) -> Persons:
    """Draw `count` users with their satisfaction offsets and answering probabilities."""
    education = rng.choice(EDUCATION, count, p=EDUCATION_SHARES)
    frame = pd.DataFrame(
        {
            "gender": rng.choice(["L", "P"], count, p=[0.46, 0.54]),
            "age": np.clip(rng.gamma(6.0, 6.4, count), 17, 84).astype(int),
            "education": education,
            "occupation": rng.choice(OCCUPATIONS, count, p=OCCUPATION_SHARES),
        }
    )
    low = np.isin(education, LOW_EDUCATION)
    offset = rng.normal(0.0, knobs.person_spread, count) - knobs.education_gap * low
    log_odds = BASE_RESPONSE + knobs.nonresponse * (offset - 0.8 * low)
    return Persons(frame, offset, 1.0 / (1.0 + np.exp(-log_odds)))


def cell_level(knobs: Knobs, region: Region, unit: str, quarter: Period, unsur: str) -> float:
    """Return the level (logits) of one unsur of one unit in one quarter."""
    years_on = (quarter.first_day.year - YEARS[0]) + (quarter.index - 1) / 4
    jumped = sum(
        jump.size
        for jump in knobs.jumps
        if jump.unit == unit and Period.parse(jump.quarter).first_day <= quarter.first_day
    )
    return (
        knobs.level
        + unit_effect(knobs, region, unit)
        + knobs.unsur_spread * UNSUR_EFFECT[unsur]
        + knobs.yearly_trend * years_on
        + jumped
    )


def unit_effect(knobs: Knobs, region: Region, unit: str) -> float:
    """Return the fixed effect of a unit: a normal draw seeded by region and unit only."""
    rng = np.random.default_rng(zlib.crc32(f"{region.id}/{unit}".encode()))
    return float(knobs.unit_spread * rng.standard_normal())


def yearly_users(region: Region, unit: str) -> int:
    """Return the number of users of a unit in a year, seeded by region and unit only."""
    rng = np.random.default_rng(zlib.crc32(f"users/{region.id}/{unit}".encode()))
    return int(round(float(np.exp(rng.normal(7.6, 0.6))), -1))


def draw_scores(levels: np.ndarray, offset: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw scores 1-4, shape (n, k), for `levels` shape (k,) and personal `offset` shape (n,)."""
    noise = rng.logistic(0.0, 1.0, (offset.size, levels.size))
    latent = levels[None, :] + offset[:, None] + noise
    return 1 + (latent[:, :, None] > np.asarray(THRESHOLDS)).sum(axis=2)


def draw_sheets(
    region: Region, knobs: Knobs, answers_a_year: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the answer sheets of all units and quarters.

    Returns
    -------
    DataFrame
        unit_id, quarter, date, gender, age, education, occupation and the nine unsur (1-4,
        missing where not answered); ordered by quarter, unit and date.
    """
    quarters = [quarter for year in YEARS for quarter in Period(year, "Y").parts("Q")]
    counts = _sheets_per_cell(region, answers_a_year)
    drawn = [
        _draw_cell(region, knobs, unit=unit.id, quarter=quarter, count=counts[unit.id], rng=rng)
        for quarter in quarters
        for unit in region.units
    ]
    return pd.concat(drawn, ignore_index=True)


def _sheets_per_cell(region: Region, answers_a_year: int) -> dict[str, int]:
    users = {unit.id: yearly_users(region, unit.id) for unit in region.units}
    shares = {unit: np.sqrt(count) for unit, count in users.items()}
    total = sum(shares.values())
    return {unit: max(8, round(answers_a_year / 4 * s / total)) for unit, s in shares.items()}


def _draw_cell(
    region: Region,
    knobs: Knobs,
    *,
    unit: str,
    quarter: Period,
    count: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    persons = draw_persons(count * 8 + 40, knobs, rng)
    chosen = np.flatnonzero(rng.random(persons.offset.size) < persons.response)[:count]
    levels = np.array([cell_level(knobs, region, unit, quarter, unsur) for unsur in UNSUR])
    scores = draw_scores(levels, persons.offset[chosen], rng)
    days = rng.integers(0, (quarter.last_day - quarter.first_day).days + 1, chosen.size)
    dates = pd.Timestamp(quarter.first_day) + pd.to_timedelta(np.sort(days), unit="D")
    answers = pd.DataFrame(scores, columns=list(UNSUR)).astype("Int8")
    head = pd.DataFrame({"unit_id": unit, "quarter": str(quarter), "date": dates})
    return pd.concat([head, persons.frame.iloc[chosen].reset_index(drop=True), answers], axis=1)


def soil(sheets: pd.DataFrame, knobs: Knobs, rng: np.random.Generator) -> pd.DataFrame:
    """Return the sheets with blanks, straight-lining, repeats and answers out of range."""
    soiled = sheets.copy()
    items = list(UNSUR)
    straight = rng.random(len(soiled)) < knobs.straightline_share
    middle = soiled.loc[straight, items].mean(axis=1).round().astype("Int8")
    for item in items:
        soiled.loc[straight, item] = middle
        blank = rng.random(len(soiled)) < knobs.missing_share
        soiled.loc[blank & ~straight, item] = pd.NA
        wild = rng.random(len(soiled)) < knobs.out_of_range_share
        soiled.loc[wild, item] = 5
    repeated = soiled[rng.random(len(soiled)) < knobs.repeat_share]
    return pd.concat([soiled, repeated]).sort_index(kind="stable").reset_index(drop=True)
