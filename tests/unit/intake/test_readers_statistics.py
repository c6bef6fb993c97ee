"""SPSS files: labels as answers, names and labels of variables as headers, broken files."""

from __future__ import annotations

import datetime as dt
import math
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from analysis.errors import SourceError
from analysis.intake.lexicon import known_headers
from analysis.intake.readers import read_file
from analysis.intake.readers.statistics import header_of, sheet_of

AGREE = {1.0: "Sangat tidak setuju", 2.0: "Tidak setuju", 3.0: "Netral", 4.0: "Setuju",
         5.0: "Sangat setuju"}  # fmt: skip


@dataclass(frozen=True)
class Described:
    """As `pyreadstat` describes a file."""

    column_names: list[str]
    column_labels: list[str | None]
    variable_value_labels: dict[str, dict[object, str]] = field(default_factory=dict)
    number_rows: int | None = None


def sheet(columns: dict[str, list[object]], labels: dict[str, dict[object, str]]) -> list[list]:
    described = Described(list(columns), [None] * len(columns), labels)
    rows = sheet_of("survei.sav", columns, described).rows
    return rows.astype(object).where(rows.notna(), None).to_numpy().tolist()


def test_values_become_their_labels_and_missing_ones_blank():
    read = sheet({"rk1": [5.0, 1.0, None, math.nan]}, {"rk1": AGREE})
    assert read == [["rk1"], ["Sangat setuju"], ["Sangat tidak setuju"], [None], [None]]


def test_where_only_the_ends_are_labelled_the_code_stays_before_the_label():
    ends = {1.0: "Sangat setuju", 5.0: "Sangat tidak setuju"}
    assert sheet({"rk1": [1.0, 3.0, 5.0]}, {"rk1": ends}) == [
        ["rk1"],
        ["1 Sangat setuju"],
        ["3"],
        ["5 Sangat tidak setuju"],
    ]


def test_numbers_dates_and_texts_as_text():
    day = dt.date(2025, 3, 7)
    read = sheet({"umur": [41.0, 41.5], "tgl": [day, None], "opd": [" Dinkes ", ""]}, {})
    assert read == [["umur", "tgl", "opd"], ["41", "2025-03-07", "Dinkes"], ["41.5", None, None]]


@pytest.mark.parametrize(
    ("variable", "label", "header"),
    [
        ("jk", "Jenis kelamin responden", "jk"),
        ("rk1", "Saya ragu", "rk1 Saya ragu"),
        ("var0007", "Masa kerja", "Masa kerja"),
        ("var0008", "", "var0008"),
    ],
)
def test_what_a_variable_is_called(variable, label, header):
    assert header_of(variable, label, known_headers()) == header


def test_labelled_variables_are_told():
    described = Described(["rk1"], [None], {"rk1": AGREE})
    notes = sheet_of("survei.sav", {"rk1": [5.0]}, described).notes
    assert [(one.code, vars(one)["values"]) for one in notes] == [
        ("intake.read.value_labels", {"columns": 1})
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("survei.sav", b"Timestamp,rk1\n1,2\n", "intake.read.no_statistics"),
        ("survei.csv", b"$FL2@(#) IBM SPSS STATISTICS", "intake.read.statistics_suffix"),
    ],
)
def test_the_name_must_say_what_the_file_is(tmp_path: Path, name, data, code):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_file(tmp_path / name)
    assert caught.value.code == code


class ReadstatError(Exception):
    """As `pyreadstat` raises it."""


def stand_in(monkeypatch: pytest.MonkeyPatch, answers: list[object]) -> list[dict[str, object]]:
    """Put a module in place of `pyreadstat` that gives or raises one of `answers` at each call."""
    calls: list[dict[str, object]] = []

    def read_sav(path: str, **options: object) -> object:
        calls.append(options)
        answer = answers[len(calls) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    module = types.SimpleNamespace(ReadstatError=ReadstatError, read_sav=read_sav)
    monkeypatch.setitem(sys.modules, "pyreadstat", module)
    return calls


@pytest.fixture
def spss_file(tmp_path: Path) -> Path:
    (tmp_path / "survei.sav").write_bytes(b"$FL2@(#) made up")
    return tmp_path / "survei.sav"


WHOLE = ({"rk1": [5.0, 1.0]}, Described(["rk1"], ["Saya ragu"], {"rk1": AGREE}, 2))


def test_a_file_that_states_a_wrong_encoding_is_read_as_windows_1252(monkeypatch, spss_file):
    wrong = ReadstatError("Unable to convert string to the requested encoding")
    calls = stand_in(monkeypatch, [wrong, WHOLE])
    (read,) = read_file(spss_file)
    assert calls[1]["encoding"] == "WINDOWS-1252"
    assert read.rows[0].tolist() == ["rk1 Saya ragu", "Sangat setuju", "Sangat tidak setuju"]
    assert "intake.read.other_encoding" in [one.code for one in read.notes]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([ReadstatError("Unable to read from file")], "statistics_cut"),
        ([({"rk1": [5.0]}, Described(["rk1"], [None], {}, 2))], "statistics_cut"),
        ([ReadstatError("requested encoding"), ReadstatError("encoding")], "encoding"),
    ],
)
def test_broken_files_are_refused_with_what_is_wrong(monkeypatch, spss_file, answers, code):
    stand_in(monkeypatch, answers)
    with pytest.raises(SourceError) as caught:
        read_file(spss_file)
    assert caught.value.code == f"intake.read.{code}"
    assert "survei.sav" in caught.value.text("id")


def test_without_the_package_a_person_is_told(monkeypatch, spss_file):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(SourceError) as caught:
        read_file(spss_file)
    assert caught.value.code == "intake.read.no_statistics_reader"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    pyreadstat = pytest.importorskip("pyreadstat")
    import pandas as pd

    frame = pd.DataFrame({"rk1": [5.0, 1.0, 9.0], "jk": [1.0, 2.0, 1.0]})
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "survei.sav"),
        column_labels=["Saya ragu", "Jenis kelamin"],
        variable_value_labels={"rk1": AGREE, "jk": {1: "Laki-laki", 2: "Perempuan"}},
        missing_ranges={"rk1": [9]},
    )
    return tmp_path / "survei.sav"


def test_a_whole_file_with_labels_and_missing_values(saved: Path):
    (read,) = read_file(saved)
    rows = read.rows.to_numpy(dtype=object).tolist()
    assert rows[:3] == [
        ["rk1 Saya ragu", "jk"],
        ["Sangat setuju", "Laki-laki"],
        ["Sangat tidak setuju", "Perempuan"],
    ]
    assert rows[3][1] == "Laki-laki"
    assert rows[3][0] != rows[3][0]


def test_a_file_cut_short_is_refused(saved: Path):
    saved.write_bytes(saved.read_bytes()[:-20])
    with pytest.raises(SourceError) as caught:
        read_file(saved)
    assert caught.value.code == "intake.read.statistics_cut"
