"""Severity: against mixedlm and by hand, whom groups meet, what blocks, who is not shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.presenting.composing.levels import level_names
from analysis.presenting.composing.report import compose
from analysis.rules.appraisal import AppraisalRules
from analysis.stats.crossed import fit_crossed
from analysis.studies.fairness import FairnessConfig
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import read_rated
from analysis.studies.fairness.ratings import read_ratings
from analysis.studies.fairness.severity import fits as severity_fits
from analysis.studies.fairness.severity.severities import estimate_severity
from analysis.studies.fairness.severity.tables import SOURCES, band_edges
from analysis.studies.fairness.study import COMPOSITION
from tests.lib.appraisal_data import annual_of, employees_of, frame_of, ids, region_of, study_of

CONFIG = FairnessConfig()
OWN = ("variance_share", "severity_spread", "sorting", "fixed_less_random")
PAIR = {"gender": "P", "reference": "L"}
LIMITED = ("severity_spread", "appraiser_group")
KINDS = ("dinas", "kesehatan", "kecamatan")


def raters(count):
    return np.array([f"e_9{at:04d}" for at in range(count)])


def drawn(
    seed=0, *, persons=300, appraisers=24, quarters=4, moved=0.4, sorting=0.0, sd=(4.0, 3.0, 3.0)
):
    """Return ratings of persons of whom some change appraiser; `severity` is what they lose."""
    rng = np.random.default_rng(seed)
    inside = rng.random(persons) < 0.45
    severity = rng.normal(0, sd[1], appraisers)
    home = rng.integers(0, appraisers, persons)
    severe = np.argsort(severity)[rng.integers(appraisers // 2, appraisers, persons)]
    home = np.where(inside & (rng.random(persons) < sorting), severe, home)
    ability, frames = rng.normal(0, sd[0], persons), []
    for quarter in range(quarters):
        other = rng.integers(0, appraisers, persons)
        r = np.where(rng.random(persons) < (moved if quarter else 0.0), other, home)
        score = 80 + ability - severity[r] - inside + rng.normal(0, sd[2], persons)
        frames.append(
            pd.DataFrame(
                {
                    "employee_id": ids(persons),
                    "period": f"2025-Q{quarter + 1}",
                    "rater_id": raters(appraisers)[r],
                    "unit_id": [f"unit{one // 4}" for one in r],
                    "behaviour_score": score,
                    "gender": np.where(inside, "P", "L"),
                    "severity": severity[r],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def study(rows, *, annual=None, employees=None, history=None, **options):
    """Return the data of a study with these periodic appraisals."""
    periodic = {
        "assessment_kind": "periodic",
        "rater_role": "superior",
        **rows.drop(columns=["gender", "severity"], errors="ignore").to_dict("list"),
    }
    people = rows.drop_duplicates("employee_id")
    staff = {
        "employee_id": people["employee_id"].tolist(),
        "period": "2025",
        "unit_id": people["unit_id"].tolist(),
        "gender": people["gender"].tolist(),
    }
    blocks = [one for one in (annual, periodic) if one]
    units = sorted(set(rows["unit_id"]))
    return study_of(
        "fairness",
        appraisals=frame_of("appraisals", *blocks),
        employees=frame_of("employees", staff) if employees is None else employees,
        region=region_of({unit: KINDS[at % 3] for at, unit in enumerate(units)}),
        history=history,
        **options,
    )


def part_of(data, config=CONFIG):
    rated = read_rated(data, config)
    return estimate_severity(data, rated, read_ratings(data, rated, config, past=True), config)


def shown_of(data, config=CONFIG):
    """Return the protected output of this part of the study alone."""
    part = part_of(data, config)
    genders = level_names("gender", ["P", "L"])
    names = {
        "gender": genders,
        "reference": genders,
        "component": WORDS.codes("component", SOURCES),
    }
    return compose(part, data, config, COMPOSITION, groups=names)[0]


@cache
def usual():
    return study(drawn())


def finding(part, name, **group):
    (found,) = [one for one in part.findings if one.id == f"fairness.{name}" and one.group == group]
    return found


def gates_of(part):
    return {one.question: one for one in part.gates}


def table(part, name):
    return next((one for one in part.tables if one.name == name), None)


def test_shares_and_spread_as_mixedlm_fits_them():
    from mixedlm import lmer

    rows = drawn()
    model = lmer(
        "behaviour_score ~ gender + period + (1 | employee_id) + (1 | rater_id) + (1 | unit_id)",
        rows,
    )
    theta = np.asarray(model.theta)
    parts = np.append(theta**2, 1.0) / (1 + theta @ theta)
    part = part_of(usual())
    found = [
        finding(part, "variance_share", component=one).estimate
        for one in ("ratee", "appraiser", "unit", "residual")
    ]
    assert found == pytest.approx(parts.tolist(), abs=2e-3)
    spread = finding(part, "severity_spread")
    assert spread.estimate == pytest.approx(float(model.sigma) * theta[1], rel=5e-3)
    assert spread.ci_low < spread.estimate < spread.ci_high


def test_the_spread_is_that_which_was_planted():
    found = finding(part_of(study(drawn(1, appraisers=60, persons=900))), "severity_spread")
    assert found.ci_low < 3.0 < found.ci_high
    assert (found.status, found.disclosure, found.n) == ("ok", "sensitive", 60)
    assert found.value_code == "material"


def test_limit_of_what_matters_is_a_fifth_of_the_spread_under_one_appraiser():
    rows = drawn(1, appraisers=60, persons=900)
    cells = rows.groupby(["rater_id", "gender"])["behaviour_score"]
    away = rows["behaviour_score"] - cells.transform("mean")
    within = np.sqrt((away**2).sum() / (len(rows) - cells.ngroups))
    part = part_of(study(rows))
    told = [table(part, name).frame["threshold"].iloc[0] for name in LIMITED]
    assert told == pytest.approx([0.2 * within] * len(LIMITED))
    severe = rows.assign(behaviour_score=rows["behaviour_score"] - 2 * rows["severity"])
    later = table(part_of(study(severe)), "severity_spread").frame
    assert later["threshold"].iloc[0] == pytest.approx(0.2 * within)
    assert later["spread"].iloc[0] > 2 * table(part, "severity_spread").frame["spread"].iloc[0]


def test_appraisers_who_give_everybody_the_same_have_no_bands():
    rows = drawn()
    part = part_of(study(rows.assign(behaviour_score=80 - rows["severity"])))
    assert table(part, "severity_distribution") is None
    assert finding(part, "severity_spread").value_code in {"material", None}


def test_sorting_is_how_much_severer_those_are_whom_the_group_meets():
    rows = drawn(2, persons=900, appraisers=60, sorting=0.8, moved=0.3)
    met = -rows["severity"].groupby(rows["gender"]).mean()
    found = finding(part_of(study(rows)), "sorting", **PAIR)
    assert met["P"] - met["L"] < -1
    assert found.estimate == pytest.approx(met["P"] - met["L"], abs=0.4)
    assert found.ci_low < met["P"] - met["L"] < found.ci_high
    assert (found.value_code, found.status) == ("lower", "ok")
    assert found.p_value < 0.001


def test_random_effects_alone_blame_the_group_for_the_severity_it_meets():
    data = study(drawn(2, persons=900, appraisers=60, sorting=0.8, moved=0.3))
    part = part_of(data)
    moved = finding(part, "fixed_less_random", **PAIR)
    assert moved.estimate > 0  # the gap is smaller once appraisers are held equal
    assert moved.p_value < 0.001
    assert moved.p_value == pytest.approx(finding(part, "sorting", **PAIR).p_value)
    text = next(
        one.text["en"]
        for one in shown_of(data).document.findings
        if one.id == "fairness.fixed_less_random"
    )
    assert "among employees of the same appraiser only" in text
    assert "the comparison under the same appraiser is the one to be used" in text


def test_without_sorting_nothing_is_seen_and_it_is_not_called_fair():
    found = finding(part_of(usual()), "sorting", **PAIR)
    assert found.value_code == "not_seen"
    text = next(
        one.text for one in shown_of(usual()).document.findings if one.id == "fairness.sorting"
    )
    assert "no evidence that groups meet equally severe appraisers" in text["en"]
    assert "tidak sama dengan bukti" in text["id"]


def test_the_study_fits_twice_and_never_where_it_is_blocked(monkeypatch):
    calls = []

    def counted(*args, **options):
        calls.append(options.get("mundlak", True))
        return fit_crossed(*args, **options)

    monkeypatch.setattr(severity_fits, "fit_crossed", counted)
    part_of(usual())
    assert calls == [False, True]
    part_of(study(drawn(moved=0.0)))
    assert calls == [False, True]


# --- what blocks -------------------------------------------------------------------------------


def blocked_reasons(part):
    return {one.reason_code for one in part.findings if one.id.removeprefix("fairness.") in OWN}


def assert_blocked(data, reason, gate_reason, unblock):
    part = part_of(data)
    assert {one.status for one in part.findings if one.id.removeprefix("fairness.") in OWN} == {
        "blocked"
    }
    assert blocked_reasons(part) == {reason}
    decision = gates_of(part)["severity"]
    assert (decision.status, decision.reason, decision.unblock) == ("blocked", gate_reason, unblock)
    assert table(part, "severity_distribution") is None
    assert table(part, "variance_shares") is None
    return shown_of(data)


def test_disjoint_appraisers_are_never_read_as_severe():
    output = assert_blocked(
        study(drawn(moved=0.0)), "not_connected", "weakly_connected", "second_ratings"
    )
    told = [
        one.text["en"] for one in output.document.findings if one.id.endswith("severity_spread")
    ]
    assert "cannot be told from ratees who do perform less" in told[0]
    assert "second appraiser" in told[0]


def test_one_appraiser_in_every_unit():
    rows = drawn(moved=0.0)
    assert_blocked(
        study(rows.assign(unit_id="unit" + rows["rater_id"].str[-2:])),
        "not_connected",
        "weakly_connected",
        "second_ratings",
    )


def test_no_appraiser_column():
    output = assert_blocked(
        study(drawn().assign(rater_id=None)), "no_appraiser", "no_appraiser", "rater_id"
    )
    gates = output.tables["gates"].frame.set_index("question")
    assert gates.loc["appraiser_group", "unblock"] == "rater_id"


@pytest.mark.parametrize(
    ("rater", "reason", "unblock"),
    [
        (True, "no_scores", "scores_or_periodic"),
        (False, "no_scores_no_appraiser", "scores_and_appraiser"),
    ],
)
def test_labels_only(rater, reason, unblock):
    persons = 200
    rows = annual_of(["Baik"] * 120 + ["Sangat Baik"] * 80)
    if rater:
        rows["rater_id"] = [f"e_9{at % 20:04d}" for at in range(persons)]
    data = study_of(
        "fairness",
        appraisals=frame_of("appraisals", rows),
        employees=frame_of("employees", employees_of(persons, gender=["P", "L"] * 100)),
    )
    assert_blocked(data, reason, reason, unblock)
    part = part_of(data)
    assert finding(part, "appraiser_group_spread", **PAIR).reason_code == reason


def test_fewer_than_ten_appraisers():
    assert_blocked(
        study(drawn(appraisers=9)), "few_appraisers", "few_appraisers", "more_appraisers"
    )
    assert gates_of(part_of(study(drawn(appraisers=10))))["severity"].status == "ok"


def test_scores_that_are_all_the_same():
    data = study(drawn().assign(behaviour_score=80.0))
    output = assert_blocked(data, "no_variation", "no_variation", "scores_or_periodic")
    told = next(one for one in output.document.findings if one.id.endswith("severity_spread"))
    assert "no evidence that appraisers are equally severe" in told.text["en"]


def test_appraisals_of_oneself_link_nobody():
    rows = drawn(moved=0.0)
    own = rows[rows["period"].eq("2025-Q4")].assign(rater_id=rows["employee_id"])
    both = pd.concat([rows[rows["period"].ne("2025-Q4")], own], ignore_index=True)
    assert blocked_reasons(part_of(study(both))) == {"not_connected"}
    alone = part_of(study(own))
    assert blocked_reasons(alone) == {"no_appraiser"}
    assert finding(alone, "appraiser_group_spread", **PAIR).reason_code == "no_appraiser"


def test_an_appraiser_with_600_ratees():
    rows = drawn(persons=1100, appraisers=30)
    many = rows["employee_id"].isin(ids(600))
    rows = rows.assign(
        rater_id=rows["rater_id"].mask(many & rows["period"].eq("2025-Q1"), "e_90000")
    )
    part = part_of(study(rows))
    assert finding(part, "severity_spread").status == "ok"
    assert (table(part, "severity_distribution").frame["count"] >= 10).all()


def test_a_group_of_one_is_not_compared():
    rows = drawn()
    one = rows["employee_id"].eq(ids(1)[0])
    part = part_of(study(rows.assign(gender=np.where(one, "P", "L"))))
    assert finding(part, "severity_spread").status == "ok"
    for name in ("sorting", "fixed_less_random", "appraiser_group_spread"):
        found = finding(part, name, **PAIR)
        assert (found.status, found.reason_code) == ("blocked", "no_groups")
    assert gates_of(part)["appraiser_group"].unblock == "traits"


def test_gender_that_is_not_known():
    part = part_of(study(drawn().assign(gender=None)))
    assert finding(part, "severity_spread").status == "ok"
    assert finding(part, "sorting", **PAIR).reason_code == "no_groups"


def test_behaviours_that_are_all_missing_leave_the_score_of_results():
    rows = drawn().rename(columns={"behaviour_score": "result_score"})
    part = part_of(study(rows.assign(b_kolaboratif=np.nan)))
    assert table(part, "severity_spread").frame["outcome"].tolist() == ["result_score"]


def test_appraisals_of_earlier_years_link_appraisers():
    rows = drawn(quarters=1, persons=400)
    past = drawn(5, quarters=1, persons=400)
    assert blocked_reasons(part_of(study(rows))) == {"not_connected"}
    old = frame_of(
        "appraisals",
        {
            "assessment_kind": "periodic",
            "rater_role": "superior",
            **past.drop(columns=["gender", "severity"]).assign(period="2024-Q1").to_dict("list"),
        },
    )
    now = study(rows)
    linked = study(rows, history={"appraisals": pd.concat([old, now.tables["appraisals"]])})
    assert finding(part_of(linked), "severity_spread").status == "ok"


def test_no_appraisals_at_all():
    data = study_of("fairness", employees=frame_of("employees", employees_of(20, gender="P")))
    part = part_of(data)
    assert blocked_reasons(part) == {"no_appraisals"}
    assert finding(part, "connectivity").reason_code == "no_appraisals"


def test_only_links_by_scores_count_for_scores():
    # annual labels by another appraiser link everybody, scores link nobody
    rows = drawn(moved=0.0)
    people = rows.drop_duplicates("employee_id")
    order = np.roll(people["rater_id"].to_numpy(), 7)
    annual = annual_of(["Baik"] * len(people), rater_id=order, unit_id=people["unit_id"].tolist())
    part = part_of(study(rows, annual=annual))
    assert finding(part, "connectivity").value_code == "not_connected"
    assert blocked_reasons(part) == {"not_connected"}


def test_half_connected_appraisers_are_read_with_care():
    # 20 of 24 appraisers hang together, four rate their own people only: 83 %
    rows = drawn()
    apart = raters(24)[:4]
    touched = rows["employee_id"].isin(rows.loc[rows["rater_id"].isin(apart), "employee_id"])
    alone = rows[touched].assign(
        rater_id=lambda frame: apart[frame["employee_id"].str[-1:].astype(int) % 4],
        unit_id="unit0",
    )
    part = part_of(study(pd.concat([rows[~touched], alone], ignore_index=True)))
    found = finding(part, "severity_spread")
    assert (found.status, found.reason_code) == ("review", "weakly_connected")
    assert gates_of(part)["severity"].unblock == "second_ratings"
    told = shown_of(study(pd.concat([rows[~touched], alone], ignore_index=True)))
    assert "read with care" in told.figures["severity_distribution"].title["en"]


def test_appraisers_who_do_not_differ():
    data = study(drawn(5, sd=(4.0, 0.0, 3.0)))
    found = finding(part_of(data), "severity_spread")
    assert (found.status, found.reason_code) == ("review", "singular")
    assert found.ci_low == 0 < found.ci_high
    told = [one["en"] for one in shown_of(data).sections["severity"].paragraphs]
    assert any("no evidence that all appraisers are equally severe" in one for one in told)
    assert table(part_of(data), "severity_distribution") is None


# --- what is shown -----------------------------------------------------------------------------


def test_bands_hold_ten_appraisers_and_reach_over_everybody():
    part = part_of(study(drawn(3, persons=1500, appraisers=70)))
    frame = table(part, "severity_distribution").frame
    assert (frame["count"] >= 10).all()
    assert frame["count"].sum() == frame["appraisers"].iloc[0] <= 70
    assert len(frame) >= 3
    output = shown_of(study(drawn(3, persons=1500, appraisers=70)))
    assert set(output.tables["severity_distribution"].frame["disclosure_status"]) == {"shown"}
    names = next(iter(output.tables["severity_distribution"].columns)).codes
    shown = [names[one]["en"] for one in frame["band"]]
    assert shown[0].startswith("below")
    assert shown[-1].endswith("(more lenient)")


def test_a_band_has_one_code_whatever_the_steps_of_an_edition():
    # rows of an edition are laid beside those of the last one by their codes
    rows = drawn(3, persons=1500, appraisers=70)
    finer = rows.assign(behaviour_score=rows["behaviour_score"] / 1.5)
    named = [
        table(part_of(study(one)), "severity_distribution").columns[0].codes
        for one in (rows, finer)
    ]
    assert named[0] != named[1]
    assert all(named[0][code] == named[1][code] for code in named[0].keys() & named[1].keys())
    assert all(re.fullmatch(r"b(-?[\d.]+)?_(-?[\d.]+)?", code) for code in named[0])


def test_appraisers_of_few_ratees_leave_no_distribution():
    part = part_of(study(drawn(persons=150, appraisers=24, quarters=2, moved=0.2)))
    assert finding(part, "severity_spread").status != "blocked"
    assert table(part, "severity_distribution") is None
    output = shown_of(study(drawn(persons=150, appraisers=24, quarters=2, moved=0.2)))
    assert "severity_distribution" not in output.figures
    told = [one["en"] for one in output.sections["severity"].paragraphs]
    assert any("distribution of severity is not shown" in one for one in told)


def test_edges_are_round_and_hold_zero():
    assert band_edges(2.65)[6:9] == [-2.5, 0.0, 2.5]
    assert band_edges(0.13)[7:10] == pytest.approx([0.0, 0.1, 0.2])
    assert band_edges(2.0)[8] == 2.0


def test_nobody_is_named_and_no_appraiser_stands_alone():
    output = shown_of(usual())
    told = output.document.to_json() + json.dumps(output.narrative, ensure_ascii=False)
    told += "".join(one.frame.to_csv() for one in output.tables.values())
    assert not re.search(r"e_\d{5}", told)
    frame = output.tables["severity_distribution"].frame
    assert (frame["count"] >= 10).all()
    assert {"severity_spread", "appraiser_group"} <= set(output.tables)
    assert output.tables["severity_distribution"].disclosure == "sensitive"


def test_blocked_texts_say_no_number_but_limits():
    output = shown_of(study(drawn(appraisers=9)))
    for one in output.document.findings:
        if one.status == "blocked":
            for text in one.text.values():
                assert set(re.findall(r"\d+", text)) <= {"10"}


# --- would the predikat change -----------------------------------------------------------------


def scored(rules="pp-30-2019", *, others=0):
    """Ratings of 2021 by scores: 85 to 95 on average, so that severity decides about Baik (90).

    The year of the first `others` persons was appraised under older rules.
    """
    rows = drawn(4, sd=(3.0, 4.0, 2.0)).assign(
        period=lambda frame: "2021-Q" + frame["period"].str[-1], scheme=rules
    )
    rows["behaviour_score"] += 10
    people = rows.groupby("employee_id", as_index=False).agg(
        behaviour_score=("behaviour_score", "last"),
        rater_id=("rater_id", "last"),
        unit_id=("unit_id", "last"),
    )
    annual = {
        "employee_id": people["employee_id"].tolist(),
        "period": "2021",
        "assessment_kind": "annual",
        "rater_role": "superior",
        "scheme": ["pp-46-2011"] * others + [rules] * (len(people) - others),
        "idea_flag": False,
        "result_score": 90.0,
        **people[["behaviour_score", "rater_id", "unit_id"]].to_dict("list"),
    }
    staff = rows.drop_duplicates("employee_id")
    employees = frame_of(
        "employees",
        {
            "employee_id": staff["employee_id"].tolist(),
            "period": "2021",
            "unit_id": staff["unit_id"].tolist(),
            "gender": staff["gender"].tolist(),
        },
    )
    return study(rows, annual=annual, employees=employees, period="2021"), people


@pytest.mark.parametrize(("others", "counted"), [(0, (300, 78, 80)), (60, (240, 63, 65))])
def test_predikat_that_change_by_hand(others, counted):
    """Only persons of the rules in view are rescored, and counts are told to base 5."""
    data, people = scored(others=others)
    rated = read_rated(data, CONFIG)
    assert rated.rules.method == "scores"
    ratings = read_ratings(data, rated, CONFIG, past=True)
    fit = fit_crossed(
        ratings.rows,
        value="value",
        ratee="employee_id",
        rater="rater_id",
        unit="unit_id",
        covariates=["time", "gender"],
        mundlak=False,
    )
    effect = dict(zip(ratings.rows.loc[fit.used, "rater_id"], fit.severity_of_rating, strict=True))
    share = AppraisalRules.of(data.rules.get("pp-30-2019")).weightings
    old = people["behaviour_score"].clip(0, 120)
    new = (people["behaviour_score"] - people["rater_id"].map(effect)).clip(0, 120)

    def label(behaviour):
        totals = [(90 * one.result + behaviour * one.behaviour) / 100 for one in share]
        bands = [np.digitize(total.round(6), [50, 70, 90]) for total in totals]
        return np.where(bands[0] == bands[1], bands[0], -1)

    before, after = label(old), label(new)
    both = (before >= 0) & (after >= 0) & (np.arange(len(people)) >= others)
    found = finding(part_of(data), "predikat_change_share")
    movers = (before[both] != after[both]).sum()
    persons, moved, told = counted
    assert (both.sum(), movers) == (persons, moved)
    assert (found.n, found.numerator) == (persons, told)
    assert found.estimate == pytest.approx(told / persons)
    reason = "two_schemes" if others else "what_if"
    assert (found.status, found.reason_code) == ("review", reason)
    assert "no proposal to change anybody's predikat" in next(
        one.text["en"] for one in shown_of(data).document.findings if one.id == found.id
    )


def test_predikat_under_other_rules_are_not_rescored():
    data, people = scored()
    appraisals = data.tables["appraisals"]
    others = appraisals["employee_id"].isin(people["employee_id"].iloc[::3])
    mixed = appraisals.assign(scheme=appraisals["scheme"].mask(others, "pp-46-2011"))
    part = part_of(replace(data, tables={**data.tables, "appraisals": mixed}))
    found = finding(part, "predikat_change_share")
    assert (found.status, found.reason_code, found.n) == ("review", "two_schemes", 200)
    assert finding(part, "severity_spread").reason_code == "two_schemes"
    assert gates_of(part)["severity"].unblock == "one_scheme"


def test_the_figure_of_severity_tells_of_two_rule_sets():
    rows = drawn(1, appraisers=60, persons=1200).assign(scheme="permenpanrb-6-2022")
    annual = annual_of(["Baik"] * 1200, scheme=["pp-30-2019"] * 200 + ["permenpanrb-6-2022"] * 1000)
    output = shown_of(study(rows, annual=annual))
    (figure,) = (one for one in output.figures.values() if one.name == "severity_distribution")
    assert "under other rules" in figure.title["en"]


def test_predikat_from_a_matrix_are_not_rescored():
    found = finding(part_of(usual()), "predikat_change_share")
    assert (found.status, found.reason_code) == ("blocked", "matrix_rules")


# --- bias of single appraisers -----------------------------------------------------------------


def lean(bias, *, appraisers=30, seed=0):
    """Return ratings where each appraiser has an own gap; nobody shares a ratee."""
    rng = np.random.default_rng(seed)
    persons = appraisers * 16
    r, inside = np.arange(persons) // 16, np.arange(persons) % 2 == 0
    own = bias * rng.standard_normal(appraisers)
    score = 80 + own[r] * inside + rng.normal(0, 3, persons)
    return pd.DataFrame(
        {
            "employee_id": ids(persons),
            "period": "2025-Q1",
            "rater_id": raters(appraisers)[r],
            "unit_id": [f"unit{one // 4}" for one in r],
            "behaviour_score": score,
            "gender": np.where(inside, "P", "L"),
        }
    )


def test_bias_is_found_though_appraisers_share_nobody():
    part = part_of(study(lean(4.0)))
    assert gates_of(part)["severity"].status == "blocked"
    found = finding(part, "appraiser_group_spread", **PAIR)
    assert found.ci_low < 4.0 < found.ci_high
    assert (found.value_code, found.status, found.disclosure) == ("material", "ok", "sensitive")
    told = [one["en"] for one in shown_of(study(lean(4.0))).sections["severity"].paragraphs]
    assert any(one.startswith("With this spread, women are more than") for one in told)


def test_no_bias_is_not_told_as_one():
    found = finding(part_of(study(lean(0.0))), "appraiser_group_spread", **PAIR)
    assert found.value_code != "material"
    assert found.p_value > 0.05


@pytest.mark.parametrize(
    ("appraisers", "status", "reason"),
    [
        (9, "blocked", "too_few_appraisers_of_both"),
        (10, "review", "few_appraisers_of_both"),
        (29, "review", "few_appraisers_of_both"),
        (30, "ok", None),
    ],
)
def test_appraisers_of_both_groups_that_are_needed(appraisers, status, reason):
    part = part_of(study(lean(4.0, appraisers=appraisers)))
    found = finding(part, "appraiser_group_spread", **PAIR)
    assert (found.status, found.reason_code) == (status, reason)
    assert gates_of(part)["appraiser_group"].unblock == ("earlier_periods" if reason else "")
