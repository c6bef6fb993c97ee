from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from sample_report import trend_table, two, unit_table, unsur_table

from analysis.presenting import charts, style
from analysis.presenting.charts.trend import short_period
from analysis.schemas.charts import Band, Bars, Dots, Pairs, Quadrant, Reference, Trend

PRIORITIES = Quadrant(
    label="unsur",
    x="score",
    y="importance",
    format="score",
    axis=two("NRR", "NRR"),
    y_axis=two("r", "r"),
)


@pytest.fixture(autouse=True)
def _house_style():
    with style.applied():
        yield


def drawn(figure):
    FigureCanvasAgg(figure).draw()
    return figure.axes[0]


def texts(axes):
    return [one.get_text() for one in axes.texts]


def test_dots_sorts_units_and_leaves_the_total_out():
    axes = drawn(charts.draw(Dots(label="unit"), unit_table(), "id"))
    labels = [one.get_text().replace("\n", " ") for one in axes.get_yticklabels()]
    assert len(labels) == 7
    assert labels[-1] == "Dinas Kependudukan dan Pencatatan Sipil"
    assert labels[0] == "Dinas Kesehatan"
    assert texts(axes)[0] == "71,78"
    assert len(axes.collections[0].get_segments()) == 7


def test_dots_names_the_bands_in_sight_and_stops_at_the_highest():
    bands = (
        Band(88.305, 100, "A"),
        Band(76.605, 88.305, "B"),
        Band(25, 40, "D"),
    )
    axes = drawn(charts.draw(Dots(label="unit", bands=bands), unit_table(), "id"))
    assert "A" in texts(axes)
    assert "B" in texts(axes)
    assert "D" not in texts(axes)
    assert axes.get_xlim()[1] <= 100


def test_dots_keep_the_reference_line_in_view():
    reference = Reference(0.0, two("tidak berubah", "no change"))
    axes = drawn(charts.draw(Dots(label="unit", reference=reference), unit_table(), "en"))
    low, high = axes.get_xlim()
    assert low < 0 < high
    assert "no change" in texts(axes)


def test_dots_leave_missing_estimates_out():
    table = unit_table()
    frame = table.frame.assign(
        estimate=table.frame["estimate"].where(table.frame["unit"] != "unit1")
    )
    axes = drawn(charts.draw(Dots(label="unit"), replace(table, frame=frame), "en"))
    assert len(axes.get_yticklabels()) == 6


def test_dots_of_one_row():
    table = replace(unit_table(), frame=unit_table().frame.iloc[:1])
    axes = drawn(charts.draw(Dots(label="unit"), table, "id"))
    assert texts(axes) == ["90,16"]


def test_trend_marks_signals_by_shape():
    axes = drawn(charts.draw(Trend(), trend_table(), "id"))
    markers = {line.get_marker(): len(line.get_xdata()) for line in axes.lines}
    assert markers["o"] == 12
    assert markers["D"] == 1
    assert {"batas atas", "batas bawah", "rata-rata"} <= set(texts(axes))


def test_trend_without_limits_is_a_run_chart():
    table = trend_table()
    frame = table.frame.drop(columns=["lower", "upper", "signal"])
    axes = drawn(charts.draw(Trend(), replace(table, frame=frame), "en"))
    assert texts(axes) == ["mean"]
    assert axes.get_legend() is None


def test_trend_orders_periods_by_time():
    table = trend_table()
    axes = drawn(charts.draw(Trend(), replace(table, frame=table.frame.iloc[::-1]), "en"))
    assert list(axes.lines[-1].get_xdata()) == [12]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025-Q3", "Trw. III\n2025"),
        ("2025-S1", "Sem. I\n2025"),
        ("2025-08", "Agu\n2025"),
        ("2025", "2025"),
    ],
)
def test_short_period(period, expected):
    assert short_period(period, "id") == expected


def test_quadrant_labels_do_not_overlap_each_other_or_the_points():
    figure = charts.draw(PRIORITIES, unsur_table(), "id")
    axes = drawn(figure)
    labels = [one for one in axes.texts if one.xycoords == "data"]
    assert len(labels) == 5
    assert not overlaps(axes)


def test_quadrant_labels_do_not_overlap_where_points_crowd():
    scores = [88.9, 88.7, 89.5, 89.3, 86.4]
    weights = [0.381, 0.374, 0.382, 0.367, 0.367]
    frame = unsur_table().frame.assign(score=scores, importance=weights)
    figure = charts.draw(PRIORITIES, replace(unsur_table(), frame=frame), "id")
    assert not overlaps(drawn(figure))


def overlaps(axes):
    boxes = [Text.get_window_extent(one) for one in axes.texts]
    return [
        (axes.texts[place].get_text(), axes.texts[other].get_text())
        for place, box in enumerate(boxes)
        for other in range(place + 1, len(boxes))
        if box.overlaps(boxes[other])
    ]


def test_bars_begin_at_zero_and_write_values():
    table = unsur_table()
    axes = drawn(charts.draw(Bars(label="unsur", value="importance", ordered=True), table, "id"))
    assert axes.get_xlim()[0] == 0
    assert texts(axes) == ["55,0%", "50,0%", "42,0%", "38,0%", "20,0%"]
    assert len(axes.patches) == 5


def test_ticks_carry_the_decimal_sign_of_the_language():
    table = replace(unsur_table(), title=two("x", "x"))
    found = {}
    for lang in ("id", "en"):
        axes = drawn(charts.draw(PRIORITIES, table, lang))
        found[lang] = " ".join(one.get_text() for one in axes.get_xticklabels())
    assert "," in found["id"]
    assert "." not in found["id"]
    assert found["id"].replace(",", ".") == found["en"]


def test_bars_are_cut_at_the_longest():
    chart = Bars(label="unsur", value="importance", ordered=True, most=2)
    assert texts(drawn(charts.draw(chart, unsur_table(), "id"))) == ["55,0%", "50,0%"]


def test_pairs_draw_only_rows_with_both_values():
    table = unsur_table()
    frame = table.frame.assign(importance=[0.5, None, 0.2, 0.4, 0.6], score=[0.4] * 5)
    chart = Pairs(label="unsur", filled="importance", open="score")
    axes = drawn(charts.draw(chart, replace(table, frame=frame), "en"))
    assert len(axes.get_yticklabels()) == 4
    names = [one.get_text() for one in axes.get_legend().get_texts()]
    labels = {one.name: one.label["en"] for one in table.columns}
    assert names == [labels["score"], labels["importance"]]


@pytest.mark.parametrize("chart", [Dots(label="unit"), Bars(label="unit", value="estimate")])
def test_names_of_many_lines_do_not_run_into_each_other(chart):
    table = unit_table()
    long = two("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu " * 2, "Agency " * 18)
    codes = dict.fromkeys(table.columns[0].codes, long)
    named = replace(table, columns=(replace(table.columns[0], codes=codes), *table.columns[1:]))
    axes = drawn(charts.draw(chart, named, "id"))
    boxes = sorted((one.get_window_extent() for one in axes.get_yticklabels()), key=lambda b: b.y0)
    assert "\n" in axes.get_yticklabels()[0].get_text()
    assert all(low.y1 <= high.y0 for low, high in pairwise(boxes))
