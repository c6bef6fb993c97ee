"""What intake leaves behind about persons, and what rows take from their surroundings."""

from __future__ import annotations

import stat

import pytest

from analysis import store
from analysis.intake.record.repairs import repairs
from analysis.intake.run import intake_region
from analysis.privacy.checklist import CheckList
from analysis.settings import Project
from tests.regions import HEADER, answers, make_region, source_toml, write_csv, write_xlsx

NAME, PHONE = "Siti Rahmawati Harahap", "081234567890"
HEADER_WITH_PERSON = [*HEADER[:-1], "Nama", "No. HP", "Saran"]


def with_person(rows: list[list[str]], comment: str = "") -> list[list[str]]:
    return [[*row[:-1], NAME, PHONE, comment] for row in rows]


def check_list(project: Project) -> CheckList:
    return CheckList.read(project.private / "check" / "karangan")


def test_check_list_knows_the_names_and_numbers_that_were_dropped(project: Project):
    write_csv(make_region(project) / "skm.csv", with_person(answers(5)), header=HEADER_WITH_PERSON)
    intake_region(project, "karangan")
    found = check_list(project)
    assert {match.kind for match in found.find(f"oleh {NAME}")} == {"name"}
    assert found.find(f"nomor {PHONE}")
    assert found.find("Dinas Kependudukan dan Pencatatan Sipil") == []
    path = project.private / "check" / "karangan"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_check_list_keeps_the_people_of_a_stopped_source(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", with_person(answers(5)), header=HEADER_WITH_PERSON)
    intake_region(project, "karangan")
    (files / "rusak.csv").write_text("")
    assert intake_region(project, "karangan").exit_code == 3
    assert check_list(project).find(NAME)


def test_names_of_one_source_are_redacted_in_the_comments_of_another(project: Project):
    sources = source_toml(id="a", files="a.csv", unsur_order="B") + source_toml(
        id="b", files="b.csv", unsur_order="B"
    )
    files = make_region(project, sources)
    told = [[*row[:-1], f"dilayani rahmawati harahap nomor {n}"] for n, row in
            enumerate(answers(6))]  # fmt: skip
    write_csv(files / "a.csv", told)
    write_csv(files / "b.csv", with_person(answers(5, seed=2)), header=HEADER_WITH_PERSON)
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "citizen_survey")
    comments = frame["comment"].dropna()
    assert len(comments) == 6
    assert not comments.str.contains("rahmawati", case=False).any()


def test_unit_comes_from_the_name_of_the_sheet_where_nothing_else_says_it(project: Project):
    files = make_region(project, source_toml(files="*.xlsx", unsur_order="B"))
    header = [HEADER[0], *HEADER[2:]]
    rows = [[row[0], *row[2:]] for row in answers(6)]
    more = [[row[0], *row[2:]] for row in answers(5, seed=2)]
    write_xlsx(files / "skm.xlsx", {"RSUD": [header, *rows], "Disdukcapil": [header, *more]})
    report = intake_region(project, "karangan")
    assert report.errors == ()
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["unit_id"].value_counts().to_dict() == {"rsud": 6, "dukcapil": 5}


def test_row_without_a_unit_among_rows_with_one_is_quarantined(project: Project):
    rows = answers(8)
    rows[3][1] = ""
    rows[5][0] = ""
    write_csv(make_region(project) / "skm.csv", rows)
    source = intake_region(project, "karangan").source("skm")
    assert source.reasons["quarantined"] == {"no_period": 1, "no_unit": 1}


def test_declared_unit_and_period_fill_blank_cells_only(project: Project):
    rows = answers(8)
    rows[3][1] = ""
    rows[5][0] = ""
    files = make_region(project, source_toml(unsur_order="B", unit="rsud", period="2025-S1"))
    write_csv(files / "skm.csv", rows)
    assert intake_region(project, "karangan").source("skm").accepted == 8
    frame = store.read_table(project, "karangan", "citizen_survey").set_index("source_row")
    assert frame.loc["skm.csv#!5", "unit_id"] == "rsud"
    assert set(frame["unit_id"]) == {"rsud", "dukcapil"}
    assert frame["period"].unique().tolist() == ["2025-S1"]


@pytest.mark.parametrize("first", ["a", "b"])
def test_key_of_an_earlier_source_is_not_taken_twice(project: Project, first: str):
    header = ["No", "Nama OPD", *(f"U{n}" for n in range(1, 10)), "Nilai IKM"]
    told = {"table": "published_indices", "unsur_order": "B", "period": "2025-S1"}
    order = [first, {"a": "b", "b": "a"}[first]]
    sources = "".join(source_toml(id=one, files=f"{one}.csv", **told) for one in order)
    files = make_region(project, sources)
    write_csv(files / "a.csv", [["1", "RSUD", *["3,0"] * 9, "75,00"]], header=header)
    write_csv(files / "b.csv", [["1", "RSUD", *["3,2"] * 9, "80,00"]], header=header)
    report = intake_region(project, "karangan")
    assert report.source(order[0]).accepted == 1
    assert report.source(order[1]).reasons["quarantined"] == {"other_source": 1}
    printed = store.read_table(project, "karangan", "published_indices")
    assert printed["source_id"].unique().tolist() == [order[0]]
    assert len(printed) == 10
    (repair,) = repairs(project, "karangan")
    assert (repair.source, repair.rows, repair.reason) == (order[1], (2,), "other_source")


def test_not_applicable_answers_are_listed(project: Project):
    rows = answers(6)
    rows[2][HEADER.index("U4")] = "Tidak berlaku"
    rows[2][HEADER.index("U7")] = "N/A"
    write_csv(make_region(project) / "skm.csv", rows)
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["not_applicable"].dropna().tolist() == ["biaya;perilaku"]
    assert frame.loc[2, ["biaya", "perilaku"]].isna().all()


def test_straight_lines_and_look_alikes_are_flagged_not_removed(project: Project):
    rows = answers(10)
    rows[4][6:15] = ["3"] * 9
    rows.append(list(rows[0]))
    write_csv(make_region(project) / "skm.csv", rows)
    assert intake_region(project, "karangan").source("skm").accepted == 11
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["quality_flags"].dropna().to_dict() == {4: "straightline", 10: "repeat"}
