from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from analysis.intake.layout import find_all_blocks
from analysis.intake.mapping import propose, toml_lines
from analysis.intake.mapping.columns import weighed_score
from analysis.intake.mapping.declaring import column_letter
from analysis.intake.raw import CERTAIN, DataBlock, Mapping, Problem
from analysis.intake.readers import read_file
from analysis.schemas.codebook import codebook_from, load_codebook
from analysis.schemas.region import Region, Source, Unit
from tests.unit.intake.raw_files import (
    CODES,
    FORM_QUESTIONS,
    LABELS,
    SCORES,
    UNSUR_B,
    gaspul_workbook,
    online_form,
    opd_recap_csv,
    opd_recap_workbook,
    report_tool_workbook,
    write_csv,
    write_sheet,
)

BOOKS = {name: load_codebook(name) for name in ("skm_2017", "skm_2004")}


def block_of(path, sheet: str = "") -> DataBlock:
    blocks = find_all_blocks(read_file(path, sheet=sheet), codebooks=list(BOOKS.values()))
    (block,) = [one for one in blocks if one.columns]
    return block


def targets(mapping: Mapping) -> dict[str, str]:
    return {match.column.header: match.target for match in mapping.matches}


def codes(mapping: Mapping) -> set[str]:
    return {problem.code.removeprefix("intake.mapping.") for problem in mapping.problems}


def told(problem: Problem) -> dict[str, object]:
    return vars(problem)["values"]


def survey(tmp_path, header: list[str], line: list[str], rows: int = 8) -> DataBlock:
    text = "\n".join(";".join(row) for row in [header, *[line] * rows])
    return block_of(write_csv(tmp_path / "a.csv", text + "\n"))


def numbers(header: list[str] | None = None) -> tuple[list[str], list[str]]:
    scores = [str(score) for score in SCORES]
    return (
        ["No", "Jenis Kelamin", "Usia", "Pendidikan", *(header or CODES)],
        ["1", "L", "30", "SMA", *scores],
    )


def source(**declared) -> Source:
    return Source(**{"id": "skm", "table": "citizen_survey", "files": "files/*", **declared})


def test_gaspul_workbook(tmp_path):
    mapping = propose(block_of(gaspul_workbook(tmp_path / "a.xlsx")), codebooks=BOOKS)
    assert (mapping.table, mapping.codebook) == ("citizen_survey", "skm_2017")
    found = targets(mapping)
    assert [found[code] for code in CODES] == list(UNSUR_B)
    assert [found[name] for name in ("No", "Usia", "Jenis Kelamin", "Pekerjaan", "Pendidikan")] == [
        "row_number",
        "age",
        "gender",
        "occupation",
        "education",
    ]
    assert mapping.unsure == ()
    assert codes(mapping) == {"unsur_order"}


def test_report_tool_workbook_words_settle_the_order(tmp_path):
    path = report_tool_workbook(tmp_path / "a.xlsx")
    mapping = propose(block_of(path, sheet="Data_Survei_Mentah"), codebooks=BOOKS)
    found = targets(mapping)
    assert found["U8 (Sarana & Prasarana)"] == "sarana"
    assert found["U9 (Pengaduan)"] == "pengaduan"
    assert found["Saran / Masukan (Teks)"] == "comment"
    assert found["Jenis Kelamin (L/P)"] == "gender"
    assert mapping.unsure == ()
    assert codes(mapping) == set()


@pytest.mark.parametrize("answers", [LABELS, list("cdcdbcdcd"), [str(s) for s in SCORES]])
def test_online_form_questions_are_told_apart(tmp_path, answers):
    mapping = propose(block_of(online_form(tmp_path / "a.csv", answers)), codebooks=BOOKS)
    found = targets(mapping)
    assert [found[question] for question in FORM_QUESTIONS] == list(UNSUR_B)
    assert found["Stempel waktu"] == "date"
    assert found["Nama (boleh dikosongkan)"] == "person_name"
    assert found["Berapa usia Anda?"] == "age"
    assert found["Kritik dan saran"] == "comment"
    assert mapping.unsure == ()
    assert codes(mapping) == {"persons_dropped"}


