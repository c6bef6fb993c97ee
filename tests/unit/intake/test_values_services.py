"""Readers of complaints, logs and promised actions: whole labels, clocks, durations, amounts."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.tables.moments import earlier, with_time
from analysis.intake.values.clock import NO_DAY, on_days, read_clock, read_hour
from analysis.intake.values.complaints import (
    ending_of,
    read_channel,
    read_class,
    read_confidentiality,
    read_status,
)
from analysis.intake.values.durations import read_days, read_minutes, unit_in_header
from analysis.intake.values.folding import fold
from analysis.intake.values.promises import amount_of, read_amount, read_due, read_state
from analysis.schemas.tables import table


def listed(name: str) -> dict:
    text = files("analysis.intake.values").joinpath("complaints.toml").read_text("utf-8")
    return tomllib.loads(text)[name]


def test_no_status_says_two_things():
    folded = [
        fold(status)
        for by_closer in listed("statuses").values()
        for statuses in by_closer.values()
        for status in statuses
    ]
    assert len(folded) == len(set(folded))


def test_lists_lead_only_to_codes_of_the_table():
    declared = table("complaints")
    assert set(listed("statuses")) == set(declared["outcome"].categories)
    closers = {closer for by_closer in listed("statuses").values() for closer in by_closer}
    assert closers <= {*declared["closed_by"].categories, "unsaid"}
    assert set(listed("classes")) == set(declared["complaint_class"].categories)
    assert set(listed("confidentiality")) == set(declared["confidentiality"].categories)


def test_every_outcome_may_be_declared_by_its_code():
    for outcome in table("complaints")["outcome"].categories:
        ending = ending_of(outcome)
        assert ending is not None
        assert ending.outcome == outcome


def test_closed_by_the_system_is_solved_under_no_spelling():
    outcomes = {name for name, closers in listed("statuses").items() if "system" in closers}
    assert outcomes == {"auto_closed", "archived"}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Anonim|Rahasia", "confidential"), ("Rahasia, Anonim", "confidential"),
        ("Anonim dan Rahasia", "confidential"), ("Anonim", "anonymous"),
        ("RAHASIA", "confidential"),
        ("Publik", "open"), ("Tidak Rahasia", "open"),
    ],
)  # fmt: skip
def test_the_strictest_mark_decides(text, mark):
    assert read_confidentiality(text).value == mark


@pytest.mark.parametrize("text", ["Anonim|entahlah", "Setengah rahasia", "|"])
def test_unknown_marks_are_refused(text):
    assert read_confidentiality(text).bad == "unknown_value"


def test_a_class_inside_another_is_not_taken_for_it():
    assert read_class("Pengaduan Tidak Berkadar Pengawasan").value == "complaint_no_field_check"
    assert read_class("Pengaduan Berkadar Pengawasan").value == "complaint_field_check"
    assert read_class("Pengaduan").value == "complaint"
    assert read_class("Pengaduan Berkadar").bad == "unknown_value"


def test_an_unlisted_channel_is_kept_and_listed_for_review():
    found = read_channel("Radio Karangan")
    assert found.value == "Radio Karangan"
    assert [step.rule for step in found.steps] == ["unlisted_kept"]
    assert read_channel("Website - kementerian-karangan").value == "web"


@given(st.text(max_size=40))
def test_a_status_is_known_or_refused(text):
    found = read_status(text)
    assert found.value is None or ending_of(str(found.value)) is not None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("08:15", (8, 15)), ("8.15 WIB", (8, 15)), ("08:15:30", (8, 15, 30)), ("8:15 PM", (20, 15)),
        ("12:05 AM", (0, 5)), ("0.5", None), ("0,34375", (8, 15)), ("pukul 07.30", (7, 30)),
    ],
)  # fmt: skip
def test_times_of_day(text, clock):
    found = read_clock(text)
    if clock is None:
        assert found.bad == "unreadable_time"
    else:
        assert found.value == datetime(NO_DAY.year, 1, 1, *clock)


@pytest.mark.parametrize(
    ("text", "hour"), [("8", 8), ("08.00 - 09.00", 8), ("14:00-15:00", 14), ("jam 9", 9)]
)
def test_hours_begin_where_they_begin(text, hour):
    assert read_hour(text).value == datetime(NO_DAY.year, 1, 1, hour)


def test_times_go_to_the_day_of_their_row():
    moments = pd.Series([datetime(1900, 1, 1, 8), datetime(2025, 3, 4, 9), datetime(1900, 1, 1, 7)])
    days = pd.Series(pd.to_datetime(["2025-02-03", "2025-02-03", None]))
    placed = on_days(moments, days)
    assert placed.tolist()[:2] == [datetime(2025, 2, 3, 8), datetime(2025, 3, 4, 9)]
    assert pd.isna(placed.iloc[2])


def test_a_moment_with_a_time_keeps_it():
    day = pd.Series(pd.to_datetime(["2025-02-03", "2025-02-03 10:00"], format="ISO8601"))
    clock = pd.Series([datetime(1900, 1, 1, 8)] * 2)
    assert with_time(day, clock).dt.hour.tolist() == [8, 10]


def test_days_without_times_are_compared_as_days():
    later = pd.Series(
        pd.to_datetime(["2025-02-03", "2025-02-03 09:00", "2025-02-02"], format="ISO8601")
    )
    first = pd.Series(
        pd.to_datetime(["2025-02-03 14:00", "2025-02-03 10:00", "2025-02-03"], format="ISO8601")
    )
    assert earlier(later, first).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 jam 20 menit", 80.0), ("00:35:00", 35.0), ("0:35", 35.0), ("35", 35.0), ("35,5", 35.5),
        ("90 detik", 1.5), ("1,5 jam", 90.0), ("0", 0.0),
    ],
)  # fmt: skip
def test_minutes(text, minutes):
    assert read_minutes(text).value == minutes


@pytest.mark.parametrize("text", ["15-20 menit", "< 15 menit", "lama", "5 menit 3 menit", "0:75"])
def test_no_minutes(text):
    assert read_minutes(text).bad == "unreadable_number"


@pytest.mark.parametrize(
    ("text", "days"), [("3 hari", 3.0), ("3 hari kerja", 3.0), ("2 minggu", 14.0), ("12 jam", 0.5)]
)
def test_days(text, days):
    assert read_days(text).value == days


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Tunggu (menit)", "menit"), ("Tunggu (dalam jam)", "jam"), ("Kunjungan per jam", "")],
)
def test_the_unit_of_a_header(header, unit):
    assert unit_in_header(header) == unit


@pytest.mark.parametrize(
    ("text", "number", "unit", "direction"),
    [
        ("<= 30 menit", 30.0, "menit", "lower"), (">= 80 %", 80.0, "%", "higher"),
        ("maks. 5 hari", 5.0, "hari", "lower"), ("2.500 orang", 2500.0, "orang", ""),
        ("82,5", 82.5, "", ""),
    ],
)  # fmt: skip
def test_amounts(text, number, unit, direction):
    amount = amount_of(text)
    assert amount is not None
    assert (amount.unit, amount.direction) == (unit, direction)
    assert read_amount(text).value == number


@pytest.mark.parametrize("text", ["WTP", "15-20", "A (80)"])
def test_no_amounts(text):
    assert read_amount(text).bad == "unreadable_number"


def test_states_of_actions():
    assert [read_state(text).value for text in ("0 %", "45%", "100 %", "Tuntas", "batal")] == [
        "planned", "under_way", "done", "done", "dropped",
    ]  # fmt: skip
    assert read_state("120 %").bad == "out_of_range"
    assert read_state("Belum selesai").value == "planned"


def test_due_dates_at_the_end_of_a_period():
    assert read_due("TW II 2025").value == datetime(2025, 6, 30)
    assert read_due("31 Desember 2025").value == datetime(2025, 12, 31)
    assert read_due("segera").bad == "unreadable_date"
