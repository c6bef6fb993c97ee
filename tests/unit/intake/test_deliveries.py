"""Registered files: changes, acceptance, superseding, repeats, and who may lie in which region."""

from __future__ import annotations

import hashlib
import shutil
import stat

import pandas as pd
import pytest

from analysis import store
from analysis.errors import SourceError, UsageError
from analysis.intake.deliveries.arrivals import files_in, matching
from analysis.intake.deliveries.superseding import difference, later_keys, superseded_by_span
from analysis.intake.run import intake_region
from analysis.schemas.tables import table
from analysis.settings import Project
from tests.regions import HEADER, answers, make_region, source_toml, told, write_csv

CUMULATIVE = source_toml(unsur_order="B", delivery="cumulative")


def survey(project: Project) -> pd.DataFrame:
    return store.read_table(project, "karangan", "citizen_survey")


def dated(rows: list[list[str]], month: int) -> list[list[str]]:
    """The same rows, all of one month of 2025."""
    return [[f"{n % 28 + 1:02d}/{month:02d}/2025", *row[1:]] for n, row in enumerate(rows)]


def test_bytes_are_kept_by_hash_and_only_for_the_owner(project: Project):
    path = write_csv(make_region(project) / "skm.csv", answers(5))
    intake_region(project, "karangan")
    kept = project.private / "raw" / hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for folder in (project.private, kept.parent, project.private / "deliveries"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_changed_file_stops_its_source_and_says_what_differs(project: Project):
    files = make_region(project)
    rows = answers(10)
    write_csv(files / "skm.csv", rows)
    intake_region(project, "karangan")
    edited = [*rows[:3], [*rows[3][:-1], "diubah"], *rows[4:9], *answers(3, seed=9)]
    write_csv(files / "skm.csv", edited)
    report = intake_region(project, "karangan")
    stop = report.source("skm").stop
    assert report.exit_code == 3
    assert stop is not None
    assert stop.code == "intake.delivery.changed"
    # row 5 and row 11 (the tenth answer) say something else; rows 12 and 13 are new
    assert {k: told(stop)[k] for k in ("added", "removed", "changed")} == {
        "added": 2, "removed": 0, "changed": 2,
    }  # fmt: skip
    text = report.errors[0].text("id")
    assert "--accept 'skm.csv'" in text
    assert "nama baru" in text
    assert len(survey(project)) == 10


def test_accepted_change_replaces_the_registered_bytes(project: Project):
    files = make_region(project)
    rows = answers(10)
    write_csv(files / "skm.csv", rows)
    intake_region(project, "karangan")
    write_csv(files / "skm.csv", rows[:6])
    assert intake_region(project, "karangan").exit_code == 3
    report = intake_region(project, "karangan", accept=["skm.csv"])
    assert (report.exit_code, report.source("skm").accepted) == (0, 6)
    again = intake_region(project, "karangan")
    assert (again.unchanged, again.exit_code) == (True, 0)


def test_changed_file_under_a_new_name_is_a_new_delivery(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(10))
    intake_region(project, "karangan")
    (files / "skm.csv").unlink()
    write_csv(files / "skm_juli.csv", answers(7, seed=5))
    report = intake_region(project, "karangan")
    source = report.source("skm")
    assert source.files == ("skm.csv", "skm_juli.csv")
    assert source.accepted == 17
    assert [p.code for p in report.problems] == ["intake.delivery.gone"]


def test_renamed_file_stays_one_delivery(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(10))
    intake_region(project, "karangan")
    (files / "skm.csv").rename(files / "skm_semester_1.csv")
    report = intake_region(project, "karangan")
    assert report.problems == ()
    assert report.source("skm").accepted == 10


def test_same_bytes_twice_are_read_once(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(10))
    shutil.copy(files / "skm.csv", files / "skm - Copy.csv")
    report = intake_region(project, "karangan")
    assert report.source("skm").accepted == 10
    assert [p.code for p in report.problems] == ["intake.delivery.same_bytes"]


def test_unknown_name_in_accept_is_wrong_use(project: Project):
    write_csv(make_region(project) / "skm.csv", answers(5))
    with pytest.raises(UsageError) as caught:
        intake_region(project, "karangan", accept=["lain.csv"])
    assert caught.value.exit_code == 2


def test_cumulative_delivery_supersedes_the_span_it_covers(project: Project):
    files = make_region(project, CUMULATIVE)
    january, february = dated(answers(12), 1), dated(answers(15, seed=2), 2)
    write_csv(files / "a.csv", [*january, *february])
    intake_region(project, "karangan")
    write_csv(files / "b.csv", [*february, *dated(answers(9, seed=3), 3)])
    source = intake_region(project, "karangan").source("skm")
    # rows of January stay; February of the older file falls, as far as both units reach
    assert source.superseded == 15
    assert source.accepted == 12 + 15 + 9
    assert source.reasons["superseded"] == {"later_delivery": 15}
    assert len(survey(project)) == 36


def test_append_file_that_repeats_an_earlier_one_stops_with_the_line_to_add(project: Project):
    files = make_region(project)
    rows = answers(30)
    write_csv(files / "a.csv", rows)
    intake_region(project, "karangan")
    write_csv(files / "b.csv", [*rows[:20], *answers(10, seed=7)])
    source = intake_region(project, "karangan").source("skm")
    assert source.stop is not None
    assert source.stop.code == "intake.delivery.repeats"
    assert (told(source.stop)["matched"], told(source.stop)["rows"]) == (20, 30)
    assert source.toml_lines == ('delivery = "cumulative"',)


@pytest.mark.parametrize(
    ("repeated", "fresh", "stops"),
    [(10, 10, False), (11, 9, True), (19, 0, False)],
    ids=["half", "more than half", "fewer than twenty rows"],
)
def test_repeat_is_more_than_half_of_at_least_twenty_rows(project, repeated, fresh, stops):
    files = make_region(project)
    rows = answers(30)
    write_csv(files / "a.csv", rows)
    write_csv(files / "b.csv", [*rows[:repeated], *answers(fresh, seed=7)])
    assert (intake_region(project, "karangan").source("skm").stop is not None) is stops


def test_repeats_are_found_whatever_the_order_of_columns(project: Project):
    files = make_region(project)
    rows = answers(25)
    write_csv(files / "a.csv", rows)
    write_csv(files / "b.csv", [row[::-1] for row in rows], header=HEADER[::-1])
    stop = intake_region(project, "karangan").source("skm").stop
    assert stop is not None
    assert stop.code == "intake.delivery.repeats"


def test_span_is_taken_unit_by_unit_and_unplaceable_rows_fall_only_with_the_whole():
    frame = pd.DataFrame(
        {
            "unit_id": ["a", "a", "b", None, "a"],
            "period": pd.Series([None] * 5, dtype="str"),
            "date": pd.to_datetime(
                ["2025-01-05", "2025-02-05", "2025-01-05", "2025-01-09", "2025-01-05"]
            ),
        }
    )
    sequence = pd.Series([1, 1, 1, 1, 2])
    refused = pd.Series([False, False, False, True, False])
    gone = superseded_by_span(frame, sequence, refused, date="date")
    # the later file holds unit a on 5 January only; the row without a unit stays with unit b
    assert gone.tolist() == [True, False, False, False, False]


def test_later_delivery_of_a_key_wins_and_a_key_twice_in_one_is_refused():
    frame = pd.DataFrame(
        {"unit_id": ["a", "a", "a", "b"], "period": ["2025"] * 4, "unsur": ["biaya"] * 4}
    )
    nobody = pd.Series(False, index=frame.index)
    gone, twice = later_keys(frame, pd.Series([1, 2, 2, 1]), nobody, table("published_indices"))
    assert gone.tolist() == [True, False, False, False]
    assert twice.tolist() == [False, False, True, False]


def test_difference_counts_an_inserted_row_as_one():
    old = pd.DataFrame({0: ["h", "a", "b", "c"]}, index=range(1, 5), dtype="str")
    new = pd.DataFrame({0: ["h", "x", "a", "b", "c"]}, index=range(1, 6), dtype="str")
    assert difference([old], [new]) == {"added": 1, "removed": 0, "changed": 0}


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.csv", ["a.csv", "B.CSV"]),
        ("files/*.csv", ["a.csv", "B.CSV"]),
        ("**/*.csv", ["a.csv", "B.CSV", "2025/c.csv"]),
        ("2025/*", ["2025/c.csv"]),
        ("a.*", ["a.csv"]),
        ("?.csv", ["a.csv", "B.CSV"]),
    ],
)
def test_globs(pattern: str, found: list[str]):
    assert matching(["a.csv", "B.CSV", "2025/c.csv", "d.xlsx"], pattern) == found