@pytest.mark.parametrize("make", [opd_recap_workbook, opd_recap_csv])
def test_opd_recaps_are_published_indices(tmp_path, make):
    suffix = "xlsx" if make is opd_recap_workbook else "csv"
    mapping = propose(block_of(make(tmp_path / f"a.{suffix}")), codebooks=BOOKS)
    assert (mapping.table, mapping.codebook) == ("published_indices", "skm_2017")
    by_target = {match.target: match.column.header for match in mapping.matches}
    assert by_target["index_printed"].casefold() == "nilai ikm"
    assert by_target["n"].casefold() == "sampel"
    assert by_target["unit_id"].casefold() in {"opp", "nama opd"}
    assert set(UNSUR_B) <= set(by_target)
    assert mapping.unsure == ()
    assert {"unsur_order", "counts_unused"} <= codes(mapping)


def test_recap_as_service_population_takes_the_users_only(tmp_path):
    block = block_of(opd_recap_workbook(tmp_path / "a.xlsx"))
    mapping = propose(block, source=source(table="service_population"), codebooks=BOOKS)
    assert mapping.table == "service_population"
    assert {m.target for m in mapping.matches} == {"row_number", "unit_id", "users", "ignored"}
    assert mapping.unsure == ()


def test_declared_order_is_used_and_no_problem(tmp_path):
    block = survey(tmp_path, *numbers())
    mapping = propose(block, source=source(unsur_order="A"), codebooks=BOOKS)
    found = targets(mapping)
    assert (found["U8"], found["U9"]) == ("pengaduan", "sarana")
    assert codes(mapping) == set()


def test_assumed_order_is_used_but_never_surer_than_its_header(tmp_path):
    mapping = propose(survey(tmp_path, *numbers()), codebooks=BOOKS)
    by_header = {match.column.header: match for match in mapping.matches}
    assert by_header["U9"].target == "pengaduan"
    assert by_header["U9"].reason == "position"
    assert CERTAIN <= by_header["U9"].confidence < by_header["U1"].confidence
    (problem,) = mapping.problems
    assert told(problem)["columns"] == "U8, U9"
    assert not problem.stops


def test_words_go_before_shifted_codes(tmp_path):
    names = ["Persyaratan", "Prosedur", "Biaya", "Waktu", "Produk", "Kompetensi", "Perilaku"]
    names += ["Pengaduan", "Sarana"]
    header = [f"{code} {name}" for code, name in zip(CODES, names, strict=True)]
    found = targets(propose(survey(tmp_path, *numbers(header)), codebooks=BOOKS))
    assert found["U3 Biaya"] == "biaya"
    assert found["U8 Pengaduan"] == "pengaduan"


@pytest.mark.parametrize("pattern", ["P{}", "Unsur {}", "Pertanyaan {}", "Q{}", "U.{}", "u0{}"])
def test_other_numberings_of_nine_questions(tmp_path, pattern):
    header = [pattern.format(number) for number in range(1, 10)]
    mapping = propose(survey(tmp_path, *numbers(header)), codebooks=BOOKS)
    assert [match.target for match in mapping.matches][-9:] == list(UNSUR_B)
    assert mapping.unsure == ()
    assert "unsur_order" in codes(mapping)


def test_empty_tenth_unsur_is_reported_and_ignored(tmp_path):
    header, line = numbers()
    mapping = propose(survey(tmp_path, [*header, "U10"], [*line, ""]), codebooks=BOOKS)
    assert targets(mapping)["U10"] == "ignored"
    assert {m.reason for m in mapping.matches if m.column.header == "U10"} == {"empty"}
    assert "extra_item_empty" in codes(mapping)
    assert mapping.unsure == ()


def test_filled_tenth_unsur_stops(tmp_path):
    header, line = numbers()
    mapping = propose(survey(tmp_path, [*header, "U10"], [*line, "4"]), codebooks=BOOKS)
    assert [match.column.header for match in mapping.unsure] == ["U10"]
    assert any(p.stops for p in mapping.problems if p.code.endswith("extra_item_filled"))


@pytest.mark.parametrize(
    ("header", "cell", "target"),
    [
        ("NAMA", "Rekaan", "person_name"),
        ("NIP", "1", "national_id"),
        ("NIK", "1", "national_id"),
        ("No HP/WA", "0811000000", "phone"),
        ("WhatsApp", "0811000000", "phone"),
        ("Alamat email", "a@contoh", "email"),
        ("ALAMAT", "Jalan Rekaan", "address"),
    ],
)
def test_columns_about_persons_are_dropped_whatever_they_hold(tmp_path, header, cell, target):
    names, line = numbers()
    mapping = propose(survey(tmp_path, [*names, header], [*line, cell]), codebooks=BOOKS)
    assert targets(mapping)[header] == target
    assert "persons_dropped" in codes(mapping)
    assert mapping.unsure == ()


