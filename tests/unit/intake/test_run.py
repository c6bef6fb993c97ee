"""Intake of a region as a whole: balance, identity, corrections, carried rows, progress."""

from __future__ import annotations

import json
import tomllib

import pandas as pd
import pytest

from analysis import store
from analysis.errors import ConfigError, UsageError
from analysis.intake.record.repairs import repairs
from analysis.intake.record.todo import todo_text
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import HEADER, answers, make_region, source_toml, told, write_csv, write_xlsx

U3 = HEADER.index("U3")


def intake_file(project: Project, name: str) -> pd.DataFrame:
    return pd.read_parquet(project.processed / "karangan" / "_intake" / name)


def table_bytes(project: Project) -> dict[str, bytes]:
    root = project.processed / "karangan"
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*.parquet"))}


def test_every_row_has_one_outcome(project: Project):
    rows = answers(50)
    rows[4][U3] = "5"
    rows[9][1] = "Kantor Bulan"
    rows[14][0] = "31/02/2025"
    write_csv(make_region(project) / "skm.csv", rows)
    source = intake_region(project, "karangan").source("skm")
    # 50 answers and one header; three answers are not readable
    assert source.rows_in == 51
    assert (source.accepted, source.quarantined, source.structural) == (47, 3, 1)
    assert source.reasons["quarantined"] == {
        "out_of_range": 1,
        "unknown_unit": 1,
        "unreadable_date": 1,
    }
    ledger = intake_file(project, "rows.parquet")
    assert list(ledger["row"]) == list(range(1, 52))
    assert ledger.set_index("row")["column"].astype("str").loc[[6, 11, 16]].tolist() == [
        "U3",
        "Unit",
        "Tanggal",
    ]


def test_canonical_rows_point_back_and_keep_the_order_of_the_file(project: Project):
    write_csv(make_region(project) / "skm.csv", answers(5))
    intake_region(project, "karangan")
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["source_row"].tolist() == [f"skm.csv#!{row}" for row in range(2, 7)]
    assert frame["region"].unique().tolist() == ["karangan"]
    assert frame["instrument"].unique().tolist() == ["skm_2017"]
    assert frame["respondent_id"].str.fullmatch(r"s_[a-z2-7]{16}").all()
    assert frame["respondent_id"].is_unique


def test_second_run_changes_nothing(project: Project):
    write_csv(make_region(project) / "skm.csv", answers(30))
    first = intake_region(project, "karangan")
    before = table_bytes(project)
    times = {p: p.stat().st_mtime_ns for p in project.processed.rglob("*.parquet")}
    second = intake_region(project, "karangan")
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.sources == first.sources
    assert table_bytes(project) == before
    assert {p: p.stat().st_mtime_ns for p in project.processed.rglob("*.parquet")} == times


def test_run_from_scratch_gives_equal_bytes(project: Project):
    import shutil

    write_csv(make_region(project) / "skm.csv", answers(30))
    intake_region(project, "karangan")
    before = table_bytes(project)
    shutil.rmtree(project.processed)
    shutil.rmtree(project.private)
    intake_region(project, "karangan")
    assert table_bytes(project) == before


@pytest.mark.parametrize("changed", ["region.toml", "corrections.toml", "codebook", "new file"])
def test_every_input_belongs_to_the_identity(project: Project, changed: str):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(5))
    intake_region(project, "karangan")
    region = files.parent
    if changed == "region.toml":
        (region / "region.toml").write_text((region / "region.toml").read_text() + "\n# note\n")
    elif changed == "corrections.toml":
        (region / "corrections.toml").write_text("# none yet\n")
    elif changed == "codebook":
        (region / "codebooks").mkdir()
        (region / "codebooks" / "note.txt").write_text("note")
    else:
        write_csv(files / "skm2.csv", answers(5, seed=2))
    assert not intake_region(project, "karangan").unchanged


