"""Rules of every class on tables and findings, boundary values, and what is derived from them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.errors import PrivacyError, UsageError
from analysis.privacy.disclosure import (
    check_findings,
    check_table,
    protect_findings,
    protect_table,
)
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import NUMBERS, Finding
from tests.lib.disclosure_cases import hidden, report_table

CLASSES = ["organisational", "service", "personnel", "sensitive"]


def finding(n: int | None, **values: object) -> Finding:
    given = {
        "id": "fairness.gap_raw",
        "question": "gap",
        "measure": "top_box",
        "measure_unit": "share",
        "method": "share",
        "status": "ok",
        "disclosure": "service",
        "estimate": 0.5,
        "std_error": 0.1,
        "ci_low": 0.4,
        "ci_high": 0.6,
        "p_value": 0.04,
        "p_adjusted": 0.05,
        "n": n,
        "value_code": "B",
    }
    return Finding(**{**given, **values})


def one_group(disclosure: str, n: int, count: int | None = None, **options: object) -> bool:
    """Tell whether a table with one group (and no total) hides it."""
    frame = pd.DataFrame({"gender": ["L"], "n": [n], "estimate": [1.0]})
    counts = ()
    if count is not None:
        frame, counts = frame.assign(top=[count]), ("top",)
    labels = ["gender"]
    if disclosure == "organisational":
        frame, labels = frame.rename(columns={"gender": "unit"}), ["unit"]
    table = report_table(frame, labels=labels, disclosure=disclosure, counts=counts, **options)
    return hidden(protect_table(table))[0]


@pytest.mark.parametrize(
    ("disclosure", "n", "expected"),
    [
        ("organisational", 1, False),
        ("service", 4, True),
        ("service", 5, False),
        ("service", 6, False),
        ("personnel", 4, True),
        ("personnel", 5, False),
        ("personnel", 6, False),
        ("sensitive", 9, True),
        ("sensitive", 10, False),
        ("sensitive", 11, False),
    ],
)
def test_base_at_the_floor(disclosure: str, n: int, expected: bool) -> None:
    assert one_group(disclosure, n) is expected


@pytest.mark.parametrize(
    ("disclosure", "n", "count", "unfavourable", "expected"),
    [
        ("service", 50, 1, False, False),
        ("personnel", 50, 0, False, False),
        ("personnel", 50, 1, False, True),
        ("personnel", 50, 4, False, True),
        ("personnel", 50, 5, False, False),
        ("personnel", 50, 6, False, False),
        ("personnel", 50, 45, False, False),
        ("personnel", 50, 46, False, True),
        ("personnel", 50, 49, False, True),
        ("personnel", 50, 50, False, False),
        ("personnel", 50, 50, True, True),
        ("personnel", 50, 0, True, False),
        ("sensitive", 50, 0, False, True),
        ("sensitive", 50, 9, False, True),
        ("sensitive", 50, 10, False, False),
        ("sensitive", 50, 40, False, False),
        ("sensitive", 50, 41, False, True),
        ("sensitive", 50, 50, False, True),
    ],
)
def test_numerator_and_complement(
    disclosure: str, n: int, count: int, unfavourable: bool, expected: bool
) -> None:
    assert one_group(disclosure, n, count, unfavourable=unfavourable) is expected


def test_share_without_a_count_is_judged_by_the_count_it_stands_for() -> None:
    frame = pd.DataFrame({"gender": ["L", "P"], "n": [50, 50], "top": [0.04, 0.1]})
    table = report_table(frame, labels=["gender"], disclosure="personnel", shares=("top",))
    assert hidden(protect_table(table)) == [True, False]  # 2 of 50, 5 of 50


def test_hidden_row_has_no_number_and_no_code() -> None:
    frame = pd.DataFrame(
        {"unit": ["a", "b"], "n": [4, 50], "letter": ["A", "B"], "estimate": [1.0, 2.0]}
    )
    before = frame.copy()
    protected = protect_table(report_table(frame, labels=["unit"], codes=("letter",)))
    first = protected.frame.iloc[0]
    assert first["unit"] == "a"
    assert first[["n", "letter", "estimate"]].isna().all()
    assert protected.frame.iloc[1][["n", "letter", "estimate"]].tolist() == [50, "B", 2.0]
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("disclosure", ["personnel", "sensitive"])
def test_estimate_without_a_base_is_hidden(disclosure: str) -> None:
    frame = pd.DataFrame({"gender": ["L"], "n": [None], "estimate": [1.0]})
    assert hidden(protect_table(report_table(frame, labels=["gender"], disclosure=disclosure)))


def test_second_row_is_hidden_beside_a_lone_small_one() -> None:
    frame = pd.DataFrame({"unit": ["a", "b", "c", None], "n": [40, 6, 3, 49], "estimate": 1.0})
    assert hidden(protect_table(report_table(frame, labels=["unit"]))) == [
        False,
        True,  # 49 - 40 - 6 = 3 would give c away; b is the smallest that hides it
        True,
        False,
    ]


def test_what_is_hidden_together_is_not_small() -> None:
    frame = pd.DataFrame(
        {"unit": ["a", "b", "c", "d", None], "n": [40, 1, 2, 20, 63], "estimate": 1.0}
    )
    # b and c together are 3 persons, whose mean follows from the others: d is hidden too.
    assert hidden(protect_table(report_table(frame, labels=["unit"]))) == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("rest", "expected"), [(0, False), (1, True), (4, True), (5, False)])
def test_mean_needs_the_rest_of_the_parent_to_be_none_or_enough(rest: int, expected: bool) -> None:
    frame = pd.DataFrame({"gender": ["L", "P", None], "n": [30, 20, 50 + rest], "estimate": 1.0})
    assert hidden(protect_table(report_table(frame, labels=["gender"]))) == [
        False,
        expected,
        False,
    ]


def test_count_is_not_recomputed_from_its_base_in_a_distribution() -> None:
    frame = pd.DataFrame(
        {"outcome": ["kurang", "baik", "sangat baik"], "n": 40, "count": [2, 28, 10]}
    )
    table = report_table(frame, labels=["outcome"], disclosure="personnel", counts=("count",))
    assert hidden(protect_table(table)) == [True, False, True]  # 40 - 28 - 10 = 2


def test_means_of_equally_large_groups_are_no_distribution() -> None:
    means = [finding(80, group={"unit": unit}, disclosure="sensitive") for unit in ("a", "b")]
    plain = [replace(one, measure_unit="index", direction="lower") for one in means]
    assert [one.status for one in protect_findings(plain)] == ["ok", "ok"]


def test_nested_groups_protect_each_other() -> None:
    frame = pd.DataFrame(
        {
            "unit_group": ["opd", "opd", "opd", "kec", "kec", "kec", None],
            "unit": ["a", "b", None, "x", "y", None, None],
            "n": [30, 3, 33, 20, 25, 45, 78],
            "estimate": 1.0,
        }
    )
    table = replace(
        report_table(frame, labels=["unit_group", "unit"]), nesting=(("unit_group", "unit"),)
    )
    assert hidden(protect_table(table)) == [True, True, False, False, False, False, False]


def test_the_smallest_total_goes_before_the_whole() -> None:
    # of the men all 10 with the rating are PNS, as the shown 10 of 201 would tell
    frame = pd.DataFrame(
        {
            "gender": ["L", "P", "L", "P", "L", "P", None, None, None],
            "status": ["PNS", "PNS", "PPPK", "PPPK", None, None, "PNS", "PPPK", None],
            "n": [160, 156, 41, 44, 201, 200, 316, 85, 401],
            "count": [10, 4, 0, 1, 10, 5, 14, 1, 15],
        }
    )
    labels = ["gender", "status"]
    table = report_table(frame, labels=labels, disclosure="personnel", counts=("count",))
    assert hidden(protect_table(table))[-1] is False


def test_nested_groups_without_their_subtotals() -> None:
    frame = pd.DataFrame(
        {
            "unit_group": ["opd", "opd", "kec", None],
            "unit": ["a", "b", "x", None],
            "n": [30, 3, 20, 53],
            "estimate": 1.0,
        }
    )
    assert sum(hidden(protect_table(report_table(frame, labels=["unit_group", "unit"])))) == 2


def test_nested_periods_protect_each_other() -> None:
    frame = pd.DataFrame(
        {
            "time": ["2025", "2025-S1", "2025-Q1", "2025-Q2", "2025-S2"],
            "n": [103, 43, 40, 3, 60],
            "estimate": 1.0,
        }
    )
    assert hidden(protect_table(report_table(frame, labels=["time"]))) == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_quarters_under_a_year_without_semesters() -> None:
    quarters = [f"2025-Q{one}" for one in (1, 2, 3, 4)]
    frame = pd.DataFrame({"time": [*quarters, "2025"], "n": [30, 20, 4, 50, 104], "estimate": 1.0})
    assert hidden(protect_table(report_table(frame, labels=["time"]))) == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_unsur_are_not_summed_but_never_hidden_alone() -> None:
    unsur = ["persyaratan", "prosedur", "waktu", None]
    frame = pd.DataFrame({"unsur": unsur, "n": [30, 4, 28, 30], "estimate": 1.0})
    # The index is the mean of the unsur: with one hidden it could be computed.
    assert hidden(protect_table(report_table(frame, labels=["unsur"]))) == [
        False,
        True,
        True,
        False,
    ]


def test_groups_that_overlap_are_not_summed() -> None:
    frame = pd.DataFrame({"service": ["a", "b", None], "n": [40, 30, 50], "estimate": 1.0})
    assert not any(hidden(protect_table(report_table(frame, labels=["service"]))))


@pytest.mark.parametrize(("n", "expected"), [(9, True), (10, False)])
def test_themes_need_ten_documents(n: int, expected: bool) -> None:
    frame = pd.DataFrame({"theme": ["antrean"], "n": [200], "documents": [n]})
    table = report_table(frame, labels=["theme"], counts=("documents",))
    assert hidden(protect_table(table)) == [expected]


def test_count_of_no_base_has_the_floor_itself() -> None:
    frame = pd.DataFrame({"channel": ["web", "sms"], "reports": [4, 50]})
    table = report_table(frame, labels=["channel"], counts=("reports",), bases=())
    assert hidden(protect_table(table)) == [True, False]


def test_protecting_twice_changes_nothing() -> None:
    frame = pd.DataFrame({"unit": ["a", "b", "c", None], "n": [40, 6, 3, 49], "estimate": 1.0})
    once = protect_table(report_table(frame, labels=["unit"]))
    twice = protect_table(once)
    pd.testing.assert_frame_equal(once.frame, twice.frame)


@pytest.mark.parametrize("disclosure", CLASSES)
def test_empty_table_is_protected(disclosure: str) -> None:
    frame = pd.DataFrame({"unit": [], "n": [], "estimate": []})
    protected = protect_table(report_table(frame, labels=["unit"], disclosure=disclosure))
    assert protected.frame.columns.tolist() == ["unit", "n", "estimate", "disclosure_status"]
    assert check_table(protected) == []


@pytest.mark.parametrize("disclosure", CLASSES)
@pytest.mark.parametrize("min_cell", [-1, 0, 1, 4])
def test_min_cell_never_lowers_a_floor(disclosure: str, min_cell: int) -> None:
    with pytest.raises(UsageError) as caught:
        limit_of(disclosure, min_cell=min_cell)
    assert caught.value.exit_code == 2
    assert f"min_cell = {min_cell}" in str(caught.value)


@pytest.mark.parametrize(
    ("disclosure", "min_cell", "floor"),
    [
        ("organisational", 20, 0),
        ("service", None, 5),
        ("service", 5, 5),
        ("service", 20, 20),
        ("sensitive", 7, 10),
        ("sensitive", 30, 30),
    ],
)
def test_min_cell_raises_a_floor(disclosure: str, min_cell: int | None, floor: int) -> None:
    assert limit_of(disclosure, min_cell=min_cell).floor == floor


def test_min_cell_reaches_table_and_findings() -> None:
    frame = pd.DataFrame({"unit": ["a"], "n": [12], "estimate": [1.0]})
    assert hidden(protect_table(report_table(frame, labels=["unit"]), min_cell=13)) == [True]
    assert protect_findings([finding(12)], min_cell=13)[0].status == "suppressed"
    assert protect_findings([finding(12)], min_cell=12)[0].status == "ok"


def test_unknown_class_is_refused() -> None:
    with pytest.raises(UsageError, match="'secret'"):
        limit_of("secret")


def test_organisational_table_by_gender_is_refused() -> None:
    frame = pd.DataFrame({"gender": ["L"], "n": [50], "estimate": [1.0]})
    table = report_table(frame, labels=["gender"], disclosure="organisational")
    with pytest.raises(PrivacyError) as caught:
        protect_table(table)
    assert caught.value.exit_code == 4


def test_sensitive_table_by_three_groups_is_refused() -> None:
    frame = pd.DataFrame(
        {"unit": ["a"], "gender": ["L"], "age_band": ["<20"], "n": [50], "estimate": [1.0]}
    )
    table = report_table(frame, labels=["unit", "gender", "age_band"], disclosure="sensitive")
    with pytest.raises(PrivacyError, match="more than two groups"):
        protect_table(table)


@pytest.mark.parametrize(
    ("probability", "n", "expected"),
    [(0.5, 9, False), (0.5, 10, True), (0.9, 49, False), (0.9, 50, True), (0.1, 50, True)],
)
def test_quantile_needs_the_floor_on_each_side(probability: float, n: int, expected: bool) -> None:
    assert limit_of("service").quantile_is_safe(probability, n) is expected


# --- findings -------------------------------------------------------------------------------


def test_suppressed_finding_has_no_number_and_keeps_its_place() -> None:
    found = protect_findings([finding(50), finding(4, id="fairness.entropy")])
    assert [one.status for one in found] == ["ok", "suppressed"]
    small = found[1]
    assert all(getattr(small, name) is None for name in (*NUMBERS, "value_code"))
    assert small.reason_code == "small_group"
    assert small.problems() == []


def test_text_of_a_suppressed_finding_names_the_floor_only() -> None:
    small = protect_findings([finding(7, disclosure="sensitive")])[0]
    assert small.text["en"].startswith("Fewer than 10")
    assert small.text["id"].startswith("Kurang dari 10")
    assert "7" not in small.text["en"] + small.text["id"]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"n": 50, "numerator": 3, "disclosure": "personnel"}, "suppressed"),
        ({"n": 50, "numerator": 3, "disclosure": "service"}, "ok"),
        ({"n": 50, "estimate": 0.06, "disclosure": "personnel"}, "suppressed"),
        ({"n": 50, "estimate": 0.1, "disclosure": "personnel"}, "ok"),
        ({"n": 50, "estimate": 1.0, "disclosure": "personnel"}, "ok"),
        (
            {"n": 50, "estimate": 1.0, "disclosure": "personnel", "direction": "lower"},
            "suppressed",
        ),
        ({"n": None, "disclosure": "personnel"}, "suppressed"),
        ({"n": None, "disclosure": "organisational"}, "ok"),
        ({"n": 1, "disclosure": "organisational"}, "ok"),
    ],
)
def test_findings_follow_the_rule_of_their_class(values: dict, status: str) -> None:
    assert protect_findings([finding(**values)])[0].status == status


def test_finding_that_would_give_another_away_is_suppressed_too() -> None:
    raw = [
        finding(100),
        finding(60, group={"unit": "a"}),
        finding(37, group={"unit": "b"}),
        finding(3, group={"unit": "c"}),
    ]
    assert [one.status for one in protect_findings(raw)] == ["ok", "ok", "suppressed", "suppressed"]


def test_blocked_group_is_not_computed_from_the_others() -> None:
    blocked = finding(None, group={"unit": "c"}).hidden("blocked", "too_few")
    raw = [
        finding(100),
        finding(60, group={"unit": "a"}),
        finding(37, group={"unit": "b"}),
        blocked,
    ]
    found = protect_findings(raw)
    assert [one.status for one in found] == ["ok", "ok", "suppressed", "blocked"]
    assert found[3] == blocked


def test_protected_findings_pass_their_check_and_raw_ones_do_not() -> None:
    raw = [
        finding(100),
        finding(60, group={"unit": "a"}),
        finding(37, group={"unit": "b"}),
        finding(3, group={"unit": "c"}),
    ]
    assert ("fairness.gap_raw", "small_cell") in check_findings(raw)
    assert ("fairness.gap_raw", "derivable") in check_findings(raw)
    assert check_findings(protect_findings(raw)) == []
    assert protect_findings(protect_findings(raw)) == protect_findings(raw)


# --- what check_table finds in a written table ------------------------------------------------


def test_check_finds_a_small_cell_a_missing_status_and_a_derivable_row() -> None:
    frame = pd.DataFrame({"unit": ["a", "b", "c", None], "n": [40, 6, 3, 49], "estimate": 1.0})
    raw = report_table(frame, labels=["unit"])
    protected = protect_table(raw)
    assert check_table(raw) == ["no_status"]
    assert check_table(protected) == []
    only_primary = frame.assign(
        n=[40, 6, None, 49], disclosure_status=["shown", "shown", "suppressed", "shown"]
    )
    only_primary.loc[2, "estimate"] = None
    assert check_table(replace(raw, frame=only_primary)) == ["derivable"]
    shown = frame.assign(disclosure_status="shown")
    assert "small_cell" in check_table(replace(raw, frame=shown))
