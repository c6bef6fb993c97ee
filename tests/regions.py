"""Builders of made-up regions and files for the tests of intake."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import xlsxwriter

from analysis.intake.raw import Problem
from analysis.settings import Project

UNSUR = (
    "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana",
    "pengaduan",
)  # fmt: skip

UNITS = """
[[units]]
id = "dukcapil"
name = "Dinas Kependudukan dan Pencatatan Sipil"
aliases = ["Disdukcapil"]

[[units]]
id = "rsud"
name = "Rumah Sakit Umum Daerah"
aliases = ["RSUD"]
"""

HEADER = ["Tanggal", "Unit", "Jenis Kelamin", "Usia", "Pendidikan", "Pekerjaan",
          *(f"U{n}" for n in range(1, 10)), "Saran"]  # fmt: skip


def region_toml(sources: str, *, synthetic: bool = False, units: str = UNITS) -> str:
    return (
        '[region]\nname = "Kota Karangan"\n'
        + ("synthetic = true\n" if synthetic else "")
        + units
        + sources
    )


def source_toml(**keys: object) -> str:
    told = {"id": "skm", "table": "citizen_survey", "files": "*", **keys}
    lines = [f"{key} = {_toml(value)}" for key, value in told.items()]
    return "\n[[sources]]\n" + "\n".join(lines) + "\n"


def make_region(
    project: Project, sources: str = "", *, name: str = "karangan", synthetic: bool = False
) -> Path:
    """Write region.toml and return the region's files folder."""
    folder = project.raw / name / "files"
    folder.mkdir(parents=True, exist_ok=True)
    toml = region_toml(sources or source_toml(unsur_order="B"), synthetic=synthetic)
    (folder.parent / "region.toml").write_text(toml, "utf-8")
    return folder


def answers(count: int, *, seed: int = 1) -> list[list[str]]:
    """Made-up answer rows in the order of `HEADER`."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        day = f"{rng.integers(1, 28):02d}/{rng.integers(1, 7):02d}/2025"
        unit = ("Disdukcapil", "RSUD")[rng.integers(2)]
        gender = ("L", "P")[rng.integers(2)]
        rows.append(
            [
                day,
                unit,
                gender,
                str(rng.integers(20, 60)),
                "S1",
                "Swasta",
                *(str(score) for score in rng.integers(2, 5, 9)),
                "",
            ]
        )
    return rows


def write_csv(
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    header: Sequence[str] = HEADER,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    with path.open("w", newline="", encoding=encoding) as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows([header, *rows])
    return path


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def told(problem: Problem | None) -> dict[str, object]:
    """What a problem's sentence is filled with."""
    return dict(vars(problem)["values"]) if problem is not None else {}


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {_toml(v)}' for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
