"""The parts of gaps on drawn staff: statsmodels on the same rows, known effects, gates, texts."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pandas.testing import assert_frame_equal
from statsmodels.stats.multitest import multipletests

from analysis.presenting.composing import Shown
from analysis.presenting.names import Names
from analysis.studies.fairness import FairnessConfig, run_fairness
from analysis.studies.fairness.components.models import outcome_of_persons
from analysis.studies.fairness.components.parts_of_gaps import estimate_components
from analysis.studies.fairness.components.section import components_section
from analysis.studies.fairness.groups.scores_by_group import compare_scores
from analysis.studies.fairness.rated import read_rated
from analysis.studies.fairness.ratings import read_ratings
from tests.lib.appraisal_data import (
    annual_of,
    drawn_region,
    employees_of,
    frame_of,
    ids,
    study_of,
)

PERSONS, APPRAISERS = 720, 24
UNITS = 12


def drawn(*, severity=4.0, direct=0.0, noise=3.0, appraisers=APPRAISERS, seed=5, **columns):
    """Staff of twelve units; women stand under severe appraisers and in lower grades more often."""
    rng = np.random.default_rng(seed)
    rater = np.arange(PERSONS) % appraisers
    women = rng.random(PERSONS) < np.where(rater % 2, 0.7, 0.3)
    grade = (rng.random(PERSONS) < np.where(women, 0.3, 0.5)).astype(int)
    kind = rng.integers(0, 2, PERSONS)
    score = 80 + 3 * grade + 2 * kind - severity * (rater % 2) - direct * women
    staff = {
        "unit_id": [f"unit{at // 2 % UNITS:02d}" for at in rater],
        "gender": np.where(women, "P", "L"),
        "golongan": np.where(grade, "III/c", "II/c"),
        "position_type": np.where(kind, "Fungsional", "Pelaksana"),
    }
    told = {
        "rater_id": [f"e_9{at:04d}" for at in rater],
        "behaviour_score": np.round(score + noise * rng.normal(size=PERSONS), 2),
    }
    both = {**staff, **told, **columns}
    return (
        {name: both[name] for name in (*staff, *(columns.keys() - told.keys())) if name in both},
        {"unit_id": both["unit_id"], **{name: both[name] for name in told}},
    )


def study(staff, told, *, labels=None, history=None):
    labels = ["Baik"] * PERSONS if labels is None else labels
    kept = {name: values for name, values in told.items() if values is not None}
    return study_of(
        "fairness",
        region=drawn_region(UNITS),
        appraisals=frame_of("appraisals", annual_of(labels, **kept)),
        employees=frame_of("employees", employees_of(PERSONS, **staff)),
        history=history,
    )


def parts_of(data, config=None):
    config = config or FairnessConfig()
    rated = read_rated(data, config)
    ratings, past = (read_ratings(data, rated, config, past=one) for one in (False, True))
    return estimate_components(rated, ratings, past, config)


def by_component(part, **group):
    """Return the findings about women, or another group, by component."""
    wanted = group or {"gender": "P", "reference": "L"}
    return {
        one.group.get("component", ""): one
        for one in part.findings
        if {key: value for key, value in one.group.items() if key != "component"} == wanted
    }


def matrix(data):
    """Return outcome and regressors of the same persons, made here."""
    employees = data.tables["employees"].set_index("employee_id")
    appraisals = data.tables["appraisals"].set_index("employee_id")
    work = pd.DataFrame(
        {
            "grade": employees["golongan"].str.startswith("III").astype(float),
            "kind": employees["position_type"].eq("Fungsional").astype(float),
        }
    )
    women = employees["gender"].eq("P").astype(float).rename("women")
    raters = pd.get_dummies(appraisals["rater_id"], dtype=float)
    return appraisals["behaviour_score"], women, work, raters


def test_gelbach_with_appraisers_is_that_of_statsmodels_with_indicators():
    data = study(*drawn())
    y, women, work, raters = matrix(data)
    full = sm.OLS(y, pd.concat([women, work, raters], axis=1)).fit().params
    first = sm.add_constant(women)
    moved = sum(sm.OLS(work[name], first).fit().params["women"] * full[name] for name in work)
    gap = y[women == 1].mean() - y[women == 0].mean()
    found = by_component(parts_of(data))
    assert found["unexplained"].estimate == pytest.approx(full["women"])
    assert found["work"].estimate == pytest.approx(moved)
    assert found["unit_and_appraiser"].estimate == pytest.approx(gap - full["women"] - moved)
    assert found["work"].method == "gelbach_appraiser_absorbed_by_appraiser"
    assert found["work"].n == int(women.sum())


def test_oaxaca_blinder_is_that_of_statsmodels_with_the_group_in_the_pooled_model():
    data = study(*drawn())
    y, women, work, _ = matrix(data)
    pooled = sm.OLS(y, sm.add_constant(pd.concat([women, work], axis=1))).fit().params
    apart = work[women == 1].mean() - work[women == 0].mean()
    found = by_component(parts_of(data))
    assert found["work_only"].estimate == pytest.approx(
        sum(apart[one] * pooled[one] for one in work)
    )
    assert found["beyond_work"].estimate == pytest.approx(pooled["women"])


def test_threefold_table_by_hand():
    data = study(*drawn())
    y, women, work, _ = matrix(data)
    lines = [
        sm.OLS(y[women == side], sm.add_constant(work[women == side])).fit().params
        for side in (1, 0)
    ]
    apart = work[women == 1].mean() - work[women == 0].mean()
    endowments = sum(apart[one] * lines[1][one] for one in work)
    interaction = sum(apart[one] * (lines[0][one] - lines[1][one]) for one in work)
    rows = frame(parts_of(data), "components_threefold").set_index("component")["part_points"]
    gap = y[women == 1].mean() - y[women == 0].mean()
    assert rows["endowments"] == pytest.approx(endowments)
    assert rows["interaction"] == pytest.approx(interaction)
    assert rows["coefficients"] == pytest.approx(gap - endowments - interaction)


def frame(part, name):
    return next(one.frame for one in part.tables if one.name == name)


def test_parts_add_up_to_the_raw_gap():
    data = study(*drawn())
    rated = read_rated(data, FairnessConfig())
    raw = next(
        one for one in compare_scores(rated, FairnessConfig()).findings if "gender" in one.group
    )
    rows = frame(parts_of(data), "components_gender").set_index("component")["part_points"]
    assert rows["gap"] == pytest.approx(raw.estimate)
    parts = rows[["work", "unit_and_appraiser", "unexplained"]]
    assert parts.sum() == pytest.approx(raw.estimate)


def test_sorting_under_severe_appraisers_goes_to_unit_and_appraiser():
    # women are 70 % of the ratees of appraisers who give 4 points less, men 30 %
    found = by_component(parts_of(study(*drawn(noise=0.0))))
    assert found["unexplained"].estimate == pytest.approx(0.0, abs=0.02)  # scores have two decimals
    staff, told = drawn(noise=0.0)
    severe = np.array([int(one[-4:]) % 2 for one in told["rater_id"]])
    women = np.asarray(staff["gender"]) == "P"
    met = -4 * (severe[women].mean() - severe[~women].mean())
    assert found["unit_and_appraiser"].estimate == pytest.approx(met, abs=0.02)


def test_gap_at_equal_work_and_appraiser_stays_unexplained():
    found = by_component(parts_of(study(*drawn(direct=2.0, noise=0.0))))
    assert found["unexplained"].estimate == pytest.approx(-2.0, abs=0.02)
    assert found["unexplained"].p_adjusted < 0.05


def earlier(told, *, moved):
    """Two years in which every appraiser has rated other units, or only the own one."""
    blocks = []
    own = np.array([int(one[-4:]) for one in told["rater_id"]])
    others = np.arange(PERSONS) % 7 < 3
    for year, further in (("2023", 1), ("2024", 3)):
        again = (own + further * others * moved) % APPRAISERS
        blocks.append(
            annual_of(
                ["Baik"] * PERSONS,
                period=year,
                rater_id=[f"e_9{at:04d}" for at in again],
                unit_id=told["unit_id"],
                behaviour_score=told["behaviour_score"],
            )
        )
    return blocks


def with_history(*, moved):
    staff, told = drawn()
    now = frame_of("appraisals", annual_of(["Baik"] * PERSONS, **told))
    past = frame_of(
        "appraisals", annual_of(["Baik"] * PERSONS, **told), *earlier(told, moved=moved)
    )
    people = frame_of("employees", employees_of(PERSONS, **staff))
    return study_of(
        "fairness",
        region=drawn_region(UNITS),
        appraisals=now,
        employees=people,
        history={"appraisals": past, "employees": people},
    )


def test_unit_and_appraiser_are_told_apart_where_appraisers_rate_several_units():
    data = with_history(moved=True)
    past = data.history["appraisals"]
    score = past["behaviour_score"] - past.groupby("period")["behaviour_score"].transform("mean")
    keys = ["employee_id", "rater_id", "unit_id"]
    cells = past.assign(y=score).groupby(keys)["y"].mean().reset_index()
    _, women, work, _ = matrix(data)
    cells = cells.join(pd.concat([women, work], axis=1), on="employee_id")
    units, raters = (pd.get_dummies(cells[one], dtype=float) for one in ("unit_id", "rater_id"))
    units = units.iloc[:, 1:]
    regressors = pd.concat([cells[["women", "grade", "kind"]], units, raters], axis=1)
    full = sm.OLS(cells["y"], regressors).fit().params

    def carried(part):
        apart = part[cells["women"] == 1].mean() - part[cells["women"] == 0].mean()
        return sum(apart[one] * full[one] for one in part)

    found = by_component(parts_of(data))
    assert found["between_units"].estimate == pytest.approx(carried(units))
    assert found["between_appraisers"].estimate == pytest.approx(carried(raters))
    assert "all_periods" in found["between_units"].method


def test_unit_and_appraiser_are_one_part_where_appraisers_stay():
    found = by_component(parts_of(with_history(moved=False)))
    assert "unit_and_appraiser" in found
    assert not {"between_units", "between_appraisers"} & found.keys()


def test_p_values_are_adjusted_over_all_groups_of_a_component():
    rng = np.random.default_rng(3)
    staff, told = drawn(
        education=rng.choice(["SMA", "S1", "S2"], PERSONS),
        status=rng.choice(["PNS", "PPPK"], PERSONS),
    )
    part = parts_of(study(staff, told))
    for component in ("work", "unexplained", "beyond_work"):
        mine = [one for one in part.findings if one.group.get("component") == component]
        assert len(mine) == 4
        assert {one.family for one in mine} == {
            f"fairness.gap_component.behaviour_score.{component}"
        }
        expected = multipletests([one.p_value for one in mine], method="fdr_bh")[1]
        assert [one.p_adjusted for one in mine] == pytest.approx(expected)


def test_shares_only_where_the_gap_is_not_perhaps_chance():
    sure = frame(parts_of(study(*drawn(direct=3.0))), "components_by_group")
    shares = sure.set_index("component")["part_share"]
    assert shares[["work", "unit_and_appraiser", "unexplained"]].sum() == pytest.approx(1)
    assert pd.isna(shares["gap"])
    staff, told = drawn(severity=0.0, gender=np.resize(["P", "L", "L", "P", "P"], PERSONS))
    perhaps = frame(parts_of(study(staff, told)), "components_by_group")
    gap = perhaps.set_index("component").loc["gap"]
    assert gap["part_low"] < 0 < gap["part_high"]
    assert perhaps["part_share"].isna().all()


def test_work_that_only_one_group_has_is_not_held_equal():
    staff, told = drawn()
    status = np.resize(["PNS", "PNS", "PPPK", "PNS", "PNS"], PERSONS)
    staff |= {
        "status": status,
        "golongan": np.where(status == "PPPK", "IX", staff["golongan"]),
    }
    data = study(staff, told)
    y, _, work, raters = matrix(data)
    contract = pd.Series(status == "PPPK", index=y.index, dtype=float, name="contract")
    full = sm.OLS(y, pd.concat([contract, work[["kind"]], raters], axis=1)).fit().params
    found = by_component(parts_of(data), status="PPPK", reference="PNS")
    assert found["unexplained"].estimate == pytest.approx(full["contract"])


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"golongan": None, "position_type": None}, "no_work"),
        ({"gender": "P"}, "no_groups"),
        ({"behaviour_score": 80.0}, "same_rating"),
        ({"rater_id": [f"e_9{at % 7:04d}" for at in range(PERSONS)]}, "few_clusters"),
        ({"unit_id": "unit01", "rater_id": None}, "few_clusters"),
    ],
)
def test_what_cannot_be_taken_apart_says_why(columns, reason):
    part = parts_of(study(*drawn(**columns)))
    assert {one.status for one in part.findings} == {"blocked"}
    assert part.findings[0].reason_code == reason
    (decision,) = part.gates
    assert (decision.status, decision.reason) == ("blocked", reason)
    assert decision.unblock
    assert not part.tables


def test_appraisers_who_rate_one_gender_only_leave_work_alone():
    staff, told = drawn()
    women = np.asarray(staff["gender"]) == "P"
    own = [f"e_9{at % 40 + 50 * w:04d}" for at, w in enumerate(women)]
    found = by_component(parts_of(study(staff, told | {"rater_id": own})))
    assert (found[""].status, found[""].reason_code) == ("blocked", "no_overlap")
    assert found["beyond_work"].status == "ok"


def test_position_of_one_gender_only_is_no_work_in_common():
    staff, told = drawn()
    women = np.asarray(staff["gender"]) == "P"
    staff |= {
        "golongan": np.where(women, "II/a", "III/a"),
        "position_type": np.where(women, "Pelaksana", "Fungsional"),
    }
    found = by_component(parts_of(study(staff, told)))
    assert {one.reason_code for one in found.values()} == {"no_shared_work"}


def test_without_appraisers_units_are_held_equal_and_need_review():
    staff, told = drawn()
    found = by_component(parts_of(study(staff, told | {"rater_id": None})))
    assert found["unit_and_appraiser"].status == "review"
    assert found["unit_and_appraiser"].method == "gelbach_unit_absorbed_by_unit"


def test_one_appraiser_of_six_hundred_does_not_stand_for_all_appraisers():
    # those of one person each rate one group only: what is held equal is one appraiser
    staff, told = drawn()
    rater = [f"e_9{max(0, at - 600):04d}" for at in range(PERSONS)]
    found = by_component(parts_of(study(staff, told | {"rater_id": rater})))
    assert (found[""].status, found[""].reason_code) == ("blocked", "few_shared_appraisers")
    assert not {"work", "unit_and_appraiser", "unexplained"} & set(found)
    assert {found[one].status for one in ("work_only", "beyond_work")} == {"review"}
    assert {found[one].reason_code for one in ("work_only", "beyond_work")} == {
        "few_large_clusters"
    }


def test_few_persons_hold_fewer_columns_equal_or_nothing():
    staff, told = drawn()
    level = np.resize([f"Jenjang {at}" for at in range(35)], PERSONS)
    many = by_component(parts_of(study(staff | {"position_level": level}, told)))
    fewer = by_component(parts_of(study(staff, told)))
    # thirty levels ask for more than ten of the smaller group each: grade and kind are held equal
    assert many["work"].estimate == pytest.approx(fewer["work"].estimate)
    young = np.where(np.arange(PERSONS) < 12, "S3", "S1")
    rare = by_component(
        parts_of(study(staff | {"education": young}, told)), education="S3", reference="S1"
    )
    assert {one.reason_code for one in rare.values()} == {"few_persons_per_parameter"}


def labels(women, tops_of_women, tops_of_men):
    left = {True: tops_of_women, False: tops_of_men}
    made = []
    for one in women:
        made.append("Sangat Baik" if left[bool(one)] else "Baik")
        left[bool(one)] = max(0, left[bool(one)] - 1)
    return made


@pytest.mark.parametrize(
    ("of_women", "of_men", "status", "reason"),
    [
        (4, 5, "blocked", "few_outside_modal"),
        (4, 40, "blocked", "few_top_in_group"),
        (10, 15, "review", "little_variation"),
        (20, 60, "ok", None),
    ],
)
def test_labels_alone(of_women, of_men, status, reason):
    staff, told = drawn(appraisers=60)
    women = np.asarray(staff["gender"]) == "P"
    data = study(staff, told | {"behaviour_score": None}, labels=labels(women, of_women, of_men))
    part = parts_of(data)
    first = part.findings[0]
    assert (first.status, first.reason_code) == (status, reason)
    if status != "blocked":
        found = by_component(part)
        gap = 100 * (of_women / women.sum() - of_men / (~women).sum())  # percentage points
        total = sum(found[one].estimate for one in ("work", "unit_and_appraiser", "unexplained"))
        assert total == pytest.approx(gap)
        assert first.measure == "top_predikat_component"


def test_no_appraisal_at_all():
    data = study_of("fairness", region=drawn_region(UNITS))
    part = parts_of(data)
    assert [one.reason_code for one in part.findings] == ["no_annual"]


def test_self_appraisals_do_not_count():
    staff, told = drawn()
    own = annual_of(
        ["Baik"] * PERSONS, **told | {"rater_id": ids(PERSONS), "behaviour_score": 100.0}
    ) | {"rater_role": "self"}
    both = study_of(
        "fairness",
        region=drawn_region(UNITS),
        appraisals=frame_of("appraisals", annual_of(["Baik"] * PERSONS, **told), own),
        employees=frame_of("employees", employees_of(PERSONS, **staff)),
    )
    with_own, without = (by_component(parts_of(one)) for one in (both, study(staff, told)))
    assert with_own["unexplained"].estimate == without["unexplained"].estimate


def test_persons_are_those_of_the_raw_gaps_and_frames_stay():
    data = study(*drawn())
    before = {name: one.copy() for name, one in data.tables.items()}
    config = FairnessConfig()
    rated = read_rated(data, config)
    people = outcome_of_persons(rated, read_ratings(data, rated, config))
    assert people["value"].equals(rated.people["behaviour_score"])
    parts_of(data)
    for name, one in data.tables.items():
        assert_frame_equal(one, before[name])


def test_hidden_parts_are_told_without_numbers():
    data = study(*drawn())
    hidden = [one.hidden("suppressed", "small_group") for one in parts_of(data).findings]
    shown = Shown("fairness", hidden, {}, Names.of(data.region, data.period))
    (told,) = components_section(shown)
    assert "disembunyikan" in told["id"]
    assert not re.search(r"\d", told["id"] + told["en"])


def test_view_of_one_unit_is_too_small_to_be_taken_apart():
    staff, told = drawn()
    part = parts_of(study(staff, told), FairnessConfig(unit=staff["unit_id"][0]))
    assert {one.status for one in part.findings} == {"blocked"}
    assert all(one.group["unit"] == staff["unit_id"][0] for one in part.findings)


@pytest.fixture(scope="module")
def report():
    return run_fairness(study(*drawn(direct=3.0)))


def told_of(report, lang):
    sections = report.output.narrative["sections"]
    own = next(one for one in sections if one["key"] == "components")
    return own, " ".join(str(one[lang]) for one in own["paragraphs"])


def test_section_speaks_in_both_languages(report):
    own, indonesian = told_of(report, "id")
    _, english = told_of(report, "en")
    assert "golongan dan jabatan" in indonesian
    assert "tidak berarti sepantasnya" in indonesian
    assert "bukan ukuran diskriminasi" in indonesian
    assert "does not mean deserved" in english
    assert "no measure of discrimination" in english
    assert own["figures"] == ["components"]


def test_nobody_is_named_and_nothing_is_called_fair(report):
    own = [one for one in report.findings if one.id == "fairness.gap_component"]
    texts = [text for one in own for text in one.text.values()]
    texts += [told_of(report, lang)[1] for lang in ("id", "en")]
    for name in ("components_by_group", "components_gender", "components_threefold"):
        texts.append(report.tables[name].frame.to_csv())
    for one in texts:
        assert not re.search(r"e_\d{5}", one)
        assert not re.search(r"unbiased|tidak bias|fixed effect|\bis fair\b", one)


def test_interval_estimate_n_and_method_stand_together(report):
    for one in report.findings:
        if one.id == "fairness.gap_component" and one.status != "blocked":
            assert one.n >= 10
            assert one.ci_low < one.estimate < one.ci_high
            assert one.method != "none"
            assert one.p_adjusted is not None
            assert one.disclosure == "personnel"


def test_every_part_needs_review_where_a_few_appraisers_rate_most():
    staff, told = drawn()
    # one of the appraisers rates two thirds of all, the others ten each
    rater = [f"e_9{0 if at % 3 else 1 + at // 30:04d}" for at in range(PERSONS)]
    found = by_component(parts_of(study(staff, told | {"rater_id": rater})))
    assert (found["beyond_work"].status, found["beyond_work"].reason_code) == (
        "review",
        "few_large_clusters",
    )