def test_unreadable_description_empties_the_cell_and_keeps_the_row(project: Project):
    rows = answers(10)
    rows[2][3] = "tidak tahu pasti"
    write_csv(make_region(project) / "skm.csv", rows)
    source = intake_region(project, "karangan").source("skm")
    assert source.accepted == 10
    assert [p.code for p in source.problems] == ["intake.run.emptied"]
    cells = intake_file(project, "cells.parquet")
    assert cells[["row", "column", "kind"]].astype("str").to_numpy().tolist() == [
        ["4", "Usia", "emptied"]
    ]


def test_row_number_alone_is_structural_and_no_answer_is_lost(project: Project):
    rows = [[str(n), *row] for n, row in enumerate(answers(12), start=1)]
    rows += [[str(n), *[""] * len(HEADER)] for n in range(13, 21)]
    write_csv(make_region(project) / "skm.csv", rows, header=["No", *HEADER])
    source = intake_region(project, "karangan").source("skm")
    assert (source.rows_in, source.accepted, source.structural) == (21, 12, 9)


def test_unsure_column_stops_its_source_only(project: Project):
    sources = source_toml(id="a", files="a.csv", unsur_order="B") + source_toml(
        id="b", files="b.csv", unsur_order="B"
    )
    files = make_region(project, sources)
    write_csv(files / "a.csv", answers(10))
    odd = [[*row, "x"] for row in answers(10, seed=2)]
    write_csv(files / "b.csv", odd, header=[*HEADER, "Keterangan Khusus Loket"])
    report = intake_region(project, "karangan")
    assert report.exit_code == 3
    assert report.source("a").accepted == 10
    stopped = report.source("b")
    assert stopped.stop is not None
    assert stopped.stop.code == "intake.run.unsure"
    assert "Keterangan Khusus Loket" in stopped.toml_lines[0]
    assert "Keterangan Khusus Loket" in report.errors[0].text("id")
    assert stopped.toml_lines[0] in report.errors[0].text("id")


def test_toml_lines_of_an_unsure_column_let_the_source_go_on(project: Project):
    files = make_region(project)
    odd = [[*row, "x"] for row in answers(10)]
    write_csv(files / "b.csv", odd, header=[*HEADER, "Keterangan Khusus Loket"])
    lines = intake_region(project, "karangan").source("skm").toml_lines
    toml = files.parent / "region.toml"
    toml.write_text(toml.read_text() + "\n".join(lines) + "\n")
    assert intake_region(project, "karangan").source("skm").accepted == 10


def test_stopped_source_keeps_its_last_good_rows(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(10))
    intake_region(project, "karangan")
    write_csv(files / "empty.csv", [], header=[])
    report = intake_region(project, "karangan")
    source = report.source("skm")
    assert report.exit_code == 3
    assert source.carried
    assert source.accepted == 10
    assert len(store.read_table(project, "karangan", "citizen_survey")) == 10
    assert intake_region(project, "karangan").exit_code == 3


def test_stopped_source_stays_stopped_until_mended(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(10))
    (files / "bad.csv").write_text("")
    assert intake_region(project, "karangan").exit_code == 3
    (files / "bad.csv").unlink()
    report = intake_region(project, "karangan")
    assert report.exit_code == 0
    assert report.source("skm").accepted == 10


def test_files_and_sources_without_each_other_are_reported(project: Project):
    sources = source_toml(files="skm*.csv", unsur_order="B") + source_toml(
        id="lain", files="lain*.csv"
    )
    files = make_region(project, sources)
    write_csv(files / "skm.csv", answers(5))
    write_csv(files / "catatan.csv", answers(5, seed=3))
    report = intake_region(project, "karangan")
    assert [p.code for p in report.problems] == ["intake.run.unread_file"]
    assert told(report.problems[0])["file"] == "catatan.csv"
    stop = report.source("lain").stop
    assert stop is not None
    assert stop.code == "intake.run.no_files"