@pytest.mark.parametrize("pattern", ["../*.csv", "/etc/*", "files/../../x.csv"])
def test_glob_may_not_leave_the_region(pattern: str):
    with pytest.raises(SourceError) as caught:
        matching(["a.csv"], pattern)
    assert caught.value.code == "intake.delivery.glob_outside"


def test_files_that_programs_leave_are_no_deliveries(tmp_path):
    for name in ("skm.csv", "~$skm.xlsx", ".DS_Store", "Thumbs.db", ".~lock.skm.xlsx#"):
        (tmp_path / name).write_text("x")
    assert files_in(tmp_path) == ["skm.csv"]


def list_samples(project: Project, *, region: str = "karangan") -> None:
    files = sorted((project.raw / region / "files").glob("*"))
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(project.raw)}\n"
        for p in files
    ]
    (project.raw / "SAMPLES.sha256").write_text("".join(lines))


def test_synthetic_region_takes_listed_files(project: Project):
    write_csv(make_region(project, synthetic=True) / "skm.csv", answers(5))
    list_samples(project)
    assert intake_region(project, "karangan").source("skm").accepted == 5


@pytest.mark.parametrize("how", ["unlisted", "changed", "no list"])
def test_real_files_in_a_synthetic_region_are_refused(project: Project, how: str):
    files = make_region(project, synthetic=True)
    write_csv(files / "skm.csv", answers(5))
    if how != "no list":
        list_samples(project)
    if how == "unlisted":
        write_csv(files / "asli.csv", answers(5, seed=2))
    if how == "changed":
        write_csv(files / "skm.csv", answers(6))
    with pytest.raises(SourceError) as caught:
        intake_region(project, "karangan")
    assert caught.value.exit_code == 3
    assert caught.value.code == "intake.delivery.not_a_sample"
    assert "kinerja new-region" in caught.value.text("id")
    assert not project.processed.exists()


def test_sample_file_in_a_real_region_is_refused(project: Project):
    write_csv(make_region(project, synthetic=True) / "skm.csv", answers(5))
    list_samples(project)
    other = make_region(project, name="nyata")
    shutil.copy(project.raw / "karangan" / "files" / "skm.csv", other / "data.csv")
    with pytest.raises(SourceError) as caught:
        intake_region(project, "nyata")
    assert caught.value.code == "intake.delivery.is_a_sample"
