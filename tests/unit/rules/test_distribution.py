"""The distribution guide: shares by hand, exact limits, and what holds for every distribution."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.rules.distribution import DistributionRules, compare_counts, compare_with_guide

BOOK = load_rulebook()
GUIDE = DistributionRules.of(BOOK.get("se-menpanrb-3-2023"))
LABELS = GUIDE.vocabulary.labels
RATINGS = GUIDE.ratings.labels


def counts_of(*numbers):
    return dict(zip(LABELS, numbers, strict=True))


FULFILLED = {
    "Istimewa": (0, 0, 0, 6, 14),
    "Baik": (0, 0, 3, 14, 3),
    "Butuh Perbaikan": (0, 0, 12, 6, 2),
    "Kurang": (0, 12, 2, 4, 2),
    "Sangat Kurang": (12, 2, 0, 6, 0),
}
"""Twenty persons, lowest label first; by hand on the limits of 70, 60 and 10 percent."""


@pytest.mark.parametrize(("rating", "numbers"), FULFILLED.items())
def test_every_guide_can_be_followed(rating, numbers):
    found = compare_counts(counts_of(*numbers), rating, GUIDE)
    assert found.differs is False
    assert found.n == 20


def test_shares_of_a_unit_where_everybody_is_baik():
    found = compare_with_guide(pd.Series(["Baik"] * 19 + [None], dtype="str"), "Baik", GUIDE)
    assert found.n == 19
    assert [(one.condition.kind, one.share, one.kept) for one in found.conditions] == [
        ("largest", 1.0, True),
        ("at_most", 1.0, False),
        ("present", 0.0, False),
    ]
    assert found.differs is True


@pytest.mark.parametrize(("top", "n", "kept"), [(7, 10, True), (71, 101, False), (70, 100, True)])
def test_limit_of_70_percent_is_exact(top, n, kept):
    # 71 of 101 are 70.297 %
    found = compare_counts({"Sangat Baik": top, "Baik": n - top}, "Istimewa", GUIDE)
    assert found.conditions[1].kept is kept


def test_label_that_shares_the_first_place_is_largest():
    found = compare_counts({"Sangat Baik": 10, "Baik": 10}, "Istimewa", GUIDE)
    assert found.differs is False


@pytest.mark.parametrize(("n", "differs"), [(0, None), (9, None), (10, True)])
def test_small_units_are_not_judged(n, differs):
    assert compare_counts({"Baik": n}, "Baik", GUIDE).differs is differs


def test_words_of_labels_and_ratings():
    labels = pd.Series(["Cukup"] * 6 + ["baik"] * 4, dtype="str")
    assert compare_with_guide(labels, "Perlu Perbaikan", GUIDE).differs is False


@pytest.mark.parametrize(
    ("counts", "rating", "known"),
    [
        ({"Bagus": 10}, "Baik", "Sangat Kurang, Kurang"),
        ({"Baik": 10}, "Memuaskan", "Butuh Perbaikan, Baik, Istimewa"),
    ],
)
def test_unknown_label_and_rating_are_refused(counts, rating, known):
    with pytest.raises(UsageError, match=known):
        compare_counts(counts, rating, GUIDE)


def test_guide_for_all_organisations_needs_no_rating():
    # from memory: at most 20, 60 to 70, at most 20 percent; 2, 13 and 5 of 20
    rules = DistributionRules.of(BOOK.in_force("distribution", date(2021, 12, 31)))
    counts = {"Di atas ekspektasi": 2, "Sesuai ekspektasi": 13, "Di bawah ekspektasi": 5}
    found = compare_counts(counts, "", rules)
    assert rules.measured == "result_rating"
    assert [one.kept for one in found.conditions] == [True, True, True, False]


def test_no_guide_is_known_for_2022():
    with pytest.raises(ConfigError, match="2022-12-31"):
        BOOK.in_force("distribution", date(2022, 12, 31))


@given(
    st.tuples(*[st.integers(0, 40)] * 5),
    st.sampled_from(RATINGS),
    st.integers(2, 7),
)
def test_verdict_is_total_and_does_not_depend_on_size(numbers, rating, times):
    found = compare_counts(counts_of(*numbers), rating, GUIDE)
    assert (found.differs is None) == (sum(numbers) < 10)
    assert all(0 <= one.share <= 1 for one in found.conditions)
    if found.differs is not None:
        more = compare_counts(counts_of(*(times * one for one in numbers)), rating, GUIDE)
        assert [one.kept for one in more.conditions] == [one.kept for one in found.conditions]


@given(st.integers(10, 60), st.data())
def test_more_of_a_label_keeps_at_least_and_fewer_keeps_at_most(n, data):
    low = data.draw(st.integers(0, n - 1))
    fewer, more = (
        {one.condition.kind: one.kept for one in compare_counts(
            {"Butuh Perbaikan": count, "Sangat Baik": n - count}, "Butuh Perbaikan", GUIDE
        ).conditions}
        for count in (low, low + 1)
    )  # fmt: skip
    assert more["at_least"] >= fewer["at_least"]
    assert more["at_most"] >= fewer["at_most"]


HEAD = """
id = "pola-kota"
kind = "distribution"
title = { id = "Pola", en = "Guide" }
valid_from = 2025-01-01
source = "Peraturan Wali Kota"
confidence = "V"
[parameters]
labels = ["Kurang", "Baik"]
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('guides = [{ conditions = [{ kind = "at_most", labels = ["Baik"] }] }]', "need pct"),
        (
            'guides = [{ conditions = [{ kind = "present", labels = ["Baik"], pct = 5 }] }]',
            "have none",
        ),
        (
            'guides = [{ conditions = [{ kind = "largest", labels = ["Baik", "Kurang"] }] }]',
            "about one label",
        ),
        ('guides = [{ conditions = [{ kind = "present", labels = ["Cukup"] }] }]', "Cukup"),
        (
            'ratings = ["Baik", "Istimewa"]\n'
            'guides = [{ rating = "Baik", '
            'conditions = [{ kind = "present", labels = ["Baik"] }] }]',
            "every rating needs one guide",
        ),
    ],
)
def test_local_guide_with_a_fault_is_refused(tmp_path, body, said):
    (tmp_path / "pola-kota.toml").write_text(HEAD + body, "utf-8")
    with pytest.raises(ConfigError, match=said):
        load_rulebook(tmp_path)


def test_set_of_another_kind_is_refused():
    with pytest.raises(UsageError, match="sp4n-lapor is of kind complaints, not distribution"):
        DistributionRules.of(BOOK.get("sp4n-lapor"))
