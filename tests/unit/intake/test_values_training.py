"""Single texts of training lists and staff sheets: scores, JP, presence, service, levels."""

from __future__ import annotations

import pytest

from analysis.intake.mapping.items import asked
from analysis.intake.tables.survey_frame import level_of
from analysis.intake.values.staff import read_consent
from analysis.intake.values.tenure import read_tenure_band
from analysis.intake.values.training import highest_score, read_jp, read_presence, read_score
from analysis.schemas.codebook import load_codebook


@pytest.mark.parametrize(
    ("text", "score", "most"),
    [
        ("17.00 / 29", 17, 29),
        ("0.00 / 29", 0, 29),
        ("17/29", 17, 29),
        ("17 dari 29", 17, 29),
        ("85,5", 85.5, None),
        ("0", 0, None),
    ],
)
def test_scores(text, score, most):
    assert read_score(text).value == score
    assert highest_score(text) == most


def test_a_score_that_is_none():
    assert read_score("lulus").bad == "unreadable_number"
    assert read_score("-").value is None
    assert not read_score("-").bad


@pytest.mark.parametrize(
    ("text", "hours"),
    [("24", 24), ("24 JP", 24), ("24JP", 24), ("JP: 24", 24), ("24 JPL", 24),
     ("24 jam pelajaran", 24), ("24 jampel", 24), ("7,5 JP", 7.5)],
)  # fmt: skip
def test_training_hours(text, hours):
    assert read_jp(text).value == hours


@pytest.mark.parametrize(
    ("text", "reason"),
    [("3 hari", "jp_in_days"), ("2 minggu", "jp_in_days"), ("1 bulan", "jp_in_days"),
     ("18 jam", "jp_in_hours"), ("90 menit", "jp_in_hours"), ("lama", "unreadable_number"),
     ("-3 JP", "out_of_range")],
)  # fmt: skip
def test_what_is_no_training_hour(text, reason):
    assert read_jp(text).bad == reason
    assert read_jp(text).value is None


@pytest.mark.parametrize(
    ("text", "there"),
    [("true", True), ("Hadir", True), ("v", True), ("√", True), ("FALSE", False),
     ("Tidak Hadir", False), ("0", False)],
)  # fmt: skip
def test_presence(text, there):
    assert read_presence(text).value is there


def test_presence_that_is_neither():
    assert read_presence("mungkin").bad == "unknown_value"
    assert read_presence("-").value is None


@pytest.mark.parametrize(
    ("text", "band"),
    [("0", "<5"), ("4,9", "<5"), ("5", "5-9"), ("9 tahun 11 bulan", "5-9"), ("10 thn", "10-19"),
     ("20", "20+"), ("< 5 tahun", "<5"), ("lebih dari 20 tahun", "20+"), ("11 bulan", "<5"),
     ("5-9", "5-9"), ("6 s.d. 9 tahun", "5-9")],
)  # fmt: skip
def test_years_of_service(text, band):
    assert read_tenure_band(text).value == band


@pytest.mark.parametrize(
    ("text", "reason"),
    [("5 - 10 tahun", "band_not_canonical"), ("> 10 tahun", "band_not_canonical"),
     ("lama", "unknown_value"), ("75", "out_of_range")],
)  # fmt: skip
def test_service_that_fits_no_band(text, reason):
    assert read_tenure_band(text).bad == reason


@pytest.mark.parametrize(
    ("text", "agrees"),
    [("Ya, saya bersedia menjadi responden", True), ("Saya setuju", True), ("Bersedia", True),
     ("Tidak", False), ("Saya tidak bersedia", False)],
)  # fmt: skip
def test_consent(text, agrees):
    assert read_consent(text).value is agrees


@pytest.mark.parametrize(
    ("text", "margin", "found"),
    [
        ("Laki-laki", "", ("gender", "L")),
        ("PNS", "", ("status", "PNS")),
        ("S1", "", ("education", "S1")),
        ("20-29 tahun", "", ("age_band", "20-29")),
        ("5-9 tahun", "", ("tenure_band", "5-9")),
        ("", "", ("all", None)),
        ("Total", "", ("all", None)),
        ("PNS", "gender", None),
        ("Merah", "", None),
    ],
)
def test_levels_of_a_frame(text, margin, found):
    assert level_of(text, margin) == found


@pytest.mark.parametrize(
    ("header", "question"),
    [
        ("Saya tahu arah unit", "saya tahu arah unit"),
        ("12. Saya tahu arah unit", "saya tahu arah unit"),
        ("P12 Saya tahu arah unit", "saya tahu arah unit"),
        ("Seberapa setuju Anda? [Saya tahu arah unit]", "saya tahu arah unit"),
        ("U1", "u1"),
    ],
)
def test_the_question_in_a_header(header, question):
    assert asked(header) == question


def test_a_form_of_some_scales_is_whole_and_a_single_item_is_not():
    survey = load_codebook("survei_pegawai")
    assert survey.share_found(survey.items_of("partisipasi")) == 1
    assert survey.share_found(survey.items_of("resistensi_kognitif")[:3]) == 0.75
    assert survey.share_found(["ur1"]) == 1 / 45
    assert survey.share_found([]) == 0
