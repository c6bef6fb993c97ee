"""Made-up names and numbers of persons who do not exist.

NIP and NI PPPK have the true form: 18 digits of birth date, start of service, gender and a
sequence (Perka BKN 22/2007; NI PPPK: year, 2, contract, gender, sequence). The sequence begins at
900, which no real list of a birthday reaches, so that they are plainly made up.
"""

from __future__ import annotations

import calendar
from collections import Counter

import numpy as np
import pandas as pd

from analysis.intake.sample.staff.workforce import EDUCATION, Workforce

FIRST_SEQUENCE = 900
SYLLABLES = ("ba", "de", "go", "hi", "ku", "la", "mo", "nu", "ri", "so", "ta", "ve", "wi", "yo")
ENDINGS = ("rdan", "lvia", "ndro", "stuma", "kelim", "drani", "mbara", "sinda", "rtono", "wulin")
FAMILIES = (
    "Akuntara", "Belmidar", "Corindang", "Dumaresta", "Galimbara", "Hendrakusa", "Jorubang",
    "Kelunjati", "Lamontari", "Merasindo", "Nagrompa", "Palundara", "Rantisoka", "Sumbelang",
)  # fmt: skip
TITLES = {"D3": ", A.Md.", "S1": ", S.Sos.", "S2": ", S.Sos., M.Si."}
TITLED_SHARE = 0.6
SECRETARY_NAME, SECRETARY_NIP = "Sogolanta Merasindo, M.Si.", "196805121994031901"


def draw_identities(persons: Workforce, rng: np.random.Generator) -> pd.DataFrame:
    """Return person, name, nip, birth_date (datetime) and start_year of each person."""
    count = len(persons)
    first = rng.integers(0, len(SYLLABLES), count)
    ends = rng.integers(0, len(ENDINGS), count)
    family = rng.integers(0, len(FAMILIES), count)
    titled = rng.random(count) < TITLED_SHARE
    titles = [
        TITLES.get(EDUCATION[one], "") if shown else ""
        for one, shown in zip(persons.education, titled, strict=True)
    ]
    names = [
        f"{(SYLLABLES[one] + ENDINGS[other]).capitalize()} {FAMILIES[last]}{title}"
        for one, other, last, title in zip(first, ends, family, titles, strict=True)
    ]
    births = [_day(when) for when in persons.birth]
    return pd.DataFrame(
        {
            "person": np.arange(count),
            "name": names,
            "nip": _numbers(persons, births),
            "birth_date": births,
            "start_year": np.floor(persons.start).astype(int),
        }
    )


def _numbers(persons: Workforce, births: list[pd.Timestamp]) -> list[str]:
    used: Counter[str] = Counter()
    found = []
    for place, birth in enumerate(births):
        start = _day(persons.start[place])
        sex = 2 if persons.woman[place] else 1
        middle = f"{start.year}21" if persons.contract[place] else f"{start:%Y%m}"
        stem = f"{birth:%Y%m%d}{middle}{sex}"
        found.append(f"{stem}{FIRST_SEQUENCE + used[stem]:03d}")
        used[stem] += 1
    return found


def _day(when: float) -> pd.Timestamp:
    year = int(np.floor(when))
    days = 366 if calendar.isleap(year) else 365
    return pd.Timestamp(year, 1, 1) + pd.Timedelta(days=int((when - year) * days))
