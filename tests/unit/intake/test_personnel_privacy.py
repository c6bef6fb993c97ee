"""Nothing that intake leaves behind about personnel leads back to a person."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.intake.record.todo import todo_text
from analysis.intake.run import intake_region
from analysis.privacy.checklist import CheckList
from analysis.settings import Project
from tests.regions import make_region, source_toml, write_csv
from tests.unit.intake.personnel_files import (
    ABOVE,
    ANI,
    AS_EXPECTED,
    BUDI,
    CICI,
    HEAD,
    PEOPLE,
    recap_source,
    staff_row,
    staff_source,
    write_recap,
    write_staff,
)

PHONE, BROKEN = "081234567890", "198113112005012007"
FEEDBACK = {"employee_id": "NIP", "rater_id": "Pejabat Penilai", "date": "Tanggal", "text": "Isi"}
CORRECTION = """
[[corrections]]
source = "pegawai"
file = "pegawai.csv"
sheet = ""
row = 5
column = "NIP"
from = "{old}"
to = "{new}"
reason = "NIP salah ketik"
who = "BKPSDM"
date = 2025-07-01
"""


@pytest.fixture
def taken_in(project: Project) -> Project:
    sources = staff_source() + recap_source() + source_toml(
        id="umpan", table="feedback", files="umpan.csv", columns=FEEDBACK
    )  # fmt: skip
    files = make_region(project, sources)
    rows = [
        staff_row(BUDI, superior=HEAD), staff_row(ANI), staff_row(HEAD), staff_row(BROKEN),
        staff_row("19780811 199612 2 1001", superior=HEAD),
    ]  # fmt: skip
    write_staff(files / "pegawai.csv", rows)
    (files.parent / "corrections.toml").write_text(CORRECTION.format(old=BROKEN, new=CICI))
    write_recap(files / "Rekap.xlsx", [(BUDI, ABOVE, AS_EXPECTED, "Kurang"),
                                       (CICI, "Hebat", "", "")])  # fmt: skip
    comment = f"Kata Ani Lestari, hubungi {PHONE} atau NIP {HEAD}"
    write_csv(files / "umpan.csv", [[BUDI, HEAD, "01/02/2025", comment]], header=FEEDBACK.values())
    assert intake_region(project, "karangan").errors == ()
    return project


def everything_written(project: Project) -> str:
    """All that intake left outside the raw files: tables, record, private files but raw bytes."""
    said = []
    for path in sorted(Path(project.processed).rglob("*")):
        if path.suffix == ".parquet":
            said.append(pd.read_parquet(path).to_csv())
        elif path.is_file():
            said.append(path.read_text("utf-8"))
    private = project.private
    kept = [path for path in private.rglob("*") if path.is_file() and path.parent.name != "raw"]
    return "\n".join([*said, *(path.read_text("utf-8", "replace") for path in kept)])


def test_no_number_name_or_phone_is_in_any_file_that_intake_writes(taken_in: Project):
    written = everything_written(taken_in)
    assert "e_" in written
    numbers = [BUDI, ANI, CICI, HEAD, BROKEN, PHONE, "197808111996122"]
    assert [one for one in numbers if one in written] == []
    assert not re.search(r"(?<!\d)(?:19|20)\d{16}(?!\d)", written)
    parts = {part for name in PEOPLE.values() for part in name.split()}
    assert [one for one in parts if re.search(rf"\b{one}\b", written)] == []


def test_no_number_is_in_what_intake_says(taken_in: Project):
    report = intake_region(taken_in, "karangan")
    for lang in ("id", "en"):
        said = "\n".join(line for lines in report.notices(lang).values() for line in lines)
        said += todo_text(taken_in, "karangan", lang)
        assert "nip" in said.casefold()
        assert not re.search(r"\d{9,}", said)


def test_correction_of_a_number_is_applied_and_its_values_are_not_logged(taken_in: Project):
    cells = pd.read_parquet(taken_in.processed / "karangan" / "_intake" / "cells.parquet")
    corrected = cells[cells["kind"].eq("correction")]
    assert corrected[["row", "column", "from", "to"]].astype("str").to_numpy().tolist() == [
        ["5", "NIP", "", ""]
    ]
    frame = pd.read_parquet(next((taken_in.processed / "karangan" / "employees").glob("*")))
    assert len(frame) == 4


def test_stale_correction_names_the_place_and_not_the_value(taken_in: Project):
    path = taken_in.raw / "karangan" / "corrections.toml"
    path.write_text(CORRECTION.format(old=ANI, new=CICI))
    (error,) = intake_region(taken_in, "karangan").errors
    assert isinstance(error, SourceError)
    assert "row 5" in error.text("en")
    assert not re.search(r"\d{9,}", error.text("en") + error.text("id"))


def test_check_list_knows_employees_and_raters(taken_in: Project):
    found = CheckList.read(taken_in.private / "check" / "karangan")
    for number in (BUDI, HEAD, ANI):
        assert found.find(f"NIP {number}")
    assert {match.kind for match in found.find("oleh Budi Santoso")} == {"name"}


def test_same_person_has_one_pseudonym_in_all_tables(taken_in: Project):
    root = taken_in.processed / "karangan"
    staff, recap, feedback = (
        pd.read_parquet(next((root / name).glob("*.parquet")))
        for name in ("employees", "appraisals", "feedback")
    )
    budi, head = staff.loc[0, "employee_id"], staff.loc[2, "employee_id"]
    assert recap.loc[0, "employee_id"] == budi == feedback.loc[0, "employee_id"]
    assert staff.loc[0, "supervisor_id"] == head == feedback.loc[0, "rater_id"]
