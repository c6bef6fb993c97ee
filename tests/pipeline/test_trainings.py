"""Training lists and tests from raw file to canonical rows, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from analysis import store
from analysis.intake.record.todo import todo_text
from analysis.intake.run import intake_region
from analysis.periods import Period
from analysis.settings import Project
from tests.lib.taken_in import TakenIn, take_in
from tests.regions import make_region, source_toml, told, write_csv

HEADER = ["ID Peserta", "Nama Pelatihan", "Angkatan", "Status", "Tanggal Mulai", "Tanggal Selesai",
          "JP", "Biaya"]  # fmt: skip


def listed(number: int = 1, **changes: str) -> list[str]:
    row = {
        "id": f"P{number:03d}", "programme": "Bimtek SPBE", "batch": "I", "status": "Selesai",
        "start": "10/03/2025", "end": "12/03/2025", "jp": "24 JP", "cost": "Rp 1.500.000,00",
    }  # fmt: skip
    return list((row | changes).values())


def take(project: Project, rows: Sequence[Sequence[str]], **keys: object) -> TakenIn:
    options: dict[str, object] = {"header": HEADER, "identifier": "own", **keys}
    return take_in(project, "trainings", rows, **options)


def test_a_training_list_as_offices_write_it(project: Project):
    statuses = ["Dicalonkan", "Daftar Tunggu", "Hadir", "Lulus", "Tidak hadir", "selesai"]
    rows = [listed(n, status=status) for n, status in enumerate(statuses)]
    done = take(project, rows).table
    assert done["status"].tolist() == [
        "nominated", "waitlisted", "attended", "completed", "absent", "completed",
    ]  # fmt: skip
    assert done["jp_hours"].eq(24).all()
    assert done["cost_idr"].eq(1_500_000).all()
    assert done["start_date"].eq(pd.Timestamp(2025, 3, 10)).all()
    assert done["employee_id"].str.fullmatch(r"e_[a-z2-7]{16}").all()


def test_days_and_clock_hours_are_no_jp(project: Project):
    texts = ["24 JP", "20 jam pelajaran", "JP: 18", "12,5", "3 hari", "2 minggu", "16 jam"]
    rows = [listed(n, jp=text) for n, text in enumerate(texts)]
    done = take(project, rows, columns={"jp_hours": "JP"})
    assert done.table["jp_hours"].tolist() == [24, 20, 18, 12.5]
    assert done.reasons == {"jp_in_days": 2, "jp_in_hours": 1}


def test_a_column_full_of_days_stops_the_source(project: Project):
    done = take(project, [listed(n, jp="3 hari") for n in range(5)])
    assert done.table.empty
    assert "'JP'" in done.errors[0].text("en")


def test_region_toml_may_say_what_days_are_worth(project: Project):
    values = {"jp_hours": {"3 hari": "27"}}
    done = take(project, [listed(1, jp="3 hari")], values=values, columns={"jp_hours": "JP"})
    assert done.table["jp_hours"].tolist() == [27]


@pytest.mark.parametrize(("header", "reason"), [("Jumlah Jam", "jp_unit"), ("Durasi", "jp_unit")])
def test_a_header_that_does_not_say_jp_leaves_the_unit_open(project: Project, header, reason):
    rows = [listed(1, jp="24"), listed(2, jp="24 JP")]
    done = take(project, rows, header=[*HEADER[:6], header, HEADER[7]])
    assert done.reasons == {reason: 1}
    declared = take(
        project, rows, header=[*HEADER[:6], header, HEADER[7]], columns={"jp_hours": header}
    )
    assert declared.table["jp_hours"].tolist() == [24, 24]


def test_the_list_of_repairs_declares_a_column_whose_unit_is_open(project: Project):
    header = [*HEADER[:6], "Jumlah Jam", HEADER[7]]
    take(project, [listed(1, jp="24")], header=header, columns={"batch": "Angkatan"})
    told = todo_text(project, "karangan", "id")
    assert 'columns = {batch = "Angkatan", jp_hours = "Jumlah Jam"}' in told
    assert "[[corrections]]" not in told


def test_hours_that_all_equal_the_days_are_told(project: Project):
    rows = [listed(n, jp="3") for n in range(12)]
    assert take(project, rows).problems["intake.training.jp_like_days"]["count"] == 12
    rows[0] = listed(0, jp="24")
    assert "intake.training.jp_like_days" not in take(project, rows, file="lain.csv").problems


def test_an_end_before_the_start_and_the_same_course_twice(project: Project):
    rows = [
        listed(1, end="01/03/2025"),
        listed(2),
        listed(2, batch="II"),  # same person, course and first day
        listed(2, batch="II", start="10/06/2025", end="12/06/2025"),
        listed(3),
        listed(3),
    ]
    done = take(project, rows)
    assert done.reasons == {"end_before_start": 1, "same_course_twice": 2}
    assert len(done.table) == 3


SCORES = ["ID Peserta", "Nama Pelatihan", "Status", "Tanggal Mulai", "Nilai Pre Test",
          "Nilai Post Test", "Nilai Maksimal"]  # fmt: skip


def scored(number: int, status: str, pre: str, post: str, most: str = "100") -> list[str]:
    return [f"P{number:03d}", "Kursus TI", status, "10/03/2025", pre, post, most]


def test_the_zero_of_whoever_was_absent_is_missing(project: Project):
    rows = [scored(1, "Selesai", "50", "80"), scored(2, "Tidak hadir", "60", "0"),
            scored(3, "Hadir", "0", "40")]  # fmt: skip
    done = take(project, rows, header=SCORES)
    assert done.table["post_score"].isna().tolist() == [False, True, False]
    assert done.table["pre_score"].tolist() == [50, 60, 0]
    # whether the zero of somebody present is one is for a person to say
    assert done.problems["intake.training.zero_scores"]["column"] == "Nilai Pre Test"
    assert done.problems["intake.training.zero_scores"]["count"] == 1
    assert done.problems["intake.training.zero_scores"]["target"] == "pre_score"


def test_a_score_above_the_maximum_is_refused(project: Project):
    rows = [scored(1, "Selesai", "50", "80"), scored(2, "Selesai", "50", "101")]
    done = take(project, rows, header=SCORES)
    assert done.reasons == {"score_above_maximum": 1}
    assert len(done.table) == 1


def joined(
    project: Project,
    sources: dict[str, list[list[str]]],
    listing: list[list[str]],
    *,
    list_last: bool = False,
):
    """Take in tests before and after, and a list of participants where it has rows."""
    toml, keys = "", {"table": "trainings", "identifier": "own"}
    constants = {"programme": "Kursus TI"}
    for name in sources:
        columns = {"employee_id": "Nomor", f"{name}_score": "Skor", f"{name}_date": "Waktu"}
        toml += source_toml(
            id=name, files=f"{name}.csv", constants=constants, columns=columns, **keys
        )
    if listing:
        told = source_toml(id="daftar", files="daftar.csv", constants=constants, **keys)
        toml = toml + told if list_last else told + toml
    folder = make_region(project, toml)
    if listing:
        header = ["ID Peserta", "Status", "Tanggal Mulai"]
        write_csv(folder / "daftar.csv", listing, header=header)
    for name, rows in sources.items():
        write_csv(folder / f"{name}.csv", rows, header=["Waktu", "Skor", "Nomor"])
    report = intake_region(project, "karangan")
    assert not report.errors
    return report, store.read_table(project, "karangan", "trainings")


BEFORE = [["10/03/2025 08:00", "10 / 20", "P1"], ["10/03/2025 08:30", "14 / 20", "P1"],
          ["10/03/2025 08:10", "9 / 20", "P2"]]  # fmt: skip
AFTER = [["12/03/2025 15:00", "15 / 20", "p1"], ["12/03/2025 16:00", "18 / 20", "P1"],
         ["12/03/2025 15:10", "12 / 20", "P3"]]  # fmt: skip


def test_without_a_list_the_tests_join_each_other(project: Project):
    report, frame = joined(project, {"pre": BEFORE, "post": AFTER}, [])
    # first attempt before (10), last one after (18); P2 and P3 took one test each
    assert frame[["pre_score", "post_score"]].fillna(-1).to_numpy().tolist() == [
        [10, 18], [9, -1], [-1, 12],
    ]  # fmt: skip
    assert frame["source_row"].tolist()[0] == "pre.csv#!2 + post.csv#!3"
    assert frame["start_date"].tolist()[:2] == [pd.Timestamp(2025, 3, 10)] * 2
    for name in ("pre", "post"):
        assert report.source(name).accepted == 2
        assert report.source(name).reasons["quarantined"] == {"repeated_attempt": 1}


@pytest.mark.parametrize("list_last", [False, True])
def test_whoever_is_not_on_the_list_is_held_back(project: Project, list_last):
    listing = [["P1", "Selesai", "10/03/2025"], ["P2", "Hadir", "10/03/2025"]]
    report, frame = joined(project, {"pre": BEFORE, "post": AFTER}, listing, list_last=list_last)
    assert frame["status"].tolist() == ["completed", "attended"]
    assert frame["pre_score"].tolist() == [10, 9]
    assert report.source("post").reasons["quarantined"] == {
        "repeated_attempt": 1,
        "not_on_list": 1,
    }
    ledger = pd.read_parquet(project.processed / "karangan" / "_intake" / "rows.parquet")
    assert ledger["outcome"].ne("structural").sum() == 2 + 3 + 3


def test_a_course_taken_twice_leaves_the_test_without_a_place(project: Project):
    listing = [["P1", "Selesai", "10/03/2025"], ["P1", "Selesai", "10/06/2025"]]
    report, frame = joined(project, {"pre": BEFORE[:1]}, listing)
    assert report.source("pre").reasons["quarantined"] == {"several_courses": 1}
    assert len(frame) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["09/03/2025 15:00", "15 / 20", "P1"], "post_before_pre"),
        (["12/03/2025 15:00", "15 / 50", "P1"], "other_score_max"),
    ],
)
def test_a_test_after_that_does_not_fit_the_test_before(project: Project, row, reason):
    report, frame = joined(project, {"pre": BEFORE[:1], "post": [row]}, [])
    assert report.source("post").reasons["quarantined"] == {reason: 1}
    assert "post_score" not in frame.dropna(axis="columns", how="all")


def test_a_stopped_source_of_tests_keeps_its_joined_scores(project: Project):
    listing = [["P1", "Selesai", "10/03/2025"], ["P2", "Hadir", "10/03/2025"]]
    _, before = joined(project, {"pre": BEFORE, "post": AFTER}, listing)
    files = project.raw / "karangan" / "files"
    write_csv(files / "post.csv", AFTER[:2], header=["Waktu", "Skor", "Nomor"])
    report = intake_region(project, "karangan")
    assert report.source("post").stop is not None
    after = store.read_table(project, "karangan", "trainings")
    pd.testing.assert_frame_equal(after, before)


def test_rows_without_any_date_are_told(project: Project):
    header = ["ID Peserta", "Nama Pelatihan", "Status"]
    done = take(project, [["P001", "Magang", "Selesai"]], header=header)
    assert told(done.report.problems[-1]) == {"count": 1}
    assert "intake.training.undated" in done.problems


def test_a_list_with_years_only_belongs_to_those_years(project: Project):
    header = ["ID Peserta", "Nama Pelatihan", "Tahun", "JP"]
    rows = [["P001", "Kursus TI", "2024", "20 JP"], ["P001", "Kursus TI", "2025", "16 JP"]]
    done = take(project, rows, header=header)
    assert done.table["period"].tolist() == ["2024", "2025"]
    assert "intake.training.undated" not in done.problems
    loaded = store.read_table(project, "karangan", "trainings", period=Period.parse("2025"))
    assert loaded["jp_hours"].tolist() == [16]
