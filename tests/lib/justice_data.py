"""Hand-made staff surveys beside appraisals: unnamed and named sheets, and their bridge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.checks import Sampling
from analysis.schemas.region import Region
from analysis.store import StudyData
from analysis.store.validation import validate
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, ids, study_of
from tests.lib.staff_sheets import BOOK, staff_table

WHOLE = "keadilan_penilaian"
DIMENSIONS = tuple(BOOK.dimensions(WHOLE))
ITEMS = BOOK.items_of(WHOLE)
KINDS = ("dinas", "badan", "kecamatan")


def region_of(
    *, units: int = 3, sampling: Sampling = "voluntary", named: bool = False, consent: bool = True
) -> Region:
    """Return a region with units of three kinds in turn and one source of staff sheets."""
    return Region(
        id="contoh",
        name="Kota Contoh",
        units=[
            {"id": f"unit{at:02d}", "name": f"Unit {at}", "kind": KINDS[at % 3]}
            for at in range(units)
        ],
        sources=[
            {
                "id": "survei",
                "table": "staff_survey",
                "files": "survei*.xlsx",
                "codebook": "survei_pegawai",
                "sampling": sampling,
                "anonymity": "named" if named and consent else "undeclared",
                "consent": named and consent,
            }
        ],
    )


def answers_of(levels: Sequence[float], items: Sequence[str] = ITEMS) -> pd.DataFrame:
    """Return sheets that answer every item by the value given for the sheet."""
    return pd.DataFrame(dict.fromkeys(items, np.asarray(levels, dtype=float)))


def drawn_answers(rng: np.random.Generator, chances: Sequence[float]) -> pd.DataFrame:
    """Return answers 1 + Binomial(4, chance of the sheet) to all items."""
    return pd.DataFrame({item: 1.0 + rng.binomial(4, chances) for item in ITEMS})


def sheets_of(answers: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Return sheets of one wave; a column is a value for all or a list."""
    given: dict[str, object] = {
        "instrument": "survei_pegawai",
        "anonymity": "anonymous",
        "wave": "1",
        "unit_id": "unit00",
        "date": pd.Timestamp("2025-06-10"),
        "source_id": "survei",
    }
    return answers.assign(**{**given, **columns})


def survey_study(
    sheets: pd.DataFrame,
    *,
    region: Region | None = None,
    linked: Mapping[str, str] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> StudyData:
    """Return the data of the fairness study: sheets, bridge from sheet to employee, appraisals."""
    held = study_of("fairness", region=region or region_of(), **dict(tables or {}))
    bridge = pd.DataFrame(
        {"respondent_id": list(linked or {}), "employee_id": list((linked or {}).values())}
    ).assign(region="contoh", source_id="survei", source_row="berkas#1")
    survey = staff_table("staff_survey", sheets, [item.key for item in BOOK.items])
    more = {"staff_survey": survey, "staff_link": validate(bridge, "staff_link")}
    return replace(
        held,
        tables={**held.tables, **more},
        history={**held.history, **more},
        codebooks={"survei_pegawai": BOOK},
    )


def rated_tables(
    scores: Sequence[float] | None = None,
    *,
    labels: Sequence[str | None] | None = None,
    raters: Sequence[str | None] | None = None,
    units: Sequence[str] | str = "unit00",
) -> dict[str, pd.DataFrame]:
    """Return employees and their annual appraisals, with scores of behaviour or labels only."""
    count = len(labels if labels is not None else scores or [])
    columns: dict[str, object] = {"unit_id": units, "rater_id": list(raters or [None] * count)}
    if scores is not None:
        columns["behaviour_score"] = list(scores)
    return {
        "employees": frame_of("employees", employees_of(count, unit_id=units)),
        "appraisals": frame_of("appraisals", annual_of(labels or ["Baik"] * count, **columns)),
    }


def bridge_of(count: int) -> dict[str, str]:
    """Return the bridge that leads from the n-th sheet to the n-th employee."""
    return {f"s_{at:06d}": name for at, name in enumerate(ids(count))}
