"""Working days and time limits: days counted by hand, and numpy's business days as reference."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.rules.calendar import WorkCalendar
from analysis.rules.complaints import ComplaintRules, due_dates, reached_in_time

BOOK = load_rulebook()
RULES = ComplaintRules.of(BOOK.get("sp4n-lapor"))
CALENDAR = WorkCalendar.of(BOOK)
OFF = [day for one in BOOK.of_kind("calendar")
       for day in (*one.parameters["holidays"], *one.parameters["joint_leave"])]  # fmt: skip
BUSINESS = np.busdaycalendar(holidays=np.array(OFF, dtype="datetime64[D]"))
DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))
ASKED, CHECKED = "information_request", "complaint_field_check"


def moments(*values):
    return pd.to_datetime(pd.Series(list(values)), format="ISO8601")


def due(received, label, *, stage="closed", standard="", calendar=CALENDAR):
    labels = pd.Series([label], dtype="str")
    found = due_dates(moments(received), labels, RULES, calendar, stage=stage, standard=standard)
    return None if found.isna().item() else str(found.item().date())


@pytest.mark.parametrize(
    ("year", "working"),
    [(2023, 260 - 21), (2024, 261 - 23), (2025, 260 - 23), (2026, 260 - 20)],
)
def test_working_days_of_a_year(year, working):
    """Weekdays after 1 January less those of the decree's days that are no weekend."""
    first, last = (np.array([f"{year}-{day}"], dtype="M8[D]") for day in ("01-01", "12-31"))
    assert CALENDAR.between(first, last).item() == working


@pytest.mark.parametrize(("year", "days"), [(2023, 27), (2024, 27 + 2), (2025, 27 + 1), (2026, 25)])
def test_days_off_are_as_many_as_were_announced(year, days):
    """Announced: 27 for 2024 (and two election days), 27 for 2025 (and 18 August), 25 for 2026.

    For 2023 16 holidays and, after the change for Idul Fitri and Idul Adha, 11 days of leave.
    """
    assert sum(day.year == year for day in OFF) == days


@given(DAYS, st.integers(1, 60))
def test_days_after_agree_with_numpy(day, count):
    start = np.array([day], dtype="datetime64[D]")
    expected = np.busday_offset(start, count, roll="backward", busdaycal=BUSINESS)
    assert CALENDAR.after(start, count) == expected


@given(DAYS, DAYS)
def test_days_between_agree_with_numpy(first, last):
    start, end = (np.array([day], dtype="datetime64[D]") for day in sorted([first, last]))
    expected = np.busday_count(start + 1, end + 1, busdaycal=BUSINESS)
    assert CALENDAR.between(start, end) == expected
    assert CALENDAR.between(end, start) == -expected


def test_hour_of_the_day_does_not_matter():
    assert due("2025-02-03T00:01", ASKED) == due("2025-02-03T23:59", ASKED) == "2025-02-10"


@given(DAYS, DAYS)
def test_later_receipt_is_never_due_earlier(one, other):
    early, late = sorted([one, other])
    for label in RULES.by_class("closed"):
        assert due(early.isoformat(), label) <= due(late.isoformat(), label)


@given(DAYS)
def test_limits_order_as_their_days(day):
    dates = [due(day.isoformat(), label) for label in (ASKED, "complaint_no_field_check", CHECKED)]
    assert day.isoformat() < dates[0] < dates[1] < dates[2]


def test_sixty_days_and_sixty_working_days_are_two_standards():
    assert RULES.standards == ("lapor", "perpres")
    assert due("2025-06-30", CHECKED) == "2025-09-24"
    assert due("2025-06-30", CHECKED, standard="perpres") == "2025-08-29"
    assert due("2025-06-30", ASKED, standard="perpres") is None
    with pytest.raises(UsageError, match="Known: lapor, perpres"):
        due("2025-06-30", CHECKED, standard="ombudsman")


def test_class_without_limit_and_missing_values_have_no_last_day():
    assert due("2025-02-03", "aspiration") is None
    assert due("2025-02-03", None) is None
    assert due(None, ASKED) is None
    assert due("2025-02-03", "complaint") is None
    assert due("2025-02-03", "complaint", stage="first_response") == "2025-02-06"


def test_unknown_class_is_refused_and_the_known_ones_are_told():
    with pytest.raises(UsageError, match="complaint_light, aspiration, information_request"):
        due("2025-02-03", "urgent")


@pytest.mark.parametrize("day", ["2019-02-04", "2022-12-30", "2026-12-28", "2031-01-01"])
def test_time_that_no_calendar_covers_has_no_last_day(day):
    assert due(day, ASKED) is None
    assert due(day, CHECKED, standard="perpres") is not None


