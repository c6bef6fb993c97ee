"""A fifth region from two raw files, by commands alone: no Python and no region.toml by hand."""

from __future__ import annotations

import json
import shutil
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from tests.reports.conftest import kinerja

REGION = "karangan"
OFFICES = ("Dinas Pertamanan Karangan", "Dinas Pasar Karangan", "Badan Arsip Karangan")
EMPLOYEES = 150
MOST_SECONDS = 120
"""On a busy machine; about half of it on a quiet one."""


def numbers(rng: np.random.Generator) -> list[str]:
    """Return made-up NIP of the right form, all different."""
    found = []
    for place in range(EMPLOYEES):
        born = date(
            1970 + int(rng.integers(25)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
        )
        started = f"{born.year + 24}{int(rng.integers(1, 13)):02d}"
        found.append(f"{born:%Y%m%d}{started}{1 + place % 2}{1 + place:03d}")
    return found


def write_staff_list(path: Path, people: list[str]) -> None:
    """Write a list as an office prints it: title lines, a section row for every office."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Daftar")
        sheet.merge_range("A1:E1", "DAFTAR PEGAWAI NEGERI SIPIL")
        sheet.merge_range("A2:E2", "KEADAAN PER 31 DESEMBER 2025")
        sheet.write_row(3, 0, ["No", "NIP", "Nama", "Golongan", "Jabatan", "Unit Kerja"])
        for place, nip in enumerate(people):
            office = OFFICES[place % len(OFFICES)]
            line = [place + 1, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}", "Wira Contoh"]
            sheet.write_row(4 + place, 0, [*line, "III/b", "Analis", office])


def write_recap(path: Path, people: list[str], rng: np.random.Generator) -> None:
    """Write a recap of the national appraisal system: preamble, three labels, nothing else."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Rekap")
        sheet.write(0, 0, "9999 - Pemerintah Karangan")
        sheet.write(1, 0, "Sekretariat Karangan")
        sheet.write(2, 0, "Periode Tahunan 2025")
        head = ["No", "NIP", "Nama", "Jabatan", "Rating Hasil Kinerja", "Rating Perilaku Kerja"]
        sheet.write_row(4, 0, [*head, "Predikat Kinerja Periodik"])
        for place, nip in enumerate(people):
            above = rng.random() < 0.3
            result = "Diatas Ekspektasi" if above else "Sesuai Ekspektasi"
            label = "Sangat Baik" if above else "Baik"
            behaviour = "Diatas Ekspektasi" if above else "Sesuai Ekspektasi"
            sheet.write_row(
                5 + place, 0, [place + 1, nip, "Wira Contoh", "Analis", result, behaviour, label]
            )


@pytest.fixture(scope="module")
def home(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workbench with the notebooks."""
    made = tmp_path_factory.mktemp("fifth")
    (made / "data" / "raw").mkdir(parents=True)
    shutil.copytree(root / "notebooks", made / "notebooks")
    return made


def test_two_raw_files_become_reports(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KINERJA_SECRET", "rahasia-untuk-pengujian-saja-0123456789")
    rng = np.random.default_rng(5)
    people = numbers(rng)
    began = time.monotonic()
    assert kinerja(home, "new-region", REGION).returncode == 0
    files = home / "data" / "raw" / REGION / "files"
    write_staff_list(files / "daftar_pegawai_2025.xlsx", people)
    write_recap(files / "Rekap Penilaian (45).xlsx", people, rng)
    staff_list, recap = (
        str(files / "daftar_pegawai_2025.xlsx"),
        str(files / "Rekap Penilaian (45).xlsx"),
    )
    for command in ((staff_list, "--write", "--units"), (recap, "--write")):
        told = kinerja(home, "inspect", *command)
        assert told.returncode == 0, told.stdout + told.stderr
    taken = kinerja(home, "intake", REGION)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    made = kinerja(home, "run", "--region", REGION, "--study", "quality", "--study", "fairness")
    assert made.returncode == 0, made.stdout + made.stderr
    seconds = time.monotonic() - began
    told = (home / "reports" / REGION / "2025" / "fairness" / "findings.json").read_text("utf-8")
    whole = {one["id"]: one for one in json.loads(told)["findings"] if not one["group"]}
    top = whole["fairness.top_box_share"]
    assert top["n"] == EMPLOYEES
    assert (top["status"], top["reason_code"]) == ("review", "few_clusters")  # three units
    assert whole["fairness.connectivity"]["status"] == "blocked"
    assert seconds < MOST_SECONDS, f"{seconds:.0f} s"
    with capsys.disabled():
        sys.stdout.write(f"\nA fifth region from two raw files to two reports: {seconds:.0f} s\n")
