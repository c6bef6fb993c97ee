"""Known truth: many rounds of the staff survey centre on the truth of one staff.

Attitudes, answers and who answers are drawn anew from the same staff, with blanks and careless
sheets.
"""

from __future__ import annotations

import math
from dataclasses import replace
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff import STAFF_AT_SCALE_1, STAFF_KNOBS
from analysis.intake.sample.staff.history import draw_history
from analysis.intake.sample.staff.people import people_of_year
from analysis.intake.sample.staff.streams import Streams
from analysis.intake.sample.surveys.answers import resistance_items, staff_codebook
from analysis.intake.sample.surveys.draw import draw_rounds
from analysis.intake.sample.surveys.knobs import SURVEY_KNOBS, SurveyKnobs
from analysis.intake.sample.surveys.truth import truth_of_surveys
from analysis.measures.reliability import cronbach_alpha
from analysis.measures.scales import LikertScale, is_favourable, oriented, score_scale
from analysis.schemas.region import Region, load_region
from analysis.stats.means import estimate_mean
from analysis.stats.proportions import estimate_proportion
from tests.simulation.known_truth import (
    HEAD,
    Centred,
    Found,
    centred,
    not_covering,
    off_centre,
)

NAME, YEAR = "sawahlunto", len(YEARS) - 1
SEEDS, FEWER_SEEDS = 300, 30
TRUTH_DRAWS, FEWER_TRUTH_DRAWS = 500_000, 100_000


@pytest.fixture(scope="module")
def region(root) -> Region:
    return load_region(root / "data" / "raw" / NAME)


def survey_estimates(staff: pd.DataFrame, knobs: SurveyKnobs, seed: int) -> Found:
    sheets = draw_rounds(staff, knobs, np.random.default_rng(seed))[0].sheets
    book = staff_codebook()
    answers = oriented(sheets, book)
    scale = LikertScale.of(book, "resistensi_evaluasi")
    scores = score_scale(answers, scale)
    mean = estimate_mean(scores.to_numpy())
    sides = is_favourable(scores, scale).dropna()
    share = estimate_proportion(int(sides.sum()), len(sides))
    alpha = cronbach_alpha(answers[resistance_items()])
    return {
        "resistance.index": (mean.estimate, mean.ci_low, mean.ci_high),
        "resistance.positive_share": (share.estimate, share.ci_low, share.ci_high),
        "resistance.alpha": (alpha.estimate, alpha.ci_low, alpha.ci_high),
        "resistance.response_rate": (len(sheets) / len(staff), math.nan, math.nan),
    }


def surveys(region: Region, knobs: SurveyKnobs, *, seeds: int, draws: int) -> dict[str, Centred]:
    """Return the findings of the last wave, all drawn from the same staff."""
    last = replace(knobs, waves=knobs.waves[-1:])
    history = draw_history(region, STAFF_KNOBS[NAME], STAFF_AT_SCALE_1[NAME], Streams(0))
    staff = people_of_year(history, YEAR)
    truths = {
        one["id"]: one["value"]
        for one in truth_of_surveys(region, staff, last, draws=draws).lines
        if not one["group"] and one["id"] != "resistance.socialisation_effect"
    }
    drawn = [survey_estimates(staff, last, seed) for seed in range(seeds)]
    return centred(truths, drawn, draws // len(staff))


def test_survey_estimates_centre_on_their_truth_in_a_sample(region):
    found = surveys(region, SURVEY_KNOBS[NAME], seeds=FEWER_SEEDS, draws=FEWER_TRUTH_DRAWS)
    assert off_centre(found, 3.5) == {}


@pytest.mark.slow
def test_survey_estimates_centre_on_their_truth(region, show):
    since = perf_counter()
    found = surveys(region, SURVEY_KNOBS[NAME], seeds=SEEDS, draws=TRUTH_DRAWS)
    show(
        f"Staff survey, {SEEDS} rounds of one staff ({perf_counter() - since:.0f} s)",
        HEAD,
        *(one.line(name) for name, one in found.items()),
    )
    assert off_centre(found, 3) == {}
    assert not_covering(found) == {}
