"""Native charts: drawn from the rounded numbers of the bundle, editable, never colour only."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from decks import LANGUAGES, bundle_of, in_memory, made, opened, points, shapes, specimen_deck
from lxml import etree
from pptx.oxml.ns import qn
from sample_report import unit_table
from specimen import CHARTS, specimen, specimen_tables, two

from analysis.presenting.charts.series import ChartData, Series, chart_data
from analysis.presenting.figures import shown_rows
from analysis.products.slides.charts import DRAWINGS
from analysis.products.slides.charts.drawn import most_rows, rows_of, shortened
from analysis.products.slides.charts.quadrant import label_places
from analysis.products.slides.charts.scales import round_scale, tick_format
from analysis.products.slides.geometry import Box
from analysis.schemas.charts import Bars, Dots, Heat, Verdicts

BOX = Box(46, 100, 868, 360)
SPACES = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def charts_of(content: bytes) -> dict[str, Any]:
    return {
        shape.name.removeprefix("chart:"): shape.chart
        for _, shape in shapes(opened(content))
        if shape.has_chart
    }


def cells_of(chart: Any) -> openpyxl.worksheet.worksheet.Worksheet:
    blob = chart.part.chart_workbook.xlsx_part.blob
    book = openpyxl.load_workbook(io.BytesIO(blob))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def references(root: etree._Element) -> list[tuple[str, list[Any]]]:
    """Return every reference into the workbook with the numbers or texts kept beside it."""
    found = []
    for one in root.iter(qn("c:numRef"), qn("c:strRef")):
        count = int(one.find(".//c:ptCount", SPACES).get("val"))
        kept: list[Any] = [None] * count
        for point in one.iter(qn("c:pt")):
            text = point.findtext("c:v", namespaces=SPACES)
            kept[int(point.get("idx"))] = float(text) if one.tag == qn("c:numRef") else text
        found.append((one.findtext("c:f", namespaces=SPACES), kept))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_is_native_and_every_grid_a_table(lang: str) -> None:
    content = specimen_deck(lang)
    kinds = {name: chart for name, (_, chart, _) in CHARTS.items()}
    grids = {name for name, chart in kinds.items() if isinstance(chart, Heat | Verdicts)}
    assert set(charts_of(content)) == set(kinds) - grids
    tables = {shape.name.split(";")[0] for _, shape in shapes(opened(content)) if shape.has_table}
    assert {"table:scales", "table:claims"} <= tables


@pytest.mark.parametrize("lang", LANGUAGES)
def test_workbooks_equal_what_is_drawn(lang: str) -> None:
    for name, chart in charts_of(specimen_deck(lang)).items():
        sheet = cells_of(chart)
        told = references(chart._chartSpace)
        assert told, name
        for address, kept in told:
            place = address.split("!")[1].replace("$", "")
            cells = sheet[place]
            values = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
            assert values == kept, (name, address)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_workbooks_hold_the_numbers_of_the_bundle_rounded_and_no_other(lang: str) -> None:
    bundle = bundle_of()
    for name, chart in charts_of(specimen_deck(lang)).items():
        table = bundle.tables[bundle.figures[name].table]
        data = chart_data(bundle.figures[name].chart, shown_rows(table), lang)
        allowed = {
            value
            for one in data.series
            for value in one.values  # noqa: PD011 - no frame
            if value is not None
        }
        cells = [cell for row in cells_of(chart).iter_rows() for cell in row]
        numbers = {cell.value for cell in cells if isinstance(cell.value, int | float)}
        assert numbers == allowed, name
        words = {cell.value for cell in cells if isinstance(cell.value, str)}
        assert words == {*data.categories, *(one.name for one in data.series)}, name
        assert not any(cell.comment for cell in cells)


def test_number_formats_carry_the_language() -> None:
    for lang, code in (("id", "[$-421]"), ("en", "[$-809]")):
        for chart in charts_of(specimen_deck(lang)).values():
            found = [one.text for one in chart._chartSpace.iter(qn("c:formatCode"))]
            assert found
            assert all(one.startswith(code) for one in found)


def test_workbooks_name_nobody_and_no_other_day() -> None:
    for chart in charts_of(specimen_deck("id")).values():
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        assert not book.properties.creator
        assert book.properties.created.year == 2026


def test_indices_do_not_begin_at_zero_and_shares_do() -> None:
    charts = charts_of(specimen_deck("id"))
    assert charts["units"].value_axis.minimum_scale > 0
    assert charts["groups"].value_axis.minimum_scale == 0
    assert charts["coverage"].value_axis.minimum_scale == 0


def test_the_lower_end_is_covered_in_the_colour_of_the_slide() -> None:
    drawn = charts_of(specimen_deck("en"))["units"]._chartSpace
    order = [
        (one.findtext(".//c:tx//c:v", namespaces=SPACES), one) for one in drawn.iter(qn("c:ser"))
    ]
    assert [name for name, _ in order][:3] == ["Upper bound", "Index", "Lower bound"]
    fills = [one.find("c:spPr", SPACES)[0] for _, one in order[:3]]
    colours = [one[0].get("val") for one in fills]
    assert colours[2] == "FFFFFF"
    assert len(set(colours)) == 3


def test_estimates_without_an_interval_are_no_bars() -> None:
    table = unit_table()
    frame = table.frame.assign(ci_low=[80.0, *[None] * 7], ci_high=[95.0, *[None] * 7])
    data = chart_data(Dots(label="unit"), replace(table, frame=frame), "id")
    native = DRAWINGS["dots"](Dots(label="unit"), data, "id", BOX, data)
    root = etree.fromstring(native.xml.encode())
    bare = [int(one.find("c:idx", SPACES).get("val")) for one in root.iter(qn("c:dPt"))]
    shown = data.categories.index("Dinas Kependudukan dan Pencatatan Sipil")
    assert sorted([*bare, shown]) == list(range(7))


def test_parts_of_stacked_bars_have_textures() -> None:
    drawn = charts_of(specimen_deck("id"))["rows"]._chartSpace
    looks = [one.find("c:spPr", SPACES)[0].tag for one in drawn.iter(qn("c:ser"))]
    assert qn("a:pattFill") in looks
    assert qn("a:solidFill") in looks


def test_pairs_are_one_filled_and_one_open_bar() -> None:
    drawn = charts_of(specimen_deck("id"))["coverage"]._chartSpace
    first, second = (one.find("c:spPr", SPACES) for one in drawn.iter(qn("c:ser")))
    assert first.find(".//a:srgbClr", first.nsmap).get("val") != "FFFFFF"
    assert second.find(".//a:srgbClr", second.nsmap).get("val") == "FFFFFF"
    assert second.find("a:ln/a:solidFill", second.nsmap) is not None


def test_signals_have_a_marker_of_their_own() -> None:
    drawn = charts_of(specimen_deck("id"))["trend"]._chartSpace
    forms = {
        one.findtext(".//c:tx//c:v", namespaces=SPACES): one.find(".//c:symbol", SPACES).get("val")
        for one in drawn.iter(qn("c:ser"))
    }
    assert forms["IKM"] == "circle"
    assert forms["sinyal perubahan"] == "diamond"
    assert {forms["Rata-rata"], forms["Batas bawah"], forms["Batas atas"]} == {"none"}


def test_axes_of_importance_cross_at_the_means() -> None:
    drawn = charts_of(specimen_deck("id"))["priority"]._chartSpace
    crossings = [float(one.get("val")) for one in drawn.iter(qn("c:crossesAt"))]
    # Means of importance (0.55 0.20 0.38 0.50 0.42) and of the score (3.05 3.62 3.12 3.41 3.28).
    assert crossings == pytest.approx([2.05 / 5, 16.48 / 5])
    names = {one.text for one in drawn.iter(qn("a:t"))}
    assert {"Biaya/tarif", "Perilaku pelaksana"} <= names


def test_type_in_charts_is_never_below_ten_points() -> None:
    for content in (specimen_deck("id"), made(many_units(40), "id")):
        for chart in charts_of(content).values():
            sizes = [int(one.get("sz")) for one in chart._chartSpace.iter(qn("a:defRPr"))]
            assert min(sizes) >= 1000


def many_units(count: int) -> Any:
    table = unit_table()
    values = [60 + 0.7 * place for place in range(count)]
    frame = pd.DataFrame(
        {
            "unit": [f"u{place}" for place in range(count)],
            "n": 50,
            "estimate": values,
            "ci_low": [one - 2 for one in values],
            "ci_high": [one + 2 for one in values],
            "letter": "B",
        }
    )
    names = {f"u{place}": two(f"Unit {place}", f"Unit {place}") for place in range(count)}
    first, *rest = table.columns
    units = replace(table, frame=frame, columns=(replace(first, codes=names), *rest))
    tables = [units if one.name == "by_unit" else one for one in specimen_tables()]
    return in_memory(specimen(tables=tables))


def test_many_rows_go_on_over_slides_with_one_scale() -> None:
    found = [shape for _, shape in shapes(opened(made(many_units(40), "en"))) if shape.has_chart]
    parts = [shape.chart for shape in found if shape.name == "chart:units"]
    assert len(parts) == 2
    categories = [name for one in parts for name in one.plots[0].categories]
    assert categories == [f"Unit {place}" for place in range(39, -1, -1)]
    assert len({(one.value_axis.minimum_scale, one.value_axis.maximum_scale) for one in parts}) == 1


def test_rows_have_room_for_their_names() -> None:
    names = tuple("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu " * 2 for _ in range(20))
    data = ChartData(names, (Series("x", "value", "index", (1.0,) * 20),))
    rows = rows_of(data, BOX, said="axis")
    assert rows.height <= BOX.height
    assert rows.size >= 10
    assert rows.pitch >= 12
    assert all(name.endswith("…") for name in rows.data.categories)
    assert most_rows(BOX.height) * 12 <= BOX.height
    assert shortened("pendek", 10, 100, 1) == "pendek"


@pytest.mark.parametrize(
    ("values", "fmt", "low", "high", "step"),
    [
        ([83.3, 92.5], "index", 82.0, 94.0, 2.0),
        ([-1.2, 0.4], "decimal", -1.25, 0.5, 0.25),
        ([0.02, 0.47], "share", 0.0, 0.5, 0.1),
        ([5.0, 5.0], "integer", 5.0, 6.0, 1.0),
        ([], "index", 0.0, 0.005, 0.001),
    ],
)
def test_scales_end_on_ticks_and_hold_all_values(
    values: list[float], fmt: str, low: float, high: float, step: float
) -> None:
    found = round_scale(values, fmt, "id", from_zero=fmt == "share")
    assert found.low <= min(values, default=0.0)
    assert found.high >= max(values, default=0.0)
    assert (found.low, found.high, found.step) == pytest.approx((low, high, step))


def test_ticks_are_written_with_the_decimals_they_need() -> None:
    assert tick_format(2.0, "index", "id").startswith("[$-421]#,##0;")
    assert tick_format(0.25, "decimal", "en").startswith("[$-809]#,##0.00;")
    assert tick_format(0.05, "share", "id").startswith("[$-421]#,##0%;")
    assert tick_format(0.025, "share", "id").startswith("[$-421]#,##0.0%;")
    assert re.search(r';\[\$-421\]"−"', tick_format(1.0, "index", "id"))


def test_names_of_points_do_not_cover_each_other_where_they_need_not() -> None:
    spots = [(300.0, 200.0), (300.0, 214.0), (880.0, 120.0)]
    places = label_places(spots, ["Waktu", "Biaya", "Sarana"], BOX)
    assert places[2] == "l"
    assert places[0] != places[1] or places[0] in ("r", "l")


def test_a_chart_stands_in_the_placeholder_of_its_layout() -> None:
    for _, shape in shapes(opened(specimen_deck("id"))):
        if shape.has_chart:
            assert shape._element.find(f".//{qn('p:ph')}").get("idx") == "1"
            assert points(shape.width) > 800


def test_bars_from_zero_have_their_number_at_their_end() -> None:
    data = ChartData(("A", "B"), (Series("Porsi", "value", "share", (0.2, 0.5)),))
    native = DRAWINGS["bars"](Bars(label="x"), data, "id", BOX, data)
    root = etree.fromstring(native.xml.encode())
    assert [one.get("val") for one in root.iter(qn("c:dLblPos"))] == ["outEnd"]
    assert not list(root.iter(qn("c:errBars")))
