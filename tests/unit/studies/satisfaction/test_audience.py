"""A workshop sees no unit by its name: not in sentences, tables, figures or alternative texts."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.studies.satisfaction import SatisfactionConfig, run_satisfaction
from analysis.studies.satisfaction.study import PROMISED
from tests.lib.survey_data import UNSUR, Make, random_sheets, region_of

UNITS = ("alfa", "beta", "gama")
NAMES = [
    text for unit in UNITS for text in (f"Dinas {unit.capitalize()}", f'"{unit}"', f",{unit},")
]


def written(folder: Path) -> str:
    texts = [path for path in folder.rglob("*") if path.suffix in (".json", ".csv", ".svg")]
    assert texts
    return "\n".join(path.read_text("utf-8") for path in texts)


def printed() -> pd.DataFrame:
    rows = [{"unsur": item, "nrr": 3.0} for item in UNSUR]
    frame = pd.DataFrame([*rows, {"unsur": None, "index_printed": 75.0, "letter_printed": "B"}])
    return frame.assign(unit_id="beta", period="2025-S2", n=100, regime="skm_2017")


@pytest.mark.parametrize("unit", ["", "beta"], ids=["region", "unit"])
def test_no_unit_name_is_written_for_a_workshop(make_data: Make, tmp_path: Path, unit: str) -> None:
    rng = np.random.default_rng(31)
    sheets = pd.concat([random_sheets(rng, 45, unit=one, gender="L") for one in UNITS])
    data = make_data(sheets, printed=printed(), region=region_of(UNITS))
    result = run_satisfaction(data, SatisfactionConfig(audience="workshop", unit=unit))
    result.write(tmp_path)
    text = written(tmp_path)
    assert [name for name in NAMES if name in text] == []
    shown = result._repr_mimebundle_()["application/vnd.kinerja+json"]
    assert not any(name in html for html in shown.values() for name in NAMES)
    assert {f.id.split(".")[1] for f in result.findings} >= set(PROMISED)


def test_a_masked_unit_page_still_speaks_of_its_unit(make_data: Make) -> None:
    rng = np.random.default_rng(31)
    sheets = pd.concat([random_sheets(rng, 45, unit=one) for one in UNITS])
    config = SatisfactionConfig(audience="workshop", unit="beta")
    result = run_satisfaction(make_data(sheets, region=region_of(UNITS)), config)
    told = result.output.sections
    first = told["index"].paragraphs[0]["en"]
    assert re.match(r"The index of Unit 0[1-3] for Semester 2, 2025", first)
    assert told["unsur"].paragraphs[0]["en"].startswith("The element")
    assert "of one unit with its confidence interval" in result.figures["unsur"].alt["en"]


def test_other_audiences_read_the_names(make_data: Make) -> None:
    rng = np.random.default_rng(31)
    sheets = pd.concat([random_sheets(rng, 45, unit=one) for one in UNITS])
    result = run_satisfaction(make_data(sheets), SatisfactionConfig(audience="public"))
    assert any("Dinas Beta" in f.text["id"] for f in result.findings)
