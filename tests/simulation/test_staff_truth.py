"""Known truth: many drawn regions centre on the truth of their staff.

Each draw is a region of the full size with other people, estimated by the functions that the
studies call on the tables that the generator makes. The mean of the estimates may lie 3 standard
errors from the truth, whose own error from a finite draw is counted too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff import STAFF_AT_SCALE_1, STAFF_KNOBS, truth_of_staff
from analysis.intake.sample.staff.history import History, draw_history
from analysis.intake.sample.staff.plans import draw_plans, plan_frame
from analysis.intake.sample.staff.ratings import PREDIKAT
from analysis.intake.sample.staff.records import annual_frame
from analysis.intake.sample.staff.reports import draw_reports, report_frame
from analysis.intake.sample.staff.streams import Streams
from analysis.intake.sample.staff.training_list import training_frame
from analysis.measures.appraisals import matrix_predikat, rules_of_schemes
from analysis.measures.attainment import person_attainment
from analysis.periods import Period
from analysis.rules import load_rulebook
from analysis.schemas.region import Region, load_region
from analysis.stats.adverse_impact import compare_shares
from analysis.stats.clustered import estimate_share, measure_clustering
from analysis.stats.differentiation import measure_differentiation
from analysis.stats.group_gaps import estimate_gaps
from analysis.stats.means import estimate_mean
from analysis.stats.paired import paired_change
from analysis.stats.proportions import estimate_proportion
from tests.simulation.known_truth import (
    HEAD,
    Centred,
    Found,
    centred,
    not_covering,
    off_centre,
)

NAME, YEAR = "sawahlunto", 2
TRUTH_DRAWS, FEWER_TRUTH_DRAWS = 1_000_000, 180_000
COPIES = 20
"""Regions drawn at once; a seed stands for so many."""
SEEDS, FEWER_SEEDS = 20, 2
PERCENT = 100.0


@pytest.fixture(scope="module")
def region(root) -> Region:
    return load_region(root / "data" / "raw" / NAME)


def of_copies(history: History) -> Iterator[Found]:
    """Yield the estimates of accountability, fairness and training of each region drawn."""
    frames = tables(history)
    copy = history.careers.copy
    parts = {
        name: dict(list(frame.groupby(copy[frame["person"].to_numpy()])))
        for name, frame in frames.items()
    }
    for number in range(copy.max() + 1):
        own = {name: part[number] for name, part in parts.items()}
        yield accountability(own) | fairness(own) | training(own)


def tables(history: History) -> dict[str, pd.DataFrame]:
    """Return the year's tables with the person in place of pseudonyms."""
    knobs, careers, performance = history.knobs, history.careers, history.performance
    person = history.annual[YEAR].person
    done = performance.yearly(YEAR)[person]
    plans = draw_plans(knobs.planning, person, done, YEARS[YEAR], history.streams)
    halves = [
        report_frame(draw_reports(knobs, careers, performance, half, history.streams), half,
                     history.streams)
        for half in (2 * YEAR, 2 * YEAR + 1)
    ]  # fmt: skip
    rows = performance.trained.rows
    trainings = training_frame(history.region, rows[rows["quarter"] // 4 == YEAR])
    return {
        "people": people(history),
        "annual": annual_frame(history, YEAR).assign(scheme=pd.NA, idea_flag=pd.NA),
        "plans": plan_frame(plans, YEARS[YEAR]),
        "reports": pd.concat(halves, ignore_index=True),
        "trainings": trainings.reset_index(drop=True),
    }


def people(history: History) -> pd.DataFrame:
    """Return gender and whether 20 JP are promised of everybody on the list of the year."""
    persons, listed = history.careers.persons, history.annual[YEAR].person
    due = ~persons.contract[listed] & (YEARS[YEAR] + 1 - persons.start[listed] >= 1)
    gender = np.where(persons.woman[listed], "P", "L")
    return pd.DataFrame({"person": listed, "gender": gender, "due": due})


RULES = rules_of_schemes(
    pd.Series([], dtype="str"), load_rulebook(), Period.parse(str(YEARS[YEAR])).last_day
)


def accountability(own: dict[str, pd.DataFrame]) -> Found:
    listed, plans, reports, annual = (
        own[name] for name in ("people", "plans", "reports", "annual")
    )
    agreed = listed["person"].isin(plans.loc[plans["agreed_date"].notna(), "person"])
    plan = estimate_proportion(int(agreed.sum()), len(agreed))
    attained = person_attainment(plans.rename(columns={"person": "employee_id"}), cap=1.2)
    mean = estimate_mean(attained.to_numpy() * PERCENT)
    timely = reports["submitted_date"].le(reports["due_date"]).astype(float)
    clustering = measure_clustering(timely.to_numpy(), reports["person"].tolist())
    on_time = estimate_share(timely.to_numpy(), clustering)
    differs = annual["predikat_recorded"].ne(matrix_predikat(annual, RULES))
    other = estimate_proportion(int(differs.sum()), len(differs))
    return {
        "accountability.plan_share": (plan.estimate, plan.ci_low, plan.ci_high),
        "accountability.attainment": (mean.estimate, mean.ci_low, mean.ci_high),
        "accountability.report_on_time_share": (on_time.estimate, on_time.ci_low, on_time.ci_high),
        "accountability.predikat_differs_share": (other.estimate, other.ci_low, other.ci_high),
    }


def fairness(own: dict[str, pd.DataFrame]) -> Found:
    annual = own["annual"].reset_index(drop=True)
    labels, rater = annual["predikat_recorded"], annual["rater"]
    top = labels.eq(PREDIKAT[-1]).astype(float)
    women = annual["person"].map(own["people"].set_index("person")["gender"])
    share = estimate_share(top.to_numpy(), measure_clustering(top.to_numpy(), rater.tolist()))
    used = measure_differentiation(labels.tolist(), PREDIKAT, clusters=rater.tolist())
    gap = estimate_gaps(top, women, "L", clusters=rater)["P"]
    ratio = compare_shares(
        round(gap.mean * gap.n), gap.n, round(gap.reference_mean * gap.reference_n),
        gap.reference_n, design_effect=gap.design_effect, df=gap.df,
    )  # fmt: skip
    return {
        "fairness.top_box_share": (share.estimate, share.ci_low, share.ci_high),
        "fairness.entropy": (used.entropy, used.ci_low, used.ci_high),
        "fairness.gap_raw": tuple(PERCENT * one for one in (gap.estimate, gap.ci_low, gap.ci_high)),
        "fairness.adverse_impact_ratio": (ratio.ratio, ratio.ci_low, ratio.ci_high),
    }


def training(own: dict[str, pd.DataFrame]) -> Found:
    listed, rows = own["people"], own["trainings"]
    attended = rows[rows["status"].isin(["completed", "attended"])]
    sums = attended.groupby("person")["jp_hours"].sum()
    hours = listed["person"].map(sums).fillna(0.0)
    mean = estimate_mean(hours.to_numpy())
    reached = hours[listed["due"]].ge(20)
    enough = estimate_proportion(int(reached.sum()), len(reached))
    liked = attended[attended["reaction_score"].notna()]
    reaction = estimate_mean(
        liked["reaction_score"].to_numpy(dtype=float), clusters=liked["person"].tolist()
    )
    pairs = rows[rows["pre_score"].notna() & rows["post_score"].notna()]
    gain = paired_change(
        PERCENT * (pairs["pre_score"] / pairs["score_max"]).to_numpy(),
        PERCENT * (pairs["post_score"] / pairs["score_max"]).to_numpy(),
        clusters=pairs["person"].tolist(),
    ).difference
    return {
        "training.jp_mean": (mean.estimate, mean.ci_low, mean.ci_high),
        "training.jp20_share": (enough.estimate, enough.ci_low, enough.ci_high),
        "training.reaction": (reaction.estimate, reaction.ci_low, reaction.ci_high),
        "training.learning_gain": (gain.estimate, gain.ci_low, gain.ci_high),
    }


def staff(region: Region, *, seeds: int, draws: int) -> dict[str, Centred]:
    """Return the findings of the year, whole and women beside men."""
    knobs, persons = STAFF_KNOBS[NAME], STAFF_AT_SCALE_1[NAME]
    drawn = [
        found
        for seed in range(seeds)
        for found in of_copies(draw_history(region, knobs, persons, Streams(seed), copies=COPIES))
    ]
    wanted = set(drawn[0])
    truths = {
        one["id"]: one["value"]
        for one in truth_of_staff(region, knobs, draws)
        if one["period"] == str(YEARS[YEAR])
        and one["id"] in wanted
        and one["group"] in ({}, {"gender": "P", "reference": "L"})
    }
    assert set(truths) == wanted
    return centred(truths, drawn, math.ceil(draws / persons / len(YEARS)))


def test_staff_estimates_centre_on_their_truth_in_a_sample(region):
    found = staff(region, seeds=FEWER_SEEDS, draws=FEWER_TRUTH_DRAWS)
    assert off_centre(found, 3.5) == {}


@pytest.mark.slow
def test_staff_estimates_centre_on_their_truth(region, show):
    since = perf_counter()
    found = staff(region, seeds=SEEDS, draws=TRUTH_DRAWS)
    show(
        f"Staff of {SEEDS * COPIES} drawn regions ({perf_counter() - since:.0f} s)",
        HEAD,
        *(one.line(name) for name, one in found.items()),
    )
    assert off_centre(found, 3) == {}
    assert not_covering(found) == {}
