"""Sentences as readers see them, in both languages; a change of wording is reviewed here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pandas as pd
import pytest

from analysis.presenting.composing.decision import decision_sentences
from analysis.rules import printed
from analysis.studies.satisfaction import run_satisfaction
from analysis.studies.satisfaction.parts import WORDS, GateDecision
from analysis.studies.satisfaction.trend import earlier_signal_name
from tests.lib.survey_data import TEST_A, Make, region_of, sheets_of, spread, users_of

# Intervals by hand. waktu has 45, 36, 6 answers of 4, 3, 2: mean 300/87, s2 = (1068 - 300^2/87)/86
# = 0.38974; se = 25 sqrt(0.38974/87 (1 - 87/1000)) = 1.5989; t(86) = 1.98793 -> +/- 3.178.
# The index of a sheet is 25 times its mean answer where nothing is missing; the same formula on
# these 87 values gives 89.56 to 93.39.
EXPECTED = {
    ("satisfaction.ikm", ""): {
        "id": "IKM Kota Contoh pada Semester II 2025 adalah 91,48, mutu A (Sangat Baik) (selang "
        "kepercayaan 95%: 89,56 sampai 93,39), dari 87 lembar jawaban.",
        "en": "The index of Kota Contoh for Semester 2, 2025 is 91.48, letter A (very good) (95% "
        "confidence interval: 89.56 to 93.39), from 87 answer sheets.",
    },
    ("satisfaction.letter_stability", ""): {
        "id": "Peluang Kota Contoh tetap bermutu A (Sangat Baik) bila hanya variasi acak yang "
        "diperhitungkan adalah > 99,9%, dari 87 lembar jawaban.",
        "en": "The probability that Kota Contoh keeps the letter A (very good), counting random "
        "variation only, is > 99.9%, from 87 answer sheets.",
    },
    ("satisfaction.adequacy", "dukcapil"): {
        "id": "Jumlah responden Dinas Dukcapil belum memadai: 87 lembar, sedangkan yang "
        "diperlukan menurut Krejcie dan Morgan 278 lembar.",
        "en": "The number of respondents of Dinas Dukcapil is not adequate: 87 sheets, against 278 "
        "required by Krejcie and Morgan.",
    },
    ("satisfaction.unsur", "waktu"): {
        "id": "Unsur Waktu penyelesaian bernilai konversi 86,21, mutu B (Baik) (selang kepercayaan "
        "95%: 83,03 sampai 89,39), dari 87 jawaban.",
        "en": "The element Time to complete has a conversion of 86.21, letter B (good) (95% "
        "confidence interval: 83.03 to 89.39), from 87 answers.",
    },
}


@pytest.fixture(scope="module")
def sentences(make_data: Make) -> dict[tuple[str, str], dict[str, str]]:
    """Test A of the domain three times over, so that there are at least 30 sheets."""
    sheets = pd.concat([sheets_of(spread(TEST_A))] * 3)
    users = users_of([("dukcapil", "all", None, 1000)], "2025-S2")
    data = make_data(sheets, users=users, region=region_of(["dukcapil"], synthetic=False))
    return {
        (found.id, next(iter(found.group.values()), "")): found.text
        for found in run_satisfaction(data).findings
    }


@pytest.mark.parametrize("key", list(EXPECTED), ids="-".join)
def test_sentence(sentences: dict, key: tuple[str, str]) -> None:
    assert sentences[key] == EXPECTED[key]


def test_every_finding_is_said_in_both_languages(sentences: dict) -> None:
    for key, text in sentences.items():
        assert set(text) == {"id", "en"}, key
        assert all(text.values()), key
        assert not re.search(r"\bnan\b|None|\{", " ".join(text.values())), key


ZERO = re.compile(r"(?<![\d.,])0 (?!%)|(?<![\d.,])0[.;]?$|nol lembar", re.MULTILINE)


def test_no_paragraph_counts_to_zero(make_data: Make) -> None:
    sheets = pd.concat([sheets_of(spread(TEST_A))] * 3)
    data = make_data(sheets, region=region_of(["dukcapil"]))
    for section in run_satisfaction(data).output.sections.values():
        for paragraph in section.paragraphs:
            assert not any(ZERO.search(text) for text in paragraph.values()), paragraph


def test_summary_names_only_the_statuses_that_occur() -> None:
    gates = [GateDecision("index", "ok"), GateDecision("trend", "review", "no_history", "history")]
    assert decision_sentences(WORDS, gates) == (
        {
            "id": "Dari 2 pertanyaan: 1 dapat dinilai dan 1 perlu telaah. Tabel “Apa yang dapat "
            "dinilai dari data ini” menyebut alasan dan data yang diperlukan.",
            "en": "Of 2 questions, 1 can be answered and 1 needs review. The table “What these "
            "data can answer” gives the reasons and what is needed.",
        },
    )


def entries(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in node.items():
        if isinstance(value, dict) and set(value) == {"id", "en"}:
            yield f"{path}{key}", value
        elif isinstance(value, dict):
            yield from entries(value, f"{path}{key}.")


def test_both_languages_have_the_same_placeholders() -> None:
    text = files("analysis.studies.satisfaction").joinpath("messages.toml").read_text("utf-8")
    for code, entry in entries(tomllib.loads(text)):
        holders = {lang: set(re.findall(r"\{(\w+)\}", entry[lang])) for lang in ("id", "en")}
        assert holders["id"] == holders["en"], code


def test_every_known_mistake_of_a_printed_sheet_has_a_name() -> None:
    text = files("analysis.studies.satisfaction").joinpath("messages.toml").read_text("utf-8")
    named = set(tomllib.loads(text)["published_check"]["value"])
    room = tomllib.loads(files("analysis.rules").joinpath("messages.toml").read_text("utf-8"))
    known = set(room["printed"]) - {"order_unknown"}
    assert printed.Mistake.__name__ == "Mistake"
    assert known <= named


def test_a_signal_that_has_passed_is_told_with_its_time() -> None:
    assert earlier_signal_name("2024-07") == {
        "id": "sinyal pada Juli 2024, sesudahnya tidak ada",
        "en": "a signal at July 2024, none since",
    }
