"""The many ways in which offices write the same thing, and made-up comments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

GENDER = {"L": ("L", "Laki-laki", "LK", "Pria"), "P": ("P", "Perempuan", "PR", "Wanita")}
EDUCATION = {
    "SD": ("SD", "SD KE BAWAH"),
    "SMP": ("SMP", "SLTP", "SMP/MTs"),
    "SMA": ("SMA", "SLTA", "SMK", "SLTA/SEDERAJAT"),
    "D3": ("D3", "D-III", "Diploma III"),
    "S1": ("S1", "S-1", "Sarjana", "Strata I"),
    "S2": ("S2", "S-2", "Magister"),
}
OCCUPATION = {
    "ASN": ("PNS", "ASN", "PPPK"),
    "Swasta": ("Swasta", "Karyawan Swasta"),
    "Wirausaha": ("Wirausaha", "Wiraswasta"),
    "Pelajar/Mahasiswa": ("Pelajar/Mahasiswa", "Mahasiswa"),
    "Petani/Nelayan": ("Petani", "Nelayan"),
    "IRT": ("IRT", "Ibu Rumah Tangga"),
    "Pensiunan": ("Pensiunan",),
    "Lainnya": ("Lainnya", "Lain-lain"),
}
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
LABELS = {
    "persyaratan": ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    "prosedur": ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    "waktu": ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    "biaya": ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    "produk": ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    "kompetensi": ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    "perilaku": (
        "Tidak sopan dan ramah",
        "Kurang sopan dan ramah",
        "Sopan dan ramah",
        "Sangat sopan dan ramah",
    ),
    "pengaduan": (
        "Tidak ada",
        "Ada tetapi tidak berfungsi",
        "Berfungsi kurang maksimal",
        "Dikelola dengan baik",
    ),
    "sarana": ("Buruk", "Cukup", "Baik", "Sangat baik"),
}

FIRST = ("Bemura", "Delvani", "Garondi", "Hastuma", "Kelimar", "Lodrima", "Nurvela", "Pasrindo")
LAST = ("Akuntara", "Belmiwati", "Corindang", "Dumaresta", "Galimbara", "Hendrakusa", "Jorubang")
COMMENTS = (
    "Antrean terlalu lama, mohon loket ditambah",
    "Petugas ramah dan membantu",
    "Ruang tunggu panas, kursi kurang",
    "Syarat tidak ditempel di papan pengumuman",
    "Pelayanan sudah baik, tingkatkan terus",
    "Jam buka tidak sesuai jadwal",
    "Mohon informasi biaya diperjelas",
    "Parkir sempit",
    "Toilet perlu dibersihkan",
    "Pengaduan saya belum dijawab",
)
COMMENT_SHARE = 0.08
NAMED_SHARE = 0.15


def vary(
    values: pd.Series, spellings: Mapping[str, tuple[str, ...]], rng: np.random.Generator
) -> list:
    """Return each canonical value in one of its spellings, the first being the most common."""
    chosen = []
    for value in values:
        options = spellings[value]
        chosen.append(options[0] if rng.random() < 0.6 else options[rng.integers(len(options))])
    return chosen


def names(count: int, rng: np.random.Generator) -> list[str]:
    """Return made-up names that no person bears."""
    first, last = rng.choice(FIRST, count), rng.choice(LAST, count)
    return [f"{one} {other}" for one, other in zip(first, last, strict=True)]


def phones(count: int, rng: np.random.Generator) -> list[str]:
    """Return phone numbers of a block that is not given out."""
    return [f"0800-{number:04d}-{tail:04d}" for number, tail in rng.integers(0, 9999, (count, 2))]


def comments(count: int, rng: np.random.Generator) -> list[str]:
    """Return comments, most of them empty, a few of them naming a made-up person."""
    found = []
    for name, phone in zip(names(count, rng), phones(count, rng), strict=True):
        if rng.random() >= COMMENT_SHARE:
            found.append("")
            continue
        text = COMMENTS[rng.integers(len(COMMENTS))]
        if rng.random() < NAMED_SHARE:
            text += f". Terima kasih Pak {name.split()[0]}, hubungi saya di {phone}"
        found.append(text)
    return found


def long_date(day: pd.Timestamp) -> str:
    """Return "2 Januari 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def decimal_comma(value: float, places: int) -> str:
    """Return the number with a decimal comma."""
    return f"{value:.{places}f}".replace(".", ",")
