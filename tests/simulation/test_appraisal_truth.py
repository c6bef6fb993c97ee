"""Known truth: each knob of the drawn appraisals moves what it says, and nothing else.

Truths are held against closed forms, and the estimates of drawn regions against the truths, by
plain means, least squares and analysis of variance written out here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from analysis.rules import load_rulebook
from analysis.stats.connectivity import measure_connectivity
from tests.simulation.appraisal_draw import (
    BEHAVIOUR_SPREAD,
    BEHAVIOURS,
    GRADE_POINTS,
    LABELS,
    TOP_CUT,
    USUAL_SCORE,
    Knobs,
    Layout,
    Ratings,
    draw_ratings,
)
from tests.simulation.appraisal_truth import TRUTH_DRAWS, Truth, true_values

USUAL = Layout()
FEWER_DRAWS, FEWER_SEEDS, SEEDS = 200_000, 40, 400
GAPS = ("gap_raw", "gap_adjusted", "gap_within_appraiser", "gap_direct")
SOURCES = ("ratee", "appraiser", "unit", "residual")
NEAR = {FEWER_DRAWS: 0.15, TRUTH_DRAWS: 0.06}
"""Points that chance leaves in the truth of a gap or spread, four standard errors of the draw."""
SHARE_NEAR = {FEWER_DRAWS: 0.012, TRUTH_DRAWS: 0.005}

VARIANCES = {"ratee": 16.0, "appraiser": 0.0, "unit": 4.0, "residual": 9.0}
"""Squares of the usual spreads: persons 4, units 2, chance 3."""
NORMAL_SPREAD_OF_7 = 0.9593687
"""Mean standard deviation of seven standard normal values (c4 of quality control)."""


def with_variances(**changed: float) -> dict[str, float]:
    parts = {**VARIANCES, **changed}
    return {name: part / sum(parts.values()) for name, part in parts.items()}


def plain(**changed: float) -> dict[str, float]:
    """Return the truth where nothing is planted, with what a knob changes."""
    nothing = {**dict.fromkeys(GAPS, 0.0), "severity_spread": 0.0, "appraiser_gap_spread": 0.0,
               "behaviour_spread": BEHAVIOUR_SPREAD * NORMAL_SPREAD_OF_7}  # fmt: skip
    return {**nothing, **changed}


def every_gap(points: float, **changed: float) -> dict[str, float]:
    return plain(**dict.fromkeys(GAPS[:3], points), **changed)


def sorted_gap(spread: float) -> tuple[float, float]:
    """Return raw and adjusted gap where the whole group stands under the most severe of four.

    Of 48 colleagues k belong to the group; severities of four appraisers are on average the normal
    order statistics 1.0294, 0.2970, -0.2970, -1.0294. The group takes the first k places.
    """
    size, share = USUAL.appraisers * USUAL.ratees, USUAL.group_share
    places = np.repeat([1.02938, 0.29701, -0.29701, -1.02938], USUAL.ratees)
    k = np.arange(size + 1)
    taken = np.concatenate([[0.0], np.cumsum(places)]) @ stats.binom.pmf(k, size, share)
    pairs = (k * (size - k)) @ stats.binom.pmf(k, size, share)
    return -spread * taken / (size * share * (1 - share)), -spread * taken * size / pairs


RAW_SORTED, ADJUSTED_SORTED = sorted_gap(3.0)
BIASED = 4.0 * 0.45 * 0.55
"""Variance that a bias with spread 2 leaves in the residual: 2^2 x p (1 - p)."""
TYPED = Knobs(pretyped_share=0.2)
PLANTED: dict[str, tuple[Knobs, dict[str, float], dict[str, float]]] = {
    "nothing": (Knobs(), plain(), with_variances()),
    "severity": (
        Knobs(severity_spread=3.0), plain(severity_spread=3.0), with_variances(appraiser=9.0)
    ),
    "sorting without severity": (Knobs(sorting=1.0), plain(), with_variances()),
    "sorting": (
        Knobs(severity_spread=3.0, sorting=1.0),
        plain(severity_spread=3.0, gap_raw=RAW_SORTED, gap_adjusted=ADJUSTED_SORTED),
        with_variances(appraiser=9.0),
    ),
    "bias": (
        Knobs(bias_spread=2.0), plain(appraiser_gap_spread=2.0), with_variances(residual=9 + BIASED)
    ),
    "direct gap": (Knobs(direct_gap=-1.5), every_gap(-1.5, gap_direct=-1.5), with_variances()),
    "true gap": (Knobs(true_gap=1.5), every_gap(1.5), with_variances()),
    "composition": (
        Knobs(composition=-0.8), plain(gap_raw=-0.8 * GRADE_POINTS), with_variances()
    ),
    "halo": (
        Knobs(halo=0.5),
        plain(behaviour_spread=0.5 * BEHAVIOUR_SPREAD * NORMAL_SPREAD_OF_7),
        with_variances(),
    ),
    "moved": (Knobs(moved_share=0.2), plain(), with_variances()),
    "pretyped": (
        TYPED,
        plain(behaviour_spread=0.8 * BEHAVIOUR_SPREAD * NORMAL_SPREAD_OF_7),
        # of two appraisers both look at the person with chance 0.64; all of his own shows in 0.8
        {"ratee": 0.64 * 16 / (0.8 * 29), "appraiser": 0.0, "unit": 0.64 * 4 / (0.8 * 29),
         "residual": 1 - 0.64 * 20 / (0.8 * 29)},
    ),
    "pretyped with a direct gap": (
        replace(TYPED, direct_gap=-2.0),
        # who types gives 0.9 points more on average: 45 % of his ratees would lose two
        every_gap(
            -1.6,
            gap_direct=-1.6,
            severity_spread=0.45 * 2.0 * math.sqrt(0.2 * 0.8),
            appraiser_gap_spread=2.0 * math.sqrt(0.2 * 0.8),
            behaviour_spread=0.8 * BEHAVIOUR_SPREAD * NORMAL_SPREAD_OF_7,
        ),
        {},
    ),
}  # fmt: skip
"""Knobs, what is then true (points), shares of the variance; by hand."""


def departures(name: str, draws: int) -> dict[str, tuple[float, float]]:
    """Return what lies further from the closed form than chance has it."""
    knobs, expected, shares = PLANTED[name]
    found = true_values(knobs, draws=draws)
    told = {**{key: getattr(found, key) for key in expected}, **found.variance_shares}
    near = {**dict.fromkeys(expected, NEAR[draws]), **dict.fromkeys(SOURCES, SHARE_NEAR[draws])}
    wanted = {**expected, **shares}
    return {key: (told[key], wanted[key]) for key in wanted
            if abs(told[key] - wanted[key]) > near[key]}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_each_knob_moves_what_it_says_and_nothing_else(name):
    assert departures(name, FEWER_DRAWS) == {}


@pytest.mark.slow
def test_each_knob_in_a_draw_of_a_million(show):
    since = perf_counter()
    found = {name: departures(name, TRUTH_DRAWS) for name in PLANTED}
    show(f"{len(found)} settings of the knobs ({perf_counter() - since:.0f} s)", *found)
    assert {name: one for name, one in found.items() if one} == {}


def test_a_true_difference_is_not_in_the_eyes_of_appraisers():
    found = true_values(Knobs(true_gap=1.5, direct_gap=-1.0, composition=1.0), draws=FEWER_DRAWS)
    assert found.gap_true == pytest.approx(1.5)
    assert found.gap_direct == pytest.approx(-1.0)
    assert found.gap_within_appraiser == pytest.approx(0.5)
    assert found.sorting == pytest.approx(0.0, abs=NEAR[FEWER_DRAWS])
    assert found.composition == pytest.approx(GRADE_POINTS, abs=NEAR[FEWER_DRAWS])


@pytest.mark.parametrize("direct_gap", [0.0, -2.0])
def test_gap_of_the_top_label_in_percentage_points(direct_gap):
    found = true_values(Knobs(direct_gap=direct_gap), outcome="top", draws=FEWER_DRAWS)
    spread = math.sqrt(sum(VARIANCES.values()) + GRADE_POINTS**2)
    theirs, ours = (stats.norm.sf(TOP_CUT - USUAL_SCORE - gap, scale=spread)
                    for gap in (0.0, direct_gap))  # fmt: skip
    gap = 100 * (ours - theirs)
    assert found.gap_raw == pytest.approx(gap, abs=1.0)
    assert found.gap_within_appraiser == pytest.approx(gap, abs=0.4)
    assert found.gap_within_appraiser == found.gap_direct


def raw(drawn: Ratings) -> float:
    group = drawn.persons.group
    return float(drawn.score[group].mean() - drawn.score[~group].mean())


def absorbed(drawn: Ratings, who: np.ndarray) -> float:
    """Least squares on group and grade after the means of `who` x period are taken out."""
    columns = np.column_stack([drawn.persons.group, drawn.persons.grade, drawn.score])
    table = pd.DataFrame(columns.astype(float))
    rest = (table - table.groupby(who * USUAL.periods + drawn.period).transform("mean")).to_numpy()
    return float(np.linalg.lstsq(rest[:, :2], rest[:, 2], rcond=None)[0][0])


def adjusted(drawn: Ratings) -> float:
    return absorbed(drawn, drawn.unit)


def within_appraiser(drawn: Ratings) -> float:
    return absorbed(drawn, drawn.rater)


def test_absorbed_means_are_dummies_of_statsmodels():
    drawn = draw_ratings(MIXED, 0)
    frame = drawn.frame().assign(cell=drawn.unit * USUAL.periods + drawn.period)
    fitted = smf.ols("result_score ~ C(gender) + grade + C(cell)", frame).fit()
    assert adjusted(drawn) == pytest.approx(fitted.params["C(gender)[T.P]"], abs=1e-9)


def severity(drawn: Ratings) -> float:
    """Mean square between appraisers of one unit less that within, over the ratees of each."""
    first = drawn.frame().query("period == 0")
    means = first.groupby(["unit_id", "rater_id"])["result_score"].mean()
    between = means.groupby("unit_id").var(ddof=1).mean() * USUAL.ratees
    within = first.groupby("rater_id")["result_score"].var(ddof=1).mean()
    return float((between - within) / USUAL.ratees)


ESTIMATORS: dict[str, Callable[[Ratings], float]] = {
    "gap_raw": raw,
    "gap_adjusted": adjusted,
    "gap_within_appraiser": within_appraiser,
}
MIXED = Knobs(
    severity_spread=3.0, sorting=0.7, bias_spread=1.0, direct_gap=-1.0, true_gap=0.5,
    composition=0.6, moved_share=0.1,
)  # fmt: skip
TYPING = replace(MIXED, pretyped_share=0.25)


def off_centre(knobs: Knobs, seeds: int, draws: int) -> tuple[dict[str, float], list[str]]:
    """Return the findings whose mean over seeds lies 3.5 standard errors from the truth."""
    truth: Truth = true_values(knobs, draws=draws)
    drawn = [draw_ratings(knobs, seed) for seed in range(seeds)]
    far, lines = {}, []
    for name, estimate in ESTIMATORS.items():
        values = np.array([estimate(one) for one in drawn])
        regions = math.ceil(draws / USUAL.ratings)
        error = values.std(ddof=1) * math.sqrt(1 / seeds + 1 / regions)
        z = (values.mean() - getattr(truth, name)) / error
        lines.append(f"{name:24} {getattr(truth, name):8.3f} {values.mean():8.3f} {z:6.2f}")
        if abs(z) > 3.5:
            far[name] = float(z)
    return far, lines


@pytest.mark.parametrize("knobs", [Knobs(), MIXED], ids=["nothing", "mixed"])
def test_least_squares_of_drawn_regions_centre_on_the_truth_in_a_sample(knobs):
    assert off_centre(knobs, FEWER_SEEDS, FEWER_DRAWS)[0] == {}


@pytest.mark.slow
@pytest.mark.parametrize("knobs", [Knobs(), MIXED, TYPING], ids=["nothing", "mixed", "typing"])
def test_least_squares_of_drawn_regions_centre_on_the_truth(knobs, show):
    far, lines = off_centre(knobs, SEEDS, TRUTH_DRAWS)
    show(f"{'finding':24} {'truth':>8} {'mean':>8} {'z':>6}", *lines)
    assert far == {}


def test_severity_by_analysis_of_variance():
    knobs = Knobs(severity_spread=3.0)
    values = np.array([severity(draw_ratings(knobs, seed)) for seed in range(FEWER_SEEDS)])
    error = values.std(ddof=1) / math.sqrt(FEWER_SEEDS)
    truth = true_values(knobs, draws=FEWER_DRAWS).severity_spread
    assert abs(values.mean() - truth**2) < 3.5 * error


def test_disjoint_and_connected_appraisers():
    def connectivity(knobs: Knobs):
        drawn = draw_ratings(knobs, 0)
        return measure_connectivity(drawn.rater.tolist(), drawn.person.tolist())

    apart = connectivity(Knobs(severity_spread=3.0, sorting=0.5))
    assert (apart.appraisers, apart.components, apart.largest) == (48, 48, 1)
    together = connectivity(Knobs(moved_share=0.2))
    assert together.share == 1.0
    assert together.share_without_bridge == 1.0


@pytest.mark.parametrize("moved_share", [0.0, 0.3, 1.0])
def test_everybody_is_rated_once_a_period_by_an_appraiser_of_the_unit(moved_share):
    drawn = draw_ratings(replace(MIXED, moved_share=moved_share), 3)
    frame = drawn.frame()
    assert not frame.duplicated(["employee_id", "period"]).any()
    assert len(frame) == USUAL.ratings
    teams = frame.groupby(["period", "rater_id"]).size()
    assert teams.eq(USUAL.ratees).all()
    assert len(teams) == USUAL.periods * USUAL.units * USUAL.appraisers
    assert frame.groupby("rater_id")["unit_id"].nunique().eq(1).all()
    assert frame.groupby("employee_id")["gender"].nunique().eq(1).all()


def test_share_of_movers_is_the_knob():
    drawn = draw_ratings(Knobs(moved_share=0.25), 1, Layout(units=40))
    rater = drawn.rater.reshape(USUAL.periods, -1)
    changed = (rater[1:] != rater[:-1]).mean()
    # of 160 appraisers one in 160 movers meets his own again
    assert changed == pytest.approx(0.25 * 159 / 160, abs=4 * math.sqrt(0.25 * 0.75 / rater.size))


def test_pretyped_appraisers_type_one_appraisal():
    drawn = draw_ratings(Knobs(pretyped_share=0.3, severity_spread=2.0, direct_gap=-3.0), 5)
    frame = drawn.frame()
    typed = frame["rater_id"].map(pd.Series(drawn.appraisers.typed).groupby(drawn.rater).first())
    behaviours = [f"b_{at + 1}" for at in range(BEHAVIOURS)]
    every = frame.groupby("rater_id")[["result_score", *behaviours]].nunique().max(axis=1)
    assert every[frame[typed]["rater_id"].unique()].eq(1).all()
    assert every[frame[~typed]["rater_id"].unique()].gt(1).all()
    assert typed.groupby(frame["rater_id"]).first().sum() == pytest.approx(0.3 * 48, abs=10)


def test_full_halo_leaves_one_behaviour():
    drawn = draw_ratings(Knobs(halo=1.0), 2)
    assert np.array_equal(drawn.behaviours, np.repeat(drawn.score[:, None], BEHAVIOURS, axis=1))


def test_full_sorting_puts_the_group_under_the_most_severe_of_the_unit():
    drawn = draw_ratings(Knobs(severity_spread=3.0, sorting=1.0), 4)
    frame = drawn.frame().assign(severity=drawn.appraisers.severity)
    by_unit = frame.groupby(["period", "unit_id", "gender"])["severity"].agg(["min", "max"])
    women, men = (by_unit.xs(gender, level="gender") for gender in ("P", "L"))
    assert (women["min"] >= men["max"]).all()


def test_same_seed_same_data_and_other_seed_other_people():
    one, again, other = (draw_ratings(MIXED, seed).frame() for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(one, again)
    assert not one["result_score"].equals(other["result_score"])


def test_one_appraiser_a_unit_and_labels_of_the_rules():
    drawn = draw_ratings(MIXED, 0, Layout(appraisers=1)).frame()
    assert drawn.groupby("unit_id")["rater_id"].nunique().eq(1).all()
    known = load_rulebook().get("permenpanrb-6-2022").parameters["predikat"]
    assert tuple(LABELS) == known
    assert set(drawn["predikat_recorded"]) <= set(known)