def correction(**changes: object) -> str:
    entry = {
        "source": "skm", "file": "skm.csv", "row": 5, "column": "U3", "from": "5", "to": "4",
        "reason": "salah ketik", "who": "Bagian Organisasi", **changes,
    }  # fmt: skip
    lines = [f"{k} = {v if isinstance(v, int) else json.dumps(v)}" for k, v in entry.items()]
    return "[[corrections]]\n" + "\n".join(lines) + "\ndate = 2025-07-01\n"


def test_declared_correction_repairs_a_cell_and_is_logged(project: Project):
    files = make_region(project)
    rows = answers(10)
    rows[3][U3] = "5"
    write_csv(files / "skm.csv", rows)
    (files.parent / "corrections.toml").write_text(correction())
    source = intake_region(project, "karangan").source("skm")
    assert source.accepted == 10
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame.loc[frame["source_row"] == "skm.csv#!5", "waktu"].tolist() == [4]
    log = intake_file(project, "cells.parquet")
    assert log[["kind", "from", "to", "reason"]].astype("str").to_numpy().tolist() == [
        ["correction", "5", "4", "salah ketik"]
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from": "3"}, "intake.correction.no_match"),
        ({"row": 99}, "intake.correction.no_cell"),
        ({"column": "U33"}, "intake.correction.no_cell"),
    ],
)
def test_correction_that_does_not_match_stops_its_source(project: Project, changes, code):
    files = make_region(project)
    rows = answers(10)
    rows[3][U3] = "5"
    write_csv(files / "skm.csv", rows)
    (files.parent / "corrections.toml").write_text(correction(**changes))
    stop = intake_region(project, "karangan").source("skm").stop
    assert stop is not None
    assert stop.code == code


def test_correction_for_an_unknown_file_is_reported(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(5))
    (files.parent / "corrections.toml").write_text(correction(file="lama.csv"))
    report = intake_region(project, "karangan")
    assert [p.code for p in report.problems] == ["intake.correction.unused"]


def test_incomplete_correction_names_the_missing_keys(project: Project):
    files = make_region(project)
    write_csv(files / "skm.csv", answers(5))
    (files.parent / "corrections.toml").write_text('[[corrections]]\nsource = "skm"\n')
    with pytest.raises(ConfigError) as caught:
        intake_region(project, "karangan")
    assert "reason" in caught.value.text("id")
    assert "who" in caught.value.text("id")


def test_todo_lists_rows_with_what_would_be_right(project: Project):
    rows = answers(12)
    rows[1][U3] = rows[6][U3] = "5"
    rows[3][1] = "Rumah Sakit Umum Daerahh"
    write_csv(make_region(project) / "skm.csv", rows)
    intake_region(project, "karangan")
    found = {one.reason: one for one in repairs(project, "karangan")}
    assert found["out_of_range"].rows == (3, 8)
    assert found["unknown_unit"].suggestions == {"Rumah Sakit Umum Daerahh": "rsud"}
    text = todo_text(project, "karangan", "id")
    assert "bilangan dari 1 sampai 4" in text
    assert 'from = "5"' in text
    assert "[[corrections]]" in text


def test_todo_gives_one_line_of_values_for_a_source(project: Project):
    # a second line "values" in one source would make region.toml invalid
    values = {"gender": {"Ibu": "P"}}
    columns = {"gender": "Jenis Kelamin", "education": "Pendidikan"}
    files = make_region(project, source_toml(unsur_order="B", values=values, columns=columns))
    rows = answers(12)
    rows[1][HEADER.index("Jenis Kelamin")] = "X"
    rows[2][HEADER.index("Pendidikan")] = "Kursus"
    write_csv(files / "skm.csv", rows)
    intake_region(project, "karangan")
    text = todo_text(project, "karangan", "id")
    (line,) = [one.strip() for one in text.splitlines() if one.strip().startswith("values =")]
    declared = tomllib.loads(line)["values"]
    assert declared == {"gender": {"X": "...", "Ibu": "P"}, "education": {"Kursus": "..."}}
    assert text.count("Sudah termasuk dalam baris values untuk sumber skm di atas.") == 1


