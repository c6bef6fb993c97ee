"""What raters add and take: each knob alone, at zero and planted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.staff.careers import NOBODY
from analysis.intake.sample.staff.draw import draw_staff
from analysis.intake.sample.staff.history import History
from analysis.intake.sample.staff.knobs import Appraising, Performing, StaffKnobs
from analysis.intake.sample.staff.ratings import (
    MATRIX,
    PREDIKAT,
    RATINGS,
    TOP,
    organisation_rating,
    rate_quarter,
)
from analysis.intake.sample.staff.records import ASPECTS
from analysis.schemas.region import Region

Draw = Callable[[StaffKnobs], History]
SPREAD = Performing(person_spread=0.8)
BEHAVIOURS = [f"b_{name}" for name in ASPECTS]


def score_gap(history: History) -> float:
    """Return women's minus men's mean score in the last quarter."""
    rated = rate_quarter(history.knobs, history.careers, history.performance, 11, history.streams)
    woman = history.careers.persons.woman[rated.person]
    return float(rated.result_score[woman].mean() - rated.result_score[~woman].mean())


def test_matrix_is_the_one_of_the_regulation() -> None:
    by_words = {
        ("Di atas ekspektasi", "Di atas ekspektasi"): "Sangat Baik",
        ("Di atas ekspektasi", "Sesuai ekspektasi"): "Baik",
        ("Di atas ekspektasi", "Di bawah ekspektasi"): "Kurang",
        ("Sesuai ekspektasi", "Di atas ekspektasi"): "Baik",
        ("Sesuai ekspektasi", "Sesuai ekspektasi"): "Baik",
        ("Sesuai ekspektasi", "Di bawah ekspektasi"): "Kurang",
        ("Di bawah ekspektasi", "Di atas ekspektasi"): "Butuh Perbaikan",
        ("Di bawah ekspektasi", "Sesuai ekspektasi"): "Butuh Perbaikan",
        ("Di bawah ekspektasi", "Di bawah ekspektasi"): "Sangat Kurang",
    }
    for (result, behaviour), predikat in by_words.items():
        place = MATRIX[RATINGS.index(result), RATINGS.index(behaviour)]
        assert PREDIKAT[place] == predikat


def test_nothing_planted_gives_no_gap(many_regions: Draw) -> None:
    assert score_gap(many_regions(StaffKnobs(performing=SPREAD))) == pytest.approx(0.0, abs=0.25)


def test_a_direct_gap_shifts_scores_by_five_points_a_unit(many_regions: Draw) -> None:
    before = score_gap(many_regions(StaffKnobs(performing=SPREAD)))
    after = score_gap(many_regions(StaffKnobs(Appraising(direct_gap=-0.2), SPREAD)))
    assert after - before == pytest.approx(-0.2 * 5.0, abs=0.05)


def test_a_true_difference_shifts_scores_alike(many_regions: Draw) -> None:
    before = score_gap(many_regions(StaffKnobs(performing=SPREAD)))
    true = Performing(person_spread=0.8, gender_gap=0.3)
    assert score_gap(many_regions(StaffKnobs(performing=true))) - before == pytest.approx(
        0.3 * 5.0, abs=0.05
    )


def test_sorting_alone_lowers_the_scores_of_women(many_regions: Draw) -> None:
    severe = Appraising(severity_spread=0.8)
    before = score_gap(many_regions(StaffKnobs(severe, SPREAD)))
    sorting = Appraising(severity_spread=0.8, sorting=0.6)
    after = score_gap(many_regions(StaffKnobs(sorting, SPREAD)))
    assert after < before - 0.5


@pytest.mark.parametrize("spread", [0.0, 0.6])
def test_severity_spread_is_the_spread_of_raters(many_regions: Draw, spread: float) -> None:
    history = many_regions(StaffKnobs(Appraising(severity_spread=spread)))
    severity = history.careers.persons.severity
    assert severity.std() == pytest.approx(spread, rel=0.03, abs=1e-12)
    rated = rate_quarter(history.knobs, history.careers, history.performance, 0, history.streams)
    known = rated.rater != NOBODY
    met = severity[rated.rater[known]]
    slope = np.polyfit(met, rated.result_score[known], 1)[0] if spread else -5.0
    assert slope == pytest.approx(-5.0, abs=0.15)


def test_appraiser_bias_varies_the_gap_without_moving_it(many_regions: Draw) -> None:
    before = many_regions(StaffKnobs(performing=SPREAD))
    biased = many_regions(StaffKnobs(Appraising(bias_spread=0.5), SPREAD))
    assert score_gap(biased) == pytest.approx(score_gap(before), abs=0.4)
    assert _spread_of_gaps(biased) > _spread_of_gaps(before) + 0.5


def test_recorded_predikat_differ_from_the_matrix_by_the_planted_share(many_regions: Draw) -> None:
    same = many_regions(StaffKnobs()).annual[0]
    assert (same.recorded == same.predikat).all()
    annual = many_regions(StaffKnobs(Appraising(differs_share=0.1))).annual[0]
    share = (annual.recorded != annual.predikat).mean()
    assert share == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / annual.person.size))


def test_the_guide_follows_the_rating_of_the_organisation(
    many_regions: Draw, eight_units: Region
) -> None:
    rated = {
        organisation_rating(eight_units, unit.id, 2025): place
        for place, unit in enumerate(eight_units.units)
    }
    assert {"Baik"} < set(rated), "another rating than the usual one is needed here"
    plain = _top_shares(many_regions(StaffKnobs(Appraising(top_cut=1.0), SPREAD)))
    guided = _top_shares(many_regions(StaffKnobs(Appraising(top_cut=1.0, guide=1.0), SPREAD)))
    assert guided[rated["Baik"]] == plain[rated["Baik"]]
    if "Istimewa" in rated:
        assert guided[rated["Istimewa"]] > plain[rated["Istimewa"]]
    if "Butuh Perbaikan" in rated:
        assert guided[rated["Butuh Perbaikan"]] < plain[rated["Butuh Perbaikan"]]


def test_full_halo_leaves_one_impression_and_none_leaves_seven(eight_units: Region) -> None:
    spread = Performing(person_spread=1.2)
    full = _quarterly(eight_units, StaffKnobs(Appraising(halo=1.0), spread))
    none = _quarterly(eight_units, StaffKnobs(Appraising(halo=0.0), spread))
    assert np.ptp(full[BEHAVIOURS].to_numpy(), axis=1).max() == 0
    assert np.ptp(none[BEHAVIOURS].to_numpy(), axis=1).mean() > 0.5


def test_pretyping_gives_one_vector_and_one_minute_a_rater(eight_units: Region) -> None:
    spread = Performing(person_spread=1.0)
    typed = _quarterly(eight_units, StaffKnobs(Appraising(pretyped_share=1.0), spread))
    usual = _quarterly(eight_units, StaffKnobs(Appraising(), spread))
    led = typed["rater"] != NOBODY
    columns = ["result_score", "result_rating", "assessed_at", *BEHAVIOURS]
    sittings = ["period", "rater"]
    assert len(typed.loc[led, sittings + columns].drop_duplicates()) == len(
        typed.loc[led, sittings].drop_duplicates()
    )
    apart = usual[usual["rater"] != NOBODY]
    moments = apart[[*sittings, "assessed_at"]].drop_duplicates()
    assert len(moments) > 0.95 * len(apart)


def _quarterly(region: Region, knobs: StaffKnobs) -> pd.DataFrame:
    return draw_staff(region, knobs, 160, np.random.default_rng(5)).quarterly


def _spread_of_gaps(history: History) -> float:
    rated = rate_quarter(history.knobs, history.careers, history.performance, 0, history.streams)
    frame = pd.DataFrame(
        {
            "rater": rated.rater,
            "woman": history.careers.persons.woman[rated.person],
            "score": rated.result_score,
        }
    )
    means = frame[frame["rater"] != NOBODY].pivot_table(
        index="rater", columns="woman", values="score", aggfunc="mean"
    )
    return float((means[True] - means[False]).std())


def _top_shares(history: History) -> dict[int, float]:
    annual = history.annual[2]
    unit = history.careers.unit[annual.person, 5]
    return {
        int(one): float((annual.recorded[unit == one] == TOP).mean()) for one in np.unique(unit)
    }
