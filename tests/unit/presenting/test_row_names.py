"""What stands before the rows of dots: labels, and how many persons they have."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from sample_report import two

from analysis.presenting.charts.series import chart_data
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.charts import Dots, read_chart


def test_rows_of_dots_may_carry_a_second_label_and_their_persons() -> None:
    sizes = (("P", "muda", 1234), ("L", "tua", 56))
    frame = pd.DataFrame(sizes, columns=["gender", "age", "n"]).assign(estimate=1.0, low=0, high=2)
    columns = (
        ReportColumn("gender", two("Gender", "Gender"), "label", "text", codes={
            "P": two("Perempuan", "Women"), "L": two("Laki-laki", "Men"),
        }),
        ReportColumn("age", two("Usia", "Age"), "label", "text"),
        ReportColumn("n", two("n", "n"), "base", "integer"),
        ReportColumn("estimate", two("Rata-rata", "Mean"), "mean", "index"),
        ReportColumn("low", two("Bawah", "Low"), "bound", "index"),
        ReportColumn("high", two("Atas", "High"), "bound", "index"),
    )  # fmt: skip
    table = ReportTable("cells", two("Sel", "Cells"), columns, frame, "personnel")
    chart = Dots(label="gender", beside="age", persons="n", low="low", high="high", ordered=False)
    told = ("Women, muda (n = 1,234)", "Men, tua (n = 56)")
    assert chart_data(chart, table, "en").categories == told
    assert chart_data(chart, table, "id").categories[0] == "Perempuan, muda (n = 1.234)"
    plain = chart_data(replace(chart, beside="", persons=""), table, "en")
    assert plain.categories == ("Women", "Men")


def test_the_written_chart_is_read_back() -> None:
    chart = Dots(label="gender", beside="age", persons="n")
    assert read_chart(chart.to_dict()) == chart
