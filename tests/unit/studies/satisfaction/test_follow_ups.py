"""Promises of the last report, and whether the score is another one now."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.studies.satisfaction import SatisfactionConfig, run_satisfaction
from analysis.studies.satisfaction.result import SatisfactionResult
from tests.lib.survey_data import UNSUR, Make, region_of, sheets_of

SCORES = [4, 3] * 20
"""Mean 3.5, standard deviation 0.51: the interval is about 3.5 plus or minus 0.16."""


def promise(unit: str = "dukcapil", unsur: str | None = "waktu", **values: object) -> dict:
    told = {
        "unit_id": unit, "period": "2024", "unsur": unsur, "measure": None, "baseline": 3.0,
        "action": "Menambah petugas loket", "due": pd.Timestamp("2025-06-30"), "status": "done",
        "evidence": None,
    }  # fmt: skip
    return told | values


def followed(
    make_data: Make, *promises: dict, others: int = 40, **options: object
) -> SatisfactionResult:
    """Return the study of 40 sheets of dukcapil and some of rsud."""
    sheets = pd.concat(
        [
            sheets_of(dict.fromkeys(UNSUR, SCORES)),
            sheets_of(dict.fromkeys(UNSUR, SCORES[:others]), unit="rsud"),
        ],
        ignore_index=True,
    )
    data = make_data(
        sheets, promised=pd.DataFrame(promises), region=region_of(["dukcapil", "rsud"])
    )
    return run_satisfaction(data, SatisfactionConfig(**options))


@pytest.mark.parametrize(
    ("baseline", "change", "start"),
    [
        (3.0, "higher", 3.0),
        (3.45, "unclear", 3.45),
        (3.9, "lower", 3.9),
        (75.0, "higher", 3.0),  # a conversion: 75 / 25
        (97.5, "lower", 3.9),
    ],
)
def test_a_start_outside_the_interval_is_a_change(
    make_data: Make, baseline: float, change: str, start: float
) -> None:
    table = followed(make_data, promise(baseline=baseline)).tables["follow_up_results"]
    (row,) = table.frame.to_dict("records")
    assert (row["change"], row["n"]) == (change, 40)
    assert row["estimate"] == pytest.approx(3.5)
    assert row["baseline"] == pytest.approx(start)
    assert row["ci_low"] < 3.5 < row["ci_high"]


@pytest.mark.parametrize("baseline", [None, 0.0, 12.0, 250.0])
def test_a_start_that_is_no_score_is_not_compared(make_data: Make, baseline: float | None) -> None:
    result = followed(make_data, promise(baseline=baseline))
    assert "follow_up_results" not in result.tables
    assert len(result.tables["follow_ups"].frame) == 1


@pytest.mark.parametrize(
    ("starts", "compared"),
    [
        ((3.0, 3.0), [3.0]),
        ((3.0, 75.0), [3.0]),  # 75 / 25
        ((3.08, 77.0), [3.08]),
        ((3.0, None), [3.0]),
        ((None, 3.0), [3.0]),
        ((3.0, 3.9), []),
        ((3.0, 12.0), []),
        ((12.0, 3.0), []),
    ],
)
def test_promises_on_one_unsur_are_compared_only_from_the_same_start(
    make_data: Make, starts: tuple[float | None, ...], compared: list[float]
) -> None:
    promises = [
        promise(baseline=one, action=f"Tindakan {place}") for place, one in enumerate(starts)
    ]
    elsewhere = promise(unsur="biaya", baseline=3.2)
    tables = followed(make_data, *promises, elsewhere).tables
    assert len(tables["follow_ups"].frame) == len(starts) + 1
    results = tables["follow_up_results"].frame.set_index("unsur")["baseline"]
    assert results.get(["waktu"], pd.Series()).tolist() == pytest.approx(compared)
    assert results["biaya"] == pytest.approx(3.2)


def test_only_the_last_report_before_the_period_counts(make_data: Make) -> None:
    older = promise(period="2023", action="Lama")
    inside = promise(period="2025-S2", action="Baru")
    frame = followed(make_data, older, promise(), inside).tables["follow_ups"].frame
    assert frame["action"].tolist() == ["Menambah petugas loket"]
    assert frame[["period", "due", "status"]].to_numpy().tolist() == [["2024", "2025-Q2", "done"]]


def test_promises_on_other_measures_keep_their_words(make_data: Make) -> None:
    other = promise(unsur=None, measure="Waktu tunggu", due=pd.NaT, status=None)
    (row,) = followed(make_data, other).tables["follow_ups"].frame.to_dict("records")
    assert row["unsur"] == "Waktu tunggu"
    assert pd.isna(row["due"])


def test_a_few_sheets_tell_no_score_but_the_promise_stands(make_data: Make) -> None:
    result = followed(make_data, promise(unit="rsud"), others=4)
    assert "follow_up_results" not in result.tables
    told = result.output.sections["priorities"].paragraphs
    assert any("Scores of elements before and after" in one["en"] for one in told)
    assert result.tables["follow_ups"].frame["disclosure_status"].tolist() == ["shown"]


def test_a_unit_sees_its_own_promises(make_data: Make) -> None:
    result = followed(make_data, promise(), promise(unit="rsud"), unit="dukcapil")
    assert result.tables["follow_ups"].frame["unit"].tolist() == ["dukcapil"]


def test_promises_stand_without_sheets(make_data: Make) -> None:
    data = make_data(promised=pd.DataFrame([promise()]), region=region_of(["dukcapil"]))
    tables = run_satisfaction(data).tables
    assert len(tables["follow_ups"].frame) == 1
    assert "follow_up_results" not in tables


def test_the_questions_of_the_instrument_are_listed(make_data: Make) -> None:
    frame = followed(make_data, promise()).tables["questionnaire"].frame
    assert frame["unsur"].tolist() == list(UNSUR)
    waktu = frame[frame["unsur"] == "waktu"]["answers"].item()
    assert waktu == "1 tidak cepat, 2 kurang cepat, 3 cepat, 4 sangat cepat"
