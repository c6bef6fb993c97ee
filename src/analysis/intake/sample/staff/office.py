"""How an office writes cells: numbers of employees, dates, figures and words, with its slips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.sample.sheets import ROMAN
from analysis.intake.sample.spelling import decimal_comma, long_date
from analysis.intake.sample.staff.draw import Staff
from analysis.intake.sample.staff.identity import SECRETARY_NAME, SECRETARY_NIP
from analysis.intake.sample.staff.posts import ADMINISTRATOR, HEAD
from analysis.schemas.region import Region

BUREAUS = ("Sekretariat", "Bidang Pelayanan", "Bidang Pembinaan", "Bidang Data", "Bidang Sarana")
SECTIONS = ("Subbagian Umum", "Seksi Pelayanan", "Seksi Data", "Seksi Pengawasan",
            "Subbagian Keuangan", "Seksi Sarana", "Seksi Informasi")  # fmt: skip
WORDS = {
    "Di atas ekspektasi": "Diatas Ekspektasi",
    "Sesuai ekspektasi": "Sesuai Ekspektasi",
    "Di bawah ekspektasi": "Dibawah Ekspektasi",
    "superior": "Pejabat Penilai",
    "second": "Penilai Kedua",
    "self": "Penilaian Diri",
    "higher": "Semakin tinggi semakin baik",
    "lower": "Semakin rendah semakin baik",
    "reward": "Penghargaan",
    "promotion": "Kenaikan Pangkat",
    "further_education": "Tugas Belajar",
    "coaching": "Pembinaan",
    "sanction": "Hukuman Disiplin",
    "nominated": "Dicalonkan",
    "waitlisted": "Daftar Tunggu",
    "attended": "Hadir",
    "completed": "Selesai",
    "absent": "Tidak Hadir",
}
TITLES_OF_POSTS = {
    "JPT Pratama": "Kepala Perangkat Daerah",
    "Administrator": "Kepala Bidang",
    "Pengawas": "Kepala Seksi",
    "Klerek": "Pengadministrasi Perkantoran",
    "Operator": "Operator Layanan Operasional",
    "Teknisi": "Teknisi Sarana dan Prasarana",
}


@dataclass(frozen=True)
class Style:
    """The habits of an office.

    Attributes
    ----------
    nip : {"plain", "spaced", "quoted"}
    date : {"long", "slash"}
        "24 Juli 2025" or 24/07/2025.
    comma : bool
        Decimal comma as text; otherwise numbers stay numbers.
    """

    nip: str = "plain"
    date: str = "slash"
    comma: bool = False


@dataclass(frozen=True)
class Desk:
    """Who writes: the staff and the habits of one office."""

    region: Region
    staff: Staff
    style: Style
    rng: np.random.Generator

    def cells(self, frame: pd.DataFrame, key: str) -> list[Any]:
        """Return the cells of one column of a file; "" where nothing is known.

        Parameters
        ----------
        frame : DataFrame
            Rows with `person`.
        key : str
            A column of the frame, or number, name, nip, rater_nip, superior_nip, unit, sub_unit,
            post_title, period_words, about_words, eligible_word, <column>:rupiah.
        """
        written = self._special(key)
        if written is not None:
            return written(frame)
        column, _, way = key.partition(":")
        values = frame[column]
        if way == "rupiah":
            return ["" if pd.isna(one) else _rupiah(float(one)) for one in values]
        return [self._cell(one) for one in values.tolist()]

    def _special(self, key: str) -> Callable[[pd.DataFrame], list[Any]] | None:
        ways: dict[str, Callable[[pd.DataFrame], list[Any]]] = {
            "number": lambda frame: list(range(1, len(frame) + 1)),
            "name": lambda frame: [self._name(one) for one in frame["person"]],
            "nip": lambda frame: self._damaged(self._nips(frame["person"])),
            "rater_nip": lambda frame: self._nips(frame["rater"]),
            "superior_nip": lambda frame: self._nips(frame["supervisor"].fillna(-1)),
            "unit": self._units,
            "sub_unit": lambda frame: [self.sub_unit(int(post)) for post in frame["post"]],
            "post_title": lambda frame: [_title(level) for level in frame["position_level"]],
            "period_words": lambda frame: [period_words(one) for one in frame["period"]],
            "about_words": lambda frame: [period_words(one) for one in frame["about_period"]],
            "eligible_word": lambda frame: [
                "Ya" if one else "Tidak" for one in frame["eligible_flag"]
            ],
        }
        return ways.get(key)

    def _units(self, frame: pd.DataFrame) -> list[str]:
        names = {unit.id: unit.name for unit in self.region.units}
        if "unit_id" in frame:
            return [names[one] for one in frame["unit_id"]]
        return [self.region.units[place].name for place in frame["unit"]]

    def sub_unit(self, post: int) -> str:
        """Return the name of the part of an office that a post leads."""
        posts = self.staff.history.careers.posts
        if post < 0 or posts.rung[post] == HEAD:
            return "Pimpinan"
        same = (posts.unit == posts.unit[post]) & (posts.rung == posts.rung[post])
        place = int(np.flatnonzero(np.flatnonzero(same) == post)[0])
        names = BUREAUS if posts.rung[post] == ADMINISTRATOR else SECTIONS
        again = f" {ROMAN[place // len(names)]}" if place >= len(names) else ""
        return f"{names[place % len(names)]}{again}"

    def _name(self, person: int) -> str:
        return SECRETARY_NAME if person < 0 else str(self.staff.identities["name"].iloc[person])

    def _nips(self, persons: pd.Series) -> list[str]:
        numbers = [*self.staff.identities["nip"], SECRETARY_NIP]
        return [self._styled(numbers[int(one)]) for one in persons]

    def _styled(self, nip: str) -> str:
        if self.style.nip == "spaced":
            return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
        return f"'{nip}" if self.style.nip == "quoted" else nip

    def _damaged(self, nips: list[str]) -> list[Any]:
        """Return the numbers with some of 19 digits and some that a spreadsheet has rounded."""
        share = self.staff.history.knobs.dirt.damaged_nip
        chance = self.rng.random(len(nips))
        return [
            nip
            if one >= share
            else f"{nip}1"
            if one < share / 2
            else f"{float(nip.replace(' ', '').lstrip(chr(39))):.5E}"
            for nip, one in zip(nips, chance, strict=True)
        ]

    def _cell(self, value: Any) -> Any:  # noqa: ANN401 - whatever a frame holds
        if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
            return ""
        if isinstance(value, pd.Timestamp):
            return self._day(value)
        if isinstance(value, float):
            return self._figure(value)
        return WORDS.get(value, value)

    def _day(self, day: pd.Timestamp) -> str:
        if day.hour:
            return f"{day:%d/%m/%Y %H:%M}"
        return long_date(day) if self.style.date == "long" else f"{day:%d/%m/%Y}"

    def _figure(self, value: float) -> Any:  # noqa: ANN401 - a number, or text with a comma
        if value == int(value):
            return int(value)
        return decimal_comma(value, 1) if self.style.comma else round(value, 1)


def period_words(period: str) -> str:
    """Return "Triwulan IV 2025", "Semester I 2025" or "2025"."""
    year, _, part = str(period).partition("-")
    if not part:
        return year
    kind = "Triwulan" if part[0] == "Q" else "Semester"
    return f"{kind} {ROMAN[int(part[1]) - 1]} {year}"


def _rupiah(value: float) -> str:
    return f"Rp {value:,.0f}".replace(",", ".")


def _title(level: str) -> str:
    return TITLES_OF_POSTS.get(level, f"Analis Kebijakan {level}")
