"""Minutes of forums: consultations of offices, planning meetings, village meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from analysis.intake.sample import spelling
from analysis.intake.sample.organisation.wording import any_of, sentences
from analysis.intake.sample.sheets import write_table
from analysis.intake.sample.sizes import YEARS
from analysis.schemas.region import Region

STATES, STATE_SHARES = ("planned", "under_way", "done", "none"), (0.35, 0.20, 0.30, 0.15)
POINT_SHARES = (0.28, 0.18, 0.12, 0.14, 0.10, 0.08, 0.10)
"""Shares of the topics in the order of `texts.toml`."""


@dataclass(frozen=True)
class Forum:
    """A kind of forum, held at about the same time every year."""

    name: str
    month: int
    place: str
    points: int


FORUMS: dict[str, tuple[Forum, ...]] = {
    "sawahlunto": (
        Forum("Forum Konsultasi Publik", 3, "Balai Kota", 14),
        Forum("Musrenbang Kecamatan", 2, "Kantor Camat", 10),
        Forum("Forum Konsultasi Publik", 9, "Balai Kota", 14),
    ),
    "mamuju": (
        Forum("Forum Konsultasi Publik", 4, "Aula Dinas Kesehatan", 10),
        Forum("Musrenbang Kabupaten", 3, "Aula Bappeda", 10),
    ),
    "tanjungbalai": (Forum("Forum Konsultasi Publik", 10, "Aula Wali Kota", 12),),
    "wanggar": (
        Forum("Musyawarah Kampung", 5, "Balai Kampung", 12),
        Forum("Musyawarah Distrik", 11, "Kantor Distrik", 10),
    ),
}


def write_forums(folder: Path, region: Region, rng: np.random.Generator) -> None:
    """Write one workbook of minutes: topics, points, follow-ups, with a signature below."""
    head = ["No", "Tanggal", "Forum", "Tempat", "OPD Terkait", "Topik", "Usulan/Masukan",
            "Disampaikan oleh", "Tindak Lanjut", "Status"]  # fmt: skip
    rows: list[list[Any]] = [["DATA CONTOH - NOTULEN FORUM MASYARAKAT"], [region.name], [], head]
    for year in YEARS:
        for forum in FORUMS[region.id]:
            day = _weekday(date(year, forum.month, int(rng.integers(2, 27))))
            rows += _minutes(region, forum, day, rng)
            rows.append([])
    for number, row in enumerate((row for row in rows[4:] if row), start=1):
        row[0] = number
    last = f"{region.name.split()[-1]}, 31 Desember {YEARS[-1]}"
    rows += [[], [""] * 7 + [last], [""] * 7 + ["NOTULIS"], [], [""] * 7 + ["Nurvela Jorubang"]]
    write_table(folder / "Notulen Forum.xlsx", "Notulen", rows)


def _minutes(region: Region, forum: Forum, day: date, rng: np.random.Generator) -> list[list[Any]]:
    topics = rng.choice(list(sentences()["points"]), forum.points, p=POINT_SHARES)
    people = spelling.names(forum.points, rng)
    lines: list[list[Any]] = []
    for topic, person in zip(topics, people, strict=True):
        unit = region.units[int(rng.integers(len(region.units)))]
        short = (unit.aliases or (unit.name,))[0]
        state = str(rng.choice(STATES, p=STATE_SHARES))
        lines.append(["", f"{day.day} {spelling.MONTHS[day.month - 1]} {day.year}", forum.name,
                      forum.place, unit.name, str(topic).capitalize(),
                      any_of("points", str(topic), rng).format(unit=short), person,
                      any_of("answers", state, rng), any_of("statuses", state, rng)])  # fmt: skip
    return lines


def _weekday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
