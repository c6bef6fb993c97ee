"""Agreement of two who rate one ratee: by hand and by numpy, gates, self-appraisals, disclosure."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.presenting.composing.report import compose
from analysis.studies.fairness import FairnessConfig
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import read_rated
from analysis.studies.fairness.scale.agreement import UNBLOCK, estimate_agreement
from analysis.studies.fairness.scale.second_ratings import read_second_ratings
from analysis.studies.fairness.study import COMPOSITION
from tests.lib.appraisal_data import (
    ABOVE,
    AS_EXPECTED,
    BELOW,
    employees_of,
    frame_of,
    ids,
    study_of,
)

CONFIG = FairnessConfig(sections=("decision", "scale_use"))
LABELS = (BELOW, AS_EXPECTED, ABOVE)


def superiors(count, each=4):
    return [f"e_9{at // each:04d}" for at in range(count)]


def rows(scores, role, raters, *, period="2025-Q4", labels=None, **columns):
    return {
        "employee_id": ids(len(scores)),
        "period": period,
        "assessment_kind": "periodic",
        "rater_role": role,
        "rater_id": raters,
        "unit_id": "dinkes",
        "scheme": "permenpanrb-6-2022",
        "result_score": scores,
        "result_rating": labels,
        **columns,
    }


def drawn(count, seed=1, each=4):
    """Return scores of the superior and of another, 0.5 of their variance the ratee's."""
    source = np.random.default_rng(seed)
    true = source.normal(size=count)
    return tuple((80 + 5 * (true + source.normal(size=count))).round(1) for _ in range(2))


def study(*blocks, persons=400):
    return study_of(
        "fairness",
        appraisals=frame_of("appraisals", *blocks),
        employees=frame_of("employees", employees_of(persons, gender="L")),
    )


def rated_twice(count=240, seed=1, *, each=4, role="second", **columns):
    first, second = drawn(count, seed)
    others = [f"e_8{at:04d}" for at in range(count)] if role == "second" else ids(count)
    return (
        rows(first, "superior", superiors(count, each), **columns),
        rows(second, role, others, **columns),
    )


def part_of(data, config=CONFIG):
    return estimate_agreement(data, read_rated(data, config), config)


def finding(part, name="agreement", role="second"):
    wanted = (f"fairness.{name}", {"rater_role": role})
    (found,) = [one for one in part.findings if (one.id, one.group) == wanted]
    return found


def coefficient(part, name, role="second"):
    frame = part.tables[0].frame
    return frame[frame["measure"].eq(name) & frame["rater_role"].eq(role)].squeeze()


def shown(data, part):
    names = {"rater_role": WORDS.codes("rater_role", ["second", "self"])}
    return compose(part, data, CONFIG, COMPOSITION, groups=names)[0]


def texts(output):
    sections = output.narrative["sections"]
    return [text for one in sections for told in one["paragraphs"] for text in told.values()]


def test_one_way_correlation_from_mean_squares():
    first, second = drawn(240)
    part = part_of(study(*rated_twice()))
    pairs = np.column_stack([first, second])
    between = 2 * pairs.mean(axis=1).var(ddof=1)
    within = ((first - second) ** 2 / 2).mean()
    found = finding(part)
    assert found.estimate == pytest.approx((between - within) / (between + within))
    assert (found.status, found.n, found.measure) == ("ok", 240, "icc_result_score")
    assert found.method == "icc_1_1_fisher_by_superior"
    assert found.ci_low < 0.5 < found.ci_high


def test_difference_is_the_mean_of_pairs():
    first, second = drawn(240)
    part = part_of(study(*rated_twice()))
    found = finding(part, "rating_difference")
    apart = second - first
    sums = (apart - apart.mean()).reshape(60, 4).sum(axis=1)
    error = np.sqrt(59 / 60 * (sums**2).sum()) / 236  # each superior left out in turn
    assert found.estimate == pytest.approx(apart.mean())
    assert found.std_error == pytest.approx(error)
    assert found.family == "fairness.rating_difference"


