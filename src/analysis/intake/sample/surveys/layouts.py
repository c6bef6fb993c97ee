"""Staff surveys in the forms they arrive in: a table of codes, an online form, SPSS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.sample import spelling
from analysis.intake.sample.sheets import each, write_rows, write_table
from analysis.intake.sample.surveys.answers import staff_codebook
from analysis.intake.sample.surveys.draw import Round
from analysis.intake.sample.surveys.frames import frame_rows
from analysis.intake.sample.surveys.spss import Variable, write_spss_file
from analysis.measures.groups import AGE_BANDS, TENURE_BANDS
from analysis.schemas.region import Region

LABELS = ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
ABOUT = {
    "gender": "Apa jenis kelamin Anda?",
    "age_band": "Berapa kelompok usia Anda?",
    "education": "Apa pendidikan terakhir Anda?",
    "status": "Apa status kepegawaian Anda?",
    "position_type": "Apa jenis jabatan Anda?",
    "tenure_band": "Berapa lama masa kerja Anda?",
}
COMMENTS = (
    "Mohon pelatihan pengisian SKP diadakan lagi",
    "Aplikasi sering lambat di akhir bulan",
    "Penilaian sebaiknya melihat beban kerja tiap bidang",
    "Atasan jarang memberi umpan balik",
    "Sistem baru lebih jelas daripada yang lama",
)
COMMENT_SHARE = 0.06
SPSS_TRAITS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "unit_id": ("UNIT", "Unit kerja", ()),
    "gender": ("JK", "Jenis kelamin", ("L", "P")),
    "age_band": ("USIA", "Kelompok usia", tuple(AGE_BANDS)),
    "education": ("PENDIDIK", "Pendidikan terakhir", ()),
    "status": ("STATUS", "Status kepegawaian", ()),
    "position_type": ("JABATAN", "Jenis jabatan", ()),
    "tenure_band": ("MASAKERJ", "Kelompok masa kerja", tuple(TENURE_BANDS)),
}
"""Name, label and levels of the traits in an SPSS file; no levels means those that occur."""


def write_coded(folder: Path, region: Region, round_: Round, rng: np.random.Generator) -> None:
    """Write one CSV: item codes as headers, numbers as answers, the respondent's own code."""
    names = _names(region)
    items = staff_codebook().items
    head = ["No", "Tanggal Pengisian", "Kode Responden", "Unit Kerja", "JK", "Kelompok Usia",
            "Pendidikan", "Status Kepegawaian", "Jenis Jabatan", "Kelompok Masa Kerja",
            *[item.code for item in items], "Saran"]  # fmt: skip
    rows: list[list[Any]] = [
        ["DATA CONTOH - SURVEI PEGAWAI TENTANG PENILAIAN KINERJA"],
        [f"GELOMBANG {round_.wave.name} TAHUN {round_.wave.first.year}"],
        [],
        head,
    ]
    remarks = _comments(len(round_.sheets), rng)
    for place, row in enumerate(each(round_.sheets)):
        about = [row.gender, row.age_band, row.education, row.status, row.position_type]
        rows.append([place + 1, row.date.strftime("%d/%m/%Y"), row.panel_code, names[row.unit_id],
                     *about, row.tenure_band,
                     *[_number(getattr(row, item.key)) for item in items],
                     remarks[place]])  # fmt: skip
    name = f"Survei Pegawai {round_.wave.first.year} Gelombang {round_.wave.name}.csv"
    write_rows(folder / name, rows, encoding="utf-8-sig")


def write_form(folder: Path, region: Region, round_: Round, rng: np.random.Generator) -> None:
    """Write an online form's CSV: whole questions as headers, option texts as answers."""
    spellings = {unit.id: (unit.name, *unit.aliases) for unit in region.units}
    units = spelling.vary(round_.sheets["unit_id"], spellings, rng)
    items = [(item.key, item.question) for item in staff_codebook().items if item.question]
    head = ["Stempel waktu", "Di unit kerja mana Anda bertugas?", *ABOUT.values(),
            *[question["id"] for _, question in items], "Saran dan masukan"]  # fmt: skip
    remarks = _comments(len(units), rng)
    lines = []
    for place, row in enumerate(each(round_.sheets)):
        hour, minute = rng.integers(8, 17), rng.integers(60)
        stamp = f"{row.date.strftime('%d/%m/%Y')} {hour:02d}:{minute:02d}:00"
        about = [getattr(row, name) for name in ABOUT]
        answers = [_label(getattr(row, key)) for key, _ in items]
        lines.append([stamp, units[place], *about, *answers, remarks[place]])
    name = f"Survei Pegawai {round_.wave.first.year} (Jawaban).csv"
    write_rows(folder / name, [head, *lines], separator=",", line_end="\n")


def write_spss(folder: Path, region: Region, round_: Round) -> None:
    """Write an SPSS system file: numbers with variable and value labels."""
    sheets = round_.sheets
    days = [day.date() for day in sheets["date"]]
    variables = [Variable("TANGGAL", "Tanggal pengisian", days)]
    named = sheets.assign(unit_id=sheets["unit_id"].map(_names(region)))
    for column, (name, label, levels) in SPSS_TRAITS.items():
        known = levels or tuple(sorted(named[column].dropna().unique()))
        places = {level: float(place) for place, level in enumerate(known, start=1)}
        numbers = named[column].map(places).astype(float).tolist()
        labels = {place: level for level, place in places.items()}
        variables.append(Variable(name, label, numbers, labels))
    agreement = {float(score): label for score, label in enumerate(LABELS, start=1)}
    for item in staff_codebook().items:
        scores = sheets[item.key].astype("Float64").astype(float).tolist()
        question = item.question["id"] if item.question else item.name["id"]
        variables.append(Variable(item.code, question, scores, agreement))
    write_spss_file(folder / f"survei_pegawai_{round_.wave.first.year}.sav", variables)


def write_frame(path: Path, region: Region, rounds: list[Round]) -> None:
    """Write who was invited, as a workbook or as CSV by the name of the file."""
    head = ["Gelombang", "Tahun", "Unit Kerja", "Pemilahan", "Kategori", "Jumlah Diundang"]
    rows = [row for one in rounds for row in frame_rows(one, _names(region))]
    if path.suffix == ".xlsx":
        write_table(path, "Kerangka", [head, *rows])
    else:
        write_rows(path, [head, *rows])


def _names(region: Region) -> dict[str, str]:
    return {unit.id: unit.name for unit in region.units}


def _comments(count: int, rng: np.random.Generator) -> list[str]:
    said = rng.random(count) < COMMENT_SHARE
    chosen = rng.integers(len(COMMENTS), size=count)
    return [COMMENTS[place] if one else "" for one, place in zip(said, chosen, strict=True)]


def _number(score: Any) -> Any:  # noqa: ANN401 - a score or missing
    return "" if pd.isna(score) else int(score)


def _label(score: Any) -> str:  # noqa: ANN401 - a score or missing
    return "" if pd.isna(score) else LABELS[int(score) - 1]
