"""Files nobody here made, from the raw file to the report; skipped where they are absent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from analysis.schemas.finding import Finding, FindingsDocument
from tests.reports.conftest import kinerja

TEMPLATE_REGION = """[region]
name = "Kota Karangan"
[[units]]
id = "dukcapil"
name = "Dinas Kependudukan dan Pencatatan Sipil"
[[sources]]
id = "skm"
table = "citizen_survey"
files = "files/*.xlsx"
period = "2025-S1"
unit = "dukcapil"
"""

HOSPITAL_REGION = """[region]
name = "Kota Rumah Sakit"
[[units]]
id = "rsud"
name = "RSUD"
[reporting]
satisfaction = "Y"
[[sources]]
id = "servqual"
table = "citizen_survey"
files = "files/rsud*.csv"
codebook = "servqual"
unit = "rsud"
sampling = "quota"
ignore = ["tanggungan_biaya"]
[sources.columns]
age = "umur"
service = "poli"
comment = "kritik_saran"
"""

SCALES = """id = "servqual"
title = { id = "Mutu layanan rumah sakit", en = "Hospital service quality" }
table = "citizen_survey"
instrument = "servqual"
[answers]
minimum = 1
maximum = 5
minimum_answered = 8
[[scales]]
key = "index"
name = { id = "Kenyataan", en = "Perception" }
role = "index"
[[scales]]
key = "expectation"
name = { id = "Harapan", en = "Expectation" }
role = "importance"
"""


@pytest.fixture
def home(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(os.environ, "KINERJA_SECRET", "a secret made up for this test only")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    return tmp_path


def region(home: Path, name: str, toml: str) -> Path:
    folder = home / "data" / "raw" / name
    (folder / "files").mkdir(parents=True)
    (folder / "region.toml").write_text(toml, "utf-8")
    return folder


def findings(home: Path, path: str) -> list[Finding]:
    return list(FindingsDocument.read(home / "reports" / path / "findings.json").findings)


def fill(template: Path, target: Path) -> np.ndarray:
    """Write 60 made-up answer rows under the template's two header rows; return the answers."""
    rng = np.random.default_rng(60)
    answers = rng.choice([2, 3, 4], (60, 9), p=[0.1, 0.5, 0.4])
    book = openpyxl.load_workbook(template)
    sheet = book["Template"]
    for place, row in enumerate(answers):
        person = [place + 1, "Orang Karangan", "LP"[place % 2], 20 + place % 40, "SMA", "Swasta"]
        for column, value in enumerate([*person, "KTP", *map(int, row)], start=1):
            sheet.cell(row=3 + place, column=column, value=value)
    book.save(target)
    return answers


def test_filled_template_needs_only_period_and_unit(home: Path, shared_data: Path) -> None:
    folder = region(home, "karangan", TEMPLATE_REGION)
    answers = fill(shared_data / "skm_template" / "template_file.xlsx", folder / "files/skm.xlsx")
    taken = kinerja(home, "intake", "karangan")
    assert taken.returncode == 0, taken.stderr
    assert "U10" in taken.stdout
    made = kinerja(home, "run", "--region", "karangan", "--study", "satisfaction")
    assert made.returncode == 0, made.stdout + made.stderr
    found = findings(home, "karangan/2025-S1/satisfaction")
    index = next(one for one in found if one.id == "satisfaction.ikm" and not one.group)
    assert index.estimate == pytest.approx(25 * answers.mean(axis=0).mean(), abs=1e-9)
    assert index.n == 60
    assert index.value_code == ("A" if index.estimate >= 88.305 else "B")
    by_unsur = {
        one.group["unsur"]: one.status
        for one in found
        if one.id == "satisfaction.unsur" and set(one.group) == {"unsur"}
    }
    assert {key for key, status in by_unsur.items() if status == "review"} >= {
        "pengaduan",
        "sarana",
    }
    assert by_unsur["waktu"] == "ok"
    everything = "".join(
        path.read_text("utf-8")
        for path in (home / "reports").rglob("*")
        if path.suffix in {".html", ".json", ".csv", ".ipynb"}
    )
    assert "Orang Karangan" not in everything


def test_hospital_survey_by_its_own_codebook_has_an_index_without_a_letter(
    home: Path, shared_data: Path
) -> None:
    assert len(HOSPITAL_REGION.splitlines()) <= 30
    folder = region(home, "rumahsakit", HOSPITAL_REGION)
    source = shared_data / "rsud_servqual_2017"
    shutil.copy2(source / "rsud_servqual_2017_deid.csv", folder / "files")
    (folder / "codebooks").mkdir()
    (folder / "codebooks" / "servqual.toml").write_text(SCALES + items(source / "items.csv"))
    taken = kinerja(home, "intake", "rumahsakit")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    made = kinerja(home, "run", "--region", "rumahsakit", "--study", "satisfaction")
    assert made.returncode == 0, made.stdout + made.stderr
    found = findings(home, "rumahsakit/2017/satisfaction")
    index = next(one for one in found if one.id == "satisfaction.ikm")
    assert index.estimate is not None
    assert 0 <= index.estimate <= 100
    assert index.value_code is None
    letters = [one for one in found if one.id == "satisfaction.letter_stability"]
    assert {one.status for one in letters} == {"blocked"}
    assert (home / "reports/rumahsakit/2017/satisfaction/report.en.html").is_file()


def items(path: Path) -> str:
    """Return the codebook's items, from the survey's own list of codes."""
    lines = [line.split(",")[0] for line in path.read_text("utf-8").splitlines()[1:]]
    told = []
    for perception, expectation in (line.split("/") for line in lines):
        for code, scale in ((perception, "index"), (expectation, "expectation")):
            name = f'{{ id = "Butir {code}", en = "Item {code}" }}'
            told.append(
                f'[[items]]\nkey = "{code.lower()}"\ncode = "{code}"\nscale = "{scale}"\n'
                f"name = {name}\n"
            )
    return "".join(told)