def test_gap_between_calendars_is_not_jumped():
    kept = tuple(one for one in BOOK if one.id != "libur-2024")
    holed = WorkCalendar.of(type(BOOK)(kept))
    assert due("2023-12-27", ASKED, calendar=holed) is None
    assert due("2023-12-18", ASKED, calendar=holed) == "2023-12-27"
    first, last = (np.array([day], dtype="datetime64[D]") for day in ("2023-12-29", "2025-01-02"))
    assert np.isnan(holed.between(first, last)).all()


def test_without_calendars_nothing_is_due_in_working_days():
    none = WorkCalendar.of(type(BOOK)(()))
    assert due("2025-02-03", ASKED, calendar=none) is None


JUDGED = {
    "on the last day": ("2025-02-10", "2025-12-31", True),
    "at night of the last day": ("2025-02-10T23:59", "2025-12-31", True),
    "a day late": ("2025-02-11", "2025-12-31", False),
    "on the day of receipt": ("2025-02-03", "2025-12-31", True),
    "before receipt": ("2025-02-02", "2025-12-31", None),
    "open, may still be in time": (None, "2025-02-10", None),
    "open, too late": (None, "2025-02-11", False),
    "closed after what is known": ("2025-03-01", "2025-02-28", False),
    "closed after what is known, may be in time": ("2025-02-10", "2025-02-09", None),
}


@pytest.mark.parametrize("name", JUDGED)
def test_in_time(name):
    done, until, expected = JUDGED[name]
    got = reached_in_time(
        moments("2025-02-03"), moments(done), moments("2025-02-10"), date.fromisoformat(until)
    ).item()
    assert (None if got is pd.NA else bool(got)) is expected


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_sooner_is_never_worse(day, one, other):
    received = moments(day.isoformat(), day.isoformat())
    done = received + pd.to_timedelta(sorted([one, other]), unit="D")
    labels = pd.Series([ASKED, ASKED], dtype="str")
    last = due_dates(received, labels, RULES, CALENDAR, stage="closed")
    sooner, later = reached_in_time(received, done, last, date(2027, 1, 1))
    assert sooner >= later


def test_index_is_kept():
    received = moments("2025-02-03", "2025-02-04")
    received.index = pd.Index([7, 3])
    labels = pd.Series([ASKED, CHECKED], index=received.index, dtype="str")
    assert due_dates(received, labels, RULES, CALENDAR, stage="closed").index.tolist() == [7, 3]


LOCAL = """
id = "libur-kota"
kind = "calendar"
title = {{ id = "Libur kota", en = "City holidays" }}
valid_from = 2025-02-01
{until}
source = "Surat Edaran Wali Kota"
confidence = "V"
[parameters]
workdays = [1, 2, 3, 4, 5, 6]
holidays = [{day}]
"""


def test_local_calendar_goes_first_on_its_days(tmp_path):
    text = LOCAL.format(until="valid_to = 2025-02-28", day="2025-02-07")
    (tmp_path / "libur-kota.toml").write_text(text, "utf-8")
    calendar = WorkCalendar.of(load_rulebook(tmp_path))
    # 4, 5, 6 February, the 7th is off, then Saturday the 8th and Monday the 10th
    assert due("2025-02-03", ASKED, calendar=calendar) == "2025-02-10"
    assert due("2025-02-05", ASKED, calendar=calendar) == "2025-02-12"
    assert due("2025-03-03", ASKED, calendar=calendar) == due("2025-03-03", ASKED)


@pytest.mark.parametrize(
    ("until", "day", "code"),
    [
        ("valid_to = 2025-02-28", "2026-02-07", "rules.calendar.outside"),
        ("", "2025-02-07", "rules.calendar.open_end"),
    ],
)
def test_calendar_that_cannot_be_is_refused(tmp_path, until, day, code):
    (tmp_path / "libur-kota.toml").write_text(LOCAL.format(until=until, day=day), "utf-8")
    with pytest.raises(ConfigError) as caught:
        WorkCalendar.of(load_rulebook(tmp_path))
    assert caught.value.code == code
    assert "libur-kota" in caught.value.text("id")


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ('{ standard = "a", stage = "closed", classes = ["x"], days = 5, counting = "working" },'
         '{ standard = "a", stage = "closed", classes = ["x"], days = 9, counting = "working" }',
         "occurs twice"),
        ('{ standard = "a", stage = "closed", classes = ["y"], days = 5, counting = "working" }',
         "among the classes: y"),
        ('{ standard = "a", stage = "closed", classes = ["x"], days = 0, counting = "working" }',
         "greater than or equal to 1"),
    ],
    ids=["two limits", "unknown class", "no days"],
)  # fmt: skip
def test_contradictory_limits_are_refused(tmp_path, limits, said):
    text = LOCAL.format(until="", day="").split("[parameters]")[0]
    text = text.replace("libur-kota", "batas-kota").replace('"calendar"', '"complaints"')
    (tmp_path / "batas-kota.toml").write_text(
        f'{text}[parameters]\nclasses = ["x"]\nlimits = [{limits}]\n', "utf-8"
    )
    with pytest.raises(ConfigError, match=said):
        load_rulebook(tmp_path)
