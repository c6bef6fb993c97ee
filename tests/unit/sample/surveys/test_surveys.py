from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.surveys.answers import draw_answers, resistance_items, scored
from analysis.intake.sample.surveys.draw import draw_rounds, surveyed_people
from analysis.intake.sample.surveys.frames import MARGINS, frame_rows
from analysis.intake.sample.surveys.knobs import (
    DIMENSIONS,
    FAIRNESS,
    SURVEY_KNOBS,
    SurveyKnobs,
)
from analysis.intake.sample.surveys.traits import (
    WILLING,
    answering,
    draw_traits,
    explained_by,
    latent_values,
)
from analysis.intake.sample.surveys.truth import cronbach_alpha, truth_of_surveys
from analysis.measures.reliability import cronbach_alpha as studied_alpha
from analysis.schemas.region import Region, Unit

UNITS = ("dukcapil", "dinas-sosial", "dinas-perhubungan")
REGION = Region(
    id="contoh", name="Contoh", units=tuple(Unit(id=u, name=u.title(), kind="dinas") for u in UNITS)
)
DRAWS = 60_000
BIG = SURVEY_KNOBS["sawahlunto"]


@pytest.fixture(scope="module")
def staff() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    count = 3_000
    people = pd.DataFrame(
        {
            "person": np.arange(count),
            "unit_id": rng.choice(UNITS, count),
            "gender": rng.choice(["L", "P"], count),
            "status": rng.choice(["PNS", "PPPK"], count),
            "age": rng.integers(22, 58, count),
            "education": rng.choice(["SMA", "S1"], count),
            "tenure": rng.integers(0, 33, count),
            "position_type": rng.choice(["Pelaksana", "Fungsional"], count),
            "severity_of_rater": rng.normal(0.0, 0.5, count),
        }
    )
    return pd.concat([people.assign(year=year) for year in (2024, 2025)], ignore_index=True)


def value_of(lines: list[dict], finding: str, *, wave: str) -> dict:
    """Return the line about the whole scale and staff."""
    return next(
        one for one in lines if one["id"] == finding and one["wave"] == wave and not one["group"]
    )


def test_classes_make_a_whole_and_every_knob_has_a_zero() -> None:
    for knobs in SURVEY_KNOBS.values():
        assert sum(one.share for one in knobs.classes) == pytest.approx(1.0)
    zero = SurveyKnobs()
    assert not any(value for value in vars(zero).values())


def test_all_knobs_at_zero_leave_everybody_in_the_middle(staff: pd.DataFrame) -> None:
    knobs = replace(SurveyKnobs(), waves=BIG.waves[:1])
    lines = truth_of_surveys(REGION, staff, knobs, draws=DRAWS).lines
    index = value_of(lines, "resistance.index", wave="1")
    # Answers to every item are symmetric around 3 of 1 to 5: an index of 50.
    assert index["value"] == pytest.approx(50.0, abs=0.2)
    assert value_of(lines, "resistance.response_rate", wave="1")["value"] == 0.5
    alpha = value_of(lines, "resistance.alpha", wave="1")
    assert alpha["value"] == pytest.approx(0.0, abs=0.03)
    assert not [one for one in lines if one["id"] == "resistance.socialisation_effect"]


