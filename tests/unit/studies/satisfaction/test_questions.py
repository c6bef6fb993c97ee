"""Who answered, groups, trend, priorities, printed sheets, and disclosure through the study."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.privacy.disclosure import check_findings, check_table
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction import SatisfactionConfig, SatisfactionResult, run_satisfaction
from analysis.studies.satisfaction.coverage import adjust_bh
from analysis.studies.satisfaction.rhythm import choose_rhythm
from tests.lib.survey_data import UNSUR, Make, random_sheets, sheets_of, users_of


def found(result: SatisfactionResult, name: str) -> list[Finding]:
    return [f for f in result.findings if f.id == f"satisfaction.{name}"]


def of_gender(result: SatisfactionResult, name: str) -> dict[str, Finding]:
    return {f.group["gender"]: f for f in found(result, name) if "gender" in f.group}


def test_under_represented_users_are_named(make_data: Make) -> None:
    rng = np.random.default_rng(3)
    sheets = random_sheets(rng, 200, gender=["L"] * 140 + ["P"] * 60)
    users = users_of(
        [("dukcapil", "all", None, 5000), ("dukcapil", "gender", "L", 2500),
         ("dukcapil", "gender", "P", 2500)],
        "2025-S2",
    )  # fmt: skip
    result = run_satisfaction(make_data(sheets, users=users))
    gaps = of_gender(result, "coverage_gap")
    # respondents 30 %, users 50 %: 20 points; z = -0.2 / sqrt(0.25 / 200) = -5.66
    assert gaps["P"].estimate == pytest.approx(-20)
    assert (gaps["P"].status, gaps["P"].value_code) == ("review", "under_represented")
    assert gaps["P"].p_value == pytest.approx(1.54e-8, rel=0.01)
    told = " ".join(p["en"] for p in result.output.sections["who_answered"].paragraphs)
    assert "Women: under-represented, 60 of 200 respondents" in told
    assert found(result, "ikm_raked")[0].estimate != found(result, "ikm")[0].estimate


def test_raked_index_weights_groups_as_among_users(make_data: Make) -> None:
    high = sheets_of({item: [4] * 150 for item in UNSUR}, gender="L")
    low = sheets_of({item: [2] * 50 for item in UNSUR}, gender="P")
    users = users_of(
        [("dukcapil", "gender", "L", 500), ("dukcapil", "gender", "P", 500)], "2025-S2"
    )
    result = run_satisfaction(make_data(pd.concat([high, low]), users=users))
    # raw (150 * 100 + 50 * 50) / 200 = 87.5; half and half (100 + 50) / 2 = 75
    assert found(result, "ikm")[0].estimate == 87.5
    assert found(result, "ikm_raked")[0].estimate == pytest.approx(75, abs=1e-6)


def test_groups_are_tested_against_all_others_and_adjusted(make_data: Make) -> None:
    rng = np.random.default_rng(5)
    low = random_sheets(rng, 100, level=0.5, gender="P")
    high = random_sheets(rng, 100, level=0.8, gender="L")
    result = run_satisfaction(make_data(pd.concat([low, high])))
    index = of_gender(result, "ikm")
    assert {f.family for f in index.values()} == {"satisfaction.ikm.gender"}
    assert all((f.p_adjusted or 1) < 0.001 for f in index.values())
    told = result.output.sections["groups"].paragraphs
    assert told[0]["en"].endswith("the difference is no proof of a cause.")
    assert re.match(r"Gender: (Men|Women) [\d.]+ \(95% confidence interval: ", told[1]["en"])


def test_adjust_bh_follows_the_definition() -> None:
    # 0.01 * 3 / 1 = 0.03; 0.02 * 3 / 2 = 0.03; 0.5 * 3 / 3 = 0.5
    adjusted = adjust_bh(pd.Series([0.02, None, 0.5, 0.01]))
    np.testing.assert_allclose(adjusted, [0.03, np.nan, 0.5, 0.03])


def history(levels: dict[str, float], size: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    return pd.concat(
        [random_sheets(rng, size, level=level, date=day) for day, level in levels.items()],
        ignore_index=True,
    )


def quarters(count: int, *, last: float, level: float = 0.6) -> dict[str, float]:
    days = [f"{2025 - (count - 1 - at) // 4}-{3 * (at % 4) + 2:02d}-10" for at in range(count)]
    return dict.fromkeys(days[:-1], level) | {days[-1]: last}


def test_a_jump_at_the_latest_point_is_a_signal(make_data: Make) -> None:
    past = history(quarters(12, last=0.9))
    now = past[past["date"] >= pd.Timestamp("2025-07-01")]
    signal = found(run_satisfaction(make_data(now, history=past)), "trend_signal")[0]
    assert (signal.value_code, signal.status) == ("signal_up", "ok")


def test_usual_variation_is_no_signal_even_when_the_letter_changes(make_data: Make) -> None:
    past = history(quarters(12, last=0.7, level=0.7))
    now = past[past["date"] >= pd.Timestamp("2025-07-01")]
    result = run_satisfaction(make_data(now, history=past))
    signal = found(result, "trend_signal")[0]
    letters = result.tables["trend"].frame["letter"].tolist()
    assert signal.value_code == ("letter_noise" if letters[-1] != letters[-2] else "stable")
    assert result.tables["trend"].frame["signal"].isna().all()


def test_fewer_than_twelve_points_are_a_run_chart(make_data: Make) -> None:
    past = history(quarters(8, last=0.6))
    signal = found(run_satisfaction(make_data(past, history=past)), "trend_signal")[0]
    assert (signal.status, signal.reason_code) == ("review", "run_chart_only")
    assert signal.value_code == "too_few_points"
    assert "fewer than 12" in signal.text["en"]


@pytest.mark.parametrize(("per_month", "expected"), [(40, "M"), (10, "Q")])
def test_rhythm_is_months_only_where_they_are_full(per_month: int, expected: str) -> None:
    days = [f"2025-{month:02d}-05" for month in range(1, 13)]
    sheets = history(dict.fromkeys(days, 0.6), size=per_month).assign(period=None)
    assert choose_rhythm(sheets.assign(date=pd.to_datetime(sheets["date"])), "auto") == expected


def test_sheets_with_a_declared_semester_only_are_placed_by_it() -> None:
    sheets = random_sheets(np.random.default_rng(1), 40).assign(date=pd.NaT, period="2025-S1")
    assert choose_rhythm(sheets.assign(date=pd.to_datetime(sheets["date"])), "auto") == "S"


def test_priorities_need_thirty_complete_sheets(make_data: Make) -> None:
    few = run_satisfaction(make_data(random_sheets(np.random.default_rng(2), 29)))
    assert {f.reason_code for f in found(few, "priority")} == {"too_few_to_rank"}
    enough = run_satisfaction(make_data(random_sheets(np.random.default_rng(2), 90)))
    placed = {f.group["unsur"]: f.value_code for f in found(enough, "priority")}
    assert set(placed) == set(UNSUR)
    assert set(placed.values()) <= {"improve", "keep", "later", "plenty"}


def printed_sheet(index: float, letter: str, nrr: float = 3.0) -> pd.DataFrame:
    rows = [{"unsur": item, "nrr": nrr} for item in UNSUR]
    whole = {"unsur": None, "index_printed": index, "letter_printed": letter}
    frame = pd.DataFrame([*rows, whole])
    return frame.assign(unit_id="dukcapil", period="2025-S2", n=100, regime="skm_2017")


def test_printed_sheet_that_is_right_is_ok(make_data: Make) -> None:
    result = run_satisfaction(make_data(None, printed=printed_sheet(75.0, "C")))
    check = found(result, "published_check")[0]
    assert (check.status, check.estimate, check.value_code) == ("ok", 75, "C")


def test_letter_of_the_old_table_is_named(make_data: Make) -> None:
    # 75.00 is C since 2017 and was B before (62.51-81.25), domain.md 1.5
    result = run_satisfaction(make_data(None, printed=printed_sheet(75.0, "B")))
    check = found(result, "published_check")[0]
    assert (check.status, check.value_code) == ("review", "old_bands")
    paragraphs = result.output.sections["published"].paragraphs
    assert paragraphs[0]["en"].startswith("Printed sheets recomputed: 1; different: 1.")
    assert result.tables["published_check"].frame["mistake"].tolist() == ["old_bands"]


def test_small_units_are_hidden_with_another_that_would_give_them_away(make_data: Make) -> None:
    rng = np.random.default_rng(13)
    sizes = {"alfa": 60, "beta": 50, "gama": 40, "kecil": 3}
    sheets = pd.concat([random_sheets(rng, n, unit=unit) for unit, n in sizes.items()])
    result = run_satisfaction(make_data(sheets))
    table = result.tables["by_unit"].frame.set_index("unit")
    hidden = set(table.index[table[STATUS_COLUMN] == SUPPRESSED])
    assert "kecil" in hidden
    assert len(hidden) > 1
    assert table.loc[list(hidden), ["n", "estimate", "ci_low"]].isna().all(axis=None)
    small = [
        f for f in result.findings if f.group == {"unit": "kecil"} and f.id == "satisfaction.ikm"
    ]
    assert [f.status for f in small] == ["suppressed"]
    assert "fewer than 5" in small[0].text["en"].casefold()


def test_everything_written_passes_the_disclosure_check(make_data: Make) -> None:
    rng = np.random.default_rng(17)
    sizes = {"alfa": 60, "beta": 7, "gama": 40, "kecil": 3}
    frames = []
    for unit, n in sizes.items():
        traits = {
            "gender": rng.choice(["L", "P"], n),
            "education": rng.choice(["SD", "SMA", "S1", "S3"], n, p=[0.3, 0.4, 0.28, 0.02]),
        }
        frames.append(random_sheets(rng, n, unit=unit, **traits))
    result = run_satisfaction(make_data(pd.concat(frames)))
    for table in result.tables.values():
        assert check_table(table) == [], table.name
    assert check_findings(result.findings) == []


def test_higher_min_cell_hides_more(make_data: Make) -> None:
    rng = np.random.default_rng(19)
    sizes = {"alfa": 60, "beta": 12, "gama": 40}
    sheets = pd.concat([random_sheets(rng, n, unit=unit) for unit, n in sizes.items()])
    result = run_satisfaction(make_data(sheets), SatisfactionConfig(min_cell=20))
    table = result.tables["by_unit"].frame.set_index("unit")
    assert table.loc["beta", STATUS_COLUMN] == SUPPRESSED


def test_bundle_and_display_carry_both_languages(make_data: Make, tmp_path) -> None:
    result = run_satisfaction(make_data(random_sheets(np.random.default_rng(23), 60)))
    shown = result._repr_mimebundle_()
    assert set(shown["application/vnd.kinerja+json"]) == {"id", "en"}
    assert "Apa yang dapat dinilai" in shown["text/html"]
    assert result.write("") is None
    result.write(tmp_path)
    assert (tmp_path / "findings.json").is_file()
    assert (tmp_path / "figures" / "unsur.en.png").is_file()
    assert "ANGKA MENTAH" in result.raw._repr_html_()


def test_median_is_the_middle_unit_exactly(make_data: Make) -> None:
    levels = {"alfa": 2, "beta": 3, "gama": 4}
    sheets = pd.concat(
        [sheets_of({item: [score] * 20 for item in UNSUR}, unit=u) for u, score in levels.items()]
    )
    result = run_satisfaction(make_data(sheets))
    median = [f for f in found(result, "ikm") if f.group == {"reference": "median_unit"}]
    assert median[0].estimate == float(Fraction(75))
