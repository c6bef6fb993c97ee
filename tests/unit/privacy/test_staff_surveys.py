"""Answers of employees: who may link them, and into how few groups they are split."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import load
from analysis.errors import PrivacyError, UsageError
from analysis.privacy.disclosure import check_findings
from analysis.privacy.report import protect_report
from analysis.schemas.finding import Finding
from analysis.schemas.study_tables import STUDY_TABLES
from tests.lib.disclosure_cases import report_table


def finding(disclosure: str = "sensitive", **group: str) -> Finding:
    return Finding(
        id="resistance.index",
        question="level",
        measure="index",
        measure_unit="index",
        method="mean",
        status="ok",
        disclosure=disclosure,
        group=group,
        estimate=40.0,
        n=30,
    )


def test_link_of_named_sheets_is_opened_by_fairness_only() -> None:
    assert [study for study, tables in STUDY_TABLES.items() if "staff_link" in tables] == [
        "fairness"
    ]
    with pytest.raises(UsageError) as refused:
        load("sawahlunto", "staff_link")
    assert "fairness" in refused.value.text("id")


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        ({}, True),
        ({"unit": "a", "unit_group": "dinas", "gender": "L"}, True),
        ({"unit_group": "dinas", "gender": "L", "dimension": "d", "wave": "1"}, True),
        ({"unit": "a", "gender": "L", "age_band": "20-29"}, False),
        ({"unit_group": "dinas", "gender": "L", "status": "PNS"}, False),
        ({"education": "S1", "gender": "L", "status": "PNS"}, False),
    ],
)
def test_answers_are_split_by_two_groups_at_most(group: dict[str, str], *, allowed: bool) -> None:
    one = finding(**group)
    if allowed:
        assert protect_report([], [one])[1][0].n == 30
        assert check_findings([one]) == []
        return
    with pytest.raises(PrivacyError) as refused:
        protect_report([], [one])
    assert "resistance.index" in refused.value.text("en")
    assert check_findings([one]) == [("resistance.index", "crossing")]


def test_a_table_is_split_by_two_groups_at_most_too() -> None:
    rows = {"unit": ["a"], "gender": ["L"], "status": ["PNS"], "n": [30], "estimate": [40.0]}
    table = report_table(
        pd.DataFrame(rows), labels=["unit", "gender", "status"], disclosure="sensitive"
    )
    with pytest.raises(PrivacyError):
        protect_report([table], [])


def test_facts_about_organisations_are_never_split_by_groups_of_people() -> None:
    with pytest.raises(PrivacyError):
        protect_report([], [finding("organisational", gender="L")])