def test_alpha_is_about_eight_tenths_and_as_the_studies_calculate_it(staff: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    people = surveyed_people(staff)
    traits = draw_traits(people, BIG, rng)
    latent = latent_values(traits, np.zeros(len(people), dtype=bool), BIG, rng)
    items = resistance_items()
    scores = scored(draw_answers(latent, rng), items)
    alpha = cronbach_alpha(scores)
    assert 0.75 < alpha < 0.87
    assert alpha == pytest.approx(studied_alpha(pd.DataFrame(scores, columns=items)).estimate)


def test_alpha_of_two_parallel_items_is_the_spearman_brown_formula() -> None:
    """Items that correlate 0.5 with equal variances: alpha = 2 x 0.5 / (1 + 0.5) = 2/3."""
    scores = np.array([[1, 1], [2, 2], [3, 3], [1, 2], [2, 3], [3, 1]], dtype=float)
    correlation = np.corrcoef(scores.T)[0, 1]
    assert cronbach_alpha(scores) == pytest.approx(2 * correlation / (1 + correlation))


def test_severe_appraisers_lower_felt_fairness_which_raises_resistance(staff: pd.DataFrame) -> None:
    knobs = replace(SURVEY_KNOBS["mamuju"], unit_spread=0.0, classes=())
    people = surveyed_people(staff)
    traits = draw_traits(people, knobs, np.random.default_rng(2))
    fair = np.mean([traits.scales[name] for name in FAIRNESS], axis=0)
    assert np.polyfit(people["severity"], fair, 1)[0] == pytest.approx(
        knobs.severity_on_fairness, abs=0.06
    )
    nobody = np.zeros(len(people), dtype=bool)
    latent = latent_values(traits, nobody, knobs, np.random.default_rng(3))
    drivers = np.column_stack([latent[name] - WILLING for name in knobs.slopes])
    design = np.column_stack([np.ones(len(people)), drivers])
    resistance = np.mean([latent[name] for name in DIMENSIONS], axis=0)
    found = np.linalg.lstsq(design, resistance, rcond=None)[0][1:]
    assert found == pytest.approx(list(knobs.slopes.values()), abs=0.05)


def test_explanation_lowers_resistance_directly_and_through_understanding(
    staff: pd.DataFrame,
) -> None:
    people = surveyed_people(staff)
    traits = draw_traits(people, BIG, np.random.default_rng(4))
    told, untold = (
        latent_values(traits, np.full(len(people), one), BIG, np.random.default_rng(5))
        for one in (True, False)
    )
    # -0.25 directly, and 0.40 of understanding times its slope of -0.14: -0.306 together.
    change = told["resistensi_kognitif"] - untold["resistensi_kognitif"]
    assert change == pytest.approx(np.full(len(people), -0.306))


def test_units_are_explained_in_the_order_of_the_rounds(staff: pd.DataFrame) -> None:
    people = surveyed_people(staff)
    told = [
        set(people.loc[explained_by(people, BIG, wave), "unit_id"].unique()) for wave in BIG.waves
    ]
    assert told == [set(), {"dukcapil"}, {"dukcapil", "dinas-sosial"}]


def test_the_resistant_answer_less_and_truth_says_by_how_much(staff: pd.DataFrame) -> None:
    knobs = replace(BIG, waves=BIG.waves[:1])
    people = surveyed_people(staff)
    rng = np.random.default_rng(6)
    traits = draw_traits(people, knobs, rng)
    latent = latent_values(traits, explained_by(people, knobs, knobs.waves[0]), knobs, rng)
    resistance = np.mean([latent[name] for name in DIMENSIONS], axis=0)
    probability = answering(people, latent, replace(knobs, response_unit_spread=0.0))
    assert np.corrcoef(resistance, probability)[0, 1] < -0.99
    lines = truth_of_surveys(REGION, staff, knobs, draws=DRAWS).lines
    index = value_of(lines, "resistance.index", wave="1")
    assert index["value"] < index["all_staff"] - 0.5


def test_drawn_sheets_recover_the_truth(staff: pd.DataFrame) -> None:
    knobs = replace(BIG, straightline_share=0.0, missing_share=0.0)
    lines = truth_of_surveys(REGION, staff, knobs, draws=DRAWS).lines
    for one in draw_rounds(staff, knobs, np.random.default_rng(7)):
        index = (scored(one.sheets, resistance_items()).mean(axis=1) - 1) / 4 * 100
        expected = value_of(lines, "resistance.index", wave=one.wave.name)["value"]
        assert abs(index.mean() - expected) < 4 * index.std() / np.sqrt(len(index)) + 0.2
        rate = value_of(lines, "resistance.response_rate", wave=one.wave.name)["value"]
        assert len(one.sheets) / len(one.invited) == pytest.approx(rate, abs=0.04)


def test_own_codes_join_most_sheets_of_two_waves(staff: pd.DataFrame) -> None:
    first, second, _ = draw_rounds(staff, BIG, np.random.default_rng(8))
    codes = [set(one.sheets["panel_code"]) - {""} for one in (first, second)]
    shared = len(codes[0] & codes[1]) / len(codes[0])
    assert 0.45 < shared < 0.95
    assert (first.sheets["panel_code"] == "").mean() == pytest.approx(0.15, abs=0.04)


def test_the_frame_counts_every_invited_person_once_in_each_margin(staff: pd.DataFrame) -> None:
    one = draw_rounds(staff, BIG, np.random.default_rng(9))[0]
    rows = pd.DataFrame(
        frame_rows(one, {unit: unit for unit in UNITS}),
        columns=["wave", "year", "unit", "margin", "level", "invited"],
    )
    totals = rows.groupby("margin")["invited"].sum()
    assert set(totals.index) == {"Semua", *MARGINS.values()}
    assert set(totals) == {len(one.invited)}
