"""Groups that changed by a few persons keep their last published figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.privacy.disclosure import check_table
from analysis.privacy.ledger import KEPT_CAVEAT, Ledger
from analysis.privacy.report import protect_report
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from tests.lib.disclosure_cases import report_table


def protect_table(table: ReportTable, *, ledger: Ledger | None = None) -> ReportTable:
    return protect_report([table], [], ledger=ledger)[0][0]


def protect_findings(found: list[Finding], *, ledger: Ledger | None = None) -> list[Finding]:
    return protect_report([], found, ledger=ledger)[1]


def groups(n: list[int], *, disclosure: str = "personnel") -> ReportTable:
    frame = pd.DataFrame({"unit": ["a", "b"], "n": n, "estimate": [float(one) for one in n]})
    return report_table(frame, labels=["unit"], disclosure=disclosure)


def published(table: ReportTable) -> Ledger:
    return Ledger().with_published([protect_table(table)], [])


def again(first: list[int], second: list[int], disclosure: str = "personnel") -> pd.DataFrame:
    ledger = published(groups(first, disclosure=disclosure))
    return protect_table(groups(second, disclosure=disclosure), ledger=ledger).frame


@pytest.mark.parametrize(
    ("disclosure", "now", "status"),
    [
        ("personnel", 30, "shown"),
        ("personnel", 31, "kept"),
        ("personnel", 26, "kept"),
        ("personnel", 34, "kept"),
        ("personnel", 35, "shown"),
        ("personnel", 25, "shown"),
        ("sensitive", 39, "kept"),
        ("sensitive", 40, "shown"),
        ("service", 31, "shown"),
    ],
)
def test_small_change_keeps_the_published_figure(disclosure: str, now: int, status: str) -> None:
    frame = again([30, 50], [now, 50], disclosure)
    assert frame["disclosure_status"].tolist() == [status, "shown"]
    expected = 30 if status == "kept" else now
    assert frame.loc[0, ["n", "estimate"]].tolist() == [expected, float(expected)]


def test_group_that_was_hidden_before_is_not_compared() -> None:
    frame = again([4, 50], [6, 50])
    assert frame["disclosure_status"].tolist() == ["shown", "shown"]


def test_group_that_became_small_is_hidden_not_kept() -> None:
    frame = again([6, 50], [4, 50])
    assert frame.loc[0, "disclosure_status"] == "suppressed"
    assert pd.isna(frame.loc[0, "n"])


def test_kept_row_passes_the_check() -> None:
    ledger = published(groups([30, 50]))
    assert check_table(protect_table(groups([31, 50]), ledger=ledger)) == []


def test_changes_add_up_against_what_was_published_not_against_what_was_seen() -> None:
    ledger = published(groups([30, 50]))
    for now in (32, 34):
        table = protect_table(groups([now, 50]), ledger=ledger)
        ledger = ledger.with_published([table], [])
    frame = protect_table(groups([36, 50]), ledger=ledger).frame
    assert frame.loc[0, ["n", "disclosure_status"]].tolist() == [36, "shown"]


def test_ledger_survives_json() -> None:
    ledger = published(groups([30, 50]))
    again_read = Ledger.from_json(ledger.to_json())
    assert again_read == ledger
    assert again_read.to_json() == ledger.to_json()
    assert protect_table(groups([31, 50]), ledger=again_read).frame.loc[0, "n"] == 30


def test_service_and_hidden_rows_are_not_remembered() -> None:
    assert published(groups([30, 50], disclosure="service")).entries == {}
    assert len(published(groups([4, 50])).entries) == 1


def test_change_of_a_numerator_is_compared_too() -> None:
    frame = pd.DataFrame({"unit": ["a"], "n": [50], "top": [10]})
    table = report_table(frame, labels=["unit"], disclosure="personnel", counts=("top",))
    ledger = Ledger().with_published([protect_table(table)], [])
    later = replace(table, frame=frame.assign(top=12))
    assert protect_table(later, ledger=ledger).frame.loc[0, "top"] == 10


def finding(n: int, estimate: float) -> Finding:
    return Finding(
        id="resistance.index",
        question="level",
        measure="index",
        measure_unit="index",
        method="mean",
        status="ok",
        disclosure="sensitive",
        group={"unit": "a"},
        estimate=estimate,
        ci_low=estimate - 5,
        ci_high=estimate + 5,
        n=n,
    )


def test_finding_keeps_its_published_figure_and_says_so() -> None:
    ledger = Ledger().with_published([], protect_findings([finding(40, 55.0)]))
    kept = protect_findings([finding(41, 54.0)], ledger=ledger)[0]
    assert (kept.n, kept.estimate, kept.ci_low) == (40, 55.0, 50.0)
    assert kept.caveat_code == KEPT_CAVEAT
    changed = protect_findings([finding(50, 54.0)], ledger=ledger)[0]
    assert (changed.n, changed.estimate, changed.caveat_code) == (50, 54.0, None)
