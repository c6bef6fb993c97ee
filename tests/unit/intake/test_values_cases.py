"""Named cases of tests/data/values/*.csv: one row a case, no Python needed to add one."""

# ruff: noqa: PD011 - `values` is a field of ParsedColumn
from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.values import parse, read_period
from analysis.schemas.codebook import load_codebook

CASES = Path(__file__).resolve().parents[2] / "data" / "values"


def _cases(role: str) -> list:
    with (CASES / f"{role}.csv").open(encoding="utf-8", newline="") as stream:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(stream)]


def _parsed(raw: str, target: str, *, table: str = "citizen_survey") -> tuple[object, str]:
    column = parse(
        pd.Series([raw], dtype="str"), target, table=table, codebook=load_codebook("skm_2017")
    )
    return column.values.iloc[0], column.bad.iloc[0]


@pytest.mark.parametrize("case", _cases("answers"))
def test_answer_is_read_as_named(case: dict[str, str]) -> None:
    value, bad = _parsed(case["raw"], case["item"])
    assert ("" if pd.isna(value) else str(value), bad) == (case["expected"], case["reason"])


@pytest.mark.parametrize("case", _cases("numbers"))
def test_number_is_read_as_named(case: dict[str, str]) -> None:
    value, bad = _parsed(case["raw"], case["column"], table=case["table"])
    assert bad == case["reason"]
    if case["expected"]:
        assert value == pytest.approx(float(case["expected"]), rel=1e-12)
    else:
        assert pd.isna(value)


@pytest.mark.parametrize("case", _cases("dates"))
def test_date_is_read_as_named(case: dict[str, str]) -> None:
    value, bad = _parsed(case["raw"], "date")
    day = "" if pd.isna(value) else f"{value:%Y-%m-%d}"
    assert (day, bad) == (case["expected"], case["reason"])


@pytest.mark.parametrize("case", _cases("periods"))
def test_period_is_read_as_named(case: dict[str, str]) -> None:
    period = read_period(case["raw"], year=int(case["year"]) if case["year"] else None)
    assert ("" if period is None else str(period)) == case["expected"]


@pytest.mark.parametrize("case", _cases("categories"))
def test_category_is_read_as_named(case: dict[str, str]) -> None:
    value, bad = _parsed(case["raw"], case["column"])
    assert ("" if pd.isna(value) else str(value), bad) == (case["expected"], case["reason"])


@pytest.mark.parametrize("case", _cases("personnel"))
def test_personnel_value_is_read_as_named(case: dict[str, str]) -> None:
    value, bad = _parsed(case["raw"], case["column"], table=case["table"])
    assert ("" if pd.isna(value) else str(value), bad) == (case["expected"], case["reason"])


@pytest.mark.parametrize(
    "role", ["answers", "numbers", "dates", "periods", "categories", "personnel"]
)
def test_case_names_are_unique(role: str) -> None:
    names = [one.id for one in _cases(role)]
    assert len(names) == len(set(names))
