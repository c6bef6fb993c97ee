"""The file is read back by the layout of an SPSS system file, not by the code that wrote it."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest

from analysis.intake.sample.surveys.spss import Variable, write_spss_file

VARIABLES = (
    Variable("TANGGAL", "Tanggal pengisian", [date(2025, 5, 5), None]),
    Variable("RK1", "Sistem ini adil?", [4.0, float("nan")], {1.0: "Tidak", 4.0: "Setuju"}),
    Variable("SKOR", "Skor", [2.5, -7.0]),
)
PLACE_OF_VARIABLES = 176
SECONDS_A_DAY = 86_400


@pytest.fixture
def written(tmp_path: Path) -> bytes:
    path = tmp_path / "survei.sav"
    write_spss_file(path, VARIABLES)
    return path.read_bytes()


def test_the_header_states_cases_bias_and_a_fixed_day(written: bytes) -> None:
    assert written[:4] == b"$FL2"
    layout, size, compressed, weight, cases = struct.unpack_from("<5i", written, 64)
    assert (layout, size, compressed, weight, cases) == (2, 3, 1, 0, 2)
    assert struct.unpack_from("<d", written, 84) == (100.0,)
    assert written[92:109] == b"02 Jan 2600:00:00"


def test_variables_have_their_format_name_and_label(written: bytes) -> None:
    kind, width, labelled, missing, form, _ = struct.unpack_from("<6i", written, PLACE_OF_VARIABLES)
    assert (kind, width, labelled, missing) == (2, 0, 1, 0)
    assert form >> 16 == 20  # DATE
    assert written[PLACE_OF_VARIABLES + 24 :][:8] == b"TANGGAL "
    assert struct.unpack_from("<i", written, PLACE_OF_VARIABLES + 32) == (17,)
    assert b"Tanggal pengisian" in written
    assert b"Setuju" in written


def test_data_are_blocks_of_codes_with_what_no_code_can_say(written: bytes) -> None:
    start = written.index(struct.pack("<ii", 999, 0)) + 8
    codes = list(written[start : start + 8])
    # A day is no small number, 4 is 104, 2.5 is no whole number; then two missing ones, -7 is 93.
    assert codes == [253, 104, 253, 255, 255, 93, 252, 0]
    day, score = struct.unpack_from("<2d", written, start + 8)
    assert day == (date(2025, 5, 5) - date(1582, 10, 14)).days * SECONDS_A_DAY
    assert score == 2.5
    assert len(written) == start + 8 + 16


def test_the_same_answers_give_the_same_bytes(written: bytes, tmp_path: Path) -> None:
    write_spss_file(tmp_path / "again.sav", VARIABLES)
    assert (tmp_path / "again.sav").read_bytes() == written


def test_a_reader_of_spss_files_reads_it(tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    path = tmp_path / "survei.sav"
    write_spss_file(path, VARIABLES)
    frame, described = pyreadstat.read_sav(str(path), apply_value_formats=False)
    assert frame["RK1"].iloc[0] == 4.0
    assert frame["RK1"].isna().tolist() == [False, True]
    assert frame["SKOR"].tolist() == [2.5, -7.0]
    assert frame["TANGGAL"].iloc[0] == date(2025, 5, 5)
    assert described.column_names_to_labels["RK1"] == "Sistem ini adil?"
    assert described.variable_value_labels["RK1"] == {1.0: "Tidak", 4.0: "Setuju"}
