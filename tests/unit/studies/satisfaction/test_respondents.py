"""Respondents of every unit by gender and education: true, alike in all units, not derivable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.privacy.disclosure import check_table
from analysis.privacy.merging import JOINED
from analysis.privacy.report import check_together, protect_report
from analysis.schemas.bundle import SHOWN, SUPPRESSED, ReportTable
from analysis.studies.satisfaction import SatisfactionConfig, run_satisfaction
from analysis.studies.satisfaction.population import read_population
from analysis.studies.satisfaction.respondents import coarser_levels, count_respondents
from analysis.studies.satisfaction.surveys import read_surveys
from tests.lib.survey_data import Make, random_sheets

FLOOR = 5
LEVELS = ("SD", "SMP", "SMA", "D3", "S1", "S2")
SIZES = {"dukcapil": 60, "dinkes": 23, "kecamatan": 17, "rsud": 31, "bapenda": 44}


def sheets(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frames = [
        random_sheets(
            rng,
            size,
            unit=unit,
            gender=rng.choice(["L", "P"], size, p=[0.3, 0.7]),
            education=rng.choice(LEVELS, size, p=[0.2, 0.2, 0.35, 0.05, 0.15, 0.05]),
        )
        for unit, size in SIZES.items()
    ]
    return pd.concat(frames, ignore_index=True)


def counted(make_data: Make, frame: pd.DataFrame) -> ReportTable:
    data, config = make_data(frame), SatisfactionConfig()
    (survey,) = read_surveys(data, read_population(data), config)
    raw = count_respondents(survey, survey, data.region, config).tables[0]
    (table,), _ = protect_report([raw], [])
    return table


def test_every_shown_number_is_the_number_of_sheets(make_data: Make) -> None:
    frame = sheets(1)
    shown = counted(make_data, frame).frame
    shown = shown[shown["disclosure_status"] == SHOWN]
    assert len(shown) > len(SIZES)
    for row in shown.to_dict("records"):
        of_unit = frame if pd.isna(row["unit"]) else frame[frame["unit_id"] == row["unit"]]
        if pd.isna(row["margin"]):
            assert row["n"] == len(of_unit)
        elif row["margin"] == "gender":
            assert row["n"] == (of_unit["gender"] == row["level"]).sum()
        else:
            assert row["margin"] == "education_group"
            assert row["n"] == of_unit["education"].isin(row["level"].split(JOINED)).sum()


def test_all_units_have_the_same_levels_and_no_small_one_is_shown(make_data: Make) -> None:
    frame = counted(make_data, sheets(2)).frame
    of_unit = frame.dropna(subset=["margin"]).groupby(frame["unit"].fillna("region"), sort=False)
    levels = [tuple(zip(rows["margin"], rows["level"], strict=True)) for _, rows in of_unit]
    assert len(levels) == len(SIZES) + 1
    assert len(set(levels)) == 1
    shown = frame[frame["disclosure_status"] == SHOWN]
    assert (shown["n"] >= FLOOR).all()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_hidden_does_not_follow_from_totals(make_data: Make, seed: int) -> None:
    table = counted(make_data, sheets(seed))
    assert check_table(table) == []
    assert not check_together([table], [])
    frame = table.frame
    whole = frame[frame["margin"].isna()]
    totals = dict(zip(whole["unit"].fillna(""), whole["n"], strict=True))
    for (unit, _), rows in frame.dropna(subset=["margin"]).groupby(
        [frame["unit"].fillna(""), "margin"]
    ):
        rest = totals[unit] - rows["n"].sum()
        assert rest == 0 or rest >= FLOOR
        assert (rows["disclosure_status"] == SUPPRESSED).sum() != 1
    for _, rows in frame.dropna(subset=["margin"]).groupby(["margin", "level"]):
        whole = rows[rows["unit"].isna()]["n"].iloc[0]
        units = rows[rows["unit"].notna()]
        if pd.notna(whole):
            rest = whole - units["n"].sum()
            assert rest == 0 or rest >= FLOOR
            assert (units["disclosure_status"] == SUPPRESSED).sum() != 1


def test_the_view_of_a_unit_is_about_it_alone(make_data: Make) -> None:
    result = run_satisfaction(make_data(sheets(3)), SatisfactionConfig(unit="dinkes"))
    frame = result.tables["respondents_by_unit"].frame
    assert set(frame["unit"]) == {"dinkes"}
    assert frame.loc[frame["margin"].isna(), "n"].tolist() == [SIZES["dinkes"]]


def test_levels_lie_in_the_level_that_holds_their_members() -> None:
    levels = {"education": pd.Series(["SD + SMP + SMA", "D3", None]), "gender": pd.Series(["L"])}
    inside = coarser_levels(levels)
    assert inside == {
        "education": {
            **dict.fromkeys(
                ("SD", "SMP", "SMA", "SD + SMP", "SMP + SMA", "SD + SMP + SMA"), "SD + SMP + SMA"
            ),
            "D3": "D3",
        }
    }


def test_a_survey_without_traits_tells_the_number_of_sheets_only(make_data: Make) -> None:
    frame = random_sheets(np.random.default_rng(4), 40, unit="dukcapil")
    shown = counted(make_data, frame).frame
    assert shown["margin"].isna().all()
    assert shown["n"].tolist() == [40, 40]
