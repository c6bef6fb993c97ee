"""Tables and charts of products against the bundle, in the cases of one kind of chart."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.presenting.charts.series import chart_data
from analysis.privacy.disclosure import protect_table
from analysis.products.comparing import Sources, compare_chart, compare_table
from analysis.products.inspection import ShownChart, ShownTable
from analysis.products.inspection.extract import ShownSeries
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.charts import Chart, Dots, Quadrant, Reference, Stacked

LONG = "Dinas Kependudukan dan Pencatatan Sipil"


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": f"{text} in English"}


def table() -> ReportTable:
    """Return a table of two units, whose total is hidden from charts."""
    return protect_table(
        ReportTable(
            name="ikm",
            title=both("IKM"),
            columns=(
                ReportColumn("unit", both("Unit"), "label", "text"),
                ReportColumn("n", both("Lembar"), "base", "integer"),
                ReportColumn("estimate", both("IKM"), "mean", "index"),
                ReportColumn("weight", both("Kepentingan"), "mean", "decimal"),
                ReportColumn("yes", both("Ya"), "count", "integer"),
                ReportColumn("no", both("Tidak"), "count", "integer"),
            ),
            frame=pd.DataFrame(
                {
                    "unit": [LONG, "samsat"],
                    "n": [100, 90],
                    "estimate": [86.125, 79.5],
                    "weight": [0.25, 0.44],
                    "yes": [75, 60],
                    "no": [25, 30],
                }
            ),
            disclosure="organisational",
        )
    )


def differs(chart: Chart, *series: ShownSeries, lang: str = "id") -> bool:
    shown = ShownChart("a", "ikm", lang, series)
    found = list(compare_chart(shown, chart, table(), lang))
    assert {one.code for one in found} <= {"chart_differs"}
    return bool(found)


DOTS = Dots(label="unit", reference=Reference(82.812, both("tengah")))
POINTS = Quadrant(label="unit", x="estimate", y="weight")


@pytest.mark.parametrize(
    ("series", "wrong"),
    [
        (ShownSeries("IKM", (LONG, "samsat"), (86.13, 79.5)), False),
        (ShownSeries("IKM", ("samsat", LONG), (79.5, 86.13)), False),
        (ShownSeries("IKM", ("samsat",), (79.5,)), False),
        (ShownSeries("IKM", ("Dinas Kependudukan…", "samsat"), (86.13, 79.5)), False),
        (ShownSeries("IKM", (), ()), False),
        (ShownSeries("tengah", (LONG, "samsat"), (82.81, 82.81)), False),
        (ShownSeries("IKM", (LONG, "samsat"), (79.5, 86.13)), True),
        (ShownSeries("IKM", ("samsat", "samsat"), (79.5, 79.5)), True),
        (ShownSeries("IKM", ("Dinas Lain…",), (86.13,)), True),
        (ShownSeries("IKM", ("samsat",), (None,)), True),
        (ShownSeries("Lembar", ("samsat",), (90.0,)), True),
        (ShownSeries("*", ("",), (90.0,)), True),
    ],
)
def test_series_stands_beside_its_categories(series: ShownSeries, wrong: bool) -> None:
    assert differs(DOTS, series) is wrong


def test_points_are_pairs_of_the_two_columns() -> None:
    held = [vars(one) for one in chart_data(POINTS, table(), "id").series]
    assert held[0]["values"] == (86.13, 79.5)
    assert held[1]["values"] == (0.3, 0.4)  # 0.25 half up, 0.44 down
    assert not differs(POINTS, ShownSeries("Kepentingan", ("86.13", "79.5"), (0.3, 0.4)))
    assert differs(POINTS, ShownSeries("Kepentingan", ("86.13", "79.5"), (0.4, 0.3)))
    assert differs(POINTS, ShownSeries("Kepentingan", ("x", "79.5"), (0.3, 0.4)))


def test_parts_are_shares_in_the_language_of_the_file() -> None:
    parts = Stacked(label="unit", parts=("yes", "no"))
    assert not differs(parts, ShownSeries("Ya", (LONG, "samsat"), (0.75, 0.667)))
    assert differs(parts, ShownSeries("Ya", (LONG, "samsat"), (0.75, 0.6667)))
    assert differs(parts, ShownSeries("Ya", (LONG,), (0.75,)), lang="en")
    assert not differs(parts, ShownSeries("Ya in English", (LONG,), (0.75,)), lang="en")


def test_cells_of_an_empty_part_are_compared() -> None:
    shown = ShownTable("a", "ikm", "id", (), ("unit",), (), is_part=True, span=(0, 0))
    assert [one.code for one in compare_table(shown, Sources({"ikm": table()}), "id")] == [
        "shape_differs"
    ]
