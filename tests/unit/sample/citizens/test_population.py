from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.files import sha256_of
from analysis.intake.sample.citizens.knobs import SAMPLE_KNOBS, Jump, Knobs
from analysis.intake.sample.citizens.population import (
    UNSUR,
    cell_level,
    draw_persons,
    draw_scores,
    draw_sheets,
    soil,
)
from analysis.intake.sample.citizens.truth import truth_of_citizens
from analysis.intake.sample.sizes import COMMITTED_SCALE
from analysis.intake.sample.write import REGIONS, write_samples
from analysis.periods import Period
from analysis.schemas.region import Region, Unit

REGION = Region(id="contoh", name="Contoh", units=(Unit(id="a", name="A"), Unit(id="b", name="B")))
QUARTER = Period.parse("2024-Q3")
RANDOM_ERRORS = 4
"""A draw may depart from its expectation by this many standard errors."""


def test_all_knobs_at_zero_leave_units_quarters_and_unsur_alike() -> None:
    levels = {
        cell_level(Knobs(), REGION, unit, quarter, unsur)
        for unit in ("a", "b")
        for quarter in Period.parse("2025").parts("Q")
        for unsur in UNSUR
    }
    assert levels == {0.0}


def test_a_jump_lasts_from_its_quarter_on() -> None:
    knobs = Knobs(jumps=(Jump("a", "2024-Q3", 0.6),))
    levels = [
        cell_level(knobs, REGION, "a", quarter, "waktu")
        for quarter in Period.parse("2024").parts("Q")
    ]
    assert levels == [0.0, 0.0, 0.6, 0.6]
    assert cell_level(knobs, REGION, "b", QUARTER, "waktu") == 0.0


def test_mean_score_is_the_sum_of_logistic_probabilities() -> None:
    rng = np.random.default_rng(1)
    scores = draw_scores(np.zeros(1), np.zeros(200_000), rng)
    above = [1 / (1 + np.exp(cut)) for cut in (-3.2, -1.3, 1.1)]
    expected = 1 + sum(above)
    error = scores.std() / np.sqrt(scores.size)
    assert abs(scores.mean() - expected) < RANDOM_ERRORS * error


def test_nonresponse_knob_makes_the_dissatisfied_answer_less() -> None:
    off = draw_persons(50_000, Knobs(person_spread=1.0), np.random.default_rng(2))
    on = draw_persons(50_000, Knobs(person_spread=1.0, nonresponse=0.5), np.random.default_rng(2))
    assert np.ptp(off.response) == pytest.approx(0.0)
    assert np.corrcoef(on.offset, on.response)[0, 1] > 0.8


def test_truth_of_a_region_without_spread_is_one_number() -> None:
    truth = truth_of_citizens(REGION, Knobs(), draws=1_000)
    above = [1 / (1 + np.exp(cut)) for cut in (-3.2, -1.3, 1.1)]
    expected = 25 * (1 + sum(above))
    values = [one["value"] for one in truth.lines if one["id"] == "satisfaction.ikm"]
    assert values == pytest.approx([expected] * len(values), abs=0.01)


def test_drawn_sheets_recover_the_truth() -> None:
    knobs = Knobs(level=1.0, unsur_spread=1.0, person_spread=0.9, nonresponse=0.5)
    sheets = draw_sheets(REGION, knobs, 40_000, np.random.default_rng(3))
    truth = truth_of_citizens(REGION, knobs, draws=200_000).lines
    of_unit = {
        one["group"]["unit"]: one["value"]
        for one in truth
        if one["id"] == "satisfaction.ikm" and one["group"] and one["period"] == "2025-S2"
    }
    inside = sheets[sheets["quarter"].isin(["2025-Q3", "2025-Q4"])]
    for unit, value in of_unit.items():
        scores = inside.loc[inside["unit_id"] == unit, list(UNSUR)].astype(float).mean(axis=1) * 25
        error = scores.std() / np.sqrt(len(scores))
        assert abs(scores.mean() - value) < RANDOM_ERRORS * error


def test_soil_keeps_the_drawn_sheets_and_does_not_change_its_input() -> None:
    knobs = SAMPLE_KNOBS["sawahlunto"]
    sheets = draw_sheets(REGION, knobs, 1_000, np.random.default_rng(4))
    before = sheets.copy(deep=True)
    soiled = soil(sheets, knobs, np.random.default_rng(5))
    pd.testing.assert_frame_equal(sheets, before)
    assert len(soiled) >= len(sheets)
    assert soiled[list(UNSUR)].isna().to_numpy().any()


def test_every_sample_region_has_a_scale_of_a_thousand_answers() -> None:
    assert set(COMMITTED_SCALE) == set(REGIONS)
    assert min(COMMITTED_SCALE.values()) * 4_000 >= 1_000


def test_samples_are_written_the_same_twice_and_scaled(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for raw in (one, two):
        write_samples(raw, regions=("wanggar",), scale=0.25, draws=1_000)
    first = {p.relative_to(one): sha256_of(p) for p in one.rglob("*") if p.is_file()}
    second = {p.relative_to(two): sha256_of(p) for p in two.rglob("*") if p.is_file()}
    assert first == second
    assert (one / "SAMPLES.sha256").is_file()
