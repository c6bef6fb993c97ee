"""Employees: what the NIP says where columns lack it, and where the two disagree."""

from __future__ import annotations

import pandas as pd

from analysis.intake.raw import Problem
from analysis.intake.tables.moments import counted
from analysis.intake.tables.places import rows_problem
from analysis.intake.tables.spans import last_days
from analysis.intake.tables.steps import StepContext, Stepped
from analysis.intake.values.golongan import PPPK_GRADES, RANKS
from analysis.intake.values.nip import nip_facts
from analysis.intake.values.positions import TYPE_OF_LEVEL

DERIVED = ("gender", "birth_year", "tenure_years", "status")
CIVIL_SERVANTS = frozenset({"PNS", "CPNS"})
ON_CONTRACT = frozenset({"PPPK", "PPPK Paruh Waktu"})
INCOMPLETE_RANKS = frozenset({"I", "II", "III", "IV"})
"""Of a PNS these lack their ruang; of a PPPK they are whole."""

LONGEST_SERVICE = 60
YEARS_APART = 1
"""Stated and derived years of service may differ by this much: offices count to other days."""

DECEMBER = 12


def take_from_nip(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Fill gender, birth year, years of service and status from the NIP; tell contradictions.

    What is stated is kept. `derived` names the cells that were filled.
    """
    if context.source.identifier != "nip" or "employee_id" not in frame:
        return Stepped(frame)
    said = nip_facts(frame["employee_id"])
    said["tenure_years"] = years_of_service(said, frame.get("period"))
    stated = frame.reindex(columns=[*frame, *(one for one in DERIVED if one not in frame)])
    filled = {name: stated[name].isna() & said[name].notna() for name in DERIVED}
    columns = {name: _filled(stated[name], said[name]) for name in DERIVED}
    edits = [
        edit
        for name, mask in filled.items()
        for edit in counted(name, "from_nip", "blank", "derived", mask)
    ]
    problems = _contradictions(stated, said, context)
    columns["derived"] = _names_of(filled, frame.index)
    return Stepped(frame.assign(**columns), problems=tuple(problems), edits=tuple(edits))


def settle_golongan(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Empty the rank of a PNS without its ruang, and tell ranks of the other status."""
    if "golongan" not in frame or "status" not in frame:
        return Stepped(frame)
    grade, status = frame["golongan"], frame["status"]
    pns, pppk = status.isin(CIVIL_SERVANTS), status.isin(ON_CONTRACT)
    incomplete = grade.isin(INCOMPLETE_RANKS) & ~pppk
    other = (pns & grade.isin(PPPK_GRADES) & ~incomplete) | (pppk & grade.isin(RANKS))
    problems = [
        *rows_problem(
            "intake.employees.golongan_incomplete", incomplete, context, target="golongan"
        ),
        *rows_problem("intake.employees.golongan_status", other, context, target="golongan"),
    ]
    edits = counted("golongan", "golongan_incomplete", "rank without ruang", "", incomplete)
    return Stepped(
        frame.assign(golongan=grade.mask(incomplete)), problems=tuple(problems), edits=tuple(edits)
    )


def type_from_level(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Say the kind of a position where only its level is stated."""
    if "position_level" not in frame:
        return Stepped(frame)
    known = frame.get("position_type", pd.Series(pd.NA, index=frame.index, dtype="str"))
    told = frame["position_level"].map(TYPE_OF_LEVEL).astype("str")
    fresh = known.isna() & told.notna()
    edits = counted("position_type", "type_from_level", "level", "type", fresh)
    return Stepped(frame.assign(position_type=known.fillna(told)), edits=tuple(edits))


STEPS = (take_from_nip, settle_golongan, type_from_level)
"""In this order: the status decides what a rank means."""


def years_of_service(said: pd.DataFrame, periods: pd.Series | None) -> pd.Series:
    """Return whole years from appointment to the last day of the row's period.

    The number of a PPPK says the year only: the years are known at the end of a year, and left
    open within one. Nobody serves before he is appointed: negative years are missing.
    """
    if periods is None:
        return pd.Series(pd.NA, index=said.index, dtype="Int64")
    last = last_days(periods)
    year, month = last.dt.year.astype("Int64"), last.dt.month.astype("Int64")
    begun = said["start_month"].le(month).astype("Int64")
    whole = year - said["start_year"] - 1 + begun
    of_year = (year - said["start_year"]).where(month.eq(DECEMBER) & said["start_month"].isna())
    found = whole.fillna(of_year)
    return found.where(found.between(0, LONGEST_SERVICE))


def _contradictions(
    stated: pd.DataFrame, said: pd.DataFrame, context: StepContext
) -> list[Problem]:
    """Return one problem for each column that disagrees with the NIP."""
    differs = {
        name: stated[name].notna() & said[name].notna() & stated[name].ne(said[name])
        for name in ("gender", "birth_year")
    }
    gap = (stated["tenure_years"] - said["tenure_years"]).abs()
    differs["tenure_years"] = gap.gt(YEARS_APART)
    wrong = said["status"].eq("PPPK") & stated["status"].isin(CIVIL_SERVANTS)
    differs["status"] = wrong | (said["status"].eq("PNS") & stated["status"].isin(ON_CONTRACT))
    early = pd.Series(False, index=stated.index)
    if "period" in stated:
        early = said["start_year"].gt(last_days(stated["period"]).dt.year.astype("Int64"))
    before = rows_problem("intake.employees.before_start", early, context)
    return before + [
        problem
        for name, mask in differs.items()
        for problem in rows_problem(f"intake.employees.{name}_conflict", mask, context, target=name)
    ]


def _filled(stated: pd.Series, said: pd.Series) -> pd.Series:
    kind = "Int64" if said.dtype == "Int64" else "str"
    return stated.astype(pd.api.types.pandas_dtype(kind)).fillna(said)


def _names_of(filled: dict[str, pd.Series], rows: pd.Index) -> pd.Series:
    joined = pd.Series("", index=rows, dtype="str")
    for name, mask in filled.items():
        joined = joined.mask(mask, joined + f"{name};")
    return joined.str.rstrip(";").mask(joined.eq(""))
