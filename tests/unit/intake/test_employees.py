"""Staff lists: what the NIP adds, what contradicts it, ranks and levels, two units at once."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import store
from analysis.intake.record.todo import todo_text
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, told
from tests.unit.intake.personnel_files import (
    ANI,
    BUDI,
    CICI,
    HEAD,
    staff_row,
    staff_source,
    write_staff,
)


def take_in(project: Project, rows: list[list[str]], **source: object):
    files = make_region(project, staff_source(**source))
    write_staff(files / "pegawai.csv", rows)
    report = intake_region(project, "karangan")
    return report, store.read_table(project, "karangan", "employees")


def problems(report, source: str = "pegawai") -> dict[str, dict[str, object]]:
    found = {one.code: told(one) for one in report.source(source).problems}
    return {code: {k: v for k, v in one.items() if k != "file"} for code, one in found.items()}


def test_missing_columns_are_taken_from_the_number_and_marked(project: Project):
    report, frame = take_in(project, [staff_row(BUDI), staff_row(CICI)])
    assert report.errors == ()
    # born 1978-06, PNS since 2001-12: 24 whole years on 2025-12-31; PPPK of 2024: one
    assert frame["gender"].tolist() == ["L", "P"]
    assert frame["birth_year"].tolist() == [1978, 2000]
    assert frame["tenure_years"].tolist() == [24, 1]
    assert frame["status"].tolist() == ["PNS", "PPPK"]
    assert set(frame["derived"]) == {"gender;birth_year;tenure_years;status"}
    edits = pd.read_parquet(project.processed / "karangan" / "_intake" / "edits.parquet")
    counted = edits[edits["rule"].eq("from_nip")].set_index("column")["count"].to_dict()
    assert counted == {"gender": 2, "birth_year": 2, "tenure_years": 2, "status": 2}


@pytest.mark.parametrize(
    ("period", "years"),
    [("2025-11", [23, None]), ("2025-12", [24, 1]), ("2025-S1", [23, None]), ("2001", [0, None])],
)
def test_years_of_service_are_whole_at_the_end_of_the_period(
    project: Project, period: str, years: list
):
    # BUDI since December 2001; the number of a PPPK does not say the month of 2024
    _, frame = take_in(project, [staff_row(BUDI), staff_row(CICI)], period=period)
    assert [None if pd.isna(one) else one for one in frame["tenure_years"]] == years


def test_what_is_stated_is_kept_and_contradictions_are_counted_with_their_rows(project: Project):
    rows = [
        staff_row(BUDI, gender="P", status="PPPK", grade="III/c"),
        staff_row(ANI, gender="P", status="PNS", grade="III/d"),
        staff_row(CICI, gender="Wanita", status="PNS", grade="IX"),
    ]
    report, frame = take_in(project, rows)
    assert frame["gender"].tolist() == ["P", "P", "P"]
    assert frame["status"].tolist() == ["PPPK", "PNS", "PNS"]
    found = problems(report)
    assert found["intake.employees.gender_conflict"]["rows"] == "2"
    assert found["intake.employees.status_conflict"] == {
        "count": 2, "place": "pegawai.csv", "rows": "2, 4", "column": "Status",
    }  # fmt: skip
    assert found["intake.employees.golongan_status"]["rows"] == "2, 4"
    assert frame["derived"].tolist() == ["birth_year;tenure_years"] * 3


def test_rank_of_a_pns_without_its_ruang_is_emptied_of_a_pppk_it_is_whole(project: Project):
    rows = [staff_row(BUDI, grade="III"), staff_row(CICI, grade="III"), staff_row(ANI, grade="xyz")]
    report, frame = take_in(project, rows)
    assert frame["golongan"].fillna("").tolist() == ["", "III", ""]
    found = problems(report)
    assert found["intake.employees.golongan_incomplete"]["rows"] == "2"
    assert found["intake.run.emptied"] == {"columns": "Gol 1", "count": 1}


def test_kind_of_position_follows_from_the_level(project: Project):
    _, frame = take_in(project, [staff_row(BUDI, level="III.a"), staff_row(ANI, level="Terampil")])
    assert frame["position_level"].tolist() == ["Administrator", "Terampil"]
    assert frame["position_type"].tolist() == ["Administrator", "Fungsional"]


def test_bad_numbers_are_quarantined_with_a_reason_that_says_what_to_do(project: Project):
    rows = [
        staff_row(BUDI), staff_row("1.97E+17"), staff_row("131234567"), staff_row("-"),
        staff_row(""), staff_row("19780811 199612 2 1001"),
    ]  # fmt: skip
    report, frame = take_in(project, rows)
    source = report.source("pegawai")
    assert source.reasons["quarantined"] == {
        "no_identifier": 2, "nip_float": 1, "nip_length": 1, "nip_old": 1,
    }  # fmt: skip
    assert len(frame) == 1
    said = " ".join(report.notices("en")["pegawai"])
    assert "format the column as text before pasting" in said
    assert 'identifier = "own"' in said


def test_broken_number_of_the_superior_costs_only_that_cell(project: Project):
    report, frame = take_in(project, [staff_row(BUDI, superior="1.97E+17"), staff_row(ANI)])
    assert len(frame) == 2
    assert frame["supervisor_id"].isna().all()
    assert problems(report)["intake.run.emptied"]["columns"] == "NIP Atasan 1"


def test_own_ids_have_no_checks_and_nothing_is_derived(project: Project):
    rows = [staff_row("H 001", status="Honorer"), staff_row("h001", "Disdukcapil")]
    report, frame = take_in(project, rows, identifier="own")
    assert report.source("pegawai").reasons["quarantined"] == {"two_units": 1}
    assert frame["status"].tolist() == ["Non-ASN"]
    assert frame[["gender", "birth_year", "tenure_years", "derived"]].isna().all(axis=None)


def test_second_unit_of_an_employee_in_one_period_is_quarantined(project: Project):
    rows = [staff_row(BUDI), staff_row(ANI), staff_row(BUDI, "Disdukcapil"), staff_row(ANI)]
    report, frame = take_in(project, rows)
    assert report.source("pegawai").reasons["quarantined"] == {"duplicate_key": 1, "two_units": 1}
    assert frame["unit_id"].tolist() == ["rsud", "rsud"]
    cells = pd.read_parquet(project.processed / "karangan" / "_intake" / "cells.parquet")
    assert dict(zip(cells["row"], cells["reason"], strict=True)) == {
        4: "two_units", 5: "duplicate_key",
    }  # fmt: skip


@pytest.mark.parametrize(("delivery", "unit"), [("append", "rsud"), ("cumulative", "dukcapil")])
def test_move_told_by_a_later_delivery_needs_a_cumulative_source(
    project: Project, delivery: str, unit: str
):
    files = make_region(project, staff_source(delivery=delivery))
    write_staff(files / "pegawai1.csv", [staff_row(BUDI)])
    intake_region(project, "karangan")
    write_staff(files / "pegawai2.csv", [staff_row(BUDI, "Disdukcapil")])
    report = intake_region(project, "karangan").source("pegawai")
    assert (report.quarantined, report.superseded) == ((1, 0) if delivery == "append" else (0, 1))
    assert store.read_table(project, "karangan", "employees")["unit_id"].tolist() == [unit]


def test_p_beside_w_may_mean_pria_and_is_not_read(project: Project):
    report, frame = take_in(
        project, [staff_row(BUDI, gender="P"), staff_row(ANI, gender="W")], identifier="own"
    )
    assert frame["gender"].isna().all()
    cells = pd.read_parquet(project.processed / "karangan" / "_intake" / "cells.parquet")
    assert set(cells["reason"]) == {"p_or_w", "unknown_value"}
    assert report.source("pegawai").accepted == 2


def test_p_and_w_count_as_declared(project: Project):
    rows = [staff_row(BUDI, gender="P"), staff_row(ANI, gender="W")]
    _, frame = take_in(project, rows, values={"gender": {"P": "L", "W": "P"}})
    assert frame["gender"].tolist() == ["L", "P"]


def test_superior_and_employee_share_one_pseudonym(project: Project):
    _, frame = take_in(project, [staff_row(HEAD), staff_row(BUDI, superior=f"'{HEAD}")])
    assert frame.loc[1, "supervisor_id"] == frame.loc[0, "employee_id"]
    assert frame["employee_id"].str.fullmatch(r"e_[a-z2-7]{16}").all()


def test_employee_appointed_after_the_period_is_told(project: Project):
    # BUDI was appointed in December 2001
    report, frame = take_in(project, [staff_row(BUDI), staff_row(HEAD)], period="2000")
    assert problems(report)["intake.employees.before_start"]["rows"] == "2"
    assert frame["tenure_years"].fillna(-1).tolist() == [-1, 0]


def test_todo_says_what_a_number_should_be(project: Project):
    take_in(project, [staff_row(BUDI), staff_row("1.97E+17")])
    assert "18 digits, as text" in todo_text(project, "karangan", "en")
