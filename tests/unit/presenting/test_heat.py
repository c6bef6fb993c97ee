"""The grid of tinted cells: numbers, order, headings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from sample_report import two, unit_table

from analysis.presenting import charts, style
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.charts import Heat

VALUES = ("first", "second")
CHART = Heat(label="unit", columns=VALUES, limits=(30.0, 60.0), axis=two("gelap", "dark"))


@pytest.fixture(autouse=True)
def _house_style():
    with style.applied():
        yield


def grid_table() -> ReportTable:
    base = unit_table()
    frame = (
        base.frame[["unit", "n"]]
        .head(3)
        .assign(first=[30.0, 45.5, 60.0], second=[40.0, None, 90.0])
    )
    columns = (
        *base.columns[:2],
        *(
            ReportColumn(name, two(f"Ukuran {name}", f"The {name}"), "mean", "index")
            for name in VALUES
        ),
    )
    return replace(base, frame=frame, columns=columns)


def drawn(lang: str = "id"):
    figure = charts.draw(CHART, grid_table(), lang)
    FigureCanvasAgg(figure).draw()
    return figure.axes[0]


def test_every_known_value_is_written_in_the_language_of_the_page():
    assert [one.get_text() for one in drawn().texts] == [
        "30,00",
        "40,00",
        "45,50",
        "60,00",
        "90,00",
    ]
    assert [one.get_text() for one in drawn("en").texts][2] == "45.50"


def test_rows_keep_the_order_of_the_table_and_columns_their_headings():
    axes = drawn("en")
    rows = [one.get_text().replace("\n", " ") for one in axes.get_yticklabels()]
    assert rows[0] == "Dinas Kependudukan dan Pencatatan Sipil"
    headings = [one.get_text() for one in axes.get_xticklabels() if one.get_text()]
    assert headings == ["The first", "The second"]
    assert axes.get_xlabel() == "dark"


def test_tint_follows_the_limits_and_stays_inside_them():
    places = drawn().images[0].get_array()
    assert places[0, 0] == 0
    assert places[1, 0] == pytest.approx((45.5 - 30) / 30)
    assert places[2, 1] == 1


def test_numbers_are_dark_on_every_tint():
    colours = {one.get_text(): one.get_color() for one in drawn().texts}
    assert colours["30,00"] == style.INK
    assert colours["90,00"] == style.INK


def test_total_row_is_left_out():
    table = grid_table()
    frame = table.frame.assign(unit=[None, *table.frame["unit"].iloc[1:]])
    axes = charts.draw(CHART, replace(table, frame=frame), "id").axes[0]
    assert len([one for one in axes.get_yticklabels() if one.get_text()]) == 2