def test_a_correction_never_shows_a_name_or_a_number(project: Project):
    files = make_region(project)
    rows = [[*row[:-1], "Siti Rahmawati Harahap", row[-1]] for row in answers(10)]
    rows[3][1] = "Siti Rahmawati Harahap"
    write_csv(files / "skm.csv", rows, header=[*HEADER[:-1], "Nama", HEADER[-1]])
    told = {"column": "Unit", "from": "Siti Rahmawati Harahap", "to": "RSUD"}
    (files.parent / "corrections.toml").write_text(correction(**told))
    assert intake_region(project, "karangan").source("skm").accepted == 10
    log = intake_file(project, "cells.parquet")
    assert log[["from", "to"]].to_numpy().tolist() == [["", "RSUD"]]


def test_todo_is_empty_where_nothing_is_to_be_repaired(project: Project):
    write_csv(make_region(project) / "skm.csv", answers(5))
    intake_region(project, "karangan")
    assert todo_text(project, "karangan", "en") == ""


def test_todo_never_shows_a_number_or_a_name_that_slipped_into_a_column(project: Project):
    rows = [[*row[:-1], "Siti Rahmawati Harahap", row[-1]] for row in answers(12)]
    rows[1][1] = "197806102005011003"
    rows[3][1] = "Siti Rahmawati Harahap"
    header = [*HEADER[:-1], "Nama", HEADER[-1]]
    write_csv(make_region(project) / "skm.csv", rows, header=header)
    intake_region(project, "karangan")
    text = todo_text(project, "karangan", "id")
    assert "kolom 'Unit'" in text
    assert "19780610" not in text
    assert "Rahmawati" not in text


def test_progress_is_told_for_each_source(project: Project):
    sources = source_toml(id="a", files="a.csv", unsur_order="B") + source_toml(
        id="b", files="b.csv", unsur_order="B"
    )
    files = make_region(project, sources)
    write_csv(files / "a.csv", answers(5))
    write_csv(files / "b.csv", answers(5, seed=2))
    steps: list[tuple[str, int, int]] = []
    intake_region(project, "karangan", on_progress=lambda *step: steps.append(step))
    assert steps == [("a", 0, 2), ("b", 1, 2)]


@pytest.mark.parametrize(
    ("header", "declared", "order"),
    [
        ([f"U{n}" for n in range(1, 10)], "", "assumed"),
        ([f"U{n}" for n in range(1, 10)], "A", "declared"),
        (
            [*(f"U{n}" for n in range(1, 8)), "U8 (Sarana dan Prasarana)", "U9 (Pengaduan)"],
            "",
            "named",
        ),
    ],
)
def test_order_of_unsur_is_recorded(project: Project, header, declared, order):
    sources = source_toml(**({"unsur_order": declared} if declared else {}))
    files = make_region(project, sources)
    columns = [*HEADER[:6], *header, "Saran"]
    write_csv(files / "skm.csv", answers(10), header=columns)
    assert intake_region(project, "karangan").source("skm").unsur_order == order
    stored = json.loads(
        (project.processed / "karangan" / "_intake" / "accounting.json").read_text()
    )
    assert stored["sources"][0]["unsur_order"] == order


def test_two_sheets_of_one_workbook_are_two_sources(project: Project):
    sources = source_toml(id="satu", files="*.xlsx", sheet="Satu", unsur_order="B") + source_toml(
        id="dua", files="*.xlsx", sheet="Dua", unsur_order="B"
    )
    files = make_region(project, sources)
    write_xlsx(
        files / "skm.xlsx", {"Satu": [HEADER, *answers(8)], "Dua": [HEADER, *answers(6, seed=2)]}
    )
    report = intake_region(project, "karangan")
    assert [one.accepted for one in report.sources] == [8, 6]
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["source_row"].iloc[-1] == "skm.xlsx#Dua!7"
    assert frame["respondent_id"].is_unique


