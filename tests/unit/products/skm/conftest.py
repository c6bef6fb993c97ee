"""Bundles of the satisfaction study for its products: a full one, and ones at the edge."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.periods import Period
from analysis.presenting.reading import Bundle, read_bundle
from analysis.rules import load_rulebook
from analysis.schemas.codebook import Codebook, load_codebook
from analysis.schemas.region import Letterhead, Region
from analysis.store import StudyData
from analysis.studies.satisfaction import SatisfactionConfig, run_satisfaction
from tests.lib.survey_data import random_sheets, typed_table

LONG_NAME = "Unit Pelaksana Teknis Daerah " + "Pengelolaan Pelayanan Terpadu " * 3 + "X"
NAMES = {
    "dukcapil": "Dinas Kependudukan 🏛 dan الأحوال المدنية",
    "uptd": LONG_NAME,
    "rsud": "Rumah Sakit <Umum> & Daerah",
    "kecamatan": "Kecamatan Utara",
    "kelurahan": "Kelurahan Hilir",
}
SIZES = {"dukcapil": 40, "uptd": 26, "rsud": 40, "kecamatan": 3, "kelurahan": 12}
"""`kecamatan` is too small to be shown, and `kelurahan` would give it away."""
FEW_WOMEN = "uptd"
HEAD = Letterhead(
    lines=("PEMERINTAH KOTA CONTOH", "SEKRETARIAT DAERAH", "BAGIAN ORGANISASI", "X" * 80),
    address="Jalan Contoh Nomor 1",
)

MakeBundle = Callable[..., Bundle]


def answers(**columns: object) -> pd.DataFrame:
    """Return sheets of five units; one of them has three."""
    rng = np.random.default_rng(5)
    frames = [
        random_sheets(
            rng,
            size,
            unit=unit,
            gender=rng.choice(["L", "P"], size, p=[0.9, 0.1] if unit == FEW_WOMEN else [0.5, 0.5]),
            education=rng.choice(["SD", "SMA", "S1"], size, p=[0.1, 0.6, 0.3]),
            **columns,
        )
        for unit, size in SIZES.items()
    ]
    return pd.concat(frames, ignore_index=True)


PROMISES = pd.DataFrame(
    {
        "unit_id": ["dukcapil", "uptd", "rsud"],
        "period": "2024",
        "unsur": ["waktu", "biaya", "sarana"],
        "baseline": [1.5, 2.9, 3.2],
        "action": ["Menambah petugas loket", "Memasang daftar tarif", "Menambah kursi 🪑"],
        "due": pd.Timestamp("2025-06-30"),
        "status": ["done", "planned", None],
    }
)


@pytest.fixture(scope="session")
def full_bundle(make_bundle: MakeBundle) -> Bundle:
    """The bundle of all sheets, for tests that do not change it."""
    return make_bundle(answers())


@pytest.fixture(scope="session")
def make_bundle(tmp_path_factory: pytest.TempPathFactory) -> MakeBundle:
    """Return a function that runs the study on sheets and reads its bundle back."""
    codebook = load_codebook("skm_2017")

    def make(
        sheets: pd.DataFrame | None,
        *,
        promises: pd.DataFrame | None = PROMISES,
        letterhead: Letterhead | None = HEAD,
        unit: str = "",
        book: Codebook = codebook,
    ) -> Bundle:
        frames = {
            "citizen_survey": sheets,
            "service_population": None,
            "published_indices": None,
            "follow_ups": promises,
        }
        items = [one.key for one in book.items]
        tables = {name: typed_table(name, frame, items) for name, frame in frames.items()}
        data = StudyData(
            region=_region(letterhead),
            period=Period.parse("2025-S2"),
            study="satisfaction",
            tables=tables,
            history=tables,
            rules=load_rulebook(),
            codebooks={book.instrument: book},
            notes={"unsur_order_assumed": frozenset()},
        )
        folder = tmp_path_factory.mktemp("bundle")
        run_satisfaction(data, SatisfactionConfig(unit=unit)).write(folder)
        manifest = {"unit": unit, "unit_name": NAMES.get(unit, ""), "class": "public"}
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        return read_bundle(folder)

    return make


def _region(letterhead: Letterhead | None) -> Region:
    return Region(
        id="contoh",
        name="Kota Contoh",
        synthetic=True,
        letterhead=letterhead,
        units=[{"id": unit, "name": name, "kind": "dinas"} for unit, name in NAMES.items()],
        sources=[{"id": "skm", "table": "citizen_survey", "files": "s*.csv", "sampling": "random"}],
    )
