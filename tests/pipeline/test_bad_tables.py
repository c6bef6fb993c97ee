"""Bad input of whole tables: near-equal units, merged cells, wrong months, sums, dates to come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.intake.record.repairs import repairs
from analysis.intake.record.todo import todo_text
from analysis.settings import Project
from tests.lib.good_files import good_file
from tests.lib.taken_in import SOURCE, result_of, take_in
from tests.regions import make_region, source_toml, write_csv, write_xlsx

SYLLABLES = ("sido", "suko", "karang", "tanjung", "sungai", "lubuk", "batu", "pulau")
ENDINGS = ("dadi", "jadi", "rejo", "rejoo", "mulyo", "muljo", "anyar", "anyer", "agung", "ageng")
HEADER = ["Tracking ID", "Tanggal Laporan Masuk", "Instansi Terdisposisi", "Kategori",
          "Status Laporan"]  # fmt: skip
DAYS = ["Tanggal", "Unit", "Jenis Layanan", "Jumlah Kunjungan", "Rata-rata Waktu Tunggu"]
YES_AND_NO = {"Puskesmas": "Pusk.", "Kelurahan": "Kel."}


def near_equal_units() -> dict[str, str]:
    """Return 600 ids with names that differ by few letters."""
    names = [
        f"{kind} {first}{last}{number}".title()
        for kind, (first, last), number in product(
            YES_AND_NO, product(SYLLABLES, ENDINGS), ("", " I", " II", " Timur")
        )
    ]
    return {f"unit-{place}": name for place, name in enumerate(names[:600])}


def misspelt(name: str, rng: np.random.Generator) -> str:
    place = int(rng.integers(12, len(name)))
    return name[:place] + "q" + name[place + 1 :]


def test_six_hundred_near_equal_units_are_never_confused(project: Project):
    units, rng = near_equal_units(), np.random.default_rng(7)
    assert len(set(units.values())) == 600
    folder = make_region(project, source_toml(id=SOURCE, table="complaints", files="*.csv"))
    listed = "".join(f'[[units]]\nid = "{unit}"\nname = "{name}"\n' for unit, name in units.items())
    source = source_toml(id=SOURCE, table="complaints", files="*.csv")
    toml = f'[region]\nname = "Kota Karangan"\n{listed}{source}'
    (folder.parent / "region.toml").write_text(toml, "utf-8")
    rows, truth = [], {}
    for place, (unit, name) in enumerate(units.items()):
        kind = name.split()[0]
        wrong = misspelt(name, rng)
        for form in (name, name.upper(), name.replace(kind, YES_AND_NO[kind], 1), wrong):
            number = str(len(rows))
            truth[number] = "" if form == wrong else unit
            rows.append([number, "05/03/2025", form, "Jalan", ("Selesai", "Proses")[place % 2]])
    write_csv(folder / "a.csv", rows, header=HEADER)
    taken = result_of(project, "complaints")
    found = taken.table["source_row"].str.split("!").str[1].astype(int) - 2
    assert taken.table["unit_id"].tolist() == [truth[str(place)] for place in found]
    assert len(taken.table) == 3 * 600
    assert taken.reasons == {"unknown_unit": 600}
    (repair,) = repairs(project, "karangan")
    assert len(repair.suggestions) > 500
    assert "aliases" in todo_text(project, "karangan", "id")


def test_a_merged_cell_speaks_for_every_row_it_covers(project: Project):
    folder = make_region(project, source_toml(id=SOURCE, table="service_log", files="*.xlsx"))
    rows = [
        DAYS,
        ["03/02/2025", "RSUD", "Poli Umum", "10", "5"],
        ["", "", "Poli Gigi", "20", "6"],
        ["", "", "Poli KIA", "30", "7"],
        ["04/02/2025", "Disdukcapil", "KTP", "40", "8"],
    ]
    merged = {"Data": ((1, 0, 3, 0), (1, 1, 3, 1))}
    write_xlsx_merged(folder / "a.xlsx", rows, merged["Data"])
    taken = result_of(project, "service_log")
    assert taken.table["unit_id"].tolist() == ["rsud"] * 3 + ["dukcapil"]
    assert taken.table["date"].tolist() == [pd.Timestamp(2025, 2, 3)] * 3 + [
        pd.Timestamp(2025, 2, 4)
    ]
    assert taken.edited("merged_cell") == 4


def test_a_number_merged_over_rows_is_not_repeated(project: Project):
    folder = make_region(project, source_toml(id=SOURCE, table="service_log", files="*.xlsx"))
    rows = [
        DAYS,
        ["03/02/2025", "RSUD", "Umum", "30", "5"],
        ["03/02/2025", "RSUD", "Gigi", "", "6"],
    ]
    write_xlsx_merged(folder / "a.xlsx", rows, ((1, 3, 2, 3),))
    taken = result_of(project, "service_log")
    assert taken.table["visits"].fillna(0).tolist() == [30, 0]


def write_xlsx_merged(path, rows, ranges) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for first, left, last, right in ranges:
            sheet.merge_range(first, left, last, right, rows[first][left])


def day_rows(month: int) -> list[list[object]]:
    return [[f"{day:02d}/{month:02d}/2025", "RSUD", "Poli", 10 + day, "25"] for day in range(1, 9)]


def test_a_sheet_of_another_month_is_told_and_its_dates_count(project: Project):
    sheets = {
        "Januari": [["LAPORAN BULAN JANUARI 2025"], [], DAYS, *day_rows(1)],
        "Februari": [["LAPORAN BULAN JANUARI 2025"], [], DAYS, *day_rows(2)],
    }
    taken = take_in(project, "service_log", [], sheets=sheets)
    assert taken.table["date"].dt.month.value_counts().to_dict() == {1: 8, 2: 8}
    told = taken.problems["intake.label.dates_count"]
    assert (told["sheet"], told["rows"], told["dated"]) == ("Februari", 8, 8)


def test_complaints_below_the_label_of_another_month_are_held_back(project: Project):
    good = good_file("complaints")
    sheets = {"Mei": [["REGISTER PENGADUAN BULAN MEI 2025"], [], *good.lines]}
    taken = take_in(project, "complaints", [], sheets=sheets)
    assert taken.report.accepted == 0
    assert sum(taken.reasons.values()) == len(good.rows)
    assert "intake.label.most_outside" in taken.problems


def test_totals_that_do_not_add_up_are_told(project: Project):
    rows = day_rows(2)
    right = sum(int(str(row[3])) for row in rows)
    sheets = {"Data": [DAYS, *rows, ["JUMLAH", "", "", right + 100, ""]]}
    taken = take_in(project, "service_log", [], sheets=sheets)
    assert len(taken.table) == 8
    assert any("total" in code for code in taken.problems)
    write_xlsx(
        project.raw / "karangan" / "files" / "lain.xlsx",
        {"Data": [DAYS, *day_rows(3), ["JUMLAH", "", "", right, ""]]},
    )
    make_region(project, source_toml(id=SOURCE, table="service_log", files="lain.xlsx"))
    assert not any("total" in code for code in result_of(project, "service_log").problems)


@pytest.mark.parametrize(("ahead", "accepted"), [(0, 1), (30, 0)])
def test_a_report_received_after_its_file_arrived_is_held_back(project: Project, ahead, accepted):
    day = (datetime.now(UTC) + timedelta(days=ahead)).strftime("%d/%m/%Y")
    rows = [["1", day, "RSUD", "Jalan", "Proses"], ["2", "05/03/2025", "RSUD", "Jalan", "Selesai"]]
    taken = take_in(project, "complaints", rows, header=HEADER)
    assert len(taken.table) == accepted + 1
    assert taken.reasons == ({} if accepted else {"date_in_future": 1})


def test_rows_with_another_separator_are_told(project: Project):
    folder = make_region(project, source_toml(id=SOURCE, table="complaints", files="a.csv"))
    line = "{n},05/03/2025,RSUD,Jalan,Selesai"
    lines = [",".join(HEADER), *(line.format(n=n) for n in range(6))]
    lines[3] = lines[3].replace(",", ";")
    (folder / "a.csv").write_text("\n".join(lines) + "\n", "utf-8")
    taken = result_of(project, "complaints")
    assert len(taken.table) == 5
    told = taken.problems["intake.read.other_separator"]
    assert (told["rows"], told["first"]) == (1, "4")


def test_a_last_row_that_breaks_off_is_told(project: Project):
    folder = make_region(project, source_toml(id=SOURCE, table="complaints", files="a.csv"))
    lines = [",".join(HEADER), *(f"{n},05/03/2025,RSUD,Jalan,Selesai" for n in range(6))]
    (folder / "a.csv").write_text("\n".join(lines)[:-20], "utf-8")
    taken = result_of(project, "complaints")
    assert taken.problems["intake.read.last_row_short"]["row"] == 7