def test_weighted_kappa_where_there_are_labels_only():
    source = np.random.default_rng(4)
    first = source.choice(3, 240, p=[0.2, 0.5, 0.3])
    second = np.where(source.random(240) < 0.6, first, source.choice(3, 240))
    none = [None] * 240
    named = [[LABELS[one] for one in values] for values in (first, second)]
    part = part_of(
        study(
            rows(none, "superior", superiors(240), labels=named[0]),
            rows(none, "second", [f"e_8{at:04d}" for at in range(240)], labels=named[1]),
        )
    )
    counts = np.zeros((3, 3))
    np.add.at(counts, (first, second), 1)
    found = finding(part)
    assert found.estimate == pytest.approx(cohens_kappa(counts, wt="quadratic").kappa)
    assert (found.measure, found.method) == (
        "kappa_result_rating",
        "kappa_quadratic_drawn_by_superior",
    )
    assert coefficient(part, "same_rating")["estimate"] == pytest.approx((first == second).mean())
    assert not [one for one in part.findings if one.id == "fairness.rating_difference"]


def test_part_that_agrees_is_left_out_where_few_differ():
    first = [LABELS[at % 3] for at in range(240)]
    second = [*first[:-4], BELOW, BELOW, AS_EXPECTED, AS_EXPECTED]
    assert 0 < sum(one != other for one, other in zip(first, second, strict=True)) < 5
    scores = [80.0 + at % 7 for at in range(240)]
    others = [f"e_8{at:04d}" for at in range(240)]
    part = part_of(
        study(
            rows(scores, "superior", superiors(240), labels=first),
            rows(scores[::-1], "second", others, labels=second),
        )
    )
    assert coefficient(part, "kappa")["n"] == 240
    assert coefficient(part, "same_rating").empty


def test_rater_with_one_label_for_all_has_no_kappa():
    first, second = drawn(240)
    labels = [LABELS[at % 3] for at in range(240)]
    others = [f"e_8{at:04d}" for at in range(240)]
    part = part_of(
        study(
            rows(first, "superior", superiors(240), labels=labels),
            rows(second, "second", others, labels=[AS_EXPECTED] * 240),
        )
    )
    assert set(part.tables[0].frame["measure"]) == {"icc", "alpha", "difference"}


def test_interval_from_sums_over_superiors():
    # with two raters h = 2 sum(ab) / sum(a^2 + b^2) about the common mean; its error from the
    # sums of 2ab - h (a^2 + b^2) over superiors, on Fisher's scale atanh(h)
    first, second = drawn(240)
    severity = np.repeat(np.random.default_rng(9).normal(scale=6, size=60), 4)
    scores = first - severity
    others = [f"e_8{at:04d}" for at in range(240)]
    found = finding(
        part_of(study(rows(scores, "superior", superiors(240)), rows(second, "second", others)))
    )
    a, b = np.stack([scores, second]) - np.mean([scores, second])
    own, product = a**2 + b**2, 2 * a * b
    h = product.sum() / own.sum()
    sums = (product - h * own).reshape(60, 4).sum(axis=1) / own.sum()
    error = np.sqrt(60 / 59 * (sums**2).sum()) / (1 - h**2)
    half = stats.t.ppf(0.975, 59) * error
    assert found.ci_low == pytest.approx(np.tanh(np.arctanh(h) - half))
    assert found.ci_high == pytest.approx(np.tanh(np.arctanh(h) + half))


def test_self_appraisal_is_told_apart_and_decides_nothing():
    part = part_of(study(*rated_twice(role="self")))
    assert finding(part).reason_code == "no_second_rating"
    assert part.gates[0].status == "blocked"
    assert finding(part, role="self").status == "ok"
    output = shown(study(*rated_twice(role="self")), part)
    told = texts(output)
    assert any("Penilaian diri bukan penilaian kedua" in one for one in told)
    assert not any("Bila dua orang yang menilai" in one for one in told)


