"""Bands and groups of employees, at and beside their limits."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.measures.groups import (
    AGE_BANDS,
    ORDER,
    PPPK_RANKS,
    TENURE_BANDS,
    age_bands,
    golongan_groups,
    is_listed,
    staff_register,
    tenure_bands,
    with_groups,
)
from analysis.schemas.tables import table

YEAR_END = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("born", "band"),
    [(2006, "<20"), (2005, "20-29"), (1996, "20-29"), (1995, "30-39"), (1985, "40-49"),
     (1976, "40-49"), (1975, "50+"), (1960, "50+")],
)  # fmt: skip
def test_age_at_the_end_of_the_year(born, band):
    assert age_bands(pd.Series([born], dtype="Int64"), YEAR_END).tolist() == [band]


@pytest.mark.parametrize(
    ("years", "band"), [(0, "<5"), (4, "<5"), (5, "5-9"), (9, "5-9"), (10, "10-19"), (20, "20+")]
)
def test_service(years, band):
    assert tenure_bands(pd.Series([years], dtype="Int64")).tolist() == [band]


@pytest.mark.parametrize(
    ("rank", "group"),
    [("I/a", "I"), ("III/d", "III"), ("IV/e", "IV"), ("V", "PPPK V-VIII"), ("IX", "PPPK IX-XII"),
     ("IV", "PPPK I-IV"), ("XVII", "PPPK XIII+")],
)  # fmt: skip
def test_ranks_of_pns_and_pppk_are_kept_apart(rank, group):
    assert golongan_groups(pd.Series([rank], dtype="str")).tolist() == [group]


@pytest.mark.parametrize("rank", [None, "III/f", "XVIII", "eselon II"])
def test_what_is_no_rank_is_missing(rank):
    assert golongan_groups(pd.Series([rank], dtype="str")).isna().all()


def test_every_group_has_a_place_in_the_order():
    ranks = [f"{one}/{room}" for one in ("I", "II", "III", "IV") for room in "abcde"]
    found = golongan_groups(pd.Series([*ranks, *PPPK_RANKS], dtype="str"))
    assert set(found) == set(ORDER["golongan"])


def test_bands_are_those_of_the_staff_survey():
    survey = table("staff_survey")
    assert tuple(AGE_BANDS) == survey["age_band"].categories
    assert tuple(TENURE_BANDS) == survey["tenure_band"].categories
    assert ORDER["education"] == survey["education"].categories
    assert set(ORDER["position_type"]) == set(survey["position_type"].categories)


def test_missing_and_absent_columns_stay_missing():
    frame = pd.DataFrame({"employee_id": ["e_1", "e_2"], "birth_year": [None, 1980]})
    before = frame.copy()
    got = with_groups(frame, YEAR_END)
    assert got["age_band"].isna().tolist() == [True, False]
    assert got["tenure_band"].isna().all()
    assert got["golongan"].isna().all()
    assert_frame_equal(frame, before)


def test_no_employees():
    assert with_groups(pd.DataFrame({"employee_id": []}), YEAR_END).empty


def register(rows):
    frame = pd.DataFrame(rows)
    return staff_register(frame, YEAR_END, kinds={"dinkes": "dinas"})


def test_register_has_the_latest_row_of_each_employee():
    found = register(
        {
            "employee_id": ["e_2", "e_1", "e_1"],
            "period": ["2025", "2025-S2", "2025-S1"],
            "unit_id": ["lain", "dinkes", "lain"],
            "gender": ["P", "L", "L"],
            "birth_year": pd.Series([1980, 1990, 1990], dtype="Int64"),
        }
    )
    assert found.index.tolist() == ["e_1", "e_2"]
    assert found["unit_id"].tolist() == ["dinkes", "lain"]
    assert found["age_band"].tolist() == ["30-39", "40-49"]
    assert found["unit_group"].iloc[0] == "dinas"
    assert found["unit_group"].isna().tolist() == [False, True]
    assert found["education"].isna().all()


def test_register_of_nobody():
    empty = pd.DataFrame({"employee_id": [], "period": [], "unit_id": []}).astype("str")
    found = staff_register(empty, YEAR_END)
    assert found.empty
    assert "tenure_band" in found


def test_candidates_are_compared_with_pns_and_part_timers_with_pppk():
    given = ["PNS", "CPNS", "PPPK", "PPPK Paruh Waktu", "Non-ASN", None]
    frame = pd.DataFrame({"employee_id": list("abcdef"), "status": pd.Series(given, dtype="str")})
    assert with_groups(frame, YEAR_END)["status"].tolist()[:5] == [
        "PNS", "PNS", "PPPK", "PPPK", "Non-ASN",
    ]  # fmt: skip


def test_list_decides_from_nine_in_ten():
    listed = pd.DataFrame(index=[f"e_{at}" for at in range(9)])
    ten = pd.Series([f"e_{at}" for at in range(10)] * 2)
    assert is_listed(listed, ten)
    assert not is_listed(listed.iloc[1:], ten)
    assert not is_listed(listed, ten.iloc[:0])
