from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.codebook import Codebook, load_codebook
from analysis.schemas.region import Region
from analysis.store import StudyData
from tests.lib.survey_data import Make, region_of, typed_table


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook("skm_2017")


@pytest.fixture(scope="session")
def make_data(codebook: Codebook) -> Make:
    """Return a builder of StudyData from plain frames of its tables."""

    def make(
        sheets: pd.DataFrame | None = None,
        *,
        users: pd.DataFrame | None = None,
        printed: pd.DataFrame | None = None,
        promised: pd.DataFrame | None = None,
        history: pd.DataFrame | None = None,
        region: Region | None = None,
        period: str = "2025-S2",
        codebooks: Mapping[str, Codebook] | None = None,
        notes: Mapping[str, object] | None = None,
    ) -> StudyData:
        books = {"skm_2017": codebook, **(codebooks or {})}
        items = [item.key for book in books.values() for item in book.items]
        frames = {
            "citizen_survey": sheets,
            "service_population": users,
            "published_indices": printed,
            "follow_ups": promised,
        }
        tables = {name: typed_table(name, frame, items) for name, frame in frames.items()}
        units = sorted(tables["citizen_survey"]["unit_id"].unique()) or ["dukcapil"]
        past = (
            tables["citizen_survey"]
            if history is None
            else typed_table("citizen_survey", history, items)
        )
        return StudyData(
            region=region or region_of(units),
            period=Period.parse(period),
            study="satisfaction",
            tables=tables,
            history={**tables, "citizen_survey": past},
            rules=load_rulebook(),
            codebooks=books,
            notes=notes or {"unsur_order_assumed": frozenset()},
        )

    return make
