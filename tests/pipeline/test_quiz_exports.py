"""Fourteen quiz exports and a recap without header, as they came: who took both tests."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis import store
from analysis.intake.record.report import IntakeReport
from analysis.intake.run import intake_region
from analysis.settings import Project

RECAP_COLUMNS = (
    '{ batch = "@A", employee_id = "@B", pre_score = "@D", post_score = "@E", '
    'pre_present = "@G", post_present = "@H" }'
)
REGION = """
[region]
name = "Kota Karangan"
[[sources]]
id = "rekap"
table = "trainings"
files = "rekap.csv"
identifier = "own"
constants = { programme = "Pemrograman", score_max = "29" }
columns = {RECAP_COLUMNS}
ignore = ["*"]

[[sources]]
id = "pre"
table = "trainings"
files = "Soal Pre Test *.csv"
file_pattern = "Soal Pre Test (?P<batch>.+).csv"
identifier = "own"
constants = { programme = "Pemrograman" }
columns = { employee_id = "NRP:", pre_score = "Score", pre_date = "Timestamp" }
ignore = ["*"]

[[sources]]
id = "post"
table = "trainings"
files = "Soal Post Test *.csv"
file_pattern = "Soal Post Test (?P<batch>.+).csv"
identifier = "own"
constants = { programme = "Pemrograman" }
columns = { employee_id = "NRP:", post_score = "Score", post_date = "Timestamp" }
ignore = ["*"]
""".strip().replace("{RECAP_COLUMNS}", RECAP_COLUMNS)


@pytest.fixture(scope="module")
def raw(shared_data: Path) -> Path:
    return shared_data / "pre_post_test_2017"


@pytest.fixture(scope="module")
def taken_in(
    raw: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[IntakeReport, pd.DataFrame]]:
    home = tmp_path_factory.mktemp("quiz")
    folder = home / "data" / "raw" / "karangan"
    shutil.copytree(raw, folder / "files")
    (folder / "region.toml").write_text(REGION, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINERJA_SECRET", "rahasia-untuk-pengujian-saja-0123456789")
        project = Project(home)
        report = intake_region(project, "karangan")
        yield report, store.read_table(project, "karangan", "trainings")


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def batch_of(path: Path) -> str:
    return path.stem.split(" Test ")[1]


def test_thirty_lines_of_toml_are_enough():
    assert len(REGION.splitlines()) <= 30


def test_115_people_took_both_tests_and_absence_is_no_zero(raw: Path, taken_in):
    _, frame = taken_in
    both = frame.dropna(subset=["pre_score", "post_score"])
    recap = rows_of(raw / "rekap.csv")  # batch, number, name, pre, post, gain, there, there
    present = [row for row in recap if row[6] == row[7] == "true"]
    assert len(both) == len(present) == 115
    assert round(both["pre_score"].mean(), 1) == 15.5
    assert round(both["post_score"].mean(), 1) == 20.0
    assert sum(float(row[3]) for row in present) == both["pre_score"].sum()
    assert frame["score_max"].eq(29).all()
    # 17 were not there before and 21 not after: a zero in the recap each time
    assert frame["pre_score"].isna().sum() == sum(row[6] == "false" for row in recap) == 17
    assert frame["post_score"].isna().sum() == sum(row[7] == "false" for row in recap) == 21
    # the one zero that is left is that of somebody who was there
    assert frame["pre_score"].eq(0).sum() == 1
    assert not frame["post_score"].eq(0).any()


def test_one_row_a_person_with_the_places_of_all_that_it_was_made_of(raw: Path, taken_in):
    _, frame = taken_in
    assert len(frame) == 153
    assert frame["employee_id"].is_unique
    assert frame["employee_id"].str.startswith("e_").all()
    told = frame.loc[frame["source_row"].str.startswith("rekap.csv#!3 "), "source_row"].item()
    assert told.split(" + ")[1:] == [
        f"{path.name}#!{number}"
        for path in (raw / "Soal Pre Test MI.csv", raw / "Soal Post Test MI.csv")
        for number, row in enumerate(rows_of(path), start=1)
        if row[3] == rows_of(raw / "rekap.csv")[2][1]
    ]


def test_days_come_from_the_exports_without_clock_time(taken_in):
    _, frame = taken_in
    assert frame["pre_date"].dropna().dt.normalize().equals(frame["pre_date"].dropna())
    assert frame["pre_date"].min() == pd.Timestamp(2017, 8, 24)
    assert frame["pre_date"].max() == pd.Timestamp(2017, 8, 28)
    # the one test of 4 September bears no number and is held back
    assert frame["post_date"].max() == pd.Timestamp(2017, 8, 31)
    assert frame["post_date"].dropna().ge(frame["pre_date"].max()).all()


@pytest.mark.parametrize(("source", "pattern"), [("pre", "*Pre Test*"), ("post", "*Post Test*")])
def test_every_row_of_the_exports_has_one_outcome(raw: Path, taken_in, source, pattern):
    report, _ = taken_in
    listed = {(row[0], row[1]) for row in rows_of(raw / "rekap.csv")}
    headers = nameless = again = unlisted = fine = 0
    for path in sorted(raw.glob(pattern)):
        seen: set[str] = set()
        headers += 1
        for row in rows_of(path)[1:]:
            number = row[3].strip()
            if not number:
                nameless += 1
            elif number in seen:
                again += 1
            elif (batch_of(path), number) not in listed:
                unlisted += 1
            else:
                fine += 1
            seen.add(number)
    found = report.source(source)
    assert (found.accepted, found.structural, found.superseded) == (fine, headers, 0)
    told = found.reasons["quarantined"]
    assert sum(told.values()) == nameless + again + unlisted
    assert told.get("repeated_attempt", 0) == again
    assert told.get("not_on_list", 0) == unlisted
    assert (fine, nameless, again, unlisted) == {
        "pre": (105, 14, 21, 18),
        "post": (112, 2, 0, 18),
    }[source]


def test_the_recap_is_believed_where_an_export_says_another_score(taken_in):
    report, frame = taken_in
    differing = [one for one in report.source("pre").problems if one.code.endswith("differs")]
    # one person tried twice before: 13, then 17; the recap has 17
    assert [vars(one)["values"]["count"] for one in differing] == [1]
    assert frame["pre_score"].eq(17).any()
    assert not [one for one in report.source("post").problems if one.code.endswith("differs")]
