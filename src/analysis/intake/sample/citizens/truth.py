"""What is true in a sample region, on the scale of each finding, from a large draw of persons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

import numpy as np

from analysis.intake.sample.citizens.knobs import SCALE_MAX, THRESHOLDS, Knobs
from analysis.intake.sample.citizens.population import (
    UNSUR,
    cell_level,
    draw_persons,
    yearly_users,
)
from analysis.intake.sample.order import DRAWS, Line, Truth
from analysis.intake.sample.sizes import YEARS
from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.rules.skm import SkmRules, letter_of
from analysis.schemas.region import Region
from analysis.stats.sample_size import required_sample

TRUTH_SEED = 20_230_101
_GRID = np.linspace(-5.0, 7.0, 241)

MeanScore = Callable[[float], float]


def truth_of_citizens(region: Region, knobs: Knobs, *, draws: int = DRAWS) -> Truth:
    """Return the true values of a region's findings about the SKM.

    The value is that of the answering part of the population (`respondents`), which is what a
    survey's interval is about; `all_users` adds what it would be had everybody answered.

    Parameters
    ----------
    region : Region
        With the units that ask their users only.
    knobs : Knobs
    draws : int
        Persons drawn; Monte Carlo error of an index is about 0.02 points at 1,000,000.
    """
    respondents, everybody = _mean_score_functions(knobs, draws)
    lines = [
        line
        for year in YEARS
        for semester in Period(year, "Y").parts("S")
        for line in _semester_truth(region, knobs, semester, respondents, everybody)
    ]
    lines += _jump_lines(region, knobs, respondents, everybody)
    return Truth(asdict(knobs), lines)


def _jump_lines(
    region: Region, knobs: Knobs, respondents: MeanScore, everybody: MeanScore
) -> list[Line]:
    """Return what each jump adds to the index of its unit in the half-years after it."""
    unchanged, places = replace(knobs, jumps=()), {u.id: i for i, u in enumerate(region.units)}
    lines = []
    for year in YEARS:
        for semester in Period(year, "Y").parts("S"):
            gains = [
                _index(_unit_unsur_means(region, knobs, semester, score))
                - _index(_unit_unsur_means(region, unchanged, semester, score))
                for score in (respondents, everybody)
            ]
            lines += [
                _line("satisfaction.event_effect", semester, {"unit": jump.unit, "outcome": "ikm"},
                      *(gain[places[jump.unit]] for gain in gains))
                for jump in knobs.jumps
                if Period.parse(jump.quarter).first_day <= semester.last_day
            ]  # fmt: skip
    return lines


def _mean_score_functions(knobs: Knobs, draws: int) -> tuple[MeanScore, MeanScore]:
    persons = draw_persons(draws, knobs, np.random.default_rng(TRUTH_SEED))
    weights = persons.response / persons.response.sum()
    by_response, by_all = [], []
    for level in _GRID:
        score = _expected_score(level + persons.offset)
        by_response.append(float(score @ weights))
        by_all.append(float(score.mean()))
    return (
        lambda level: float(np.interp(level, _GRID, by_response)),
        lambda level: float(np.interp(level, _GRID, by_all)),
    )


def _expected_score(location: np.ndarray) -> np.ndarray:
    above = [1.0 / (1.0 + np.exp(cut - location)) for cut in THRESHOLDS]
    return 1.0 + np.sum(above, axis=0)


def _semester_truth(
    region: Region,
    knobs: Knobs,
    semester: Period,
    respondents: MeanScore,
    everybody: MeanScore,
) -> list[Line]:
    units = [unit.id for unit in region.units]
    users = np.array([yearly_users(region, unit) for unit in units], dtype=float)
    answered = _unit_unsur_means(region, knobs, semester, respondents)
    everyone = _unit_unsur_means(region, knobs, semester, everybody)
    weights = users / users.sum()
    rules = SkmRules.of(load_rulebook().get("skm-2017"))
    found = [
        _line("satisfaction.ikm", semester, {}, *_region_index(answered, everyone, weights)),
        _line(
            "satisfaction.ikm_unit_mean",
            semester,
            {},
            _index(answered).mean(),
            _index(everyone).mean(),
        ),
    ]
    for place, unsur in enumerate(UNSUR):
        values = (weights @ answered[:, place] * 25, weights @ everyone[:, place] * 25)
        found.append(_line("satisfaction.unsur", semester, {"unsur": unsur}, *values))
    for place, unit in enumerate(units):
        values = (_index(answered)[place], _index(everyone)[place])
        group = {"unit": unit}
        found.append(_line("satisfaction.ikm", semester, group, *values))
        found.append(
            {
                "id": "satisfaction.letter_stability",
                "period": str(semester),
                "group": group,
                "value_code": letter_of(values[0], rules),
            }
        )
        needed = required_sample(round(users[place] / 2))
        found.append(_line("satisfaction.adequacy", semester, group, needed, needed))
    return found


def _unit_unsur_means(
    region: Region, knobs: Knobs, semester: Period, mean_score: MeanScore
) -> np.ndarray:
    quarters = semester.parts("Q")
    return np.array(
        [
            [
                np.mean(
                    [mean_score(cell_level(knobs, region, unit.id, q, unsur)) for q in quarters]
                )
                for unsur in UNSUR
            ]
            for unit in region.units
        ]
    )


def _index(means: np.ndarray) -> np.ndarray:
    return means.mean(axis=1) * 100 / SCALE_MAX


def _region_index(
    answered: np.ndarray, everyone: np.ndarray, weights: np.ndarray
) -> tuple[float, float]:
    return float(weights @ _index(answered)), float(weights @ _index(everyone))


def _line(
    finding: str, period: Period, group: dict[str, str], value: float, all_users: float
) -> Line:
    return {
        "id": finding,
        "period": str(period),
        "group": group,
        "value": round(float(value), 4),
        "all_users": round(float(all_users), 4),
    }
