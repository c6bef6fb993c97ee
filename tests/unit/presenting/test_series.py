"""The numbers of native charts: drawn rows, in drawn order, rounded as the table writes them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_report import SMALL_UNIT, UNITS, trend_table, two, unit_table, unsur_table

from analysis.presenting import charts
from analysis.presenting.charts.series import chart_data
from analysis.presenting.figures import shown_rows
from analysis.privacy.disclosure import protect_table
from analysis.schemas.bundle import ReportColumn
from analysis.schemas.charts import (
    KINDS,
    Band,
    Bars,
    Dots,
    Heat,
    Pairs,
    Quadrant,
    Reference,
    Stacked,
    Trend,
    Verdicts,
)


def test_dots_hold_estimate_and_interval_highest_first_and_no_total() -> None:
    data = chart_data(Dots(label="unit"), unit_table(), "id")
    assert data.categories[0] == "Dinas Kependudukan dan Pencatatan Sipil"
    assert len(data.categories) == 7
    assert [one.kind for one in data.series] == ["value", "low", "high"]
    assert data.series[0].values == (90.16, 88.31, 84.5, 81.14, 80.0, 79.33, 71.78)


def test_hidden_rows_and_the_unit_that_hides_them_are_not_in_the_chart() -> None:
    safe = shown_rows(protect_table(unit_table()))
    data = chart_data(Dots(label="unit"), safe, "en")
    assert UNITS[SMALL_UNIT] not in data.categories
    assert len(data.categories) == int(safe.frame["unit"].notna().sum())


def test_numbers_are_those_of_the_table_not_of_the_axis() -> None:
    table = unsur_table()
    chart = Quadrant(label="unsur", x="score", y="importance", y_format="integer")
    x, y = chart_data(chart, table, "en").series
    assert (x.kind, y.kind) == ("x", "y")
    assert x.values == (3.05, 3.62, 3.12, 3.41, 3.28)
    assert y.values == (0.55, 0.2, 0.38, 0.5, 0.42)


def test_bars_are_ordered_and_cut() -> None:
    chart = Bars(label="unsur", value="importance", ordered=True, most=2)
    data = chart_data(chart, unsur_table(), "en")
    assert data.categories == ("Time to complete", "Conduct of staff")
    assert [one.values for one in data.series] == [(0.55, 0.5)]


def test_trend_runs_in_time_with_its_limits() -> None:
    table = trend_table()
    data = chart_data(Trend(), replace(table, frame=table.frame.iloc[::-1]), "id")
    assert data.categories[0] == "Trw. I 2022"
    assert [one.kind for one in data.series] == ["value", "center", "low", "high", "signal"]
    first = table.frame.iloc[0]
    assert data.series[0].values[0] == pytest.approx(first["estimate"], abs=0.005)
    assert len(data.categories) == len(table.frame)


def test_signals_are_a_series_of_their_own_and_absent_where_there_are_none() -> None:
    table = trend_table()
    signals = chart_data(Trend(), table, "en").series[-1]
    assert signals.name == "signal of change"
    assert signals.values == (*[None] * 12, 84.9)
    calm = replace(table, frame=table.frame.assign(signal=None))
    assert "signal" not in [one.kind for one in chart_data(Trend(), calm, "en").series]


def test_a_reference_is_one_rounded_number_beside_every_row() -> None:
    chart = Dots(label="unit", reference=Reference(82.98765, two("median", "the median")))
    line = chart_data(chart, unit_table(), "id").series[-1]
    assert (line.name, line.kind, line.values) == ("median", "reference", (82.99,) * 7)


def test_a_band_is_drawn_where_it_begins_among_the_values() -> None:
    bands = (Band(88.305, 100.0, "A"), Band(76.605, 88.305, "B"), Band(25.0, 65.0, "D"))
    lines = chart_data(Dots(label="unit", bands=bands), unit_table(), "en").series[3:]
    assert [(one.name, one.kind, one.values[0]) for one in lines] == [
        ("A", "band", 88.31),
        ("B", "band", 76.61),
    ]


def test_parts_become_shares_that_add_up() -> None:
    table = unsur_table()
    columns = (
        *table.columns,
        ReportColumn("yes", two("Ya", "Yes"), "count", "integer"),
        ReportColumn("no", two("Tidak", "No"), "count", "integer"),
    )
    frame = table.frame.assign(yes=[1, 2, 3, 0, 9], no=[2, 2, 1, 0, 1])
    data = chart_data(
        Stacked(label="unsur", parts=("yes", "no")),
        replace(table, frame=frame, columns=columns),
        "en",
    )
    yes, no = data.series
    assert yes.values == (0.333, 0.5, 0.75, 0.0, 0.9)
    assert no.values == (0.667, 0.5, 0.25, 0.0, 0.1)
    assert (yes.name, yes.format) == ("Yes", "share")


def test_a_missing_number_of_a_grid_stays_missing() -> None:
    table = unsur_table()
    frame = table.frame.assign(importance=[None, *table.frame["importance"].iloc[1:]])
    chart = Heat(label="unsur", columns=("score", "importance"), limits=(0, 4))
    data = chart_data(chart, replace(table, frame=frame), "id")
    assert data.series[1].values[0] is None
    assert len(data.categories) == 5


def test_pairs_leave_out_rows_with_one_value() -> None:
    table = unsur_table()
    frame = table.frame.assign(importance=[None, *table.frame["importance"].iloc[1:]])
    data = chart_data(
        Pairs(label="unsur", filled="importance", open="score"), replace(table, frame=frame), "id"
    )
    assert len(data.categories) == 4


def test_verdicts_mark_one_column_a_row() -> None:
    table = unsur_table()
    codes = {"good": two("baik", "good"), "bad": two("buruk", "bad")}
    columns = (*table.columns, ReportColumn("v", two("V", "V"), "code", "code", codes=codes))
    frame = table.frame.assign(v=["good", "bad", "bad", None, "good"])
    data = chart_data(
        Verdicts(label="unsur", value="v"), replace(table, frame=frame, columns=columns), "en"
    )
    assert [(one.name, one.values) for one in data.series] == [
        ("good", (1.0, None, None, 1.0)),
        ("bad", (None, 1.0, 1.0, None)),
    ]


def test_every_kind_of_chart_is_drawn() -> None:
    assert set(charts.DRAWINGS) == set(KINDS)
