"""The walk of a person at a terminal: messages, exit codes and repairs by `kinerja` itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.schemas.region import load_region
from analysis.settings import Project
from tests.regions import HEADER, UNITS, answers, make_region, source_toml, write_csv, write_xlsx


def kinerja(
    project: Project, *arguments: str, lang: str = "id"
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KINERJA_HOME": str(project.home), "KINERJA_LANG": lang}
    command = Path(sys.executable).with_name("kinerja")
    return subprocess.run(
        [command, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_from_a_new_region_to_repaired_rows(project: Project):
    assert kinerja(project, "new-region", "karangan").returncode == 0
    folder = project.raw / "karangan"
    rows = answers(12)
    rows[1][HEADER.index("U3")] = "5"
    rows[2][1] = "Rumah Sakit Umum Daerahh"
    path = write_csv(folder / "files" / "skm.csv", rows)
    shown = kinerja(project, "inspect", str(path), "--write")
    assert shown.returncode == 0
    assert "[[units]]" in shown.stdout
    toml = folder / "region.toml"
    toml.write_text(toml.read_text("utf-8") + UNITS, "utf-8")
    first = kinerja(project, "intake", "karangan")
    assert first.returncode == 0
    assert "1 baris dikarantina: unit tidak dikenal." in first.stdout
    assert "--todo" in first.stdout
    todo = kinerja(project, "intake", "karangan", "--todo").stdout
    assert 'aliases = ["RSUD", "Rumah Sakit Umum Daerahh"]' in todo
    assert 'from = "5"' in todo
    entry = todo[todo.index("[[corrections]]") :].split("\n\n")[0]
    entry = entry.replace('to = "..."', 'to = "4"').replace("    ", "")
    (folder / "corrections.toml").write_text(entry, "utf-8")
    toml.write_text(
        toml.read_text("utf-8").replace('["RSUD"]', '["RSUD", "Rumah Sakit Umum Daerahh"]'), "utf-8"
    )
    second = kinerja(project, "intake", "karangan")
    assert second.returncode == 0
    assert "dikarantina" not in second.stdout
    assert "tidak ada yang berubah" in kinerja(project, "intake", "karangan").stdout


def test_lines_proposed_for_a_recap_load_again(project: Project):
    folder = make_region(project).parent
    (folder / "region.toml").write_text('[region]\nname = "Karangan"\n' + UNITS, "utf-8")
    header = ["No", "Nama OPD", *(f"U{n}" for n in range(1, 10)), "Nilai IKM", "Kategori"]
    rows = [
        ["1", "RSUD", "3,1", "3,2", "8,030", *["3,3"] * 6, "83,52", "B"],
        ["2", "Disdukcapil", *["3,1"] * 9, "8.352", "B"],
    ]
    path = write_csv(folder / "files" / "rekap.csv", rows, header=header)
    assert kinerja(project, "inspect", str(path), "--write").returncode == 0
    assert load_region(folder).sources[0].columns["waktu"] == "U3"


@pytest.mark.parametrize(
    ("lang", "word"), [("id", "Sebutkan daerahnya"), ("en", "Name the region")]
)
def test_accept_without_a_region_finds_the_only_one_with_the_file(project, lang, word):
    for name, file in (("satu", "a.csv"), ("dua", "b.csv")):
        folder = make_region(project, source_toml(files="*.csv", unsur_order="B"), name=name)
        write_csv(folder / file, answers(6))
    assert kinerja(project, "intake").returncode == 0
    write_csv(project.raw / "satu" / "files" / "a.csv", answers(8))
    assert kinerja(project, "intake", lang=lang).returncode == 3
    assert kinerja(project, "intake", "--accept", "a.csv", lang=lang).returncode == 0
    wrong = kinerja(project, "intake", "--accept", "c.csv", lang=lang)
    assert wrong.returncode == 2
    assert word in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("intake", "tiada"), 2),
        (("intake", "../tiada"), 2),
        (("inspect", "tiada.csv", "--write"), 2),
        (("inspect", "tiada.csv"), 2),
    ],
)
def test_wrong_use_ends_with_a_message_and_no_trace(project: Project, arguments, code):
    told = kinerja(project, *arguments)
    assert told.returncode == code
    assert told.stderr.startswith("Galat:") or "\nGalat:" in told.stderr
    assert "Traceback" not in told.stderr


def nip(number: int) -> str:
    return f"19{70 + number}0101200003100{number % 9 + 1}"


def office_files(folder: Path) -> list[Path]:
    """Staff list, recap of e-Kinerja, LAPOR export and training list as a clerk receives them."""
    units = ["Dinas Kesehatan", "Dinas Sosial"]
    staff = [[n + 1, f"Rekaan {n}", nip(n), "III/a", 7, "S1", units[n % 2]] for n in range(8)]
    names = ["NO", "NAMA", "NIP", "GOL. RUANG", "KELAS JABATAN", "PENDIDIKAN", "PERANGKAT DAERAH"]
    recap = [
        "No",
        "NIP",
        "Nama",
        "Rating Hasil Kinerja",
        "Rating Perilaku Kerja",
        "Predikat Kinerja",
    ]
    same = "Sesuai Ekspektasi"
    ratings = [[n + 1, nip(n), f"Rekaan {n}", same, same, "Baik"] for n in range(8)]
    sheets = {
        "nominatif 2025.xlsx": [["DAFTAR NOMINATIF TAHUN 2025"], [], names, *staff],
        "Rekap Penilaian (4).xlsx": [
            ["1373 - Pemerintah Kota Karangan"], ["Bidang Rekaan"], ["Periode Tahunan 2025"], [],
            recap, *ratings,
        ],
    }  # fmt: skip
    for name, rows in sheets.items():
        write_xlsx(folder / name, {"Sheet1": rows})
    lapor = [
        [
            str(n),
            f"{n} Jan 2025",
            "10:11:12",
            "Aspirasi",
            "Website",
            units[n % 2].upper(),
            "Selesai",
        ]
        for n in range(1, 7)
    ]
    header = ["No", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Klasifikasi Laporan",
              "Sumber Laporan", "Instansi Terdisposisi", "Status Laporan"]  # fmt: skip
    write_csv(folder / "lapor.csv", lapor, header=header)
    courses = [
        [nip(n), f"Rekaan {n}", "Kursus Rekaan", "03/03/2025", "24", "Selesai"] for n in range(5)
    ]
    header = ["NIP", "Nama", "Nama Diklat", "Tanggal Mulai", "Jumlah JP", "Status"]
    write_csv(folder / "diklat.csv", courses, header=header)
    return [folder / name for name in (*sheets, "lapor.csv", "diklat.csv")]


def test_from_a_new_region_to_four_tables_without_opening_an_editor(project: Project):
    assert kinerja(project, "new-region", "karangan").returncode == 0
    folder = project.raw / "karangan"
    for place, path in enumerate(office_files(folder / "files")):
        units = ["--units"] if place == 0 else []
        shown = kinerja(project, "inspect", str(path), "--write", *units)
        assert shown.returncode == 0, shown.stderr
        assert "hapus tanda #" not in shown.stdout
    assert [unit.name for unit in load_region(folder).units] == ["Dinas Kesehatan", "Dinas Sosial"]
    tables = [source.table for source in load_region(folder).sources]
    assert tables == ["employees", "appraisals", "complaints", "trainings"]
    done = kinerja(project, "intake", "karangan")
    assert done.returncode == 0, done.stderr
    assert "dikarantina" not in done.stdout
