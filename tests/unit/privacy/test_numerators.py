"""A hidden numerator does not stand elsewhere as a base."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.privacy.report import protect_report
from analysis.schemas.finding import Finding
from tests.lib.disclosure_cases import report_table

STAFF = {"JPT": 16, "Administrator": 28, "Pengawas": 64, "Fungsional": 365, "Pelaksana": 422}
WITH_PLAN = {"JPT": 15, "Administrator": 27, "Pengawas": 57, "Fungsional": 340, "Pelaksana": 393}
ATTAINED = {"JPT": 15, "Administrator": 27, "Pengawas": 57, "Fungsional": 332, "Pelaksana": 389}
"""Employees by position, with a plan, with an attainment: of the JPT one has no plan."""


def finding(measure: str, level: str, n: int, numerator: int | None = None) -> Finding:
    return Finding(
        id=f"accountability.{measure}",
        question=measure,
        measure=measure,
        measure_unit="index" if numerator is None else "share",
        method="m",
        status="ok",
        disclosure="personnel",
        group={"position_type": level} if level else {},
        estimate=97.0 if numerator is None else numerator / n,
        n=n,
        numerator=numerator,
    )


def share(measure: str, base: dict[str, int], count: dict[str, int]) -> list[Finding]:
    total = finding(measure, "", sum(base.values()), sum(count.values()))
    return [total, *(finding(measure, one, base[one], count[one]) for one in base)]


def mean(measure: str, base: dict[str, int]) -> list[Finding]:
    return [
        finding(measure, "", sum(base.values())),
        *(finding(measure, *one) for one in base.items()),
    ]


def shown(found: list[Finding], measure: str) -> set[str]:
    return {
        one.group["position_type"]
        for one in found
        if one.measure == measure and one.group and one.status == "ok"
    }


def test_persons_without_a_plan_do_not_follow_from_those_with_an_attainment() -> None:
    given = [*share("plan", STAFF, WITH_PLAN), *mean("attainment", ATTAINED), *mean("jp", STAFF)]
    found = protect_report([], given)[1]
    hidden = set(STAFF) - shown(found, "plan")
    assert {"JPT", "Administrator"} < hidden
    assert not shown(found, "attainment") & hidden
    assert shown(found, "jp") == set(STAFF)


def test_base_stands_where_nothing_tells_of_how_many_it_is_a_part() -> None:
    """Answers by unit may be shown beside a hidden response rate: who was asked is not known."""
    found = protect_report([], [*share("plan", STAFF, WITH_PLAN), *mean("attainment", ATTAINED)])[1]
    assert shown(found, "attainment") == set(STAFF)


@pytest.mark.parametrize(("base", "stands"), [(16, True), (15, False), (12, False), (11, False)])
def test_base_nearer_to_the_count_than_to_its_base_is_hidden(base: int, stands: bool) -> None:
    groups = {"JPT": 16, "Pengawas": 64, "Pelaksana": 400}
    counts = {"JPT": 15, "Pengawas": 57, "Pelaksana": 350}
    other = {"JPT": base, "Pengawas": 30, "Pelaksana": 200}
    given = [*share("plan", groups, counts), *mean("other", other), *mean("jp", groups)]
    assert ("JPT" in shown(protect_report([], given)[1], "other")) is stands


def test_base_further_than_the_floor_from_the_count_stands() -> None:
    groups = {"JPT": 40, "Pengawas": 64, "Pelaksana": 400}
    counts = {"JPT": 38, "Pengawas": 57, "Pelaksana": 350}
    other = {"JPT": 33, "Pengawas": 30, "Pelaksana": 200}
    given = [*share("plan", groups, counts), *mean("other", other), *mean("jp", groups)]
    assert "JPT" in shown(protect_report([], given)[1], "other")


def test_second_base_of_a_table_tells_as_well() -> None:
    levels = list(STAFF)
    frame = pd.DataFrame({"position_type": levels, "n": [2 * n for n in STAFF.values()],
                          "persons": list(STAFF.values()), "estimate": 1.0})  # fmt: skip
    table = report_table(
        frame, labels=["position_type"], disclosure="personnel", bases=("n", "persons")
    )
    given = [*share("plan", STAFF, WITH_PLAN), *mean("attainment", ATTAINED)]
    found = protect_report([table], given)[1]
    assert not shown(found, "attainment") & {"JPT", "Administrator"}


def test_numerators_of_a_unit_group_do_not_give_a_unit_away() -> None:
    """dinas 20 of 43, u1 10 of 17, u2 6 of 18: what is left is u3, 4 of 8."""
    kinds = {"u1": "dinas", "u2": "dinas", "u3": "dinas", "u4": "badan", "u5": "badan"}
    units = {"u1": (17, 10), "u2": (18, 6), "u3": (8, 4), "u4": (9, 5), "u5": (8, 2)}
    groups = {"dinas": (43, 20), "badan": (17, 7)}
    whole = finding("plan_share", "", 60, 27)
    found = [whole] + [
        replace(whole, group={name: level}, n=n, numerator=count, estimate=count / n)
        for name, levels in (("unit_group", groups), ("unit", units))
        for level, (n, count) in levels.items()
    ]
    alone = protect_report([], found)[1]
    assert [one.group["unit"] for one in alone if one.status == "suppressed"] == ["u3", "u4", "u5"]
    spoken = protect_report([], found, members={"unit": kinds})[1]
    hidden = [one.group for one in spoken if one.status == "suppressed"]
    assert hidden == [{"unit": one} for one in ("u1", "u3", "u4", "u5")]
