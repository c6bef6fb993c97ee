"""What is true of a region's staff, on the scale of the findings about resistance.

Persons are drawn with replacement from the staff of the wave's year, with traits drawn anew: units
and appraisers are those of the region, attitudes and answers are integrated out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

from analysis.intake.sample.order import DRAWS, Line, Truth
from analysis.intake.sample.surveys.answers import (
    draw_answers,
    resistance_items,
    scored,
    soil_answers,
    staff_codebook,
)
from analysis.intake.sample.surveys.draw import surveyed_people
from analysis.intake.sample.surveys.knobs import DIMENSIONS, FAIRNESS, SurveyKnobs, Wave
from analysis.intake.sample.surveys.traits import (
    answering,
    draw_traits,
    explained_by,
    latent_values,
)
from analysis.schemas.region import Region

SEED = 20_230_103
LOWEST, HIGHEST = 1, 5
POSITIVE_BELOW = 50.0
"""A person whose index is below the middle of the scale takes the evaluation system well."""


@dataclass(frozen=True)
class Drawn:
    """A drawn staff in one wave.

    Attributes
    ----------
    people : DataFrame
        unit_group; one row a person.
    scores : ndarray, shape (n, items)
        Answers to the items on resistance as the sheets hold them, those of careless respondents
        included; reversed items turned.
    careful : ndarray, shape (n, items)
        The same had everybody answered with care.
    unexplained : ndarray, shape (n,)
        Index of the same persons had nothing been explained.
    response : ndarray, shape (n,)
        Probability of answering.
    answered : ndarray of bool, shape (n,)
    explained : ndarray of bool, shape (n,)
    """

    people: pd.DataFrame
    scores: np.ndarray
    careful: np.ndarray
    unexplained: np.ndarray
    response: np.ndarray
    answered: np.ndarray
    explained: np.ndarray


def truth_of_surveys(
    region: Region, staff: pd.DataFrame, knobs: SurveyKnobs, *, draws: int = DRAWS
) -> Truth:
    """Return the true values of a region's findings about resistance.

    Each line names its wave beside the period; without a group it is about the whole scale and
    staff. The value is that of the sheets of those who answer, `with_care` what it would be had
    nobody filled in a sheet carelessly, `all_staff` what it would be had everybody answered,
    `without_socialisation` what it would be had nothing been explained anywhere.

    Parameters
    ----------
    region : Region
    staff : DataFrame
        One row a person and year, see `draw.draw_rounds`.
    knobs : SurveyKnobs
    draws : int
        Persons drawn for each wave.
    """
    groups = {unit.id: unit.kind for unit in region.units}
    people = surveyed_people(staff)
    people = people.assign(unit_group=people["unit_id"].map(groups))
    lines: list[Line] = [
        {"id": "resistance.class_share", "period": str(wave.last.year), "wave": wave.name,
         "group": {"latent_class": one.name}, "value": one.share}
        for wave in knobs.waves for one in knobs.classes
    ]  # fmt: skip
    for wave in knobs.waves:
        of_year = people[people["year"] == wave.last.year]
        lines += _wave_lines(wave, _drawn(of_year, knobs, wave, draws))
    return Truth(_as_text(knobs), lines)


def _drawn(people: pd.DataFrame, knobs: SurveyKnobs, wave: Wave, draws: int) -> Drawn:
    rng = np.random.default_rng(SEED)
    rows = people.iloc[rng.integers(0, len(people), draws)].reset_index(drop=True)
    traits = draw_traits(rows, knobs, rng)
    explained = explained_by(rows, knobs, wave)
    chance, wording = rng.integers(2**32, size=2)
    latent, without = (
        latent_values(traits, told, knobs, np.random.default_rng(chance))
        for told in (explained, np.zeros_like(explained))
    )
    items = resistance_items()
    answers, untold = (
        draw_answers(one, np.random.default_rng(wording), scales=DIMENSIONS)
        for one in (latent, without)
    )
    response = answering(rows, latent, knobs)
    answered = rng.random(draws) < response
    written = soil_answers(answers, replace(knobs, missing_share=0.0), rng)
    return Drawn(
        people=rows,
        scores=scored(written, items),
        careful=scored(answers, items),
        unexplained=_index(scored(untold, items)),
        response=response,
        answered=answered,
        explained=explained,
    )


def _wave_lines(wave: Wave, drawn: Drawn) -> list[Line]:
    head = {"period": str(wave.last.year), "wave": wave.name}
    everybody, items = np.ones(len(drawn.people), dtype=bool), resistance_items()
    every = list(range(len(items)))
    lines = _level_lines(head, {}, drawn, everybody, every)
    lines += _alpha_lines(head, {}, drawn, drawn.scores)
    for name in DIMENSIONS:
        part = [items.index(key) for key in staff_codebook().items_of(name)]
        lines += _level_lines(head, {"dimension": name}, drawn, everybody, part)
        lines += _alpha_lines(head, {"dimension": name}, drawn, drawn.scores[:, part])
    lines.append(_response_line(head, {}, drawn, everybody))
    kinds = drawn.people["unit_group"].to_numpy()
    for kind in sorted(set(kinds)):
        group, inside = {"unit_group": kind}, kinds == kind
        lines.append(_response_line(head, group, drawn, inside))
        lines += _level_lines(head, group, drawn, inside, every)
    if drawn.explained.any():
        effect = (_index(drawn.careful) - drawn.unexplained)[drawn.explained].mean()
        lines.append({"id": "resistance.socialisation_effect", **head, "group": {},
                      "value": _round(effect)})  # fmt: skip
    return lines


def _response_line(head: Line, group: Line, drawn: Drawn, inside: np.ndarray) -> Line:
    rate = _round(drawn.response[inside].mean())
    return {"id": "resistance.response_rate", **head, "group": group, "value": rate}


def _alpha_lines(head: Line, group: Line, drawn: Drawn, scores: np.ndarray) -> list[Line]:
    answered = _round(cronbach_alpha(scores[drawn.answered]))
    found = {"value": answered, "all_staff": _round(cronbach_alpha(scores))}
    return [{"id": "resistance.alpha", **head, "group": group, **found}]


def _level_lines(
    head: Line, group: Line, drawn: Drawn, inside: np.ndarray, items: list[int]
) -> list[Line]:
    """Return index and share of those who take the system well, of some persons and items."""
    index, careful = _index(drawn.scores[:, items]), _index(drawn.careful[:, items])
    answered = inside & drawn.answered
    told = {}
    if drawn.explained[inside].any() and len(items) == drawn.scores.shape[1]:
        told = {"without_socialisation": _round(drawn.unexplained[answered].mean())}
    well, well_with_care = index < POSITIVE_BELOW, careful < POSITIVE_BELOW
    return [
        {"id": "resistance.index", **head, "group": group, "value": _round(index[answered].mean()),
         "with_care": _round(careful[answered].mean()),
         "all_staff": _round(index[inside].mean()), **told},
        {"id": "resistance.positive_share", **head, "group": group,
         "value": _round(well[answered].mean()),
         "with_care": _round(well_with_care[answered].mean()),
         "all_staff": _round(well[inside].mean())},
    ]  # fmt: skip


def cronbach_alpha(scores: np.ndarray) -> float:
    """Return k/(k-1) x (1 - sum of item variances / variance of the sum) of complete answers.

    Parameters
    ----------
    scores : ndarray, shape (n, k)
    """
    count = scores.shape[1]
    covariance = np.cov(scores, rowvar=False)
    return float(count / (count - 1) * (1 - np.trace(covariance) / covariance.sum()))


def _index(scores: np.ndarray) -> np.ndarray:
    return (scores.mean(axis=1) - LOWEST) / (HIGHEST - LOWEST) * 100


def _round(value: float) -> float:
    return round(float(value), 4)


def _as_text(knobs: SurveyKnobs) -> Line:
    found = asdict(knobs)
    found["waves"] = [
        {"name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat()}
        for one in knobs.waves
    ]
    found["socialisations"] = [
        {"day": one.day.isoformat(), "units": list(one.units)} for one in knobs.socialisations
    ]
    return {**found, "fairness_dimensions": list(FAIRNESS)}
