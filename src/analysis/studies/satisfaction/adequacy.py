"""Whether enough sheets came in for the number of users (Krejcie and Morgan 1970)."""

from __future__ import annotations

import pandas as pd

from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.region import Region
from analysis.stats.sample_size import adequacy
from analysis.studies.satisfaction.parts import (
    ROOM,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.studies.satisfaction.population import Population
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

VERDICTS = ("adequate", "not_adequate")


def assess_adequacy(survey: Survey, population: Population, region: Region) -> Part:
    """Compare the sheets of each unit with the sample that its users ask for.

    The region as a whole has a verdict of its own only where the users of every unit with sheets
    are known.
    """
    frame = adequacy_frame(survey, population)
    known = frame.dropna(subset=["users"])
    if known.empty:
        return Part(
            findings=(blocked("adequacy", "no_population", group=survey.scope),),
            gates=(GateDecision("adequacy", "blocked", "no_population", "service_population"),),
        )
    findings = [_finding(row, survey) for row in known.to_dict("records")]
    if survey.users is None and "unit" not in survey.scope:
        findings.insert(0, blocked("adequacy", "population_incomplete", group=survey.scope))
    return Part(
        findings=tuple(findings), tables=(_table(frame, region),), gates=(_decision(frame),)
    )


def adequacy_frame(survey: Survey, population: Population) -> pd.DataFrame:
    """Return one row per unit, after one for the region where its users are known.

    Returns
    -------
    DataFrame
        unit (missing for the region), users, n, required_formula, required_table, verdict; the
        last four missing without users.
    """
    users = population.by_unit()
    counts = survey.sheets["unit_id"].value_counts().sort_index()
    rows = [_row(str(unit), users.get(str(unit)), int(n)) for unit, n in counts.items()]
    if survey.users is not None and "unit" not in survey.scope:
        rows.insert(0, _row(None, sum(survey.users.values()), int(counts.sum())))
    frame = pd.DataFrame(rows, columns=["unit", "users", "n", *REQUIRED, "verdict"])
    whole = ["users", *REQUIRED]
    return frame.assign(**{name: frame[name].astype("Int64") for name in whole})


REQUIRED = ("required_formula", "required_table")


def _row(unit: str | None, users: int | None, n: int) -> dict[str, object]:
    if users is None:
        return {"unit": unit, "n": n}
    found = adequacy(n, users)
    return {
        "unit": unit,
        "users": users,
        "n": n,
        "required_formula": found.required,
        "required_table": found.table,
        "verdict": "adequate" if found.adequate else "not_adequate",
    }


def _finding(row: dict, survey: Survey) -> Finding:
    group = dict(survey.scope)
    if isinstance(row["unit"], str):
        group["unit"] = row["unit"]
    short = row["verdict"] == "not_adequate"
    return make_finding(
        "adequacy",
        method="krejcie_morgan_1970_x2_3.841",
        status="review" if short else "ok",
        reason_code="not_adequate" if short else None,
        group=group,
        estimate=float(row["required_formula"]),
        confidence=None,
        n=int(row["n"]),
        value_code=row["verdict"],
        direction="none",
    )


def _decision(frame: pd.DataFrame) -> GateDecision:
    if (frame["verdict"] == "not_adequate").any():
        return GateDecision("adequacy", "review", "not_adequate", "more_sheets")
    if frame["users"].isna().any():
        return GateDecision("adequacy", "review", "population_incomplete", "service_population")
    return GateDecision("adequacy", "ok")


def _table(frame: pd.DataFrame, region: Region) -> ReportTable:
    names = {unit.id: {"id": unit.name, "en": unit.name} for unit in region.units}
    columns = [
        column("unit", "label", "text", codes=names),
        column("users", "count", "integer"),
        column("n", "base", "integer"),
        column("required_formula", "count", "integer"),
        column("required_table", "count", "integer"),
        column("verdict", "code", "code", codes=codes_of("verdict", VERDICTS)),
    ]
    return titled("adequacy", frame, columns, note=both(f"{ROOM}.table_note.adequacy"))
