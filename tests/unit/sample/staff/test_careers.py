"""Organisation and careers: who leads whom, moves, retirements and recruits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.intake.sample.staff.careers import HALVES, NOBODY, draw_careers
from analysis.intake.sample.staff.history import History
from analysis.intake.sample.staff.knobs import (
    STAFF_KNOBS,
    Appraising,
    Moving,
    Performing,
    StaffKnobs,
)
from analysis.intake.sample.staff.posts import HEAD, MEMBER, SECRETARY, lay_out_posts, unit_sizes
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region
from analysis.stats.connectivity import measure_connectivity

RANDOM_ERRORS = 4
"""A draw may depart from its expectation by this many standard errors."""


def test_posts_form_a_tree_within_units_below_the_secretary(eight_units: Region) -> None:
    sizes = unit_sizes(eight_units, 320)
    posts = lay_out_posts(eight_units, sizes)
    heads = posts.rung == HEAD
    assert heads.sum() == len(eight_units.units)
    assert (posts.parent[heads] == SECRETARY).all()
    assert (posts.unit[posts.parent[~heads]] == posts.unit[~heads]).all()
    assert (posts.rung[posts.parent[~heads]] < posts.rung[~heads]).all()
    assert posts.members.sum() + posts.unit.size == sum(sizes)


def test_scale_shrinks_persons_but_never_units(eight_units: Region) -> None:
    assert unit_sizes(eight_units, 20) == [8] * 8


def test_everybody_present_has_a_present_superior_who_is_somebody_else(
    eight_units: Region,
) -> None:
    knobs = StaffKnobs(moving=Moving(moved_share=0.08, rotated_share=0.2))
    careers = draw_careers(eight_units, knobs, 320, Streams(1))
    for half in range(HALVES):
        person = np.flatnonzero(careers.present(half))
        superior = careers.superior[person, half]
        led = superior != NOBODY
        assert careers.present(half)[superior[led]].all()
        assert (superior != person).all()
        assert (careers.rung[superior[led], half] < MEMBER).all()
        assert not led[careers.rung[person, half] == HEAD].any()


def test_staff_keeps_its_size_though_people_retire_and_enter(eight_units: Region) -> None:
    careers = draw_careers(eight_units, StaffKnobs(), 320, Streams(2))
    sizes = [int(careers.present(half).sum()) for half in range(HALVES)]
    assert max(sizes) - min(sizes) <= len(eight_units.units)
    assert len(careers.persons) > max(sizes)
    ages = [
        2023 + half / 2 - careers.persons.birth[careers.present(half)] for half in range(HALVES)
    ]
    assert max(one.max() for one in ages) < 58


def test_without_moves_only_promotions_change_a_superior(eight_units: Region) -> None:
    still = draw_careers(eight_units, StaffKnobs(), 320, Streams(3), copies=30)
    both = still.present(0) & still.present(HALVES - 1)
    assert (still.unit[both, 0] == still.unit[both, HALVES - 1]).all()
    moving = StaffKnobs(moving=Moving(moved_share=0.08))
    moved = draw_careers(eight_units, moving, 320, Streams(3), copies=30)
    both = moved.present(0) & moved.present(2)
    share = (moved.unit[both, 0] != moved.unit[both, 2]).mean()
    assert 0.02 < share < 0.06, "about half of the 8 % a year go to another unit"


def test_sorting_puts_women_under_severe_raters_and_zero_does_not(
    many_regions: Callable[[StaffKnobs], History],
) -> None:
    unsorted = StaffKnobs(Appraising(severity_spread=0.5))
    at_zero = _severity_met(many_regions(unsorted))
    planted = _severity_met(many_regions(StaffKnobs(Appraising(severity_spread=0.5, sorting=0.6))))
    assert abs(at_zero[0]) < RANDOM_ERRORS * at_zero[1]
    assert planted[0] > 0.1


def test_men_are_preferred_for_leading_posts_only_where_planted(
    many_regions: Callable[[StaffKnobs], History],
) -> None:
    equal = _women_who_lead(many_regions(StaffKnobs()))
    preferred = StaffKnobs(performing=Performing(leadership_gap=6.0))
    assert equal == pytest.approx(1.0, abs=0.1)
    assert _women_who_lead(many_regions(preferred)) < 0.8


def test_moves_over_three_years_link_the_appraisers_of_the_large_region(
    root_region: Region,
) -> None:
    shares = []
    for seed in range(5):
        careers = draw_careers(root_region, STAFF_KNOBS["sawahlunto"], 900, Streams(seed))
        person, half = np.nonzero(careers.rung >= HEAD)
        found = measure_connectivity(careers.superior[person, half].tolist(), person.tolist())
        shares.append(found.share_without_bridge)
    assert np.median(shares) > 0.90


def _severity_met(history: History) -> tuple[float, float]:
    """Return how much more severe the raters of women are, and its standard error."""
    careers = history.careers
    person = np.flatnonzero(careers.superior[:, 0] != NOBODY)
    severity = careers.persons.severity[careers.superior[person, 0]]
    woman = careers.persons.woman[person]
    gaps = []
    for copy in range(60):
        here = careers.copy[person] == copy
        gaps.append(severity[here & woman].mean() - severity[here & ~woman].mean())
    return float(np.mean(gaps)), float(np.std(gaps) / np.sqrt(len(gaps)))


def _women_who_lead(history: History) -> float:
    """Return the share of women who lead divided by that of men."""
    careers = history.careers
    present = careers.present(0)
    leads = careers.rung[present, 0] < MEMBER
    woman = careers.persons.woman[present]
    return float(leads[woman].mean() / leads[~woman].mean())
