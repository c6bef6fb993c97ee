"""Known truth through the whole study on fairness, as a region would run it.

Nothing planted: how often any comparison of a family alarms after adjustment. A true difference in
performance: what would say that appraisers or decisions make it alarms no more often than chance.
A direct gap and sorting: found. Disjoint appraisers: severity is blocked, always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest

from analysis.schemas.finding import Finding
from analysis.studies.fairness import run_fairness
from tests.simulation.appraisal_draw import NOT_SEEN, SEEN, Knobs, Layout, draw_ratings
from tests.simulation.appraisal_study import study_of_ratings
from tests.simulation.appraisal_truth import true_values
from tests.simulation.known_truth import ALARM, Rate, TruthRow, covered, missed

RUNS, SAMPLED = 200, 1
LAYOUT = Layout(units=15)
NOTHING = Knobs(moved_share=0.15)
TRUE_DIFFERENCE = Knobs(severity_spread=3.0, true_gap=1.5, moved_share=0.15)
UNFAIR = Knobs(severity_spread=3.0, sorting=0.7, direct_gap=-1.5, moved_share=0.15)
DISJOINT = Knobs(severity_spread=3.0, sorting=0.7)
OF_SEVERITY = ("severity_spread", "variance_share", "sorting", "fixed_less_random")
OF_TREATMENT = ("sorting", "fixed_less_random", "decision_gap")
"""What would say that a difference comes from who rates or decides, not from performance."""
GENDER = {"gender": SEEN, "reference": NOT_SEEN}


def findings(knobs: Knobs, seed: int, *, gender_only: bool = True) -> list[Finding]:
    drawn = draw_ratings(knobs, seed, LAYOUT)
    data = study_of_ratings(drawn, seed=seed, gender_only=gender_only)
    return list(run_fairness(data).findings)


def named(found: Iterable[Finding], names: Sequence[str]) -> list[Finding]:
    return [one for one in found if one.id.removeprefix("fairness.") in names]


def of_gender(found: Iterable[Finding], name: str, **further: str) -> Finding | None:
    """Return the gap between women and men of that name, where it has an estimate."""
    group = {**GENDER, **further}
    every = [one for one in named(found, [name]) if one.group == group]
    assert len(every) == 1
    return every[0] if every[0].estimate is not None else None


def alarm_rows(runs: int) -> list[TruthRow]:
    """Return a line a family: whether any of its adjusted p is below 5 % where nothing is."""
    alarms: dict[str, list[bool]] = defaultdict(list)
    for seed in range(runs):
        smallest: dict[str, float] = {}
        for one in findings(NOTHING, seed, gender_only=False):
            if one.family and one.p_adjusted is not None:
                smallest[one.family] = min(one.p_adjusted, smallest.get(one.family, 1.0))
        for family, p in smallest.items():
            alarms[family].append(p < ALARM)
    return [
        TruthRow.family(name.removeprefix("fairness."), "nothing, study", Rate.of(happened))
        for name, happened in sorted(alarms.items())
    ]


@pytest.mark.slow
def test_families_of_the_study_where_nothing_is_planted(keep):
    rows = alarm_rows(RUNS)
    keep(rows)
    assert len(rows) > len(OF_SEVERITY)
    assert missed(rows) == []


def treatment_rows(runs: int) -> list[TruthRow]:
    """Return lines on a true difference: found as a gap, and laid at nobody's door."""
    truth = true_values(TRUE_DIFFERENCE, LAYOUT, draws=400_000).gap_within_appraiser
    bounds, alarms = [], defaultdict(list)
    for seed in range(runs):
        found = findings(TRUE_DIFFERENCE, seed)
        gap = of_gender(found, "gap_within_appraiser", outcome="result_score")
        bounds += [(gap.ci_low, gap.ci_high)] if gap else []
        for one in named(found, OF_TREATMENT):
            if one.p_value is not None and one.group.get("gender") == SEEN:
                alarms[one.id.removeprefix("fairness.")].append(one.p_value < ALARM)
    knob = "true difference 1.5, study"
    held = TruthRow.covering("gap_within_appraiser", knob, truth, covered(bounds, truth))
    return [held] + [
        TruthRow.alarms(name, knob, Rate.of(happened)) for name, happened in sorted(alarms.items())
    ]


@pytest.mark.slow
def test_a_true_difference_is_laid_at_nobodys_door(keep):
    rows = treatment_rows(RUNS)
    keep(rows)
    assert {row.estimand for row in rows} == {"gap_within_appraiser", *OF_TREATMENT}
    assert missed(rows) == []


def unfair_rows(runs: int) -> list[TruthRow]:
    """Return lines on a direct gap with sorting: the gap covered, both seen."""
    truth = true_values(UNFAIR, LAYOUT, draws=400_000).gap_within_appraiser
    bounds, seen = [], defaultdict(list)
    for seed in range(runs):
        found = findings(UNFAIR, seed)
        gap = of_gender(found, "gap_within_appraiser", outcome="result_score")
        bounds += [(gap.ci_low, gap.ci_high)] if gap else []
        seen["gap_within_appraiser"].append(gap is not None and (gap.p_value or 0.0) < ALARM)
        sorting = of_gender(found, "sorting")
        seen["sorting"].append(sorting is not None and (sorting.p_value or 0.0) < ALARM)
    knob = "sorting 0.7, direct gap -1.5, study"
    held = TruthRow.covering("gap_within_appraiser", knob, truth, covered(bounds, truth))
    return [held] + [
        TruthRow(name, knob, truth, "seen", Rate.of(happened), 0.8, 1.0)
        for name, happened in seen.items()
    ]


@pytest.mark.slow
def test_a_direct_gap_and_sorting_are_found(keep):
    rows = unfair_rows(RUNS)
    keep(rows)
    assert missed(rows) == []


def blocked_rows(runs: int) -> list[TruthRow]:
    blocked: dict[str, list[bool]] = defaultdict(list)
    for seed in range(runs):
        found = findings(DISJOINT, seed)
        for name in OF_SEVERITY:
            every = named(found, [name])
            blocked[name].append(bool(every) and {one.status for one in every} == {"blocked"})
    return [
        TruthRow(name, "disjoint appraisers, study", 0.0, "blocked", Rate.of(happened), 1.0, 1.0)
        for name, happened in blocked.items()
    ]


def test_disjoint_appraisers_block_severity_sampled():
    assert missed(blocked_rows(SAMPLED)) == []


@pytest.mark.slow
def test_disjoint_appraisers_block_severity(keep):
    rows = blocked_rows(RUNS // 10)
    keep(rows)
    assert missed(rows) == []
