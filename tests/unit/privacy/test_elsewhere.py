"""What other reports have published counts as known: views of units, and nested periods."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.privacy.ledger import Ledger
from analysis.privacy.report import check_together, protect_report
from analysis.schemas.finding import Finding
from tests.lib.disclosure_cases import report_table

MEMBERS = {"unit": dict.fromkeys(["utara", "selatan", "timur", "barat"], "kecamatan")}
PERSONS = {"utara": (20, 15), "selatan": (20, 12), "timur": (21, 15), "barat": (17, 14)}
"""Persons of four districts and those with a plan; of barat 3 have none, which is hidden."""


def share(group: dict[str, str], n: int, numerator: int) -> Finding:
    return Finding(
        id="accountability.plan_share",
        question="plans",
        measure="plan",
        measure_unit="share",
        method="count",
        status="ok",
        disclosure="personnel",
        group=group,
        estimate=numerator / n,
        n=n,
        numerator=numerator,
    )


def published(found: list[Finding], ledger: Ledger, unit: str = "") -> tuple[list[Finding], Ledger]:
    """Return what a report shows, and the ledger after it as the whole region reads it."""
    scope = ledger.for_unit(unit)
    shown = protect_report([], found, period="2025", members=MEMBERS, ledger=scope)[1]
    return shown, scope.with_published([], shown).for_unit("")


def region() -> list[Finding]:
    together = [sum(one) for one in zip(*PERSONS.values(), strict=True)]
    return [
        share({}, 895, 832),
        share({"unit_group": "kecamatan"}, *together),
        share({"unit_group": "dinas"}, 895 - together[0], 832 - together[1]),
    ]


@pytest.mark.parametrize("order", [list(PERSONS), list(PERSONS)[::-1]])
def test_views_of_all_units_do_not_leave_over_the_small_one(order: list[str]) -> None:
    shown, ledger = published(region(), Ledger())
    assert all(one.status == "ok" for one in shown)
    seen = {}
    for unit in order:
        found, ledger = published([share({"unit": unit}, *PERSONS[unit])], ledger, unit)
        seen[unit] = found[0]
    hidden = [unit for unit, one in seen.items() if one.status == "suppressed"]
    assert "barat" in hidden
    left = [78 - sum(one.n or 0 for one in seen.values())]
    left.append(61 - 5 - sum(one.numerator or 0 for one in seen.values()))
    persons = [sum(PERSONS[unit][at] for unit in hidden) for at in (0, 1)]
    assert len(hidden) >= 2
    assert left == persons
    assert persons[0] - persons[1] >= 5


def test_view_made_again_shows_the_same() -> None:
    _, ledger = published(region(), Ledger())
    for _ in range(2):
        found, ledger = published([share({"unit": "utara"}, *PERSONS["utara"])], ledger, "utara")
        assert found[0].n == 20


def test_view_keeps_what_the_whole_region_said_of_the_unit() -> None:
    whole = [share({"unit": unit}, *told) for unit, told in PERSONS.items() if unit != "barat"]
    _, ledger = published(whole, Ledger())
    found, _ = published([share({"unit": "utara"}, 19, 14)], ledger, "utara")
    assert (found[0].n, found[0].caveat_code) == (20, "kept_last_published")


@pytest.mark.parametrize("order", [("2025", "2025-S2", "2025-S1"), ("2025-S1", "2025-S2", "2025")])
def test_nested_periods_do_not_leave_over_a_small_one(order: tuple[str, ...]) -> None:
    """40 + 43 reports, in time 37 + 30: of the first semester 3 are late, which is hidden."""
    told = {"2025": (83, 67), "2025-S1": (40, 37), "2025-S2": (43, 30)}
    published_before: dict[str, Ledger] = {}
    seen = {}
    for period in order:
        nearby = {
            name: one.entries
            for name, one in published_before.items()
            if name == "2025" or period == "2025"
        }
        ledger = Ledger(nearby=nearby)
        found = protect_report([], [share({}, *told[period])], period=period, ledger=ledger)[1]
        seen[period] = found[0]
        published_before[period] = ledger.with_published([], found)
    assert seen["2025-S1"].status == "suppressed"
    assert sorted(one.status for one in seen.values()) == ["ok", "suppressed", "suppressed"]


def test_tables_of_a_view_are_about_its_unit() -> None:
    """12 of 17 answered every item of a scale: the table tells of 17, the finding of 12."""
    frame = pd.DataFrame({"dimension": ["a", "b"], "n": [17, 17], "estimate": [40.0, 41.0]})
    table = report_table(frame, labels=["dimension"], disclosure="personnel")
    found = [share({"unit": "barat", "dimension": one}, n, 7) for one, n in (("a", 14), ("b", 12))]
    ledger = Ledger().for_unit("barat")
    tables, shown = protect_report([table], found, period="2025", members=MEMBERS, ledger=ledger)
    assert [one.n for one in shown] == [14, 12]
    assert tables[0].frame["n"].tolist() == [17, 17]
    assert not check_together(tables, shown, period="2025", unit="barat")
