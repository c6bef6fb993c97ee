"""Row accounting: nothing lost, nothing counted twice, whatever the mixture of rows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.record.accounting import (
    AccountingError,
    SheetRows,
    check_balance,
    reason_counts,
    row_ledger,
)
from analysis.intake.record.report import OUTCOMES, IntakeReport, SourceReport

KINDS = ("title", "header", "blank", "total", "")
REASONS = {"accepted": "", "quarantined": "out_of_range", "superseded": "later_delivery"}


def sheet(kinds: list[str], *, delivery: str = "d1", name: str = "") -> SheetRows:
    index = range(1, len(kinds) + 1)
    return SheetRows(delivery, "a.csv", name, pd.Series(kinds, index=index, dtype=object))


def candidates(rows: list[tuple[int, str]], *, delivery: str = "d1", name: str = ""):
    return pd.DataFrame(
        {
            "delivery": [delivery] * len(rows),
            "sheet": [name] * len(rows),
            "row": pd.array([row for row, _ in rows], dtype="int64"),
            "outcome": [outcome for _, outcome in rows],
            "reason": [REASONS[outcome] for _, outcome in rows],
            "column": ["U1" if outcome == "quarantined" else "" for _, outcome in rows],
        }
    ).astype({"outcome": "str", "reason": "str", "column": "str"})


def test_each_raw_row_has_its_outcome_and_reason():
    ledger = row_ledger(
        "skm",
        [sheet(["title", "header", "", "", "", "total"])],
        candidates([(3, "accepted"), (4, "quarantined"), (5, "superseded")]),
    )
    assert ledger[["row", "outcome", "reason", "column"]].astype("str").to_numpy().tolist() == [
        ["1", "structural", "title", ""],
        ["2", "structural", "header", ""],
        ["3", "accepted", "", ""],
        ["4", "quarantined", "out_of_range", "U1"],
        ["5", "superseded", "later_delivery", ""],
        ["6", "structural", "total", ""],
    ]


@pytest.mark.parametrize(
    ("outcomes", "counted"),
    [
        (["accepted", "superseded"], "accepted"),
        (["superseded", "quarantined"], "quarantined"),
        (["quarantined", "accepted"], "accepted"),
        (["superseded", "superseded"], "superseded"),
    ],
)
def test_row_of_several_canonical_rows_counts_once(outcomes, counted):
    ledger = row_ledger("skm", [sheet([""])], candidates([(1, one) for one in outcomes]))
    assert ledger["outcome"].astype("str").tolist() == [counted]


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(list(REASONS))), max_size=60),
    st.integers(1, 3),
)
def test_rows_in_equal_the_four_outcomes(rows, sheets):
    parts = [sheet([kind for kind, _ in rows], name=f"s{n}") for n in range(sheets)]
    told = [
        candidates(
            [(at, outcome) for at, (kind, outcome) in enumerate(rows, 1) if kind == ""],
            name=f"s{n}",
        )
        for n in range(sheets)
    ]
    ledger = row_ledger("skm", parts, pd.concat(told, ignore_index=True))
    counts = reason_counts(ledger)
    assert sum(sum(one.values()) for one in counts.values()) == sheets * len(rows)
    assert not ledger.duplicated(["sheet", "row"]).any()


def test_data_row_without_an_outcome_is_a_defect():
    with pytest.raises(AccountingError):
        row_ledger("skm", [sheet(["header", "", ""])], candidates([(2, "accepted")]))


def test_outcome_of_a_row_that_is_no_data_row_is_a_defect():
    with pytest.raises(AccountingError):
        row_ledger("skm", [sheet(["header", ""])], candidates([(1, "accepted")]))


@pytest.mark.parametrize("wrong", ["rows_in", "reasons", "canonical"])
def test_balance_is_always_checked(wrong: str):
    ledger = row_ledger("skm", [sheet(["header", ""])], candidates([(2, "accepted")]))
    reasons = {"accepted": {"": 1}, "structural": {"header": 1}}
    report = SourceReport(
        "skm",
        "citizen_survey",
        rows_in=3 if wrong == "rows_in" else 2,
        reasons={"accepted": {"": 1}} if wrong == "reasons" else reasons,
    )
    with pytest.raises(AccountingError):
        check_balance(report, ledger, 0 if wrong == "canonical" else 1)


def test_report_survives_being_stored():
    source = SourceReport(
        "skm",
        "citizen_survey",
        files=("a.csv",),
        rows_in=3,
        reasons={"accepted": {"": 2}, "structural": {"header": 1}},
        unsur_order="assumed",
    )
    report = IntakeReport("karangan", (source,))
    stored = report.to_dict()
    assert stored["sources"][0]["source"] == "skm"
    assert [stored["sources"][0][outcome] for outcome in OUTCOMES] == [2, 0, 1, 0]
    again = IntakeReport.from_dict(stored, unchanged=True)
    assert again.sources == report.sources
    assert again.unchanged
