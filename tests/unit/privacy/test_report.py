"""What one table or finding hides must not follow from another of the same report."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.errors import PrivacyError, UsageError
from analysis.privacy.disclosure import protect_findings, protect_table
from analysis.privacy.report import check_together, protect_report
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from tests.lib.disclosure_cases import report_table

GROUPS = {"unit": {"a": "dinas", "b": "dinas", "c": "kecamatan", "d": "kecamatan"}}


def table(name: str, rows: dict[str, list], *, disclosure: str = "service") -> ReportTable:
    frame = pd.DataFrame(rows).assign(estimate=80.0)
    labels = [one for one in rows if one != "n"]
    return replace(report_table(frame, labels=labels, disclosure=disclosure), name=name)


def finding(n: int, **group: str) -> Finding:
    return Finding(
        id="satisfaction.ikm",
        question="level",
        measure="ikm",
        measure_unit="index",
        method="mean",
        status="ok",
        disclosure="service",
        group=group,
        estimate=80.0,
        n=n,
    )


BY_UNIT = table("by_unit", {"unit": ["a", "b", "c", "d", None], "n": [60, 40, 3, 20, 123]})
RANKS = table("ranks", {"unit": ["d", "c", "b", "a"], "n": [20, 3, 40, 60]})


def shown(protected: ReportTable, label: str = "unit") -> set[str]:
    frame = protected.frame
    keep = (frame["disclosure_status"] == "shown") & frame[label].notna()
    return set(frame.loc[keep, label])


def test_row_hidden_in_one_table_is_hidden_in_the_others() -> None:
    # Alone, the table without a total would show d, and 123 - 60 - 40 - 20 = 3 gives c away.
    assert shown(protect_table(RANKS)) == {"a", "b", "d"}
    safe, _ = protect_report([BY_UNIT, RANKS], [])
    assert shown(safe[0]) == shown(safe[1]) == {"a", "b"}


def test_findings_and_tables_hide_the_same_groups() -> None:
    findings = [finding(123)]
    findings += [finding(n, unit=unit) for unit, n in zip("abcd", (60, 40, 3, 20), strict=True)]
    safe, spoken = protect_report([RANKS], findings)
    assert shown(safe[0]) == {"a", "b"}
    assert [one.status for one in spoken] == ["ok", "ok", "ok", "suppressed", "suppressed"]


def test_total_of_a_unit_group_does_not_give_its_unit_away() -> None:
    by_group = table("groups", {"unit_group": ["dinas", "kecamatan"], "n": [100, 23]})
    units = table("units", {"unit": ["a", "b", "c", "d"], "n": [18, 82, 3, 20]})
    alone, _ = protect_report([by_group, units], [])
    assert shown(alone[1]) == {"b", "d"}  # a hides c from the sum of all groups only
    safe, _ = protect_report([by_group, units], [], members=GROUPS)
    assert shown(safe[0], "unit_group") == {"dinas", "kecamatan"}
    assert shown(safe[1]) == {"a", "b"}  # d of the same group, though a is smaller


def test_months_do_not_give_a_small_one_away_by_the_period() -> None:
    months = [f"2025-{one:02d}" for one in range(5, 13)]
    trend = table("trend", {"time": months, "n": [30, 31, 20, 21, 3, 22, 23, 24]})
    whole = finding(20 + 21 + 3 + 22 + 23 + 24)
    safe, spoken = protect_report([trend], [whole], period="2025-S2")
    assert spoken[0].status == "ok"
    assert set(months) - shown(safe[0], "time") == {"2025-07", "2025-09"}


def test_margin_and_level_mean_the_same_as_a_label() -> None:
    gender = table("gender", {"gender": ["L", "P", None], "n": [40, 3, 43]})
    answered = table(
        "answered",
        {"margin": ["all", "gender", "gender"], "level": [None, "L", "P"], "n": [43, 40, 3]},
    )
    safe, _ = protect_report([gender, answered], [])
    assert safe[1].frame["disclosure_status"].tolist() == ["shown", "suppressed", "suppressed"]


def test_tables_about_other_people_are_kept_apart() -> None:
    complaints = table("complaints", {"unit": ["a", "b", "c", "d"], "n": [10, 11, 30, 40]})
    safe, _ = protect_report([BY_UNIT, complaints], [])
    assert shown(safe[1]) == {"a", "b", "c", "d"}


def test_classes_are_kept_apart() -> None:
    staff = table("staff", {"unit": ["a", "b"], "n": [60, 40]}, disclosure="sensitive")
    safe, _ = protect_report([table("x", {"unit": ["a", "b"], "n": [60, 4]}), staff], [])
    assert shown(safe[1]) == {"a", "b"}


def test_one_table_alone_is_protected_as_by_protect_table() -> None:
    safe, _ = protect_report([BY_UNIT], [])
    pd.testing.assert_frame_equal(safe[0].frame, protect_table(BY_UNIT).frame)
    findings = [finding(123), finding(3, unit="c"), finding(120, unit="a")]
    assert protect_report([], findings)[1] == protect_findings(findings)


def test_numerators_are_protected_within_their_table() -> None:
    frame = pd.DataFrame(
        {"outcome": ["kurang", "baik", "sangat baik"], "n": 40, "top": [2, 28, 10]}
    )
    top = report_table(frame, labels=["outcome"], disclosure="personnel", counts=("top",))
    safe, _ = protect_report([top], [])
    assert shown(safe[0], "outcome") == {"baik"}


def test_protecting_a_report_twice_changes_nothing() -> None:
    findings = [finding(123), finding(3, unit="c"), finding(60, unit="a")]
    once = protect_report([BY_UNIT, RANKS], findings)
    twice = protect_report(*once)
    for first, second in zip(once[0], twice[0], strict=True):
        pd.testing.assert_frame_equal(first.frame, second.frame)
    assert once[1] == twice[1]


def test_empty_report() -> None:
    assert protect_report([], []) == ([], [])
    assert check_together([], []) is False


def test_finding_blocked_for_another_reason_hides_nothing() -> None:
    no_trend = replace(finding(0), id="satisfaction.trend_signal", measure="signal")
    blocked = no_trend.hidden("blocked", "no_history")
    safe, spoken = protect_report([BY_UNIT], [finding(123), blocked])
    assert safe[0].frame["disclosure_status"].iloc[-1] == "shown"
    assert [one.status for one in spoken] == ["ok", "blocked"]
    assert check_together(safe, spoken) is False


def test_min_cell_and_crossings_are_checked() -> None:
    with pytest.raises(UsageError):
        protect_report([BY_UNIT], [], min_cell=3)
    wrong = table("wrong", {"gender": ["L"], "n": [50]}, disclosure="organisational")
    with pytest.raises(PrivacyError):
        protect_report([wrong], [])


def test_check_finds_what_only_two_tables_together_give_away() -> None:
    apart = [protect_table(BY_UNIT), protect_table(RANKS)]
    assert check_together(apart, []) is True
    together, _ = protect_report([BY_UNIT, RANKS], [])
    assert check_together(together, []) is False


def test_check_finds_a_month_that_follows_from_the_period() -> None:
    trend = table("trend", {"time": ["2025-07", "2025-08", "2025-09"], "n": [50, 60, 3]})
    whole = [finding(113)]
    assert check_together([protect_table(trend)], whole, period="2025-S2") is True
    safe, spoken = protect_report([trend], whole, period="2025-S2")
    assert check_together(safe, spoken, period="2025-S2") is False


def counted(name: str, rows: dict[str, list]) -> ReportTable:
    """Return a table of persons with an outcome."""
    frame = pd.DataFrame(rows)
    labels = [one for one in rows if one not in ("n", "top")]
    made = report_table(frame, labels=labels, disclosure="personnel", counts=("top",))
    return replace(made, name=name)


def person_finding(name: str, n: int, count: int | None = None, **group: str) -> Finding:
    return replace(
        finding(n, **group),
        id=f"fairness.{name}",
        measure=name,
        disclosure="personnel",
        numerator=count,
    )


STATUS = {"status": ["PNS", "CPNS", "PPPK", None], "n": [300, 40, 160, 500]}


def test_numerator_hides_no_other_outcome_of_the_same_persons() -> None:
    rare = counted("rare", {**STATUS, "top": [60, 2, 30, 92]})
    usual = counted("usual", {**STATUS, "top": [250, 30, 120, 400]})
    scores = report_table(
        pd.DataFrame({**STATUS, "estimate": 80.0}), labels=["status"], disclosure="personnel"
    )
    safe, _ = protect_report([rare, usual, replace(scores, name="scores")], [])
    assert shown(safe[0], "status") == {"PNS"}
    assert shown(safe[1], "status") == {"PNS", "CPNS", "PPPK"}
    assert shown(safe[2], "status") == {"PNS", "CPNS", "PPPK"}


def test_numerator_hides_whatever_counts_the_same_persons() -> None:
    rare = counted("rare", {**STATUS, "top": [60, 2, 30, 92]})
    groups = zip(STATUS["status"][:3], STATUS["n"], (60, 2, 30), strict=False)
    gaps = [
        person_finding("gap", n, count, status=level, reference="PNS") for level, n, count in groups
    ]
    safe, spoken = protect_report([rare], gaps)
    assert shown(safe[0], "status") == {"PNS"}
    assert [one.status for one in spoken] == ["ok", "suppressed", "suppressed"]


def test_small_base_hides_every_outcome() -> None:
    rows = {"status": ["PNS", "CPNS", None], "n": [300, 3, 303]}
    top = counted("top", {**rows, "top": [250, 0, 250]})
    score = person_finding("score", 3, status="CPNS")
    _, spoken = protect_report([top], [score, person_finding("score", 300, status="PNS")])
    assert [one.status for one in spoken] == ["suppressed", "suppressed"]


def test_comparison_is_hidden_with_its_reference() -> None:
    # 3 of 100 in the reference: 20 of 80 and a ratio of 8.33 would tell them.
    rows = {"status": ["PNS", "PPPK", "CPNS"], "n": [100, 80, 60], "top": [3, 20, 30]}
    ratio = person_finding("ratio", 80, 20, status="PPPK", reference="PNS")
    scored = person_finding("score", 80, status="PPPK", reference="PNS", outcome="score")
    safe, spoken = protect_report([counted("top", rows)], [ratio, scored])
    assert "PNS" not in shown(safe[0], "status")
    assert [one.status for one in spoken] == ["suppressed", "ok"]


def test_outcomes_of_persons_are_protected_alike_a_second_time() -> None:
    tables = [
        counted("rare", {**STATUS, "top": [60, 2, 30, 92]}),
        counted("usual", {**STATUS, "top": [250, 30, 120, 400]}),
    ]
    once = protect_report(tables, [])
    twice = protect_report(*once)
    for first, second in zip(once[0], twice[0], strict=True):
        pd.testing.assert_frame_equal(first.frame, second.frame)
    assert once[1] == twice[1]
    assert check_together(*once) is False
