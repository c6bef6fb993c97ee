from __future__ import annotations

import pytest

from analysis.presenting.typography import glued, without_controls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SD (86,20; n = 145)", "SD (86,20; n~=~145)"),
        ("p < 0,001", "p~<~0,001"),
        ("dari 1.196 lembar jawaban", "dari 1.196~lembar jawaban"),
        ("from 1,196 answer sheets", "from 1,196~answer sheets"),
        ("9 × A (Sangat Baik)", "9~×~A (Sangat Baik)"),
        ("pada Semester II 2025", "pada Semester~II 2025"),
        ("in Quarter 3, 2025", "in Quarter~3, 2025"),
        ("mutu B (Baik)", "mutu~B (Baik)"),
        ("95% · n = 8", "95%~· n~=~8"),
        ("mutu Baik, 12 Dinas", "mutu Baik, 12 Dinas"),
        ("ketentuan = aturan", "ketentuan = aturan"),
    ],
)
def test_numbers_stay_with_what_they_count(text, expected):
    assert glued(text).replace("\u00a0", "~") == expected


def test_text_is_only_changed_at_spaces():
    text = "IKM 88,24 dari 1.196 lembar (n = 5); p < 0,05"
    assert glued(text).replace("\u00a0", " ") == text


def test_signs_that_no_file_may_hold_are_left_out_and_breaks_become_blanks():
    assert without_controls("a\tb\nc\x00\x1f\ufffed\x0be 👍") == "a\tb\ncd e 👍"
