"""Groups of employees as every study forms them: bands of age and service, groups of rank.

The bands are those of the staff survey, so that register and survey can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from analysis.periods import Period

if TYPE_CHECKING:
    import pandas as pd

AGE_BANDS: dict[str, int] = {"<20": 0, "20-29": 20, "30-39": 30, "40-49": 40, "50+": 50}
"""Band to its lowest age in years."""

TENURE_BANDS: dict[str, int] = {"<5": 0, "5-9": 5, "10-19": 10, "20+": 20}
"""Band to its lowest service in whole years."""

PPPK_RANKS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
)  # fmt: skip
PPPK_GROUPS: dict[str, int] = {"PPPK I-IV": 1, "PPPK V-VIII": 5, "PPPK IX-XII": 9, "PPPK XIII+": 13}
"""Group to the number of its lowest rank."""

STATUS_GROUPS = {"CPNS": "PNS", "PPPK Paruh Waktu": "PPPK"}
"""Status to the status with which it is compared: candidates with PNS, part-timers with PPPK."""

LISTED_SHARE = 0.9
"""Share of the persons in other tables from which the staff list counts as complete."""

ORDER: dict[str, tuple[str, ...]] = {
    "age_band": tuple(AGE_BANDS),
    "tenure_band": tuple(TENURE_BANDS),
    "education": ("TS", "SD", "SMP", "SMA", "D1-D2", "D3", "S1", "S2", "S3"),
    "golongan": ("I", "II", "III", "IV", *PPPK_GROUPS),
    "position_type": ("JPT", "Administrator", "Pengawas", "Fungsional", "Pelaksana"),
    "status": ("PNS", "PPPK", "Non-ASN"),
    "gender": ("L", "P"),
}
"""Levels of each trait in the order in which they are shown."""

RANKED = frozenset({"age_band", "tenure_band", "education"})
"""Traits whose neighbouring levels may be merged."""


TRAITS = (
    "gender",
    "age_band",
    "status",
    "position_type",
    "education",
    "golongan",
    "tenure_band",
    "unit_group",
)
"""Traits of employees that studies compare, in the order of a report."""


def age_bands(birth_year: pd.Series, last_day: date) -> pd.Series:
    """Return the age band of each person at the end of a period.

    Parameters
    ----------
    birth_year : Series of integer
        Missing values stay missing.
    last_day : date
        Only its year counts: on other days than 31 December a person may be taken for a year
        older, because the day of birth is not kept.
    """
    return _banded(last_day.year - birth_year, AGE_BANDS)


def tenure_bands(tenure_years: pd.Series) -> pd.Series:
    """Return the band of service of each person; missing values stay missing."""
    return _banded(tenure_years, TENURE_BANDS)


def golongan_groups(golongan: pd.Series) -> pd.Series:
    """Return the group of ranks: I to IV of PNS ("III/a"), four groups of PPPK ("IX").

    Ranks that are neither are missing.
    """
    text = golongan.astype("str").str.strip()
    pns = text.str.extract(r"^(I|II|III|IV)/[a-e]$", expand=False)
    places = text.map({rank: place for place, rank in enumerate(PPPK_RANKS, start=1)})
    return pns.where(pns.notna(), _banded(places, PPPK_GROUPS)).astype("str")


def staff_register(
    employees: pd.DataFrame, last_day: date, *, kinds: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return one row for each employee of a period, with the traits that studies compare.

    Parameters
    ----------
    employees : DataFrame
        Rows of the period; where an employee has several, the one of the latest period counts.
    last_day : date
        Last day of the period, for ages.
    kinds : mapping of unit id to kind or None
        For `unit_group`.

    Returns
    -------
    DataFrame
        By employee_id: unit_id and `TRAITS`, missing where nothing is known.
    """
    ends = employees["period"].map(lambda text: Period.parse(str(text)).last_day)
    ordered = employees.assign(_end=ends).sort_values("_end", kind="stable")
    last = ordered.drop_duplicates("employee_id", keep="last").set_index("employee_id")
    grouped = with_groups(last, last_day)
    known = grouped.assign(unit_group=grouped["unit_id"].map(dict(kinds or {})).astype("str"))
    return known.reindex(columns=["unit_id", *TRAITS]).sort_index()


def is_listed(register: pd.DataFrame, employee_ids: pd.Series) -> bool:
    """Tell whether the register covers nearly all of the persons named, so that it may decide.

    Persons who are not on the list are then left out: of a handful without any trait, a reader
    could compute the figures from a total and its groups.
    """
    persons = employee_ids.drop_duplicates()
    return bool(len(persons)) and bool(persons.isin(register.index).mean() >= LISTED_SHARE)


def with_groups(employees: pd.DataFrame, last_day: date) -> pd.DataFrame:
    """Return the employees with bands of age and service, and status and golongan as groups.

    What a band is made from may be absent; its band is then missing for everybody.
    """
    import pandas as pd

    absent = pd.Series(pd.NA, index=employees.index, dtype="Int64")
    born = employees.get("birth_year", absent)
    served = employees.get("tenure_years", absent)
    rank = employees.get("golongan", absent.astype("str"))
    status = employees.get("status", absent.astype("str"))
    return employees.assign(
        status=status.replace(STATUS_GROUPS),
        age_band=age_bands(born, last_day),
        tenure_band=tenure_bands(served),
        golongan=golongan_groups(rank),
    )


def _banded(numbers: pd.Series, lowest: Mapping[str, int]) -> pd.Series:
    import pandas as pd

    known = pd.to_numeric(numbers, errors="coerce").astype("Float64")
    bands = pd.Series(pd.NA, index=numbers.index, dtype="str")
    for band, least in lowest.items():
        bands = bands.mask((known >= least).fillna(value=False).astype("bool"), band)
    return bands
