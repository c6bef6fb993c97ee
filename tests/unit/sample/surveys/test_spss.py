from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pyreadstat

from analysis.intake.sample.surveys.spss import Variable, write_spss_file

VARIABLES = (
    Variable("TANGGAL", "Tanggal pengisian", [date(2025, 5, 5), None]),
    Variable("RK1", "Sistem ini adil?", [4.0, float("nan")], {1.0: "Tidak", 4.0: "Setuju"}),
    Variable("SKOR", "Skor", [2.5, -7.0]),
)


def test_values_and_labels_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "survei.sav"
    write_spss_file(path, VARIABLES)
    frame, described = pyreadstat.read_sav(str(path), apply_value_formats=False)
    assert frame["RK1"].iloc[0] == 4.0
    assert frame["RK1"].isna().tolist() == [False, True]
    assert frame["SKOR"].tolist() == [2.5, -7.0]
    assert frame["TANGGAL"].iloc[0] == date(2025, 5, 5)
    assert described.column_names_to_labels["RK1"] == "Sistem ini adil?"
    assert described.variable_value_labels["RK1"] == {1.0: "Tidak", 4.0: "Setuju"}


def test_the_same_answers_give_the_same_bytes_a_second_later(tmp_path: Path) -> None:
    write_spss_file(tmp_path / "one.sav", VARIABLES)
    time.sleep(1.1)
    write_spss_file(tmp_path / "two.sav", VARIABLES)
    assert (tmp_path / "one.sav").read_bytes() == (tmp_path / "two.sav").read_bytes()
    assert (tmp_path / "one.sav").read_bytes()[92:109] == b"02 Jan 2600:00:00"
