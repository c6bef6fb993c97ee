"""Numbers of employees in columns: what spreadsheets break, own ids, what a number says."""

# ruff: noqa: PD011 - `values` is a field of ParsedColumn
from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.intake.record.report import reason_text
from analysis.intake.values.nip import nip_facts, read_identifiers


def texts(*cells: str | None) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


def numbers(count: int) -> list[str]:
    return [f"19780{1 + n % 9}1120011210{n + 1:02d}" for n in range(count)]


def test_column_held_as_binary_fractions_is_refused_as_a_whole():
    # float64 keeps 53 bits: numbers near 1.98e17 come back as multiples of 2 ** (58 - 53) = 32
    right = [number for number in numbers(6) if int(number) % 32]
    damaged = [str(int(float(number))) for number in right]
    assert damaged != right
    assert all(int(number) % 32 == 0 for number in damaged)
    read = read_identifiers(texts(*damaged), target="employee_id")
    assert set(read.bad) == {"nip_float"}
    assert read.values.isna().all()


def test_single_multiple_of_32_among_others_is_right():
    some = next(
        f"1978061120011210{n:02d}"
        for n in range(1, 99)
        if int(f"1978061120011210{n:02d}") % 32 == 0
    )
    read = read_identifiers(texts(some, *numbers(5)), target="employee_id")
    assert set(read.bad) == {""}


def test_folding_is_counted_and_nothing_of_the_number_is_logged():
    raw = texts("19670610 198901 1 003", "'197806112001121001", "197806112001121001", "-", None)
    read = read_identifiers(raw, target="rater_id")
    told = {(edit.rule, edit.from_class, edit.to): edit.count for edit in read.edits}
    assert told == {
        ("identifier_folded", "spaces or signs", "18 digits"): 2,
        ("missing_mark", "-", ""): 1,
    }
    assert {edit.column for edit in read.edits} == {"rater_id"}


@pytest.mark.parametrize(
    ("number", "unusual"),
    [
        ("198006111995121001", True),  # appointed at 15
        ("198006111996121001", False),  # at 16
        ("196006112018121001", False),  # at 58
        ("196006112019121001", True),  # at 59
    ],
)
def test_unusual_age_at_appointment_is_kept_and_listed(number: str, unusual: bool):
    read = read_identifiers(texts(number), target="employee_id")
    assert read.values.tolist() == [number]
    assert [edit.rule for edit in read.edits] == (["nip_age"] if unusual else [])


def test_nobody_is_appointed_after_today():
    raw = texts("199006112025061001", "199006112025071001", "199006112026211001")
    read = read_identifiers(raw, target="employee_id", today=date(2025, 6, 1))
    assert read.bad.tolist() == ["", "nip_future", "nip_future"]


def test_own_ids_are_text_folded_by_case_and_space():
    raw = texts("K 001", "k001", "'K001", "12.0", "197E5", "-", None)
    read = read_identifiers(raw, target="employee_id", own=True)
    assert read.values.fillna("").tolist() == ["k001", "k001", "k001", "12", "197e5", "", ""]
    assert set(read.bad) == {""}


def test_own_ids_that_a_spreadsheet_shortened_are_refused():
    # two persons whose numbers share fifteen digits would become one
    raw = texts("1.9700817199603101e+17", "1,97E+17", "197E5")
    read = read_identifiers(raw, target="employee_id", own=True)
    assert read.bad.tolist() == ["nip_float", "nip_float", ""]


def test_number_says_sex_birth_year_start_and_status():
    # domain.md 3.1 and 3.2: 1967-06-10, TMT 1989-01, male; 2000-12-31, PPPK of 2024, female
    read = nip_facts(texts("196706101989011003", "200012312024212001", None))
    assert read["gender"].tolist()[:2] == ["L", "P"]
    assert read["birth_year"].tolist()[:2] == [1967, 2000]
    assert read["start_year"].tolist()[:2] == [1989, 2024]
    assert read["start_month"].fillna(0).tolist() == [1, 0, 0]
    assert read["status"].tolist()[:2] == ["PNS", "PPPK"]
    assert read.iloc[2].isna().all()


def test_index_of_the_column_is_kept():
    raw = texts(*numbers(3)).set_axis([7, 3, 9])
    assert read_identifiers(raw, target="employee_id").values.index.tolist() == [7, 3, 9]


def test_checks_agree_with_reading_the_digits_one_by_one():
    rng = np.random.default_rng(5)
    made = [
        f"{rng.integers(1925, 2020)}{rng.integers(0, 14):02d}{rng.integers(0, 33):02d}"
        f"{rng.integers(1960, 2026)}{rng.integers(0, 31):02d}{rng.integers(0, 4)}"
        f"{rng.integers(1, 1000):03d}"
        for _ in range(2_000)
    ]
    today = date(2026, 1, 1)
    read = read_identifiers(texts(*made), target="employee_id", today=today)
    assert read.bad.tolist() == [_slowly(number, today) for number in made]


def _slowly(number: str, today: date) -> str:
    try:
        born = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        return "nip_birth"
    if not 1930 <= born.year <= today.year - 10:
        return "nip_birth"
    year, marker = int(number[8:12]), int(number[12:14])
    if not (1 <= marker <= 12 or 21 <= marker <= 29) or year < born.year:
        return "nip_start"
    if number[14] not in "12":
        return "nip_sex"
    month = marker if marker <= 12 else 1
    return "nip_future" if (year, month) > (today.year, today.month) else ""


REASONS = (
    "nip_length", "nip_float", "nip_old", "nip_damaged", "nip_birth", "nip_start", "nip_sex",
    "nip_future", "no_identifier", "two_units", "rater_is_employee", "predikat_other_scheme",
    "assessed_before_period", "reported_before_period", "decision_before_start", "p_or_w",
    "golongan_conflict",
)  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_reason_says_what_to_do(reason: str, lang: str):
    wrong, _, to_do = reason_text(reason, lang).partition(";")
    assert wrong != reason.replace("_", " ")
    assert len(to_do.split()) >= 4
