"""The place of a hidden row or finding tells nothing about its number."""

from __future__ import annotations

import pandas as pd
from sample_report import finding

from analysis.presenting.row_order import hidden_findings_last, hidden_rows_last
from analysis.schemas.bundle import ReportColumn, ReportTable

TEXT = {"id": "Kolom", "en": "Column"}


def protected(label: str, levels: list[str | None], hidden: set[str]) -> ReportTable:
    frame = pd.DataFrame(
        {
            label: levels,
            "n": [None if one in hidden else 40 for one in levels],
            "disclosure_status": ["suppressed" if one in hidden else "shown" for one in levels],
        }
    )
    columns = (
        ReportColumn(name=label, label=TEXT, role="label", format="text"),
        ReportColumn(name="n", label=TEXT, role="base", format="integer"),
    )
    return ReportTable(
        name="t", title=TEXT, columns=columns, frame=frame, disclosure="sensitive", note={}
    )


def test_hidden_units_stand_at_the_end_by_name() -> None:
    given = protected("unit", [None, "z", "d", "c", "a", "b"], hidden={"z", "c", "a"})
    before = given.frame.copy(deep=True)
    moved = hidden_rows_last(given).frame
    assert moved["unit"].tolist()[1:] == ["d", "b", "a", "c", "z"]
    assert pd.isna(moved["unit"].iloc[0])
    pd.testing.assert_frame_equal(given.frame, before)


def test_a_total_at_the_end_stays_below_hidden_rows() -> None:
    given = protected("unit_group", ["b", "a", "c", None], hidden={"b"})
    assert hidden_rows_last(given).frame["unit_group"].fillna("total").tolist() == [
        "a",
        "c",
        "b",
        "total",
    ]


def test_levels_with_an_order_of_their_own_keep_it() -> None:
    given = protected("age_band", ["20-29", "30-39", "40-49"], hidden={"30-39"})
    assert hidden_rows_last(given) is given


def test_hidden_findings_stand_at_the_end() -> None:
    first, second, third = (
        finding("index", group={"unit": name}, status=status)
        for name, status in (("b", "suppressed"), ("c", "ok"), ("a", "suppressed"))
    )
    moved = hidden_findings_last([first, second, third])
    assert [one.group["unit"] for one in moved] == ["c", "a", "b"]
