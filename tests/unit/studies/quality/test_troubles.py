"""Reasons and notices of intake are put into kinds; nothing of intake is left without a name."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pandas as pd
import pytest

from analysis.studies.quality import run_quality
from analysis.studies.quality.troubles import kind_of, notice_codes
from analysis.wording import entry
from tests.unit.studies.quality.conftest import Make, source_line


def test_every_reason_of_intake_has_a_kind_with_a_name() -> None:
    text = files("analysis.intake").joinpath("messages.toml").read_text("utf-8")
    reasons = set(tomllib.loads(text)["accounting"]["reason"])
    assert reasons - set(kind_of()) == set()
    for kind in set(kind_of().values()):
        assert set(entry(f"studies.quality.trouble.{kind}")) >= {"id", "en"}


def test_every_notice_exists_in_intake_counts_rows_and_has_a_name() -> None:
    for code in notice_codes():
        assert "{count}" in entry(code)["en"], code
        assert entry(f"studies.quality.notice.{code.rpartition('.')[2]}")["id"]


def test_kinds_of_trouble_add_up_to_the_rows_held_back(make_data: Make) -> None:
    reasons = {"accepted": {"": 90}, "quarantined": {"nip_length": 2, "nip_float": 3, "no_unit": 5}}
    result = run_quality(make_data(sources=[source_line("pegawai", "employees", reasons=reasons)]))
    frame = result.tables["troubles"].frame.set_index("trouble")
    assert frame["rows"].to_dict() == {"damaged_id": 5, "incomplete": 5}


def with_problems(make_data: Make, *problems: dict) -> object:
    data = make_data(sources=[source_line("pegawai", "employees", reasons={"accepted": {"": 9}})])
    data.notes["problems"] = {"problems": list(problems)}  # type: ignore[index]
    return run_quality(data)


def test_contradictions_are_counted_without_their_places(make_data: Make) -> None:
    problem = {
        "source": "pegawai",
        "code": "intake.employees.gender_conflict",
        "values": {"count": 4, "place": "daftar.xlsx", "rows": "7, 9, 11, 12", "column": "JK"},
    }
    result = with_problems(make_data, problem, problem)
    frame = result.tables["kept"].frame  # type: ignore[attr-defined]
    assert frame[["notice", "rows"]].to_numpy().tolist() == [["gender_conflict", 8]]
    assert "7, 9" not in frame.to_csv()


def test_a_further_delivery_shows_what_changed(make_data: Make) -> None:
    difference = {
        "source": "pegawai",
        "code": "intake.delivery.difference",
        "values": {"file": "b.csv", "added": 30, "removed": 6, "changed": 12},
    }
    fresh = {
        "source": "pegawai",
        "code": "intake.delivery.new_categories",
        "values": {"target": "status", "values": "PPPK Paruh Waktu"},
    }
    result = with_problems(make_data, difference, fresh)
    arrivals = result.tables["arrivals"].frame  # type: ignore[attr-defined]
    assert arrivals[["added", "removed", "changed"]].to_numpy().tolist() == [[30, 6, 12]]
    new = result.tables["new_categories"].frame  # type: ignore[attr-defined]
    assert new["categories"].tolist() == ["PPPK Paruh Waktu"]


def test_missing_cells_are_told_by_year_and_by_kind_of_unit(make_data: Make) -> None:
    frame = pd.DataFrame(
        {
            "employee_id": [f"e_{place}" for place in range(40)],
            "period": ["2025"] * 20 + ["2024"] * 20,
            "unit_id": "dukcapil",
            "gender": [None, "L", "P", "P"] * 5 + ["L"] * 20,
        }
    )
    data = make_data({"employees": frame})
    result = run_quality(data)
    years = result.tables["missing_by_year"].frame.set_index("time")
    assert years["missing"].to_dict() == {"2024": 0, "2025": 5}
    kinds = result.tables["missing_by_kind_personnel"].frame
    assert kinds["n"].tolist() == [40]


def test_items_of_a_survey_are_cells_too_and_unknown_units_have_a_name(make_data: Make) -> None:
    sheets = pd.DataFrame(
        {
            "respondent_id": [f"s_{place}" for place in range(20)],
            "instrument": "skm_2017",
            "unit_id": ["dukcapil"] * 10 + [None] * 10,
            "period": "2025",
            "date": pd.Timestamp("2025-05-05"),
            "persyaratan": [None] * 5 + [3] * 15,
            "biaya": 4,
        }
    )
    table = run_quality(make_data({"citizen_survey": sheets})).tables["missing_by_kind_service"]
    assert table.frame["n"].tolist() == [20]
    assert table.frame["share"].iloc[0] == pytest.approx(5 / 40)
    names = next(one.codes for one in table.columns if one.name == "unit_group")
    assert names["-"] == {"id": "Tidak diketahui", "en": "Not known"}
