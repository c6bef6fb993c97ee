from __future__ import annotations

import pytest
from sample_report import finding

from analysis.presenting.headlines import headlines, is_signal
from analysis.presenting.names import Names

NAMES = Names("Kota Contoh", "2025-S2")


def headline(name, **given):
    (told,) = headlines([finding(name, **given)], NAMES)
    return told


def test_an_index_leads_with_its_number_and_names_the_letter_beside_it():
    told = headline("ikm", estimate=83.1, n=2213, value_code="B")
    assert told["value"] == {"id": "83,10", "en": "83.10"}
    assert told["verdict"] == {"id": "B (Baik)", "en": "B (good)"}


def test_a_signal_leads_with_words_and_tells_the_latest_point_below():
    told = headline("trend_signal", estimate=86.21, n=202, value_code="stable")
    assert told["value"]["id"][0].isupper()
    assert not any(sign.isdigit() for sign in told["value"]["id"])
    assert told["verdict"] == {"id": "", "en": ""}
    assert told["detail"]["id"] == "titik terakhir: 86,21 · n = 202"
    assert told["detail"]["en"] == "latest point: 86.21 · n = 202"


def test_a_verdict_without_a_number_is_the_key_figure():
    told = headline("decision", value_code="B")
    assert told["value"]["en"] == "B (good)"
    assert told["detail"]["en"] == ""


def test_a_hidden_signal_shows_nothing():
    told = headline("trend_signal", status="blocked", reason_code="no_history")
    assert told["value"] == {"id": "–", "en": "–"}
    assert told["detail"] == {"id": "", "en": ""}


@pytest.mark.parametrize(
    ("name", "expected"), [("trend_signal", True), ("ikm", False), ("signalling", False)]
)
def test_is_signal_reads_the_words_of_the_name(name, expected):
    assert is_signal(finding(name)) is expected
