"""Made-up raw files in the layouts that offices use; nothing in them is real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

UNSUR_B = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
)
CODES = [f"U{number}" for number in range(1, 10)]
SCORES = [3, 4, 3, 4, 2, 3, 4, 3, 4]
LABELS = [
    "Sangat sesuai",
    "Mudah",
    "Kurang cepat",
    "Gratis",
    "Sesuai",
    "Kompeten",
    "Sangat sopan dan ramah",
    "Cukup",
    "Dikelola dengan baik",
]


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def write_sheet(
    path: Path,
    rows: list[list[Any]],
    *,
    name: str = "Data",
    merged: tuple[tuple[int, int, int, int], ...] = (),
) -> Path:
    """Write a sheet; merged ranges are 0-based (first row, first column, last row, last column)."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        fill_sheet(book.add_worksheet(name), rows, merged)
    return path


def fill_sheet(
    sheet: Any, rows: list[list[Any]], merged: tuple[tuple[int, int, int, int], ...] = ()
) -> None:
    for place, row in enumerate(rows):
        for position, cell in enumerate(row):
            if cell is not None:
                sheet.write(place, position, cell)
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, rows[top][left])


def gaspul_workbook(path: Path, respondents: int = 6) -> Path:
    """Title rows A:M, unit and address lines, two-row header, footers, legend, signature."""
    head: list[list[Any]] = [
        ["PENGOLAHAN SURVEI KEPUASAN MASYARAKAT"],
        ["TRIWULAN III TAHUN 2025"],
        ["UNIT PELAYANAN", None, ": Dinas Contoh"],
        ["ALAMAT", None, ": Jalan Rekaan Nomor 2"],
        ["TLP/FAX", None, ": -"],
        [],
        ["No", "Usia", "Jenis Kelamin", "Pekerjaan", "Pendidikan", "NILAI UNSUR PELAYANAN"],
        [None] * 5 + CODES,
    ]
    body = [[n + 1, 30 + n, "LP"[n % 2], "PNS", "SLTA", *SCORES] for n in range(respondents)]
    foot: list[list[Any]] = [
        ["Nilai /Unsur", *[None] * 4, *[respondents * score for score in SCORES]],
        ["NRR / Unsur", *[None] * 4, *SCORES],
        ["NRR tertbg/unsur", *[None] * 4, *[score * 0.11 for score in SCORES], 3.3, "*)"],
        ["IKM Unit pelayanan", *[None] * 12, 82.5, "**)"],
        [],
        ["Keterangan :"],
        [None, "- U1 s.d. U9 = Unsur-unsur pelayanan"],
        [None, "- *) = Jumlah NRR IKM tertimbang"],
        [None, "Mutu Pelayanan :"],
        [None, "A (Sangat Baik) : 88,31 - 100,00"],
        [None, "B (Baik) : 76,61 - 88,30"],
        [],
        [None] * 9 + ["Mamuju, 30 September 2025"],
        [None] * 9 + ["KEPALA UNIT PELAYANAN"],
        [],
        [None] * 9 + ["Nama Rekaan, S.Sos."],
        [None] * 9 + ["NIP. -"],
    ]
    merged = ((0, 0, 0, 12), (1, 0, 1, 12), (6, 5, 6, 13))
    merged += tuple((6, position, 7, position) for position in range(5))
    return write_sheet(path, head + body + foot, name="Rekap", merged=merged)


def opd_recap_workbook(path: Path) -> Path:
    """Row 1 groups, row 2 parts, one line an OPD, then the row "Jumlah"."""
    genders, schools = ["L", "P"], ["SD", "SLTP", "SLTA", "DIPLOMA", "S1", "S2", "S3"]
    jobs = ["PNS", "TNI/Polri", "Swasta", "Wiraswasta", "Pelajar", "Petani", "Lainnya"]
    results = ["POPULASI", "SAMPEL", "NRR TERTIMBANG", "NILAI IKM", "KATEGORI"]
    upper = ["NO", "OPP", "NILAI RATA-RATA NRR PER UNSUR", *[None] * 8, "DEMOGRAFI"]
    upper += [None] * (len(genders + schools + jobs) - 1)
    rows: list[list[Any]] = [
        [*upper, *results],
        [None, None, *CODES, *genders, *schools, *jobs],
    ]
    means = [3.25, 3.1, 3.333, 3.9, 3.2, 3.4, 3.5, 3.1, 3.7]
    for number, name in enumerate(["Dinas Rekaan", "Kecamatan Rekaan", "RSUD Rekaan"], start=1):
        counts = [10 + number] * len(genders + schools + jobs)
        rows.append([number, name, *means, *counts, 400, 196, 3.387, 84.68, "B"])
    rows.append(["Jumlah", None, *[None] * 9, *[36] * len(genders + schools + jobs), 1200, 588])
    last = 10 + len(genders + schools + jobs)
    merged = ((0, 2, 0, 10), (0, 11, 0, last), (0, 0, 1, 0), (0, 1, 1, 1))
    return write_sheet(path, rows, name="Rekap OPD", merged=merged)


