"""Hand-made staff surveys: sheets of our own instrument, frames of invitations, a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.codebook import Codebook, load_codebook
from analysis.schemas.region import Region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.store import StudyData
from analysis.store.validation import validate
from tests.lib.survey_data import typed_table

BOOK = load_codebook("survei_pegawai")
RESISTANCE = BOOK.items_of("resistensi_evaluasi")
REVERSED = [item.key for item in BOOK.items if item.reverse]
UNITS = {"dinkes": "dinas", "disdik": "dinas", "kec_utara": "kecamatan", "kec_selatan": "kecamatan"}


def answers_of(level: Sequence[float], items: Sequence[str] = RESISTANCE) -> pd.DataFrame:
    """Return raw answers 1 to 5 whose oriented value is `level` on every item of a sheet."""
    values = np.asarray(level, dtype=float)
    return pd.DataFrame({item: (6 - values if item in REVERSED else values) for item in items})


def random_answers(
    rng: np.random.Generator, size: int, *, level: float = 0.4, spread: float = 0.15
) -> pd.DataFrame:
    """Return raw answers 1 + Binomial(4, chance) to all items; the chance varies by person."""
    chance = np.clip(level + rng.normal(0, spread, size), 0.02, 0.98)
    drawn = {item.key: 1.0 + rng.binomial(4, chance) for item in BOOK.items}
    return pd.DataFrame(
        {key: (6 - values if key in REVERSED else values) for key, values in drawn.items()}
    )


def sheets_of(
    answers: pd.DataFrame, *, unit: str = "dinkes", wave: str | None = "2025-1", **columns: object
) -> pd.DataFrame:
    """Return sheets of one unit and wave."""
    return answers.assign(
        instrument="survei_pegawai",
        anonymity="anonymous",
        wave=wave,
        unit_id=unit,
        **{"date": pd.Timestamp("2025-06-10"), **columns},  # type: ignore[arg-type]
    )


def frame_of(invited: Mapping[str, int], *, wave: str = "2025-1") -> pd.DataFrame:
    rows = [(wave, unit, "all", None, count) for unit, count in invited.items()]
    return pd.DataFrame(rows, columns=["wave", "unit_id", "margin", "level", "invited"]).assign(
        period="2025"
    )


def region_of(*, sampling: str = "census", units: Mapping[str, str] = UNITS) -> Region:
    return Region(
        id="contoh",
        name="Kabupaten Contoh",
        units=[
            {"id": unit, "name": unit.replace("_", " ").title(), "kind": kind}
            for unit, kind in units.items()
        ],
        sources=[
            {
                "id": "staff_survey",
                "table": "staff_survey",
                "files": "survei*.xlsx",
                "codebook": "survei_pegawai",
                "sampling": sampling,
            },
        ],
    )


def staff_table(name: str, frame: pd.DataFrame | None, items: Sequence[str]) -> pd.DataFrame:
    if frame is None or frame.empty or name != "staff_survey":
        return typed_table(name, frame, items)
    rows = frame.reset_index(drop=True)
    held = [item for item in items if item in rows]
    filled = rows.assign(
        region="contoh",
        source_row=[f"berkas#{at}" for at in range(len(rows))],
        respondent_id=[f"s_{at:06d}" for at in range(len(rows))],
    )
    if "source_id" not in filled:
        filled = filled.assign(source_id="staff_survey")
    return validate(filled, name, items=held)


def resistance_data(
    sheets: pd.DataFrame | None = None,
    *,
    frame: pd.DataFrame | None = None,
    region: Region | None = None,
    codebooks: Mapping[str, Codebook] | None = None,
    period: str = "2025",
) -> StudyData:
    books = {"survei_pegawai": BOOK} if codebooks is None else dict(codebooks)
    items = [item.key for book in books.values() for item in book.items]
    given = {"staff_survey": sheets, "survey_frame": frame}
    tables = {
        name: staff_table(name, given.get(name), items) for name in STUDY_TABLES["resistance"]
    }
    return StudyData(
        region=region or region_of(),
        period=Period.parse(period),
        study="resistance",
        tables=tables,
        history=tables,
        rules=load_rulebook(),
        codebooks=books,
    )
