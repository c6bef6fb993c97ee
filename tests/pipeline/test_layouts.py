"""Intake end to end: one small made-up region for each layout in which SKM answers arrive."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from analysis import store
from analysis.intake.run import intake_region
from analysis.schemas.codebook import load_codebook
from analysis.settings import Project
from tests.regions import UNSUR, make_region, source_toml, write_csv, write_xlsx

ANSWERS = 24
DEMOGRAPHY = ["35", "Perempuan", "Swasta", "SLTA"]


def scores(seed: int = 3) -> np.ndarray:
    """Made-up answers, shape (ANSWERS, 9), in the order of the columns U1 to U9."""
    return np.random.default_rng(seed).integers(2, 5, (ANSWERS, 9))


def survey(project: Project) -> pd.DataFrame:
    return store.read_table(project, "karangan", "citizen_survey")


def take_in(project: Project) -> pd.DataFrame:
    report = intake_region(project, "karangan")
    assert [error.text("en") for error in report.errors] == []
    for source in report.sources:
        outcomes = (source.accepted, source.quarantined, source.structural, source.superseded)
        assert source.rows_in == sum(outcomes)
    return survey(project)


def assert_answers(frame: pd.DataFrame, expected: np.ndarray, order: tuple[str, ...] = UNSUR):
    assert frame[list(order)].to_numpy(dtype=int).tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8"), ("\t", "utf-8"), (",", "utf-8-sig"), (";", "cp1252")],
)
def test_csv_of_any_separator_and_encoding(project: Project, delimiter: str, encoding: str):
    files = make_region(project, source_toml(unsur_order="B", unit="rsud"))
    rows = [["12/03/2025", *DEMOGRAPHY, *map(str, row), "pelayanan naïf"] for row in scores()]
    header = ["Tanggal", "Usia", "Jenis Kelamin", "Pekerjaan", "Pendidikan",
              *(f"U{n}" for n in range(1, 10)), "Saran"]  # fmt: skip
    write_csv(files / "skm.csv", rows, header=header, delimiter=delimiter, encoding=encoding)
    frame = take_in(project)
    assert_answers(frame, scores())
    assert frame["comment"].unique().tolist() == ["pelayanan naïf"]
    assert frame["gender"].unique().tolist() == ["P"]
    assert frame["education"].unique().tolist() == ["SMA"]


def gaspul_sheet(path: Path) -> None:
    """Merged titles, two header rows, printed results below the answers, legend, signature."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Triwulan III")
    sheet.merge_range("A1:N1", "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT")
    sheet.merge_range("A2:N2", "TRIWULAN III TAHUN 2025")
    sheet.write_row("A3", ["Unit Pelayanan", ":", "Rumah Sakit Umum Daerah"])
    sheet.write_row("A4", ["Alamat", ":", "Jalan Karangan"])
    for at, name in enumerate(["No", "Usia", "Jenis Kelamin", "Pekerjaan", "Pendidikan"]):
        sheet.merge_range(5, at, 6, at, name)
    sheet.merge_range(5, 5, 5, 13, "NILAI UNSUR PELAYANAN")
    sheet.write_row(6, 5, [f"U{n}" for n in range(1, 10)])
    for row, answers in enumerate(scores().tolist()):
        sheet.write_row(7 + row, 0, [row + 1, 35, "P", "PNS", "S1", *answers])
    below = 7 + ANSWERS
    totals = scores().sum(axis=0)
    means = totals / ANSWERS
    sheet.write_row(below, 0, ["Nilai /Unsur", "", "", "", "", *totals.tolist()])
    sheet.write_row(below + 1, 0, ["NRR / Unsur", "", "", "", "", *means.round(3).tolist()])
    sheet.write_row(below + 2, 0, ["NRR tertbg/unsur", "", "", "", "", *(means * 0.111).round(3)])
    index = round(float(means.sum() * 0.111 * 25), 2)
    sheet.write_row(below + 3, 0, ["IKM Unit pelayanan", "", "", "", "", index])
    sheet.write_row(below + 5, 0, ["Keterangan :", "U1 s.d. U9 = unsur pelayanan"])
    sheet.write_row(below + 6, 0, ["Mutu Pelayanan :", "A (Sangat Baik) : 88,31 - 100,00"])
    sheet.write(below + 8, 10, "Karangan, 30 September 2025")
    sheet.write(below + 9, 10, "Kepala Bagian")
    book.close()


def test_gaspul_workbook_gives_answers_and_printed_results(project: Project):
    files = make_region(project, source_toml(files="*.xlsx", unsur_order="B"))
    gaspul_sheet(files / "skm.xlsx")
    frame = take_in(project)
    assert_answers(frame, scores())
    assert frame["unit_id"].unique().tolist() == ["rsud"]
    assert frame["period"].unique().tolist() == ["2025-Q3"]
    printed = store.read_table(project, "karangan", "published_indices")
    totals = printed.dropna(subset="unsur").set_index("unsur")["total"]
    assert totals.loc[list(UNSUR)].tolist() == scores().sum(axis=0).tolist()
    whole = printed[printed["unsur"].isna()]
    means = scores().mean(axis=0)
    assert whole["index_printed"].tolist() == [round(float(means.sum() * 0.111 * 25), 2)]
    assert whole["source_row"].str.startswith("skm.xlsx#Triwulan III!").all()