def test_two_columns_for_one_target_are_both_in_doubt(tmp_path):
    names, line = numbers()
    header, line = [*names, "Timestamp", "Tanggal"], [*line, "01/02/2025", "02/02/2025"]
    mapping = propose(survey(tmp_path, header, line), codebooks=BOOKS)
    assert [match.column.header for match in mapping.unsure] == ["Timestamp", "Tanggal"]
    assert "same_target" in codes(mapping)
    assert tomllib.loads("\n".join(toml_lines(mapping))) == {
        "columns": {"date": "Timestamp"},
        "ignore": ["Tanggal"],
    }


def test_lines_for_doubtful_columns_settle_them(tmp_path):
    names, line = numbers()
    header, line = [*names, "Kolom aneh", "Timestamp", "Tanggal"], [*line, "x", "01/02/2025", "-"]
    line[-1] = "02/02/2025"
    block = survey(tmp_path, header, line)
    lines = tomllib.loads("\n".join(toml_lines(propose(block, codebooks=BOOKS))))
    again = propose(block, source=source(**lines), codebooks=BOOKS)
    assert again.unsure == ()
    assert toml_lines(again) == []


def test_unknown_column_with_values_stops(tmp_path):
    names, line = numbers()
    mapping = propose(survey(tmp_path, [*names, "Kode"], [*line, "x"]), codebooks=BOOKS)
    (match,) = mapping.unsure
    assert (match.target, match.confidence, match.reason) == ("", 0.0, "unknown")


def test_header_that_its_values_contradict_is_in_doubt(tmp_path):
    names, line = numbers()
    mapping = propose(survey(tmp_path, [*names, "Pekerjaan"], [*line, "4"]), codebooks=BOOKS)
    assert [match.column.header for match in mapping.unsure] == ["Pekerjaan"]


def test_values_alone_propose_but_never_settle(tmp_path):
    names, line = numbers()
    lines = [[*line, ["Laki-laki", "Perempuan"][row % 2]] for row in range(9)]
    text = "\n".join(";".join(row) for row in [[*names, "Isian"], *lines])
    block = block_of(write_csv(tmp_path / "a.csv", text))
    mapping = propose(block, source=source(ignore=["Jenis Kelamin"]), codebooks=BOOKS)
    (match,) = mapping.unsure
    assert (match.target, match.reason) == ("gender", "values")
    assert match.confidence < CERTAIN


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0])
@pytest.mark.parametrize("score", [0.4, 0.7, 0.97])
def test_weighed_score_stays_a_confidence_and_grows_with_the_share(score, share):
    assert 0 <= weighed_score(score, share) <= 1
    assert weighed_score(score, share) <= weighed_score(score, min(1.0, share + 0.1)) + 1e-12


def test_region_toml_goes_before_everything(tmp_path):
    names, line = numbers()
    block = survey(tmp_path, [*names, "Kode"], [*line, "x"])
    declared = source(columns={"service": "Kode", "waktu": "U1"}, ignore=["U3"])
    mapping = propose(block, source=declared, codebooks=BOOKS)
    by_header = {match.column.header: match for match in mapping.matches}
    for header, target in (("Kode", "service"), ("U1", "waktu"), ("U3", "ignored")):
        match = by_header[header]
        assert (match.target, match.confidence, match.reason) == (target, 1.0, "declared")


def test_declared_header_not_in_the_file_lists_the_headers(tmp_path):
    names, line = numbers()
    declared = source(columns={"service": "Layanan X", "gender": "jenis kelamin"})
    mapping = propose(survey(tmp_path, names, line), source=declared, codebooks=BOOKS)
    problem = mapping.problems[0]
    assert (problem.code, problem.stops) == ("intake.mapping.header_missing", True)
    assert told(problem)["missing"] == "Layanan X"
    assert str(told(problem)["present"]).startswith("No, Jenis Kelamin, Usia, Pendidikan, U1")


def test_columns_can_be_named_by_group_or_letter(tmp_path):
    rows = [
        ["No", "Harapan", None, "Kenyataan", None],
        [None, "Q1", "Q2", "Q1", "Q2"],
        *[[n, 1, 2, 3, 4] for n in range(1, 5)],
    ]
    path = write_sheet(tmp_path / "a.xlsx", rows, merged=((0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0)))
    declared = source(columns={"waktu": "Kenyataan > Q1", "biaya": "@C"})
    mapping = propose(block_of(path), source=declared, codebooks=BOOKS)
    found = {match.target: match.column.position for match in mapping.matches}
    assert (found["waktu"], found["biaya"]) == (3, 2)


