"""Index of professionalism: points as coded in an application, sums by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.rules.ip_asn import (
    IndexRules,
    category_of,
    competence_points,
    course_counts,
    discipline_points,
    performance_points,
    predikat_points,
    qualification_points,
)

RULES = IndexRules.of(load_rulebook().get("ip-asn-2018"))
SETTLED = {"Sangat Baik": 30, "Baik": 25, "Butuh Perbaikan": 15, "Kurang": 5, "Sangat Kurang": 1}
"""What an office might settle; no rule is known."""


def words(*values):
    return pd.Series(list(values), dtype="str")


def numbers(*values):
    return pd.Series(list(values), dtype="float64")


def had(**courses):
    return {name: pd.Series([value], dtype="boolean") for name, value in courses.items()}


def test_dimensions_add_up_to_100():
    assert RULES.weights == {
        "qualification": 25, "competence": 40, "performance": 30, "discipline": 5
    }  # fmt: skip


def test_qualification_by_education():
    education = words("S3", "S2", "S1", "D3", "D1-D2", "SMA", "SMP", "SD", None)
    got = qualification_points(education, RULES)
    assert got.iloc[:8].tolist() == [25, 20, 15, 10, 5, 5, 1, 1]
    assert got.isna().iloc[8]
    with pytest.raises(UsageError, match="S3, S2, S1, D3, D1-D2, SMA"):
        qualification_points(words("S4"), RULES)


@pytest.mark.parametrize(
    ("score", "points"),
    [(120, 30), (91, 30), (90.99, 25), (76, 25), (75.99, 15), (61, 15), (60.9, 5), (51, 5),
     (50.9, 1), (0, 1)],
)  # fmt: skip
def test_performance_by_score(score, points):
    assert performance_points(numbers(score), RULES).item() == points


def test_performance_without_score_stays_missing():
    assert performance_points(numbers(None), RULES).isna().item()


@pytest.mark.parametrize(
    ("position", "courses", "points"),
    [
        ("JPT", had(leadership=True, technical=True, seminar=True), 40),
        ("Fungsional", had(functional=True, technical=False, seminar=True), 25),
        ("Pelaksana", had(technical=True, seminar=False), 22.5),
        ("Pelaksana", had(technical=False, seminar=True, leadership=True), 17.5),
    ],
)
def test_competence_by_position(position, courses, points):
    assert competence_points(words(position), courses, RULES).item() == points


def test_unknown_courses_leave_only_those_open_who_need_them():
    position = words("Pelaksana", "Pengawas", None)
    courses = {"technical": pd.Series([True] * 3), "seminar": pd.Series([True] * 3)}
    got = competence_points(position, courses, RULES)
    assert got.isna().tolist() == [False, True, True]
    with pytest.raises(UsageError, match="Pengawas, Fungsional, Pelaksana"):
        competence_points(words("Staf"), courses, RULES)


def test_discipline_by_heaviest_sanction():
    got = discipline_points(words("none", "light", "medium", "heavy", None), RULES)
    assert got.iloc[:4].tolist() == [5, 3, 2, 1]
    assert got.isna().iloc[4]


def test_course_counts_by_hours_and_age():
    ended = pd.to_datetime(pd.Series(
        ["2025-12-31", "2025-01-01", "2024-12-31", "2024-12-30", "2026-01-01", None]
    ))  # fmt: skip
    day = date(2025, 12, 31)
    hours = numbers(20, 20, 20, 20, 20, 20)
    got = course_counts(hours, ended, RULES, course="technical", day=day)
    assert got.tolist()[:5] == [True, True, True, False, False]
    assert got.isna().iloc[5]
    short = course_counts(numbers(19.9, None), ended[:2], RULES, course="technical", day=day)
    assert short.isna().tolist() == [False, True]
    assert not short.iloc[0]
    seminar = course_counts(numbers(None), ended[3:4].reset_index(drop=True), RULES,
                            course="seminar", day=day)  # fmt: skip
    assert seminar.tolist() == [True]
    old = pd.to_datetime(pd.Series(["1999-01-01"]))
    ever = course_counts(numbers(300), old, RULES, course="leadership", day=day)
    assert ever.tolist() == [True]


@pytest.mark.parametrize(
    ("index", "category"),
    [(100, "very_high"), (91, "very_high"), (90.99, "high"), (81, "high"), (80.5, "middle"),
     (71, "middle"), (70.994, "low"), (61, "low"), (60.99, "very_low"), (0, "very_low")],
)  # fmt: skip
def test_category(index, category):
    assert category_of(index, RULES).id == category


@pytest.mark.parametrize("index", [-0.1, 100.1, float("nan")])
def test_impossible_index_is_refused(index):
    with pytest.raises(UsageError, match="between 0 and 100"):
        category_of(index, RULES)


def test_predikat_has_no_points_until_an_office_settles_them(root, tmp_path):
    with pytest.raises(UsageError, match=r"ip-asn-2018.*docs/rules\.md"):
        predikat_points(words("Baik"), RULES)
    shipped = root / "src" / "analysis" / "rules" / "sets" / "ip-asn-2018.toml"
    lines = "\n".join(
        f'[[parameters.predikat]]\nlabels = ["{label}"]\npoints = {points}'
        for label, points in SETTLED.items()
    )
    (tmp_path / "ip-asn-2018.toml").write_text(f"{shipped.read_text('utf-8')}\n{lines}\n", "utf-8")
    own = IndexRules.of(load_rulebook(tmp_path).get("ip-asn-2018"))
    assert predikat_points(words(*SETTLED), own).tolist() == list(SETTLED.values())


EDUCATION = st.sampled_from(RULES.qualification.vocabulary.labels)
POSITION = st.sampled_from(sorted(RULES.competence))
SANCTION = st.sampled_from(RULES.discipline.vocabulary.labels)
COURSES = st.fixed_dictionaries({name: st.booleans() for name in RULES.courses})


@given(EDUCATION, POSITION, COURSES, st.floats(0, 120), SANCTION)
def test_index_is_total_and_lies_between_0_and_100(education, position, courses, score, sanction):
    total = (
        qualification_points(words(education), RULES)
        + competence_points(words(position), had(**courses), RULES)
        + performance_points(numbers(score), RULES)
        + discipline_points(words(sanction), RULES)
    ).item()
    assert 0 < total <= 100
    assert category_of(total, RULES) in RULES.categories


@given(st.floats(0, 120), st.floats(0, 120))
def test_higher_score_never_earns_less(one, other):
    low, high = performance_points(numbers(*sorted([one, other])), RULES)
    assert low <= high


@given(st.floats(0, 100), st.floats(0, 100))
def test_higher_index_is_never_in_a_lower_category(one, other):
    low, high = (category_of(index, RULES).lower for index in sorted([one, other]))
    assert low <= high


@given(POSITION, COURSES, st.sampled_from(sorted(RULES.courses)))
def test_one_more_course_never_costs_points(position, courses, more):
    before = competence_points(words(position), had(**courses), RULES).item()
    after = competence_points(words(position), had(**{**courses, more: True}), RULES).item()
    assert before <= after


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("discipline = 5 }", "discipline = 6 }", "add up to 100"),
        ('course = "functional", points = 15', 'course = "functional", points = 14', "competence"),
        ('labels = ["S2"]', 'labels = ["S3"]', "twice"),
        ("lower = 76, points", "lower = 92, points", "highest lower limit"),
        ('course = "leadership", points', 'course = "outbound", points', "not declared"),
        ("lower = 91, points = 30", "lower = 91, points = 29", "must be its weight"),
    ],
)
def test_contradictory_scoring_is_refused(root, tmp_path, old, new, said):
    shipped = root / "src" / "analysis" / "rules" / "sets" / "ip-asn-2018.toml"
    text = shipped.read_text("utf-8")
    assert old in text
    (tmp_path / "ip-asn-2018.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ConfigError, match=said):
        load_rulebook(tmp_path)


def test_lower_limits_are_exact_decimals():
    assert [one.lower for one in RULES.categories] == [Decimal(n) for n in (91, 81, 71, 61, 0)]
