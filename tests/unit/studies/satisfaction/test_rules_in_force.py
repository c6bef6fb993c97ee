"""`[rules]` of region.toml and a region's own rule sets decide the letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.rules import load_rulebook
from analysis.studies.satisfaction import run_satisfaction
from tests.lib.survey_data import random_sheets, region_of


@pytest.fixture
def stricter(tmp_path: Path, root: Path) -> Path:
    """A local rule set like skm-2017, but with the letter A from 99.00 on."""
    text = (root / "src/analysis/rules/sets/skm-2017.toml").read_text("utf-8")
    text = text.replace('id = "skm-2017"', 'id = "skm-lokal"', 1).replace("88.31", "99.00")
    (tmp_path / "skm-lokal.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_chosen_local_rule_set_gives_the_letter(make_data, stricter: Path) -> None:
    sheets = random_sheets(np.random.default_rng(5), 60, unit="alfa")
    sheets = sheets.assign(**{name: 4 for name in sheets if name in ("waktu", "sarana")})
    data = make_data(sheets, region=region_of(["alfa"]))
    usual = run_satisfaction(data)
    year = str(data.period.year)
    chosen = replace(
        data,
        rules=load_rulebook(stricter),
        region=data.region.model_copy(update={"rules": {year: "skm-lokal"}}),
    )
    local = run_satisfaction(chosen)
    index = [next(f for f in one.findings if f.id == "satisfaction.ikm") for one in (usual, local)]
    assert index[0].estimate == index[1].estimate
    assert usual.output.document.rules == {"skm": "skm-2017"}
    assert local.output.document.rules == {"skm": "skm-lokal"}