@pytest.mark.parametrize(("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_column_letter(position, letter):
    assert column_letter(position) == letter


def test_source_of_another_table_is_not_this_block(tmp_path):
    block = survey(tmp_path, *numbers())
    mapping = propose(block, source=source(table="published_indices"), codebooks=BOOKS)
    assert mapping.table != "published_indices"


def own_codebook():
    items = [
        {"key": f"p{n}", "code": f"P{n}", "name": {"id": f"Soal {n}", "en": f"Item {n}"}}
        for n in range(1, 7)
    ]
    return codebook_from(
        {
            "id": "rsud",
            "title": {"id": "Survei rekaan", "en": "Made-up survey"},
            "instrument": "rsud",
            "answers": {"minimum": 1, "maximum": 5},
            "scales": [{"key": "index", "name": {"id": "Indeks", "en": "Index"}}],
            "items": items,
        },
        "rsud",
    )


def test_own_codebook_is_recognised_by_its_codes(tmp_path):
    header = ["no", "jenis_kelamin", "pendidikan", *[f"P{n}" for n in range(1, 7)]]
    block = survey(tmp_path, header, ["1", "L", "S1", "5", "4", "3", "5", "1", "2"])
    mapping = propose(block, codebooks={**BOOKS, "rsud": own_codebook()})
    assert (mapping.table, mapping.codebook) == ("citizen_survey", "rsud")
    assert [match.target for match in mapping.matches][3:] == [f"p{n}" for n in range(1, 7)]
    assert mapping.unsure == ()
    without = propose(block, codebooks=BOOKS)
    assert codes(without) == {"needs_codebook"}
    assert without.table_confidence < 0.5


def test_service_users_by_margin(tmp_path):
    text = "OPD;Periode;Pemilahan;Kategori;Jumlah Pengguna\n"
    text += "Dinas A;Semester I 2025;Jenis Kelamin;Perempuan;120\n" * 3
    mapping = propose(block_of(write_csv(tmp_path / "a.csv", text)), codebooks=BOOKS)
    assert mapping.table == "service_population"
    assert [m.target for m in mapping.matches] == ["unit_id", "period", "margin", "level", "users"]


@pytest.mark.parametrize(
    ("header", "table", "code", "wanted"),
    [
        (
            "No;Klasifikasi Laporan;Status Laporan;Kategori",
            "complaints",
            "lacking",
            "masuk",
        ),
        ("No;Nama;Golongan;Kelas Jabatan;Satuan Kerja", "employees", "lacking", '"nip"'),
        ("No;NIP;Tanggal Penilaian;Integritas;Disiplin", "appraisals", "lacking", "rating hasil"),
        ("Barang;Warna;Ukuran", "", "no_table", ""),
    ],
)
def test_files_that_lack_what_a_table_needs_are_not_taken(tmp_path, header, table, code, wanted):
    line = ";".join("" for _ in header.split(";"))
    mapping = propose(
        block_of(write_csv(tmp_path / "a.csv", f"{header}\n{line}\n{line}\n")), codebooks=BOOKS
    )
    assert mapping.table == table
    assert mapping.table_confidence < 0.5
    assert toml_lines(mapping) == []
    (problem,) = mapping.problems
    assert (problem.code, problem.stops) == (f"intake.mapping.{code}", True)
    assert wanted in str(told(problem).get("columns", ""))


def test_unit_column_is_surer_where_the_region_knows_its_units(tmp_path):
    names, line = numbers()
    block = survey(tmp_path, [*names, "Unit layanan yang Anda datangi"], [*line, "Dinas A"])
    region = Region(id="r", name="R", units=(Unit(id="dinas-a", name="Dinas A"),))
    header = "Unit layanan yang Anda datangi"
    known = {m.column.header: m for m in propose(block, codebooks=BOOKS, region=region).matches}
    guessed = {m.column.header: m for m in propose(block, codebooks=BOOKS).matches}
    assert (known[header].target, known[header].certain) == ("unit_id", True)
    assert not guessed[header].certain


def test_block_is_not_changed(tmp_path):
    block = survey(tmp_path, *numbers())
    before = block.body.copy(deep=True)
    propose(block, codebooks=BOOKS)
    pd.testing.assert_frame_equal(block.body, before)
