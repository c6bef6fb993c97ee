"""A made-up region with a staff list, annual appraisals, reports and feedback, as CSV files.

Names are made of syllables; texts hold names, numbers and phones, as texts of offices do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.regions import source_toml, write_csv

REGION, PERIOD = "karangan", "2025"
UNITS = {"dinas-padi": ("Dinas Padi", 40), "dinas-jagung": ("Dinas Jagung", 34),
         "kantor-kebun": ("Kantor Kebun", 14)}  # fmt: skip
KINDS = {"dinas-padi": "dinas", "dinas-jagung": "dinas", "kantor-kebun": "kantor"}
STAFF = ["No", "NIP", "Nama", "Unit Kerja", "Status Pegawai", "Golongan", "Pendidikan",
         "Jenis Jabatan", "Tahun"]  # fmt: skip
RATED = ["No", "NIP", "Nama", "Unit Kerja", "Rating Hasil Kerja", "Rating Perilaku Kerja",
         "Predikat Kinerja Tahunan"]  # fmt: skip
REPORTS = ["NIP", "Periode Laporan", "Batas Waktu", "Tanggal Lapor", "Capaian", "Kendala"]
FEEDBACK = ["NIP", "NIP Atasan", "Tanggal Umpan Balik", "Periode yang Dibahas",
            "Jenis Umpan Balik", "Umpan Balik"]  # fmt: skip
FIRST = ("Bantolo", "Cerunta", "Dagiran", "Elubar", "Fanuri", "Gontera", "Harupi", "Inggota")
LAST = ("Kelumba", "Lentoro", "Mursabi", "Nagutra", "Orlindo", "Pasuhan", "Rengkuti", "Sarubai")


@dataclass(frozen=True)
class Person:
    """An employee: what the files say of him."""

    number: int
    unit: str

    @property
    def nip(self) -> str:
        year, month = 1970 + self.number % 25, self.number % 12 + 1
        return f"{year}{month:02d}15{year + 25}{month:02d}{self.number % 2 + 1}{self.number:03d}"

    @property
    def name(self) -> str:
        return f"{FIRST[self.number % 8]} {LAST[self.number // 8 % 8]}{'wan' * (self.number // 64)}"

    @property
    def phone(self) -> str:
        return f"0812{self.number:04d}7731"

    @property
    def is_late(self) -> bool:
        return self.number % 3 == 0

    @property
    def text(self) -> str:
        return f"Kata Pak {self.name}, hubungi {self.phone} atau NIP {self.nip} soal arsip lama"


def staff() -> list[Person]:
    """Return the employees, unit by unit."""
    units = [unit for unit, (_, size) in UNITS.items() for _ in range(size)]
    return [Person(number, unit) for number, unit in enumerate(units, 1)]


def write_region(home: Path) -> Path:
    """Write region.toml under `home` and return the folder of raw files."""
    files = home / "data" / "raw" / REGION / "files"
    files.mkdir(parents=True)
    units = "".join(
        f'\n[[units]]\nid = "{unit}"\nname = "{name}"\nkind = "{KINDS[unit]}"\n'
        for unit, (name, _) in UNITS.items()
    )
    sources = [("employees", {}), ("appraisals", {"period": PERIOD})]
    sources += [("performance_reports", {}), ("feedback", {})]
    told = "".join(
        source_toml(id=table, table=table, files=f"files/{table}.csv", **keys)
        for table, keys in sources
    )
    head = '[region]\nname = "Kota Karangan"\n'
    (files.parent / "region.toml").write_text(head + units + told, "utf-8")
    return files


def write_staff(files: Path, people: Sequence[Person]) -> None:
    """Write the four files about these employees."""
    head = people[0]
    write_csv(files / "employees.csv", [_employee(one) for one in people], header=STAFF)
    write_csv(files / "appraisals.csv", [_rated(one) for one in people], header=RATED)
    write_csv(files / "performance_reports.csv", [_report(one) for one in people], header=REPORTS)
    told = [
        [one.nip, head.nip, "10/07/2025", "2025-S1", "Lisan", one.text]
        for one in people
        if one is not head
    ]
    write_csv(files / "feedback.csv", told, header=FEEDBACK)


def _employee(one: Person) -> list[str]:
    level = ("Pelaksana", "Fungsional")[one.number % 2]
    return [str(one.number), one.nip, one.name, UNITS[one.unit][0], "PNS", "Penata (III/c)",
            "S1", level, PERIOD]  # fmt: skip


def _rated(one: Person) -> list[str]:
    top = one.number % 4 == 0
    result = "Diatas Ekspektasi" if top else "Sesuai Ekspektasi"
    predikat = "Sangat Baik" if top else "Baik"
    return [str(one.number), one.nip, one.name, UNITS[one.unit][0], result, result, predikat]


def _report(one: Person) -> list[str]:
    handed_in = "20/07/2025" if one.is_late else "05/07/2025"
    return [one.nip, "2025-S1", "10/07/2025", handed_in, "Berkas selesai", one.text]