def test_report_tool_workbook_takes_unit_and_period_from_its_information_sheet(project: Project):
    files = make_region(project, source_toml(files="*.xlsx"))
    names = ["Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku",
             "Sarana & Prasarana", "Pengaduan"]  # fmt: skip
    header = ["No", "Jenis Kelamin (L/P)", "Pendidikan Terakhir", "Pekerjaan", "Jenis Layanan",
              *(f"U{n} ({name})" for n, name in enumerate(names, 1)),
              "Saran / Masukan (Teks)"]  # fmt: skip
    rows = [
        [n, "L", "SLTA", "SWASTA", "KTP", *answers, "cukup baik"]
        for n, answers in enumerate(scores().tolist(), 1)
    ]
    information = [
        ["Parameter", "Isi Data"],
        ["Nama Dinas/Badan", "Dinas Kependudukan dan Pencatatan Sipil"],
        ["Periode Survei", "Semester I"],
        ["Tahun Survei", "2025"],
        ["Jumlah Populasi Penerima Layanan (N)", "1200"],
        ["Penanggung Jawab", "Siti Rahmawati Harahap"],
    ]
    write_xlsx(
        files / "skm.xlsx", {"Info_Umum": information, "Data_Survei_Mentah": [header, *rows]}
    )
    frame = take_in(project)
    assert_answers(frame, scores())
    assert frame["unit_id"].unique().tolist() == ["dukcapil"]
    assert frame["period"].unique().tolist() == ["2025-S1"]


def test_online_form_with_questions_as_headers_and_labels_as_answers(project: Project):
    files = make_region(project)
    book = load_codebook("skm_2017")
    questions = [book.item(key).question.id for key in UNSUR]
    labels = {
        key: {score: label for label, score in book.item(key).labels.items()} for key in UNSUR
    }
    rows = [
        ["2025/03/12 2:31:36 PM GMT+7", "RSUD", "Perempuan",
         *(labels[key][score].capitalize() for key, score in zip(UNSUR, row, strict=True))]
        for row in scores().tolist()
    ]  # fmt: skip
    header = ["Stempel waktu", "Unit layanan yang Anda kunjungi", "Jenis kelamin", *questions]
    write_csv(files / "formulir.csv", rows, header=header)
    frame = take_in(project)
    assert_answers(frame, scores())
    assert frame["date"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2025-03-12"]


def test_letters_as_answers(project: Project):
    files = make_region(project, source_toml(unsur_order="A", unit="rsud", period="2025-S1"))
    rows = [["abcd"[score - 1] for score in row] for row in scores().tolist()]
    write_csv(files / "skm.csv", rows, header=[f"U{n}" for n in range(1, 10)])
    order_a = (*UNSUR[:7], "pengaduan", "sarana")
    assert_answers(take_in(project), scores(), order_a)


def test_recap_workbook_gives_printed_results_by_unit(project: Project):
    source = source_toml(
        id="rekap", table="published_indices", unsur_order="B", period="2025-S1", files="*.csv"
    )
    files = make_region(project, source)
    header = ["No", "Nama OPD", *(f"U{n}" for n in range(1, 10)), "NRR Tertimbang", "Nilai IKM",
              "Kategori", "Label Kategori", "Populasi", "Sampel"]  # fmt: skip
    nrr = ["3,25", "3,10", "3,05", "3,90", "3,30", "3,40", "3,45", "3,00", "3,50"]
    rows = [
        ["1", "Disdukcapil", *nrr, "3,325", "83,13", "B", "Baik", "1200", "150"],
        ["2", "RSUD", *nrr, "3,325", "83,13", "B", "Baik", "900", "140"],
        ["", "Jumlah", *[""] * 9, "", "", "", "", "2100", "290"],
    ]
    write_csv(files / "rekap.csv", rows, header=header)
    report = intake_region(project, "karangan")
    source_report = report.source("rekap")
    assert [error.text("en") for error in report.errors] == []
    assert (source_report.rows_in, source_report.accepted, source_report.structural) == (4, 2, 2)
    printed = store.read_table(project, "karangan", "published_indices")
    # nine unsur and the whole index for each of two units
    assert len(printed) == 20
    biaya = printed[(printed["unit_id"] == "rsud") & (printed["unsur"] == "biaya")]
    assert biaya["nrr"].tolist() == [3.9]
    whole = printed[printed["unsur"].isna()]
    assert whole["index_printed"].tolist() == [83.13, 83.13]
    assert whole["letter_printed"].tolist() == ["B", "B"]


def test_two_deliveries_of_a_recap_supersede_by_key(project: Project):
    source = source_toml(
        id="rekap", table="published_indices", unsur_order="B", period="2025-S1", files="*.csv"
    )
    files = make_region(project, source)
    header = ["No", "Nama OPD", *(f"U{n}" for n in range(1, 10)), "Nilai IKM"]
    first = ["1", "RSUD", *["3,0"] * 9, "75,00"]
    write_csv(files / "a.csv", [first], header=header)
    intake_region(project, "karangan")
    write_csv(files / "b.csv", [["1", "RSUD", *["3,2"] * 9, "80,00"]], header=header)
    report = intake_region(project, "karangan").source("rekap")
    assert (report.accepted, report.superseded) == (1, 1)
    printed = store.read_table(project, "karangan", "published_indices")
    assert printed["index_printed"].dropna().tolist() == [80.0]
