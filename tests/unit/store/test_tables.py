from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.errors import SchemaError
from analysis.periods import Period
from analysis.schemas.region import Region
from analysis.settings import Project
from analysis.store import read_table, resolve_period, validate, write_region
from analysis.store.tables import rows_of


def sheets(**columns: list) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    base = {
        "region": "contoh",
        "source_id": "skm",
        "source_row": [f"skm.csv#!{row}" for row in range(2, count + 2)],
        "respondent_id": [f"s_{row}" for row in range(count)],
        "instrument": "skm_2017",
        "unit_id": "dukcapil",
    }
    return pd.DataFrame({**base, **columns})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Project(tmp_path)


DATED = {
    "date": pd.to_datetime(["2025-03-01", "2025-07-01", None, None, "2026-01-05"]),
    "period": [None, None, "2025-S1", "2025", "2025"],
    "waktu": [4, 3, 2, None, 1],
}


def test_write_then_read_gives_the_same_rows(project: Project) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(**DATED)}, {}, items=["waktu"])
    back = read_table(project, "contoh", "citizen_survey")
    assert back["respondent_id"].tolist() == ["s_0", "s_1", "s_2", "s_3", "s_4"]
    assert back["waktu"].tolist()[:3] == [4, 3, 2]
    assert back["waktu"].isna().tolist() == [False, False, False, True, False]
    files = sorted(p.name for p in (project.processed / "contoh" / "citizen_survey").iterdir())
    assert files == ["2025.parquet"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025", ["s_0", "s_1", "s_2", "s_3", "s_4"]),
        ("2025-S1", ["s_0", "s_2"]),
        ("2025-S2", ["s_1"]),
        ("2025-Q1", ["s_0"]),
        ("2026", []),
    ],
)
def test_rows_belong_to_declared_period_else_to_their_date(
    project: Project, period: str, expected: list[str]
) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(**DATED)}, {}, items=["waktu"])
    rows = read_table(project, "contoh", "citizen_survey", period=Period.parse(period))
    assert rows["respondent_id"].tolist() == expected


def test_until_never_gives_later_rows(project: Project) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(**DATED)}, {}, items=["waktu"])
    rows = read_table(project, "contoh", "citizen_survey", until=Period.parse("2025-S1"))
    assert rows["respondent_id"].tolist() == ["s_0", "s_2"]


def test_a_table_without_rows_is_empty_with_all_columns(project: Project) -> None:
    empty = read_table(project, "contoh", "citizen_survey")
    assert empty.empty
    assert "respondent_id" in empty.columns


def test_a_failed_write_keeps_the_last_good_tables(project: Project) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(waktu=[4])}, {}, items=["waktu"])
    bad = sheets(waktu=[4], gender=["X"])
    with pytest.raises(SchemaError, match="gender"):
        write_region(project, "contoh", {"citizen_survey": bad}, {}, items=["waktu"])
    assert len(read_table(project, "contoh", "citizen_survey")) == 1


def test_processed_folder_is_private(project: Project) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(waktu=[4])}, {}, items=["waktu"])
    assert (project.processed.stat().st_mode & 0o777) == 0o700


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"waktu": [4], "extra": ["x"]}, "extra"),
        ({"waktu": [4], "age": [200]}, "age"),
        ({"waktu": [4], "period": ["Semester I"]}, "period"),
        ({"waktu": [4], "gender": ["pria"]}, "gender"),
        ({"waktu": [4, 4], "respondent_id": ["s_1", "s_1"]}, "respondent_id"),
    ],
)
def test_validate_names_what_is_wrong(columns: dict, named: str) -> None:
    with pytest.raises(SchemaError, match=named):
        validate(sheets(**columns), "citizen_survey", items=["waktu"])


def test_validate_does_not_change_its_input() -> None:
    frame = sheets(waktu=[4])
    before = frame.copy(deep=True)
    validate(frame, "citizen_survey", items=["waktu"])
    pd.testing.assert_frame_equal(frame, before)


def test_latest_is_the_last_closed_period_with_data(project: Project) -> None:
    frame = sheets(date=pd.to_datetime(["2025-03-01", "2026-08-01"]), waktu=[4, 4])
    write_region(project, "contoh", {"citizen_survey": frame}, {}, items=["waktu"])
    region = Region(id="contoh", name="Contoh")
    on = date(2026, 11, 21)
    assert str(resolve_period(project, region, "satisfaction", "latest", today=on)) == "2025-S1"
    later = date(2027, 1, 2)
    assert str(resolve_period(project, region, "satisfaction", "latest", today=later)) == "2026-S2"


def test_latest_falls_back_to_declared_periods(project: Project) -> None:
    frame = sheets(period=["2024"], waktu=[4])
    write_region(project, "contoh", {"citizen_survey": frame}, {}, items=["waktu"])
    region = Region(id="contoh", name="Contoh")
    on = date(2026, 11, 21)
    assert str(resolve_period(project, region, "satisfaction", "latest", today=on)) == "2024"


def test_load_names_columns_by_meaning(project: Project) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(waktu=[4])}, {}, items=["waktu"])
    frame = analysis.load("contoh", "citizen_survey", labels="en", data_dir=project.home / "data")
    assert "Service unit (OPD)" in frame.columns


@pytest.mark.parametrize("period", ["2025", "2025-S1", "2025-S2", "2025-Q1", "2026", "2025-03"])
def test_rows_of_a_period_are_among_those_up_to_it(project: Project, period: str) -> None:
    write_region(project, "contoh", {"citizen_survey": sheets(**DATED)}, {}, items=["waktu"])
    wanted = Period.parse(period)
    inside = read_table(project, "contoh", "citizen_survey", period=wanted)
    history = read_table(project, "contoh", "citizen_survey", until=wanted)
    again = rows_of(history, "citizen_survey", wanted)
    assert len(again) == len(inside)
    pd.testing.assert_frame_equal(again[list(inside.columns)], inside)
