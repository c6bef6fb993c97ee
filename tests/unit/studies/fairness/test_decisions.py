"""Decisions on counted staff: ratios and gaps by hand and by statsmodels, gates, floors."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.presenting.composing import combine
from analysis.privacy.report import protect_report
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.decisions.by_group import UNBLOCK, estimate_decisions
from analysis.studies.fairness.decisions.decided import KINDS, read_decided
from analysis.studies.fairness.decisions.tables import RISK_VERDICTS
from analysis.studies.fairness.parts import QUESTIONS, WORDS
from analysis.studies.fairness.rated import read_rated
from tests.lib.appraisal_data import (
    annual_of,
    drawn_region,
    drawn_tables,
    employees_of,
    frame_of,
    ids,
    region_of,
    study_of,
)

WOMEN, MEN = 200, 200
CONFIG = FairnessConfig()
LABELS = ["Baik"] * 160 + ["Sangat Baik"] * 40


def people(**columns):
    """200 women, then 200 men."""
    traits = {"status": "PNS", **columns}
    return frame_of(
        "employees",
        employees_of(WOMEN, gender="P", **traits),
        employees_of(MEN, start=WOMEN, gender="L", **traits),
    )


def rated(women=LABELS, men=LABELS, **columns):
    """Annual appraisals by fifty appraisers, each of four persons of either gender in turn."""
    rows = annual_of([*women, *men], **columns)
    rows["rater_id"] = [f"e_9{at % 50:04d}" for at in range(len(rows["employee_id"]))]
    return frame_of("appraisals", rows)


def decided(*women_and_men, kind="reward", **columns):
    """Decisions on the first so many women and the first so many men."""
    women, men = women_and_men
    names = [*ids(women), *ids(men, WOMEN)]
    day = pd.Timestamp("2025-06-01")
    return {"employee_id": names, "date": day, "kind": kind, **columns}


def study(*decisions, appraisals=None, employees=None, **tables):
    return study_of(
        "fairness",
        appraisals=rated() if appraisals is None else appraisals,
        employees=people() if employees is None else employees,
        decisions=frame_of("decisions", *decisions),
        **tables,
    )


def estimated(data, config=CONFIG):
    return estimate_decisions(data, read_rated(data, config), config)


def found(part, name, **group):
    return next(one for one in part.findings if one.id == f"fairness.{name}" and one.group == group)


def ratio_of(part, outcome="reward"):
    return found(part, "adverse_impact_ratio", gender="P", reference="L", outcome=outcome)


def gap_of(part, outcome="reward"):
    return found(part, "decision_gap", gender="P", reference="L", outcome=outcome)


def whole_of(part, name, outcome="reward"):
    return found(part, name, outcome=outcome)


def test_ratio_of_rewards_by_hand():
    # 24 of 200 women (12 %) beside 40 of 200 men (20 %): 0.6; 200 x 0.20 - 24 = 16 persons
    part = estimated(study(decided(24, 40)))
    one = ratio_of(part)
    assert one.estimate == pytest.approx(0.6)
    assert (one.n, one.numerator, one.value_code) == (200, 24, "below_four_fifths")
    assert one.p_value == pytest.approx(stats.fisher_exact([[24, 176], [40, 160]]).pvalue)
    bounds = confint_proportions_2indep(24, 200, 40, 200, method="score", compare="ratio")
    assert (one.ci_low, one.ci_high) == pytest.approx(bounds, rel=0.01)  # with N / (N - 1)
    row = part.tables[0].frame.set_index("level").loc["P"]
    assert (row["shortfall"], row["two_sd"]) == (pytest.approx(16), "beyond")


def test_shares_are_told_of_everybody_and_of_groups():
    part = estimated(study(decided(24, 40)))
    shares = [one for one in part.findings if one.measure == "reward_share"]
    told = {tuple(one.group.items()): (one.numerator, one.n) for one in shares}
    assert told == {(): (64, 400), (("gender", "L"),): (40, 200), (("gender", "P"),): (24, 200)}


def test_gap_is_that_of_statsmodels_on_the_same_rows():
    rng = np.random.default_rng(5)
    score = np.round(rng.normal(85, 6, WOMEN + MEN), 2)
    labels = np.where(score > 92, "Sangat Baik", "Baik")
    rank = rng.choice(["III/a", "IV/a"], WOMEN + MEN)
    woman = np.repeat([1, 0], [WOMEN, MEN])
    chance = 0.1 + 0.02 * (score - 80).clip(0) - 0.05 * woman
    names = np.array(ids(WOMEN + MEN))[rng.random(WOMEN + MEN) < chance]
    data = study(
        {"employee_id": names, "date": pd.Timestamp("2025-05-01"), "kind": "reward"},
        appraisals=rated(labels[:WOMEN], labels[WOMEN:], behaviour_score=score),
        employees=frame_of(
            "employees",
            employees_of(
                WOMEN + MEN, gender=np.where(woman, "P", "L"), status="PNS", golongan=rank
            ),
        ),
    )
    frame = pd.DataFrame(
        {
            "y": np.isin(ids(WOMEN + MEN), names).astype(float),
            "woman": woman,
            "score": score,
            "label": labels,
            "rank": rank,
            "fifth": np.ceil(stats.rankdata(score) / len(score) * 5),
        }
    )
    model = "y ~ woman + score + C(label) + C(rank) + C(fifth)"
    part = estimated(data)
    assert gap_of(part).estimate == pytest.approx(100 * smf.ols(model, frame).fit().params["woman"])
    raw = part.tables[1].frame.set_index("level").loc["P", "raw_points"]
    means = frame.groupby("woman")["y"].mean()
    assert raw == pytest.approx(100 * (means[1] - means[0]))


def performance_differs(harm=0):
    """Women with the top label three times as often; half of the top and one in ten get rewards.

    `harm` women of the top label who would have a reward get none.
    """
    women = ["Sangat Baik"] * 120 + ["Baik"] * 80
    men = ["Sangat Baik"] * 40 + ["Baik"] * 160
    names = [*ids(60 - harm), *ids(8, 120), *ids(20, WOMEN), *ids(16, WOMEN + 40)]
    rewards = {"employee_id": names, "date": pd.Timestamp("2025-06-01"), "kind": "reward"}
    return study(rewards, appraisals=rated(women, men))


def test_true_performance_difference_is_not_called_a_difference_in_treatment():
    # 68 of 200 women (34 %) beside 36 of 200 men (18 %), yet equal within each label
    part = estimated(performance_differs())
    assert ratio_of(part).estimate == pytest.approx(34 / 18)
    assert ratio_of(part).p_adjusted < 0.001
    gap = gap_of(part)
    assert gap.estimate == pytest.approx(0, abs=1e-9)
    assert gap.p_adjusted == pytest.approx(1)
    row = part.tables[1].frame.set_index("level").loc["P"]
    assert row["odds_ratio"] == pytest.approx(1)


def test_gap_at_equal_performance_is_found():
    # 30 of 120 instead of 60 of 120 women of the top label, beside 20 of 40 men; in the other
    # label 8 of 80 beside 16 of 160. Weights of a linear model with labels: women x men / both
    part = estimated(performance_differs(harm=30))
    top, other = 120 * 40 / 160, 80 * 160 / 240
    expected = (top * (30 / 120 - 20 / 40) + other * 0) / (top + other) * 100
    gap = gap_of(part)
    assert gap.estimate == pytest.approx(expected)
    assert gap.p_adjusted < 0.05
    assert gap.caveat_code is None
    assert gap.strength == "associational"


def test_labels_alone_are_held_equal_only_roughly():
    gap = gap_of(estimated(performance_differs()))
    assert (gap.status, gap.reason_code) == ("review", "label_only")


def test_labels_that_are_all_alike_hold_nothing_equal():
    part = estimated(study(decided(24, 40), appraisals=rated(["Baik"] * 200, ["Baik"] * 200)))
    gap = whole_of(part, "decision_gap")
    assert (gap.status, gap.reason_code) == ("blocked", "performance_unknown")
    assert part.gates[-1].unblock == "scores_or_periodic"
    assert ratio_of(part).status == "ok"


def test_scores_that_are_all_equal_hold_nothing_equal_either():
    appraisals = rated(["Baik"] * 200, ["Baik"] * 200, behaviour_score=88.0)
    gap = whole_of(estimated(study(decided(24, 40), appraisals=appraisals)), "decision_gap")
    assert gap.reason_code == "performance_unknown"


@pytest.mark.parametrize(
    ("women", "men", "status", "reason"),
    [
        (4, 5, "blocked", "few_decisions"),
        (5, 5, "review", "rare_decision"),
        (14, 15, "review", "rare_decision"),
        (15, 15, "ok", None),
        (195, 196, "blocked", "few_decisions"),
        (185, 185, "ok", None),
    ],
)
def test_gate_of_rare_decisions(women, men, status, reason):
    part = estimated(study(decided(women, men)))
    one = whole_of(part, "adverse_impact_ratio") if status == "blocked" else ratio_of(part)
    assert (one.status, one.reason_code) == (status, reason)


def test_without_decisions_all_is_blocked_and_asked_for():
    part = estimated(study())
    outcomes = {one.group["outcome"]: one.reason_code for one in part.findings}
    assert all(one.status == "blocked" for one in part.findings)
    assert set(outcomes) == {kind.name for kind in KINDS}
    assert (outcomes["reward"], outcomes["nomination"]) == ("no_decisions", "no_trainings")
    decision = part.gates[-1]
    assert (decision.status, decision.reason, decision.unblock) == (
        "blocked",
        "no_decisions",
        "decisions",
    )


def nominated(names, **columns):
    return frame_of(
        "trainings",
        {
            "employee_id": names,
            "programme": [f"Kursus {at}" for at in range(len(names))],
            "start_date": pd.Timestamp("2025-03-03"),
            **columns,
        },
    )


def test_nominations_count_whatever_came_of_them_and_once():
    states = ["nominated", "waitlisted", "completed", "absent"] * 30
    names = [*ids(40), *ids(20), *ids(60, WOMEN)]  # twenty women twice
    scores = rated(behaviour_score=list(np.linspace(70, 95, WOMEN)) * 2)
    data = study(trainings=nominated(names, status=states), appraisals=scores)
    part = estimated(data)
    one = ratio_of(part, "nomination")
    assert (one.numerator, one.estimate) == (40, pytest.approx(40 / 60))
    assert gap_of(part, "nomination").status in {"ok", "review"}
    assert (part.gates[-1].status, part.gates[-1].reason) == ("review", "no_decisions")


def test_decisions_on_others_do_not_count():
    data = study(decided(24, 40), decided(300, 0, kind="promotion"), employees=people())
    others = study(decided(24, 40), {"employee_id": ids(50, 900), "date": pd.NaT, "kind": "reward"})
    assert ratio_of(estimated(others)).estimate == ratio_of(estimated(data)).estimate


def test_few_recorded_as_not_eligible_stay_in_the_base():
    # the difference of two bases would tell that three women are not eligible
    flags = [False] * 3 + [True] * 61
    one = ratio_of(estimated(study(decided(24, 40, eligible_flag=flags))))
    assert (one.n, one.numerator) == (200, 21)


def test_many_recorded_as_not_eligible_are_left_out():
    flags = [False] * 50 + [True] * 30 + [False] * 40 + [True] * 40
    one = ratio_of(estimated(study(decided(80, 80, eligible_flag=flags))))
    # 30 of 150 women beside 40 of 160 men
    assert (one.n, one.numerator) == (150, 30)
    assert one.estimate == pytest.approx((30 / 150) / (40 / 160))


def test_unknown_eligibility_counts():
    flags = [None] * 24 + [True] * 40
    assert ratio_of(estimated(study(decided(24, 40, eligible_flag=flags)))).n == 200


def test_promotions_are_counted_among_pns():
    employees = people(status=["PNS"] * 120 + ["PPPK"] * 80)
    one = ratio_of(
        estimated(study(decided(30, 40, kind="promotion"), employees=employees)), "promotion"
    )
    assert (one.n, one.estimate) == (120, pytest.approx(30 / 40))


def test_sanctions_have_a_risk_ratio_and_the_higher_floor():
    # 40 of 200 women beside 20 of 200 men: twice the risk, 20 persons more
    part = estimated(study(decided(40, 20, kind="sanction")))
    one = ratio_of(part, "sanction")
    assert (one.estimate, one.value_code, one.disclosure) == (
        pytest.approx(2),
        "more_often",
        "sensitive",
    )
    assert one.direction == "lower"
    table = next(one for one in part.tables if one.name == "sanction_by_group")
    row = table.frame.set_index("level").loc["P"]
    assert (row["excess"], row["verdict"]) == (pytest.approx(20), "more_often")
    assert table.disclosure == "sensitive"
    assert "shortfall" not in table.frame
    assert not [
        one
        for one in part.findings
        if one.id.endswith("gap") and one.group["outcome"] == "sanction"
    ]


@pytest.mark.parametrize(
    ("women", "men", "verdict"),
    [(40, 20, "more_often"), (20, 40, "less_often"), (30, 28, "not_apart")],
)
def test_verdict_on_harms_is_that_of_the_interval(women, men, verdict):
    assert verdict in RISK_VERDICTS
    assert (
        ratio_of(estimated(study(decided(women, men, kind="coaching"))), "coaching").value_code
        == verdict
    )


def test_low_predikat_is_a_harm():
    women = ["Butuh Perbaikan"] * 30 + ["Baik"] * 170
    men = ["Kurang"] * 15 + ["Baik"] * 185
    one = ratio_of(estimated(study(appraisals=rated(women, men))), "low_predikat")
    assert (one.estimate, one.n, one.disclosure) == (pytest.approx(2), 200, "personnel")


def test_nobody_of_the_reference_has_it():
    one = ratio_of(estimated(study(decided(40, 0))))
    assert (one.status, one.reason_code) == ("blocked", "reference_without_decision")


def test_groups_that_are_never_alike_are_not_compared():
    labels = ["Sangat Baik"] * 200, ["Baik"] * 200
    gap = gap_of(estimated(study(decided(24, 40), appraisals=rated(*labels))))
    assert (gap.status, gap.reason_code) == ("blocked", "never_alike")


def test_few_appraisers_are_too_few_for_errors():
    rows = annual_of([*LABELS, *LABELS], behaviour_score=list(np.linspace(70, 95, WOMEN)) * 2)
    rows["rater_id"] = [f"e_9{at % 7:04d}" for at in range(WOMEN + MEN)]
    part = estimated(study(decided(24, 40), appraisals=frame_of("appraisals", rows)))
    gap = gap_of(part)
    assert (gap.status, gap.reason_code) == ("blocked", "few_clusters")
    shares = [one for one in part.findings if one.measure == "reward_share"]
    assert shares
    assert {(one.method, one.status) for one in shares} == {("wilson_independent", "review")}


def test_units_stand_in_for_unknown_appraisers():
    units = [("dinkes", "dinsos", "camat")[at % 3] for at in range(WOMEN + MEN)]
    rows = annual_of([*LABELS, *LABELS], unit_id=units)
    part = estimated(study(decided(24, 40), appraisals=frame_of("appraisals", rows)))
    assert (ratio_of(part).status, ratio_of(part).reason_code) == ("blocked", "few_clusters")
    assert gap_of(part).reason_code == "few_clusters"


def test_one_family_a_kind_with_holm():
    employees = people(birth_year=[1975, 1985, 1995, 2003] * 50)
    part = estimated(study(decided(24, 40), employees=employees))
    ratios = [
        one
        for one in part.findings
        if one.id == "fairness.adverse_impact_ratio" and one.group["outcome"] == "reward"
    ]
    assert len(ratios) == 4  # women, and three bands of age
    assert {one.family for one in ratios} == {"fairness.adverse_impact_ratio.reward"}
    ordered = sorted(ratios, key=lambda one: one.p_value)
    holm = np.maximum.accumulate([one.p_value * (4 - at) for at, one in enumerate(ordered)])
    assert [one.p_adjusted for one in ordered] == pytest.approx(np.minimum(holm, 1))


def test_score_that_some_do_not_have_leaves_nobody_out():
    scores = list(np.linspace(70, 95, WOMEN)) * 2
    scores[:30] = [None] * 30
    part = estimated(study(decided(24, 40), appraisals=rated(behaviour_score=scores)))
    assert gap_of(part).n == 200
    assert math.isfinite(gap_of(part).std_error)


def test_a_gap_that_the_check_does_not_bear_out_says_so():
    # the linear model holds the kind of position equal, the check does not: within each kind women
    # get fewer rewards, over both as many as men
    kinds = ["Fungsional"] * 150 + ["Pelaksana"] * 50 + ["Fungsional"] * 50 + ["Pelaksana"] * 150
    names = [*ids(60), *ids(0, 150), *ids(30, WOMEN), *ids(30, WOMEN + 50)]
    labels = ["Baik", "Sangat Baik"] * 100
    data = study(
        {"employee_id": names, "date": pd.Timestamp("2025-06-01"), "kind": "reward"},
        appraisals=rated(labels, labels),
        employees=frame_of(
            "employees",
            employees_of(400, gender=["P"] * 200 + ["L"] * 200, status="PNS", position_type=kinds),
        ),
    )
    gap = gap_of(estimated(data))
    assert gap.estimate < 0
    assert gap.p_adjusted < 0.05
    assert gap.caveat_code == "check_differs"


def test_every_kind_reason_and_thing_to_ask_for_has_its_words():
    assert "decisions" in QUESTIONS
    for kind in KINDS:
        for text in (f"outcome.{kind.name}", f"table.{kind.name}_by_group"):
            assert set(WORDS.both(text)) == {"id", "en"}
    for reason, unblock in UNBLOCK.items():
        assert WORDS.both(f"reason.{reason}")
        assert WORDS.both(f"holder.{unblock}")


def test_input_is_not_changed():
    data = study(decided(24, 40))
    before = {name: frame.copy() for name, frame in data.tables.items()}
    estimated(data)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, data.tables[name])


def drawn(**tables):
    kept = {name: drawn_tables()[name] for name in ("employees", "appraisals")}
    return study_of("fairness", region=drawn_region(), **{**kept, **tables})


def drawn_decisions(share=0.2, kind="reward"):
    rng = np.random.default_rng(3)
    names = [one for one in ids(600) if rng.random() < share]
    return frame_of(
        "decisions", {"employee_id": names, "date": pd.Timestamp("2025-04-04"), "kind": kind}
    )


@pytest.fixture(scope="module")
def told():
    """The report on 24 rewards of women and 40 of men."""
    return run_fairness(study(decided(24, 40)), CONFIG)


def paragraphs_of(result, lang):
    sections = result.output.narrative["sections"]
    section = next(one for one in sections if one["key"] == "decisions")
    return [one[lang] for one in section["paragraphs"]]


def test_report_tells_what_is_known_and_what_is_missing(told):
    texts = paragraphs_of(told, "en")
    assert texts[0].startswith(
        "Share of employees with a reward for 2025, Kota Contoh: 16.0% of 400"
    )
    assert texts[1].startswith("Rewards: outside the four-fifths limits in 1 of 1 comparison, ")
    assert any("no list of trainees" in one for one in texts)
    assert len(paragraphs_of(told, "id")) == len(texts)


def test_report_names_no_person_and_no_appraiser(told):
    assert {"reward_by_group", "reward_at_equal_performance"} <= set(told.tables)
    written = repr(paragraphs_of(told, "id"))
    written += "".join(one.frame.to_csv() for one in told.tables.values())
    assert "e_0" not in written
    assert "e_9" not in written


def test_small_counts_are_hidden_with_what_would_give_them_away():
    names = [*ids(3), *ids(37, WOMEN)]
    data = study({"employee_id": names, "date": pd.Timestamp("2025-06-01"), "kind": "reward"})
    part = estimated(data)
    tables, findings = protect_report(part.tables, part.findings, period="2025")
    women = [one for one in findings if one.group.get("gender") == "P"]
    assert {one.status for one in women} == {"suppressed"}
    assert all(one.frame["count"].isna().all() for one in tables)


def test_few_in_hidden_groups_together_hide_one_more():
    # 20 + 16 of 40 rewards in two ages; the four of the other two ages would follow from the sum
    years = [1975] * 40 + [1985] * 60 + [1995] * 50 + [2003] * 50
    employees = people(birth_year=years)
    names = [*ids(10), *ids(8, 40), *ids(1, 100), *ids(1, 150)]
    names += [*ids(10, 200), *ids(8, 240), *ids(1, 300), *ids(1, 350)]
    data = study(
        {"employee_id": names, "date": pd.Timestamp("2025-06-01"), "kind": "reward"},
        employees=employees,
    )
    part = estimated(data)
    tables, _ = protect_report(part.tables, part.findings, period="2025")
    by_group = [one for one in tables if "margin" in one.frame]
    assert len(by_group) > 1
    for table in by_group:
        ages = table.frame[table.frame["margin"].eq("age_band")]
        assert ages["count"].notna().sum() == 1


def test_view_of_a_unit_counts_its_own_people():
    data = drawn(decisions=drawn_decisions(0.5))
    config = FairnessConfig(unit="unit01")
    inside = read_rated(data, config).people
    reward = next(one for one in read_decided(data, read_rated(data, config)))
    assert len(reward.people) == len(inside)
    part = combine([estimated(data, config)])
    assert all(one.group.get("unit") == "unit01" for one in part.findings)


def test_gap_that_rests_on_a_few_appraisers_needs_review():
    rows = annual_of([*LABELS, *LABELS], behaviour_score=list(np.linspace(70, 95, WOMEN)) * 2)
    rows["rater_id"] = [f"e_9{0 if at % 3 else 1 + at // 10:04d}" for at in range(WOMEN + MEN)]
    gap = gap_of(estimated(study(decided(60, 90), appraisals=frame_of("appraisals", rows))))
    assert (gap.status, gap.reason_code) == ("review", "uneven_appraisers")


def test_appraisals_under_two_schemes_ask_for_review():
    scores = list(np.linspace(70, 95, WOMEN)) * 2
    schemes = ["pp-30-2019" if at % 5 == 0 else "permenpanrb-6-2022" for at in range(WOMEN + MEN)]
    rows = annual_of([*LABELS, *LABELS], behaviour_score=scores, scheme=schemes)
    rows["rater_id"] = [f"e_9{at % 60:04d}" for at in range(WOMEN + MEN)]
    gap = gap_of(estimated(study(decided(60, 90), appraisals=frame_of("appraisals", rows))))
    assert (gap.status, gap.reason_code) == ("review", "two_schemes")


def test_ratios_of_kinds_of_unit_say_that_they_go_by_unit():
    region = region_of({f"unit{at:02d}": ("dinas", "kesehatan")[at % 2] for at in range(24)})
    units = [f"unit{at % 24:02d}" for at in range(WOMEN + MEN)]
    data = study(
        decided(60, 80),
        appraisals=rated(unit_id=units),
        employees=people().assign(unit_id=units),
        region=region,
    )
    part = estimated(data)
    kinds = [
        one
        for one in part.findings
        if one.id == "fairness.adverse_impact_ratio" and "unit_group" in one.group
    ]
    assert {one.method for one in kinds} == {
        "ratio_of_shares_koopman_fisher_exact_score_test_by_unit"
    }
    assert {(one.status, one.reason_code) for one in kinds} == {("review", "wild_bootstrap")}


def test_gap_of_a_group_under_four_appraisers_is_tested_by_randomisation():
    employees = people(status=["PPPK" if at % 50 < 4 else "PNS" for at in range(200)])
    rows = rated([*LABELS[::-1]], behaviour_score=list(np.linspace(70, 95, WOMEN)) * 2)
    part = estimated(study(decided(60, 80), appraisals=rows, employees=employees))
    group = {"status": "PPPK", "reference": "PNS", "outcome": "reward"}
    gap = found(part, "decision_gap", **group)
    assert (gap.status, gap.reason_code) == ("review", "randomisation_inference_only")
    assert gap.method == "linear_probability_at_equal_performance_randomisation_by_appraiser"
    assert (gap.ci_low, gap.p_value is None) == (None, False)
    ratio = found(part, "adverse_impact_ratio", **group)
    assert (ratio.ci_low, ratio.p_value, ratio.reason_code) == (None, None, gap.reason_code)
