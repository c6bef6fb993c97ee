"""Use of the scale on counted marks: by hand and by numpy, gates, thin data, disclosure."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.presenting.composing.report import compose
from analysis.schemas.codebook import Codebook
from analysis.studies.fairness import FairnessConfig
from analysis.studies.fairness.parts import PROMISED, WORDS
from analysis.studies.fairness.rated import read_rated
from analysis.studies.fairness.scale.marks import read_marks
from analysis.studies.fairness.scale.middle import middle_of
from analysis.studies.fairness.scale.scale_use import UNBLOCK, estimate_scale_use
from analysis.studies.fairness.study import COMPOSITION
from tests.lib.appraisal_data import (
    ABOVE,
    AS_EXPECTED,
    BELOW,
    annual_of,
    employees_of,
    frame_of,
    ids,
    study_of,
)

CONFIG = FairnessConfig(sections=("decision", "scale_use"))
NAMES = {
    "central_tendency",
    "leniency",
    "range_restriction",
    "same_for_all_share",
    "halo",
    "identical_share",
}
BEHAVIOURS = ("b_akuntabel", "b_kompeten", "b_harmonis", "b_loyal")


def raters(count, each=8):
    return [f"e_9{at // each:04d}" for at in range(count)]


def periodic(marks, *, period="2025-Q4", each=8, **columns):
    """Return periodic appraisals with the marks of each ratee on the behaviours."""
    count = len(marks)
    return {
        "employee_id": ids(count),
        "period": period,
        "assessment_kind": "periodic",
        "rater_role": "superior",
        "rater_id": raters(count, each),
        "unit_id": "dinkes",
        "scheme": "permenpanrb-6-2022",
        **{name: [row[at] for row in marks] for at, name in enumerate(BEHAVIOURS[: len(marks[0])])},
        **columns,
    }


def study(*blocks, persons=400, **options):
    return study_of(
        "fairness",
        appraisals=frame_of("appraisals", *blocks),
        employees=frame_of("employees", employees_of(persons, gender="L")),
        **options,
    )


def part_of(data, config=CONFIG):
    return estimate_scale_use(data, read_rated(data, config), config)


def finding(part, name, **group):
    (found,) = [one for one in part.findings if one.id == f"fairness.{name}" and one.group == group]
    return found


def table(part, name):
    return next(one.frame for one in part.tables if one.name == name)


def shown(data, part, config=CONFIG):
    names = {
        "aspect": WORDS.codes("marks", ["behaviours"]),
        "rater_role": WORDS.codes("rater_role", ["second", "self"]),
    }
    return compose(part, data, config, COMPOSITION, groups=names)[0]


def texts(output):
    return [
        text
        for section in output.narrative["sections"]
        for paragraph in section["paragraphs"]
        for text in paragraph.values()
    ]


def ratings(results, behaviours, *, each=8, **columns):
    """Return annual appraisals with the two ratings named."""
    rows = annual_of(["Baik"] * len(results), **columns)
    return rows | {
        "result_rating": results,
        "behaviour_rating": behaviours,
        "rater_id": raters(len(results), each),
    }


def drawn_marks(count=160, seed=1, width=4):
    """Return marks of 1 to 5 that share half of their variance."""
    source = np.random.default_rng(seed)
    seen = source.normal(size=(count, 1)) + source.normal(size=(count, width))
    return np.clip(np.rint(3.2 + 0.9 * seen), 1, 5).astype(int).tolist()


def test_middle_and_leniency_of_ratings_by_hand():
    # 160 ratees: 40 above and 20 below in results, all as expected in behaviour. In the middle
    # 100 + 160 of 320; mean (3 x 40 + 2 x 260 + 1 x 20) / 320 - 2 = 20 / 320, over half the scale 1
    results = [ABOVE] * 40 + [BELOW] * 20 + [AS_EXPECTED] * 100
    part = part_of(study(ratings(results, [AS_EXPECTED] * 160)))
    middle, leniency = finding(part, "central_tendency"), finding(part, "leniency")
    assert middle.estimate == pytest.approx(260 / 320)
    assert leniency.estimate == pytest.approx(20 / 320)
    assert (middle.n, middle.status, middle.method) == (
        160,
        "ok",
        "middle_third_wilson_by_appraiser",
    )
    row = table(part, "scale_use").iloc[0]
    assert (row["measure"], row["scale"], row["n"]) == ("ratings", "declared", 160)


def test_rare_mark_counts_as_its_neighbour():
    # three below expectation are fewer than five: told as if they were as expected
    results = [ABOVE] * 40 + [BELOW] * 3 + [AS_EXPECTED] * 117
    part = part_of(study(ratings(results, [AS_EXPECTED] * 160)))
    assert finding(part, "central_tendency").estimate == pytest.approx(280 / 320)
    assert finding(part, "leniency").estimate == pytest.approx(40 / 320)
    counts = table(part, "marks_given")
    assert counts[["mark_1_to_2", "mark_3"]].to_numpy().tolist() == [[120, 40], [160, 0]]
    heading = next(one for one in part.tables if one.name == "marks_given").columns[2].label
    assert heading["id"] == "Di bawah ekspektasi + Sesuai ekspektasi"


def test_middle_with_a_rare_rating_says_that_it_counts_more():
    # 277 of 320 are in the middle: 280 are the middle or below, and the sentence says so
    results = [ABOVE] * 40 + [BELOW] * 3 + [AS_EXPECTED] * 117
    data = study(ratings(results, [AS_EXPECTED] * 160))
    part = part_of(data)
    assert finding(part, "central_tendency").measure == "middle_share_ratings_below"
    assert finding(part, "leniency").measure == "leniency_ratings_joined"
    output = shown(data, part)
    assert any("di tengah skala atau di bawahnya" in text for text in texts(output))
    assert "atau di bawahnya" in output.figures["marks_given"].title["id"]
    row = output.tables["scale_use"].frame.iloc[0]
    assert row["measure"] == "ratings_below"


def test_rare_middle_counts_with_its_smaller_neighbour():
    # three as expected join the 80 marks above, which are fewer than those below
    results = [BELOW] * 117 + [AS_EXPECTED] * 3 + [ABOVE] * 40
    part = part_of(study(ratings(results, [BELOW] * 120 + [ABOVE] * 40)))
    middle = finding(part, "central_tendency")
    assert middle.measure == "middle_share_ratings_above"
    assert middle.estimate == pytest.approx(83 / 320)


@pytest.mark.parametrize(
    ("joined", "given", "counted", "reach"),
    [
        ({3.0: (3.0,), 4.0: (4.0, 5.0)}, [3, 4], [3, 4], ""),
        ({2.0: (2.0, 3.0), 4.0: (4.0, 5.0)}, [2, 4], [3, 4], "below"),
        ({2.0: (1.0, 2.0), 4.0: (3.0, 4.0, 5.0)}, [2, 4], [2, 3], "above"),
        ({4.0: (2.0, 3.0, 4.0), 5.0: (5.0,)}, [4, 5], [3, 5], "beside"),
        ({4.0: (4.0,), 5.0: (5.0,)}, [4, 5], [4, 5], ""),
    ],
)
def test_marks_that_count_as_the_middle(joined, given, counted, reach):
    data = study(periodic(drawn_marks()))
    read = read_marks(data, read_rated(data, CONFIG), CONFIG)["behaviours"]
    table = pd.DataFrame({"one": given}, dtype=float)
    marks = dataclasses.replace(read, table=table, lowest=1.0, highest=5.0, joined=joined)
    middle = middle_of(marks)
    assert (middle.table["one"].tolist(), middle.reach) == (counted, reach)


def test_nearly_equal_ratings_are_not_called_all_in_the_middle():
    part = part_of(study(ratings([ABOVE] * 3 + [AS_EXPECTED] * 157, [AS_EXPECTED] * 160)))
    for name in ("central_tendency", "leniency", "range_restriction"):
        assert finding(part, name).reason_code == "marks_nearly_alike"
    assert part.gates[0].status == "blocked"


def test_one_rating_for_everybody_is_all_in_the_middle():
    part = part_of(study(ratings([AS_EXPECTED] * 160, [AS_EXPECTED] * 160)))
    assert finding(part, "central_tendency").estimate == 1
    leniency, width = finding(part, "leniency"), finding(part, "range_restriction")
    assert (leniency.estimate, leniency.ci_low) == (0, None)
    assert (width.estimate, width.ci_low) == (0, None)


def test_width_is_the_spread_within_appraisers():
    source = np.random.default_rng(2)
    results = source.choice([BELOW, AS_EXPECTED, ABOVE], 160, p=[0.2, 0.5, 0.3])
    behaviours = source.choice([BELOW, AS_EXPECTED, ABOVE], 160, p=[0.2, 0.5, 0.3])
    part = part_of(study(ratings(results.tolist(), behaviours.tolist())))
    places = {BELOW: 1, AS_EXPECTED: 2, ABOVE: 3}
    means = [
        (places[one] + places[other]) / 2 for one, other in zip(results, behaviours, strict=True)
    ]
    spreads = np.array(means).reshape(20, 8).std(axis=1, ddof=1)
    even = np.array([1, 1.5, 2, 2.5, 3]).std()
    width = finding(part, "range_restriction")
    assert width.estimate == pytest.approx(spreads.mean() / even)
    assert width.std_error == pytest.approx(spreads.std(ddof=1) / even / np.sqrt(20))
    assert (width.n, width.disclosure) == (20, "sensitive")


def test_halo_and_one_mark_on_all_behaviours():
    marks = drawn_marks()
    part = part_of(study(periodic(marks)))
    values = np.array(marks, dtype=float)
    covariances = np.cov(values, rowvar=False)
    mean = (covariances.sum() - np.trace(covariances)) / 12
    assert finding(part, "halo").estimate == pytest.approx(mean / (np.trace(covariances) / 4))
    same = int((np.ptp(values, axis=1) == 0).sum())
    assert finding(part, "identical_share").numerator == same
    shares = [np.mean(values == mark, axis=0).prod() for mark in range(1, 6)]
    assert table(part, "identical_marks")["by_chance"].iloc[0] == pytest.approx(sum(shares))


def test_appraisers_who_gave_everybody_the_same_predikat():
    # 12 of 24 appraisers with five ratees gave Baik to all, 12 one Sangat Baik each
    labels = ["Baik"] * 60 + (["Baik"] * 4 + ["Sangat Baik"]) * 12
    part = part_of(study(annual_of(labels, rater_id=raters(120, 5))))
    found = finding(part, "same_for_all_share")
    assert (found.numerator, found.n, found.status) == (12, 24, "review")
    # five drawn of 108 Baik and 12 Sangat Baik are of one kind
    chance = sum(np.prod([(kind - at) / (120 - at) for at in range(5)]) for kind in (108, 12))
    row = table(part, "same_for_all").iloc[0]
    assert row["by_chance"] == pytest.approx(chance)


def test_marks_of_the_last_full_period_once_each():
    marks = drawn_marks(160)
    early = periodic([[1, 1, 1, 1]] * 160, period="2025-Q1")
    late = periodic(marks[:20], period="2025-Q4")
    full = periodic(marks, period="2025-Q3")
    data = study(early, full, late)
    read = read_marks(data, read_rated(data, CONFIG), CONFIG)["behaviours"]
    assert read.n == 160
    assert read.exact[list(BEHAVIOURS)].to_numpy().tolist() == np.array(marks, float).tolist()


def test_unknown_scale_is_told_and_asked_for():
    source = np.random.default_rng(5)
    labels = source.choice([AS_EXPECTED, ABOVE], 160).tolist()
    part = part_of(study(ratings(labels, labels), periodic(drawn_marks(400, seed=2), each=8)))
    middle = finding(part, "central_tendency", aspect="behaviours")
    assert (middle.status, middle.reason_code) == ("review", "scale_observed")
    assert (part.gates[0].reason, part.gates[0].unblock) == ("scale_observed", "behaviour_scale")


def behaviour_book(highest):
    return Codebook.model_validate(
        {
            "id": "perilaku",
            "title": {"id": "Perilaku", "en": "Behaviour"},
            "table": "appraisals",
            "instrument": "perilaku",
            "answers": {"minimum": 1, "maximum": highest},
            "scales": [{"key": "index", "name": {"id": "Perilaku", "en": "Behaviour"}}],
            "items": [{"key": key, "name": {"id": key, "en": key}} for key in BEHAVIOURS],
        }
    )


def test_codebook_declares_the_scale():
    data = study(periodic(drawn_marks()))
    data = dataclasses.replace(data, codebooks={"perilaku": behaviour_book(9)})
    part = part_of(data)
    middle = finding(part, "central_tendency")
    assert (middle.status, middle.reason_code) == ("ok", None)
    read = read_marks(data, read_rated(data, CONFIG), CONFIG)["behaviours"]
    assert (read.lowest, read.highest, read.steps) == (1, 9, 9)
    values = read.table.to_numpy()
    assert middle.estimate == pytest.approx(((values >= 4) & (values <= 6)).mean())


def test_behaviours_stand_beside_ratings():
    marks = drawn_marks()
    source = np.random.default_rng(5)
    results = source.choice([AS_EXPECTED, ABOVE], 160).tolist()
    part = part_of(study(ratings(results, results), periodic(marks)))
    assert finding(part, "central_tendency").measure == "middle_share_ratings"
    beside = finding(part, "central_tendency", aspect="behaviours")
    assert beside.measure == "middle_share_behaviours"
    assert finding(part, "range_restriction").measure == "used_width_ratings"
    assert finding(part, "same_for_all_share", aspect="behaviours").n == 20


@pytest.mark.parametrize(
    ("blocks", "name", "reason"),
    [
        ((), "central_tendency", "no_marks"),
        ((), "leniency", "no_marks"),
        ((), "range_restriction", "no_marks"),
        ((), "same_for_all_share", "no_annual"),
        ((), "halo", "no_behaviours"),
        ((), "identical_share", "no_behaviours"),
        ((periodic([[3]] * 20 + [[4]] * 20),), "halo", "one_behaviour"),
        ((periodic(drawn_marks(9)),), "halo", "few_persons"),
        ((periodic(drawn_marks(9)),), "identical_share", "few_persons"),
        ((periodic(drawn_marks(9)),), "central_tendency", "few_persons"),
        ((periodic(drawn_marks(56)),), "halo", "few_clusters"),
        ((periodic([[4, 4, 4, 4]] * 80),), "halo", "marks_alike"),
        ((periodic([[4, 4, 4, 4]] * 80),), "central_tendency", "marks_alike"),
        ((periodic([[4, 4, 4, 3]] * 80),), "central_tendency", "narrow_scale"),
        ((periodic([[4, 4, 4, 3]] * 80),), "range_restriction", "narrow_scale"),
        ((periodic(drawn_marks(72)),), "range_restriction", "few_appraisers"),
        ((periodic(drawn_marks(80), rater_id=None),), "range_restriction", "no_appraiser"),
        ((periodic(drawn_marks(160, width=4), each=4),), "range_restriction", "few_appraisers"),
        ((annual_of(["Baik"] * 40),), "same_for_all_share", "no_appraiser"),
    ],
)
def test_gates_that_block(blocks, name, reason):
    data = study(*blocks)
    part = part_of(data)
    found = finding(part, name)
    assert (found.status, found.reason_code, found.estimate, found.n) == (
        "blocked",
        reason,
        None,
        None,
    )
    assert found.id in {f"fairness.{one}" for one in PROMISED}
    (told,) = [
        one.text for one in shown(data, part).document.findings if one.id == f"fairness.{name}"
    ]
    for text in told.values():
        assert set(re.findall(r"\d+", text)) <= {"2025", "10", "8"}


@pytest.mark.parametrize(
    ("persons", "status", "reason"),
    [(10, "review", "few_in_group"), (29, "review", "few_in_group"), (30, "ok", None)],
)
def test_middle_at_the_edges_of_its_gate(persons, status, reason):
    results = [ABOVE] * 5 + [AS_EXPECTED] * (persons - 5)
    found = finding(part_of(study(ratings(results, results, each=3))), "central_tendency")
    assert (found.status, found.reason_code) == (status, reason)


@pytest.mark.parametrize(
    ("appraisers", "reason", "by"), [(7, "few_clusters", "by_ratee"), (8, None, "by_appraiser")]
)
def test_fewer_than_eight_appraisers_are_no_clusters_and_ask_for_review(appraisers, reason, by):
    results = [ABOVE] * 40 + [AS_EXPECTED] * 100 + [BELOW] * 20
    part = part_of(study(ratings(results, results, each=-(-160 // appraisers))))
    middle, leniency = finding(part, "central_tendency"), finding(part, "leniency")
    assert (middle.reason_code, middle.method) == (reason, f"middle_third_wilson_{by}")
    assert (leniency.reason_code, leniency.method) == (reason, f"mean_from_midpoint_{by}")


def test_one_mark_on_all_behaviours_with_few_appraisers_asks_for_review():
    found = finding(part_of(study(periodic(drawn_marks(), each=40))), "identical_share")
    assert (found.status, found.reason_code) == ("review", "few_clusters")
    assert found.method == "wilson_by_ratee"


@pytest.mark.parametrize(
    ("appraisers", "status", "reason"),
    [(9, "blocked", "few_appraisers"), (10, "review", "some_appraisers"), (30, "ok", None)],
)
def test_appraisers_at_the_edges_of_their_gate(appraisers, status, reason):
    labels = (["Baik"] * 4 + ["Sangat Baik"]) * appraisers
    found = finding(
        part_of(study(annual_of(labels, rater_id=raters(5 * appraisers, 5)))), "same_for_all_share"
    )
    assert (found.status, found.reason_code) == (status, reason)


@pytest.mark.parametrize(
    ("appraisers", "status", "reason"),
    [
        (7, "blocked", "few_clusters"),
        (8, "review", "approximate_interval"),
        (49, "review", "approximate_interval"),
        (50, "ok", None),
    ],
)
def test_halo_at_the_edges_of_its_gate(appraisers, status, reason):
    found = finding(part_of(study(periodic(drawn_marks(8 * appraisers)))), "halo")
    assert (found.status, found.reason_code) == (status, reason)


def test_every_reason_of_the_decision_says_what_would_help():
    reasons = {
        one.reason_code
        for blocks in ((), (periodic(drawn_marks(56)),), (annual_of(["Baik"] * 40),))
        for one in part_of(study(*blocks)).findings
        if one.status == "blocked"
    }
    assert reasons <= set(UNBLOCK)
    for code in UNBLOCK.values():
        assert WORDS.both(f"unblock.{code}")
        assert WORDS.both(f"holder.{code}")
    for code in UNBLOCK:
        assert WORDS.both(f"reason.{code}")


def test_self_appraisals_are_no_marks_of_superiors():
    marks = drawn_marks(80)
    own = periodic([[5, 5, 5, 5]] * 80, rater_role="self", rater_id=ids(80))
    disguised = periodic([[5, 5, 5, 5]] * 80, rater_role=None, rater_id=ids(80))
    alone = part_of(study(periodic(marks)))
    for more in (own, disguised):
        assert part_of(study(periodic(marks), more)).findings == alone.findings


def test_marks_of_another_scheme_are_left_out():
    main = ratings([ABOVE] * 40 + [AS_EXPECTED] * 120, [AS_EXPECTED] * 160)
    other = annual_of(["Baik"] * 40, start=200, scheme="pp-30-2019", rater_id=raters(40))
    mixed, alone = part_of(study(main, other)), part_of(study(main))
    assert [one.estimate for one in mixed.findings] == [one.estimate for one in alone.findings]
    assert finding(mixed, "central_tendency").reason_code == "two_schemes"


def test_scores_of_rules_with_a_highest_score():
    # PP 30/2019 knows scores up to 120: the middle third runs from 40 to 80
    scores = [60.0] * 20 + [100.0] * 60
    rows = annual_of(["Baik"] * 80, scheme="pp-30-2019", rater_id=raters(80))
    rows |= {"result_rating": None, "behaviour_rating": None}
    rows |= {"result_score": scores, "behaviour_score": scores}
    part = part_of(study(rows))
    assert finding(part, "central_tendency").measure == "middle_share_scores"
    assert finding(part, "central_tendency").estimate == pytest.approx(0.25)
    assert finding(part, "leniency").estimate == pytest.approx((90 - 60) / 60)
    assert not [one for one in part.tables if one.name == "marks_given"]


def test_an_appraiser_of_six_hundred():
    results = ([ABOVE] * 2 + [AS_EXPECTED] * 6) * 95
    who = ["e_90000"] * 600 + [f"e_9{1 + at // 8:04d}" for at in range(160)]
    rows = ratings(results, [AS_EXPECTED] * 760) | {"rater_id": who}
    part = part_of(study(rows, persons=800))
    assert finding(part, "range_restriction").n == 21
    assert finding(part, "central_tendency").estimate == pytest.approx(1 - 0.25 / 2)


def test_missing_behaviour_is_left_out():
    marks = [list(row) for row in drawn_marks(80)]
    marks[0][1] = None
    part = part_of(study(periodic(marks)))
    assert (finding(part, "halo").n, finding(part, "central_tendency").n) == (79, 80)
    assert sorted(table(part, "marks_given")["n"]) == [79, 80, 80, 80]


def test_behaviours_missing_throughout_are_none():
    part = part_of(study(periodic([[None] * 4] * 80), persons=80))
    assert finding(part, "halo").reason_code == "no_behaviours"


def test_nobody_is_named_and_no_frame_changes():
    data = study(ratings([ABOVE] * 80 + [AS_EXPECTED] * 80, [AS_EXPECTED] * 160))
    before = {name: frame.copy() for name, frame in data.tables.items()}
    output = shown(data, part_of(data))
    for name, frame in before.items():
        assert_frame_equal(data.tables[name], frame)
    written = " ".join([*texts(output), *(str(one.frame) for one in output.tables.values())])
    assert not re.search(r"\be_\d", written)


def test_few_appraisers_of_one_kind_are_hidden():
    # 4 of 24 appraisers gave everybody the same: the class of appraisers hides them
    labels = ["Baik"] * 20 + (["Baik"] * 4 + ["Sangat Baik"]) * 20
    data = study(annual_of(labels, rater_id=raters(120, 5)))
    output = shown(data, part_of(data))
    (found,) = [one for one in output.document.findings if one.id.endswith("same_for_all_share")]
    assert (found.status, found.n) == ("suppressed", None)
    assert "same_for_all" not in output.tables


def test_chance_is_told_beside_what_was_found():
    one_mark = [[mark] * 4 for mark in (3, 4, 5) for _ in range(60)]
    data = study(periodic(one_mark, each=6))
    said = texts(shown(data, part_of(data)))
    assert any("satu nilai disalin" in text and "3,7%" in text for text in said)  # 3 x (1/3)^4
    apart = np.random.default_rng(1).integers(3, 6, (180, 4)).tolist()
    data = study(periodic(apart, each=6))
    assert any("belum jelas lebih tinggi" in text for text in texts(shown(data, part_of(data))))


@pytest.mark.parametrize("marks", [drawn_marks(), None])
def test_figure_shows_what_is_given(marks):
    rows = ratings([ABOVE] * 80 + [AS_EXPECTED] * 80, [AS_EXPECTED] * 160)
    data = study(rows, *([periodic(marks)] if marks else []))
    output = shown(data, part_of(data))
    figure = output.figures["marks_given"]
    drawn = output.tables["marks_given"].frame
    assert drawn[list(figure.chart.parts)].sum(axis=1).eq(drawn["n"]).all()
    words = "semua aspek perilaku" if marks else "tengah skala"
    assert words in figure.title["id"]


def test_behaviours_answer_where_ratings_are_nearly_alike():
    rows = ratings([ABOVE] * 3 + [AS_EXPECTED] * 157, [AS_EXPECTED] * 160)
    part = part_of(study(rows, periodic(drawn_marks())))
    assert finding(part, "central_tendency").status == "blocked"
    assert finding(part, "central_tendency", aspect="behaviours").status == "review"
    assert finding(part, "range_restriction").measure == "used_width_behaviours"
    assert part.gates[0].status == "review"