def opd_recap_csv(path: Path) -> Path:
    header = ["No", "Nama OPD", *CODES, "NRR Tertimbang", "Nilai IKM", "Kategori"]
    header += ["Label Kategori", "Populasi", "Sampel"]
    means = ["3,25", "3,10", "3,33", "3,90", "3,20", "3,40", "3,50", "3,10", "3,70"]
    line = ["1", "Dinas Rekaan", *means, "3,387", "84,68", "B", "Baik", "400", "196"]
    other = ["2", "Badan Rekaan", *means, "3,387", "84,68", "B", "Baik", "410", "198"]
    return write_csv(path, "\n".join(";".join(row) for row in (header, line, other)) + "\n")


def report_tool_workbook(path: Path) -> Path:
    """Three sheets: Info_Umum, Waktu_Pelaksanaan, Data_Survei_Mentah."""
    info: list[list[Any]] = [
        ["Parameter", "Isi Data"],
        ["Nama Dinas/Badan", "Dinas Rekaan"],
        ["Nama UPTD/Kelurahan", "UPTD Contoh"],
        ["Periode Survei", "Semester I"],
        ["Tahun Survei", 2025],
        ["Jumlah Populasi Penerima Layanan (N)", 1250],
        ["Tanggal FKP", "12 Juni 2025"],
        ["Penanggung Jawab", "Nama Rekaan"],
        ["NIP Penanggung Jawab", "-"],
        ["Tren SKM Tahun 2023", "81,20"],
        ["Tren SKM Tahun 2024", "83,05"],
    ]
    times: list[list[Any]] = [
        ["No.", "Kegiatan", "Waktu Pelaksanaan", "Jumlah Hari Kerja"],
        [1, "Persiapan", "Januari 2025", 6],
        [2, "Pengumpulan Data", "Februari 2025", 10],
    ]
    words = [
        "Persyaratan",
        "Prosedur",
        "Waktu",
        "Biaya",
        "Produk",
        "Kompetensi",
        "Perilaku",
        "Sarana & Prasarana",
        "Pengaduan",
    ]
    items = [f"{code} ({word})" for code, word in zip(CODES, words, strict=True)]
    about = ["No", "Jenis Kelamin (L/P)", "Pendidikan Terakhir", "Pekerjaan", "Jenis Layanan"]
    data: list[list[Any]] = [
        [*about, *items, "Saran / Masukan (Teks)"],
    ]
    data += [
        [n, "LP"[n % 2], "SLTA", "SWASTA", "KTP", *SCORES, "Sudah baik, mohon dipercepat"]
        for n in range(1, 6)
    ]
    with xlsxwriter.Workbook(path) as book:
        fill_sheet(book.add_worksheet("Info_Umum"), info)
        fill_sheet(book.add_worksheet("Waktu_Pelaksanaan"), times)
        fill_sheet(book.add_worksheet("Data_Survei_Mentah"), data)
    return path


FORM_QUESTIONS = [
    "Bagaimana menurut Anda kesesuaian persyaratan pelayanan dengan jenis layanannya?",
    "Bagaimana kemudahan prosedur pelayanan di unit ini menurut Anda?",
    "Bagaimana menurut Anda kecepatan waktu dalam memberikan layanan?",
    "Bagaimana menurut Anda kewajaran biaya atau tarif layanan?",
    "Bagaimana menurut Anda kesesuaian produk pelayanan dengan yang dijanjikan?",
    "Bagaimana menurut Anda kompetensi petugas dalam melayani?",
    "Bagaimana menurut Anda kesopanan dan keramahan petugas?",
    "Bagaimana menurut Anda kualitas sarana dan prasarana?",
    "Bagaimana menurut Anda penanganan pengaduan pengguna layanan?",
]


def online_form(path: Path, answers: list[str] | None = None) -> Path:
    """An online form in Indonesian: time stamp, full questions, option texts."""
    header = ["Stempel waktu", "Nama (boleh dikosongkan)", "Jenis Kelamin", "Berapa usia Anda?"]
    header += ["Pendidikan terakhir", "Pekerjaan utama Anda", *FORM_QUESTIONS, "Kritik dan saran"]
    about = ["Rekaan", "Perempuan", "31", "S1", "Wiraswasta"]
    told = [*(answers or LABELS), "Terima kasih, antrean\nlebih cepat"]
    lines = [[f"1{n}/03/2025 08:0{n}:11", *about, *told] for n in range(6)]
    quoted = [",".join(f'"{cell}"' for cell in line) for line in [header, *lines]]
    return write_csv(path, "\n".join(quoted) + "\n")