def test_rating_of_oneself_under_another_role_is_a_self_appraisal():
    first, second = drawn(240)
    disguised = rows(second, "second", ids(240))
    data = study(rows(first, "superior", superiors(240)), disguised)
    part = part_of(data)
    assert finding(part).reason_code == "no_second_rating"
    assert finding(part, role="self").n == 240


def test_second_rating_by_the_same_person_is_none():
    first, second = drawn(240)
    both = superiors(240)
    part = part_of(study(rows(first, "superior", both), rows(second, "second", both)))
    assert finding(part).reason_code == "no_second_rating"


def test_ratings_of_different_periods_are_no_pair():
    first, second = drawn(240)
    others = [f"e_8{at:04d}" for at in range(240)]
    data = study(
        rows(first, "superior", superiors(240), period="2025-Q1"),
        rows(second, "second", others, period="2025-Q2"),
    )
    assert finding(part_of(data)).reason_code == "no_second_rating"


def test_each_ratee_counts_once_with_the_last_pair():
    early, late = rated_twice(seed=1, period="2025-Q1"), rated_twice(seed=2, period="2025-Q3")
    data = study(*late, *early)
    pairs = read_second_ratings(data, read_rated(data, CONFIG), "second")
    assert len(pairs.rows) == 240
    assert finding(part_of(data)).estimate == finding(part_of(study(*late))).estimate


@pytest.mark.parametrize(
    ("pairs", "each", "status", "reason"),
    [
        (9, 1, "blocked", "too_few_pairs"),
        (10, 1, "review", "few_pairs"),
        (29, 1, "review", "few_pairs"),
        (60, 1, "ok", None),
        (49, 1, "review", "approximate_interval"),
        (28, 4, "blocked", "few_clusters"),
        (32, 4, "review", "approximate_interval"),
    ],
)
def test_gates_at_their_edges(pairs, each, status, reason):
    data = study(*rated_twice(pairs, each=each))
    part = part_of(data)
    found = finding(part)
    assert (found.status, found.reason_code) == (status, reason)
    assert (part.gates[0].status, part.gates[0].reason) == (status, reason or "")
    if status == "blocked":
        (told,) = [one for one in shown(data, part).document.findings if one.id == found.id]
        for text in told.text.values():
            assert set(re.findall(r"\d+", text)) <= {"10", "8"}


def test_nobody_rated_twice_says_what_would_help():
    first, _ = drawn(40)
    part = part_of(study(rows(first, "superior", superiors(40))))
    assert (part.gates[0].reason, part.gates[0].unblock) == ("no_second_rating", "second_rater")
    assert not part.tables
    for code in UNBLOCK.values():
        assert WORDS.both(f"unblock.{code}")
        assert WORDS.both(f"holder.{code}")
    for code in UNBLOCK:
        assert WORDS.both(f"reason.{code}")


def test_equal_ratings_are_not_called_agreement():
    scores = [80.0] * 240
    others = [f"e_8{at:04d}" for at in range(240)]
    part = part_of(study(rows(scores, "superior", superiors(240)), rows(scores, "second", others)))
    assert finding(part).reason_code == "pairs_alike"
    assert part.gates[0].unblock == "second_rater"


def test_superior_who_is_not_known_stands_alone():
    first, second = drawn(240)
    others = [f"e_8{at:04d}" for at in range(240)]
    part = part_of(study(rows(first, "superior", None), rows(second, "second", others)))
    assert finding(part).status == "ok"


def test_nobody_is_named():
    data = study(*rated_twice(), *rated_twice(role="self", seed=3)[1:])
    output = shown(data, part_of(data))
    written = " ".join([*texts(output), *(str(one.frame) for one in output.tables.values())])
    assert not re.search(r"\be_\d", written)
    assert "penilai kedua" in written
    assert "a second appraiser" in written
