"""Hand-made surveys: numbers from domain.md 1.7, and small regions whose answers are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.schemas.region import Region
from analysis.store import StudyData
from analysis.store.validation import validate

UNSUR = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)

# domain.md 1.7, test A: number of answers 4, 3, 2, 1; U8 is sarana and U9 pengaduan
TEST_A = {
    "persyaratan": (18, 11, 0, 0),
    "prosedur": (14, 15, 0, 0),
    "waktu": (15, 12, 2, 0),
    "biaya": (29, 0, 0, 0),
    "produk": (15, 14, 0, 0),
    "kompetensi": (18, 11, 0, 0),
    "perilaku": (19, 10, 0, 0),
    "sarana": (18, 11, 0, 0),
    "pengaduan": (28, 1, 0, 0),
}

Make = Callable[..., StudyData]


def sheets_of(
    scores: Mapping[str, Sequence[float]],
    *,
    unit: str = "dukcapil",
    source: str = "skm",
    instrument: str = "skm_2017",
    date: str = "2025-09-15",
    **columns: object,
) -> pd.DataFrame:
    """Return answer sheets with the scores given by item, all of one unit and day."""
    length = len(next(iter(scores.values())))
    frame = pd.DataFrame({item: list(values) for item, values in scores.items()})
    return frame.assign(
        instrument=instrument,
        unit_id=unit,
        source_id=source,
        date=pd.Timestamp(date),
        **{
            name: value if np.isscalar(value) else list(value)  # type: ignore[call-overload]
            for name, value in columns.items()
        },
    ).iloc[:length]


def random_sheets(
    rng: np.random.Generator, size: int, *, level: float = 0.7, **columns: object
) -> pd.DataFrame:
    """Return sheets whose answers are 1 + Binomial(3, level) plus a little of each person."""
    person = rng.normal(0, 0.15, size)
    chance = np.clip(level + person, 0.02, 0.98)
    scores = {item: 1 + rng.binomial(3, chance) for item in UNSUR}
    return sheets_of(scores, **columns)


def spread(counts: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Return the scores that have the given numbers of answers 4, 3, 2, 1."""
    return {
        item: [score for score, count in zip((4, 3, 2, 1), of, strict=True) for _ in range(count)]
        for item, of in counts.items()
    }


def region_of(units: Sequence[str], *, sampling: str = "random", **values: object) -> Region:
    return Region(
        id="contoh",
        name="Kota Contoh",
        units=[
            {"id": unit, "name": f"Dinas {unit.capitalize()}", "kind": "dinas"} for unit in units
        ],
        sources=[
            {"id": "skm", "table": "citizen_survey", "files": "skm*.csv", "sampling": sampling},
            {"id": "pengguna", "table": "service_population", "files": "p*.csv"},
        ],
        **values,
    )


def users_of(rows: Sequence[tuple[str, str, str | None, int]], period: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit_id", "margin", "level", "users"])
    return frame.assign(period=period)


def typed_table(name: str, frame: pd.DataFrame | None, items: Sequence[str]) -> pd.DataFrame:
    if frame is None or frame.empty:
        frame = pd.DataFrame(columns=_required(name))
    rows = frame.reset_index(drop=True)
    provenance = {
        "region": "contoh",
        "source_row": [f"berkas#{at}" for at in range(len(rows))],
    }
    if "source_id" not in rows:
        provenance["source_id"] = name
    if name == "citizen_survey":
        provenance["respondent_id"] = [f"s_{at:06d}" for at in range(len(rows))]
    held = [item for item in items if item in rows]
    return validate(rows.assign(**provenance), name, items=held)


def _required(name: str) -> list[str]:
    from analysis.schemas.tables import table

    return [one.name for one in table(name).columns if one.required]