def test_sheet_that_no_source_reads_is_reported(project: Project):
    files = make_region(project, source_toml(files="*.xlsx", sheet="Satu", unsur_order="B"))
    write_xlsx(
        files / "skm.xlsx", {"Satu": [HEADER, *answers(8)], "Dua": [HEADER, *answers(6, seed=2)]}
    )
    source = intake_region(project, "karangan").source("skm")
    found = [told(p) for p in source.problems if p.code == "intake.run.unread_sheet"]
    assert found == [{"file": "skm.xlsx", "sheet": "Dua", "rows": 7}]


def test_second_intake_at_the_same_time_is_refused(project: Project):
    fcntl = pytest.importorskip("fcntl")
    write_csv(make_region(project) / "skm.csv", answers(5))
    intake_region(project, "karangan")
    with (project.private / "locks" / "intake-karangan").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="being taken in by another command") as caught:
            intake_region(project, "karangan")
    assert "Tunggu" in caught.value.text("id")
    assert intake_region(project, "karangan").unchanged


def test_readings_to_confirm_are_told_once_for_a_source(project: Project):
    rows = answers(18)
    trades = ["PNS", "Petani", "Swasta", "IRT", "Pensiunan", "Tukang Ojek"]
    for row, trade in zip(rows, trades * 3, strict=True):
        row[HEADER.index("Pekerjaan")] = trade
    files = make_region(project, source_toml(files="*.csv", unsur_order="B"))
    write_csv(files / "a.csv", rows[:6])
    write_csv(files / "b.csv", rows[6:])
    (problem,) = intake_region(project, "karangan").source("skm").problems
    assert problem.code == "intake.values.review.unlisted_as_other"
    assert told(problem) == {"column": "Pekerjaan", "target": "occupation", "count": 3}


def test_flags_are_counted_in_the_accounting(project: Project):
    rows = answers(8)
    for row in rows[:3]:
        row[U3 - 2 : U3 + 7] = ["4"] * 9
    write_csv(make_region(project) / "skm.csv", rows)
    report = intake_region(project, "karangan")
    assert report.source("skm").flags["straightline"] == 3
    assert report.source("skm").accepted == 8
    assert "3" in report.notices("id")["skm"][0]
    stored = project.processed / "karangan" / "_intake" / "accounting.json"
    assert json.loads(stored.read_text("utf-8"))["sources"][0]["flags"]["straightline"] == 3


def test_who_decided_a_correction_is_logged_without_names(project: Project):
    header = [*HEADER[:-1], "Nama", HEADER[-1]]
    rows = [[*row[:-1], "Siti Rahmawati Harahap", row[-1]] for row in answers(12)]
    rows[2][U3] = "5"
    files = make_region(project)
    write_csv(files / "skm.csv", rows, header=header)
    told_by = "Bagian Organisasi, Siti Rahmawati Harahap"
    (files.parent / "corrections.toml").write_text(correction(row=4, who=told_by))
    intake_region(project, "karangan")
    (who,) = intake_file(project, "cells.parquet")["who"]
    assert "Bagian Organisasi" in who
    assert "Rahmawati" not in who


def test_unknown_target_of_a_declared_column_stops_its_source(project: Project):
    files = make_region(project, source_toml(columns={"wakut": "U3"}, unsur_order="B"))
    write_csv(files / "skm.csv", answers(5))
    stop = intake_region(project, "karangan").source("skm").stop
    assert stop is not None
    assert stop.code == "intake.mapping.unknown_target"
    assert told(stop)["targets"] == "wakut"
    assert "waktu" in str(told(stop)["allowed"])
