"""Hand-made training lists and staff lists."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.region import Region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.store import StudyData
from tests.lib.survey_data import typed_table

UNITS = {"dinkes": "dinas", "disdik": "dinas", "kec_utara": "kecamatan"}


def employees(
    count: int, *, unit: str = "dinkes", first: int = 0, **columns: object
) -> pd.DataFrame:
    """Return a staff list of one unit: e_00000, e_00001, ..."""
    ids = [f"e_{first + at:05d}" for at in range(count)]
    frame = pd.DataFrame({"employee_id": ids, "unit_id": unit, "period": "2025"})
    return frame.assign(**{"status": "PNS", **columns})  # type: ignore[arg-type]


def courses(who: Sequence[int], **columns: object) -> pd.DataFrame:
    """Return one row for each employee number, of one course that all completed."""
    frame = pd.DataFrame({"employee_id": [f"e_{at:05d}" for at in who]})
    usual: dict[str, object] = {
        "programme": "Pelatihan A",
        "kind": "klasikal",
        "provider": "Balai Diklat",
        "status": "completed",
        "start_date": pd.Timestamp("2025-03-03"),
        "jp_hours": 20.0,
    }
    return frame.assign(**{**usual, **columns})  # type: ignore[arg-type]


def region_of() -> Region:
    return Region(
        id="contoh",
        name="Kabupaten Contoh",
        units=[
            {"id": unit, "name": unit.replace("_", " ").title(), "kind": kind}
            for unit, kind in UNITS.items()
        ],
    )


def training_data(
    lists: pd.DataFrame | None = None,
    *,
    staff: pd.DataFrame | None = None,
    period: str = "2025",
) -> StudyData:
    given = {"trainings": lists, "employees": staff}
    tables = {name: typed_table(name, given.get(name), []) for name in STUDY_TABLES["training"]}
    return StudyData(
        region=region_of(),
        period=Period.parse(period),
        study="training",
        tables=tables,
        history=tables,
        rules=load_rulebook(),
    )
