"""Small regions whose accounts and gaps are known by counting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.codebook import load_codebook
from analysis.schemas.region import Region
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.schemas.tables import table
from analysis.store import StudyData

Make = Callable[..., StudyData]


def source_line(name: str, table_name: str, **counts: Any) -> dict[str, Any]:
    """Return a source of accounting.json; the reasons add up to the counts."""
    reasons = counts.pop("reasons", {})
    outcomes = {
        outcome: sum(reasons.get(outcome, {}).values())
        for outcome in ("accepted", "quarantined", "structural", "superseded")
    }
    return {
        "source": name,
        "table": table_name,
        "rows_in": sum(outcomes.values()),
        "reasons": reasons,
        "flags": counts.pop("flags", {}),
        "stop": counts.pop("stop", None),
        **outcomes,
    }


@pytest.fixture
def make_data() -> Make:
    """Return a maker of study data from frames by table and the sources of the accounts."""

    def make(
        frames: Mapping[str, pd.DataFrame] | None = None,
        sources: list[dict[str, Any]] | None = None,
    ) -> StudyData:
        tables = {name: _empty(name) for name in STUDY_TABLES["quality"]}
        tables |= dict(frames or {})
        accounting = {"sources": sources} if sources else {}
        return StudyData(
            region=Region(id="contoh", name="Kota Contoh", synthetic=True),
            period=Period.parse("2025"),
            study="quality",
            tables=tables,
            history=tables,
            rules=load_rulebook(),
            codebooks={"skm_2017": load_codebook("skm_2017")},
            notes={"accounting": accounting},
        )

    return make


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({one.name: pd.Series(dtype=one.dtype) for one in table(name).columns})
