"""Real layouts of the shared folder, filled with made-up answers or read as they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from analysis import store
from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import make_region, source_toml

HOSPITAL_REGION = """
[region]
name = "Kota Karangan"

[[units]]
id = "rsud"
name = "Rumah Sakit Umum Daerah"

[[sources]]
id = "servqual"
table = "citizen_survey"
files = "*.csv"
codebook = "servqual"
unit = "rsud"
sampling = "quota"
ignore = ["tanggungan_biaya"]
"""

CODEBOOK_HEAD = """
id = "servqual"
title = { id = "Mutu layanan rumah sakit", en = "Hospital service quality" }
instrument = "servqual_rsud"

[answers]
minimum = 1
maximum = 5

[[scales]]
key = "index"
name = { id = "Persepsi", en = "Perception" }

[[scales]]
key = "harapan"
name = { id = "Harapan", en = "Expectation" }
role = "expectation"
"""


def fill_template(template: Path, target: Path, answers: np.ndarray) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    for number, row in enumerate(answers.tolist(), start=1):
        person = [number, f"Orang Karangan {number}", "LP"[number % 2], 20 + number % 40, "S1",
                  "Wirausaha", "Perizinan"]  # fmt: skip
        for column, value in enumerate([*person, *row], start=1):
            sheet.cell(row=number + 2, column=column, value=value)
    book.save(target)


def test_skm_template_needs_only_period_and_unit(project: Project, shared_data: Path):
    answers = np.random.default_rng(11).integers(2, 5, (60, 9))
    files = make_region(project, source_toml(files="*.xlsx", period="2025-S1", unit="dukcapil"))
    fill_template(shared_data / "skm_template" / "template_file.xlsx", files / "skm.xlsx", answers)
    report = intake_region(project, "karangan")
    source = report.source("skm")
    assert [error.text("en") for error in report.errors] == []
    assert (source.rows_in, source.accepted, source.structural) == (62, 60, 2)
    assert source.unsur_order == "assumed"
    codes = {problem.code for problem in source.problems}
    assert "intake.mapping.extra_item_empty" in codes
    assert "intake.mapping.unsur_order" in codes
    assert "intake.mapping.persons_dropped" in codes
    frame = store.read_table(project, "karangan", "citizen_survey")
    order_b = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku",
               "sarana", "pengaduan"]  # fmt: skip
    assert frame[order_b].to_numpy(dtype=int).tolist() == answers.tolist()
    assert frame["service"].unique().tolist() == ["Perizinan"]
    everything = frame.astype("str").to_csv()
    assert "Orang Karangan" not in everything


def hospital_codebook(items: pd.DataFrame) -> str:
    """An own codebook, written from the list of questions that lies beside the answers."""
    parts = [CODEBOOK_HEAD]
    for kind, scale in (("P", "index"), ("H", "harapan")):
        for number, code in enumerate(items["kode"], start=1):
            assert code == f"P{number}/H{number}"
            text = f'{{ id = "{kind}{number}", en = "{kind}{number}" }}'
            parts.append(
                f'[[items]]\nkey = "{kind.lower()}{number:02d}"\ncode = "{kind}{number}"\n'
                f'scale = "{scale}"\nname = {text}\n'
            )
    return "\n".join(parts)


def test_hospital_survey_by_its_own_codebook(project: Project, shared_data: Path):
    folder = shared_data / "rsud_servqual_2017"
    assert len(HOSPITAL_REGION.strip().splitlines()) <= 30
    files = make_region(project)
    (files.parent / "region.toml").write_text(HOSPITAL_REGION, "utf-8")
    (files.parent / "codebooks").mkdir()
    (files.parent / "codebooks" / "servqual.toml").write_text(
        hospital_codebook(pd.read_csv(folder / "items.csv")), "utf-8"
    )
    raw = (folder / "rsud_servqual_2017_deid.csv").read_bytes()
    (files / "rsud.csv").write_bytes(raw)
    report = intake_region(project, "karangan")
    assert [error.text("en") for error in report.errors] == []
    source = report.source("servqual")
    read = pd.read_csv(folder / "rsud_servqual_2017_deid.csv", dtype=str)
    assert source.rows_in == len(read) + 1
    assert source.accepted + source.quarantined == len(read)
    frame = store.read_table(project, "karangan", "citizen_survey")
    assert frame["instrument"].unique().tolist() == ["servqual_rsud"]
    # the mean of an item, by hand from the raw text
    p1 = pd.to_numeric(read["P1"], errors="coerce")
    assert frame["p01"].astype("float64").mean() == p1[p1.between(1, 5)].mean()
    assert frame["comment"].notna().sum() > 0
