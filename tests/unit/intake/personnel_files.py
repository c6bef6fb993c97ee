"""Made-up staff lists and recaps; the numbers are nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.regions import source_toml, write_csv, write_xlsx

STAFF_HEADER = (
    "NIP", "Nama", "Unit Kerja", "JK", "Status", "Gol", "Jenjang", "NIP Atasan",
)  # fmt: skip
STAFF_COLUMNS = {
    "employee_id": "NIP", "unit_id": "Unit Kerja", "gender": "JK", "status": "Status",
    "golongan": "Gol", "position_level": "Jenjang", "supervisor_id": "NIP Atasan",
}  # fmt: skip
RECAP_HEADER = (
    "No", "NIP", "Nama", "Jabatan", "Rating Hasil Kinerja", "Rating Perilaku Kerja",
    "Predikat Kinerja Periodik",
)  # fmt: skip
RECAP_COLUMNS = {
    "employee_id": "NIP", "result_rating": "Rating Hasil Kinerja",
    "behaviour_rating": "Rating Perilaku Kerja", "predikat_recorded": "Predikat Kinerja Periodik",
}  # fmt: skip

HEAD = "197001012000031001"
BUDI = "197806112001121001"
ANI = "198001012005012002"
CICI = "200012312024212001"
PEOPLE = {HEAD: "Hendra Gunawan", BUDI: "Budi Santoso", ANI: "Ani Lestari", CICI: "Cici Paramida"}
ABOVE, AS_EXPECTED, BELOW = "Diatas Ekspektasi", "Sesuai Ekspektasi", "Dibawah Ekspektasi"

Row = Sequence[str]


def staff_row(
    number: str,
    unit: str = "RSUD",
    *,
    gender: str = "",
    status: str = "",
    grade: str = "",
    level: str = "",
    superior: str = "",
) -> list[str]:
    name = PEOPLE.get(number, "Nama Rekaan")
    return [number, name, unit, gender, status, grade, level, superior]


def staff_source(**keys: object) -> str:
    told = {
        "id": "pegawai", "table": "employees", "files": "pegawai*.csv", "period": "2025",
        "columns": STAFF_COLUMNS, **keys,
    }  # fmt: skip
    return source_toml(**told)


def write_staff(path: Path, rows: Sequence[Row]) -> Path:
    return write_csv(path, rows, header=STAFF_HEADER)


def recap_source(**keys: object) -> str:
    told = {
        "id": "rekap", "table": "appraisals", "files": "Rekap*.xlsx", "columns": RECAP_COLUMNS,
        "ignore": ["Jabatan"], **keys,
    }  # fmt: skip
    return source_toml(**told)


def write_recap(
    path: Path,
    rows: Sequence[tuple[str, str, str, str]],
    *,
    unit: str = "Bidang Pelayanan",
    period: str = "Periode Tahunan 2025",
) -> Path:
    """Write an e-Kinerja recap (domain.md 2.5): NIP, two ratings and a predikat for each row."""
    head = [["3013 - Pemerintah Kota Karangan"], [unit], [period], [], list(RECAP_HEADER)]
    body = [
        [n, number, PEOPLE.get(number, "Nama Rekaan"), "Pelaksana", *ratings]
        for n, (number, *ratings) in enumerate(rows, start=1)
    ]
    return write_xlsx(path, {"Rekap": [*head, *body]})
