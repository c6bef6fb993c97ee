"""The rule set on training hours, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.errors import ConfigError
from analysis.rules import load_rulebook
from analysis.rules.training import TrainingRules

LOCAL = """
id = "jp-kota"
kind = "training"
title = {{ id = "JP kota", en = "City hours" }}
valid_from = 2025-01-01
source = "Peraturan Wali Kota"
confidence = "V"
[parameters]
limits = [{limits}]
"""


def test_limits_of_the_built_in_set() -> None:
    # domain.md 5.1: at least 20 JP for PNS, at most 24 JP for PPPK
    rules = TrainingRules.of(load_rulebook().in_force("training", date(2025, 12, 31)))
    assert rules.jp_by_status("minimum") == {"PNS": 20.0}
    assert rules.jp_by_status("maximum") == {"PPPK": 24.0}


def test_numbers_from_memory_are_marked_as_such() -> None:
    assert load_rulebook().get("jp-asn").evidence["limits"] == "M"


def test_local_set_goes_first(tmp_path) -> None:
    limits = '{ statuses = ["PNS", "CPNS"], jp = 32, kind = "minimum" }'
    (tmp_path / "jp-kota.toml").write_text(LOCAL.format(limits=limits), "utf-8")
    rules = TrainingRules.of(load_rulebook(tmp_path).in_force("training", date(2025, 12, 31)))
    assert (rules.id, rules.jp_by_status("minimum")) == ("jp-kota", {"PNS": 32.0, "CPNS": 32.0})


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (
            '{ statuses = ["PNS"], jp = 20, kind = "minimum" },'
            '{ statuses = ["PNS"], jp = 24, kind = "maximum" }',
            "two limits",
        ),
        ('{ statuses = ["PPPK"], jp = 24, kind = "maximum" }', "no limit is a minimum"),
        ('{ statuses = ["PNS"], jp = 0, kind = "minimum" }', "greater than 0"),
    ],
)
def test_contradictory_limits_are_refused(tmp_path, limits: str, problem: str) -> None:
    (tmp_path / "jp-kota.toml").write_text(LOCAL.format(limits=limits), "utf-8")
    with pytest.raises(ConfigError, match=problem):
        load_rulebook(tmp_path)
