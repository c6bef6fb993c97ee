from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sample_report import finding, sample_region

from analysis.errors import ReportError
from analysis.presenting import narrative
from analysis.presenting.names import Names
from analysis.presenting.narrative import measure_name, sentence, with_sentences
from analysis.schemas.codebook import load_codebook

NAMES = Names.of(sample_region(), "2025-S2", codebooks=[load_codebook("skm_2017")])


@pytest.fixture
def templates(monkeypatch):
    """Templates of a made-up study, in place of the catalogue."""
    known = {
        "studies.calm.level.name": {"id": "Tingkat", "en": "Level"},
        "studies.calm.level.measure.depth": {"id": "Kedalaman", "en": "Depth"},
        "studies.calm.level.ok": {
            "id": "{group} pada {period}: {estimate}{with_interval}, n = {n}.",
            "en": "{group} in {period}: {estimate}{with_interval}, n = {n}.",
        },
        "studies.calm.level.ok_by_unit": {
            "id": "Unit {unit}: {estimate}.",
            "en": "Unit {unit}: {estimate}.",
        },
        "studies.calm.level.few": {"id": "Baru {n} lembar.", "en": "Only {n} sheets."},
        "studies.calm.level.blocked": {"id": "Ada {n} lembar.", "en": "There are {n} sheets."},
        "studies.calm.caveat.order": {
            "id": "Urutan belum dinyatakan.",
            "en": "Order not declared.",
        },
    }
    real_entry, real_say = narrative.entry, narrative.say

    def entry(code):
        return known[code] if code.startswith("studies.calm") else real_entry(code)

    def say(code, lang, /, **values):
        if code.startswith("studies.calm"):
            return known[code][lang].format_map(values)
        return real_say(code, lang, **values)

    monkeypatch.setattr(narrative, "entry", entry)
    monkeypatch.setattr(narrative, "say", say)


def calm(**changes):
    given = {"estimate": 81.934, "ci_low": 81.2, "ci_high": 82.6, "n": 1234}
    return replace(finding("level", **(given | changes)), id="calm.level")


@pytest.mark.usefixtures("templates")
class TestSentence:
    def test_numbers_are_written_in_the_language(self):
        assert sentence(calm(), "id", NAMES) == (
            "Kota Contoh pada Semester II 2025: 81,93 "
            "(selang kepercayaan 95%: 81,20 sampai 82,60), n = 1.234."
        )
        assert sentence(calm(), "en", NAMES) == (
            "Kota Contoh in Semester 2, 2025: 81.93 "
            "(95% confidence interval: 81.20 to 82.60), n = 1,234."
        )

    def test_without_interval_there_are_no_brackets(self):
        text = sentence(calm(ci_low=None, ci_high=None), "id", NAMES)
        assert text == "Kota Contoh pada Semester II 2025: 81,93, n = 1.234."

    def test_template_of_the_group_comes_first(self):
        assert (
            sentence(calm(group={"unit": "unit1"}), "id", NAMES) == "Unit Dinas Kesehatan: 81,93."
        )

    def test_template_of_the_reason_comes_before_the_status(self):
        assert (
            sentence(calm(status="review", reason_code="few"), "en", NAMES) == "Only 1,234 sheets."
        )

    def test_caveat_follows_as_a_sentence(self):
        text = sentence(calm(group={"unit": "unit1"}, caveat_code="order"), "id", NAMES)
        assert text == "Unit Dinas Kesehatan: 81,93. Urutan belum dinyatakan."

    def test_template_that_asks_for_a_hidden_number_is_an_error(self):
        with pytest.raises(ReportError, match=r"studies\.calm\.level\.blocked uses n"):
            sentence(calm().hidden("blocked", "no_data"), "id", NAMES)

    def test_suppressed_sentence_has_no_number_but_the_floor(self):
        hidden = calm(group={"unit": "unit1"}).hidden("suppressed", "few")
        text = sentence(hidden, "id", NAMES)
        assert text == (
            "Tingkat untuk Dinas Kesehatan tidak ditampilkan, agar tidak terbaca kelompok yang "
            "kurang dari 5: yang termasuk, yang tidak termasuk, atau kelompok lain."
        )
        assert re.findall(r"\d+", sentence(hidden, "en", NAMES, min_cell=20)) == ["20"]

    def test_with_sentences_fills_both_languages_and_keeps_the_rest(self):
        (told,) = with_sentences([calm()], NAMES)
        assert set(told.text) == {"id", "en"}
        assert replace(told, text={}) == calm()


@pytest.mark.usefixtures("templates")
def test_measure_with_a_name_of_its_own_goes_before_the_name_of_the_id():
    assert measure_name(calm(), "id") == "Tingkat"
    assert measure_name(replace(calm(), measure="depth"), "id") == "Kedalaman"


def test_study_sentences_of_the_satisfaction_index():
    text = sentence(
        finding("ikm", estimate=88.305, ci_low=87, ci_high=89.6, n=1200, value_code="A"),
        "id",
        NAMES,
    )
    assert "88,31" in text
    assert "87,00 sampai 89,60" in text
    assert "1.200" in text


def test_general_sentence_where_the_study_has_none():
    text = sentence(finding("no_such_measure", estimate=1.5, measure_unit="days"), "en", NAMES)
    assert text == "no such measure for Kota Contoh: 1.5."


@pytest.mark.parametrize(
    ("group", "indonesian", "english"),
    [
        ({}, "Kota Contoh", "Kota Contoh"),
        ({"unit": "unit1"}, "Dinas Kesehatan", "Dinas Kesehatan"),
        ({"unsur": "waktu"}, "Waktu penyelesaian", "Time to complete"),
        (
            {"gender": "P", "time": "2025-Q1"},
            "Perempuan, Triwulan I 2025",
            "Women, Quarter 1, 2025",
        ),
        ({"age_band": "50+"}, "50 tahun ke atas", "50 and over"),
        ({"service": "KTP-el"}, "KTP-el", "KTP-el"),
        ({"time": "pagi"}, "pagi", "pagi"),
        ({"reference": "median"}, "median", "median"),
        (
            {"gender": "P", "reference": "PNS", "outcome": "top_predikat"},
            "Perempuan dibanding PNS",
            "Women compared with PNS",
        ),
        (
            {"gender": "P", "reference": "PNS", "outcome": "result_score", "stage": "same_work"},
            "Perempuan dibanding PNS, same_work",
            "Women compared with PNS, same_work",
        ),
        ({"outcome": "solved"}, "solved", "solved"),
    ],
)
def test_names_of_groups(group, indonesian, english):
    assert NAMES.of_group(group, "id") == indonesian
    assert NAMES.of_group(group, "en") == english
