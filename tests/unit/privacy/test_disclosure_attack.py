"""No hidden base or numerator can be computed: an attacker with linear programming tries.

The attacker does not use our equations. His unknowns are the persons in every finest cell of the
cross table; every row shown tells him the sum of the cells it stands for.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.privacy.disclosure import check_table, protect_table
from analysis.privacy.floors import Limit, limit_of
from analysis.schemas.bundle import ReportTable
from tests.lib.disclosure_cases import hidden, report_table

SAME_VALUE = 1e-6
SEEDS = [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 100))]


def random_table(seed: int, disclosure: str) -> tuple[ReportTable, list[str], np.ndarray]:
    """Return a cross table with totals, its labels, and the levels of the finest cells."""
    rng = np.random.default_rng(seed)
    most = 2 if disclosure == "sensitive" else 3
    labels = ["unit", "gender", "channel"][: rng.integers(1, most + 1)]
    levels = {
        "unit": ["a", "b", "c", "d", "e"][: rng.integers(2, 6)],
        "gender": ["L", "P"],
        "channel": ["web", "loket", "sms"][: rng.integers(2, 4)],
    }
    finest = np.array(list(product(*(levels[name] for name in labels))), dtype=object)
    persons = rng.poisson(rng.choice([3, 8, 20, 60]), len(finest))
    top = rng.binomial(persons, rng.choice([0.05, 0.4, 0.95]))
    rows = []
    for key in product(*([*levels[name], None] for name in labels)):
        inside = covered(finest, key)
        n, count = int(persons[inside].sum()), int(top[inside].sum())
        rows.append((*key, n, count, n and count / n))
    frame = pd.DataFrame(rows, columns=[*labels, "n", "top", "estimate"])
    dropped = rng.random(len(frame)) < rng.choice([0.0, 0.0, 0.15])
    frame = frame[~dropped].reset_index(drop=True)
    table = report_table(frame, labels=labels, disclosure=disclosure, counts=("top",))
    return table, labels, finest


def covered(finest: np.ndarray, key: tuple) -> np.ndarray:
    """Return which finest cells a row with these levels stands for; None is every level."""
    inside = np.ones(len(finest), dtype=bool)
    for place, level in enumerate(key):
        if level is not None and level == level:  # noqa: PLR0124 - NaN is missing too
            inside &= finest[:, place] == level
    return inside


def bounds(known: np.ndarray, sums: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """Return the smallest and largest sum of `wanted` cells that agrees with what is known."""
    found = [
        linprog(
            sign * wanted.astype(float),
            A_eq=known if len(known) else None,
            b_eq=sums if len(known) else None,
            bounds=(0, None),
        )
        for sign in (1, -1)
    ]
    low = found[0].fun if found[0].status == 0 else 0.0
    high = -found[1].fun if found[1].status == 0 else np.inf
    return low, high


def attack(
    table: ReportTable, labels: list[str], finest: np.ndarray, measure: str
) -> list[tuple[int, float]]:
    """Return the rows with something to hide whose hidden `measure` has one possible value."""
    protected = protect_table(table)
    hide = np.array(hidden(protected))
    keys = [tuple(key) for key in table.frame[labels].to_numpy()]
    cells = np.array([covered(finest, key) for key in keys], dtype=float)
    truth = table.frame[measure].to_numpy(dtype=float)
    found = []
    for row in np.flatnonzero(hide & (truth > 0)):
        low, high = bounds(cells[~hide], truth[~hide], cells[row])
        if high - low < SAME_VALUE:
            found.append((int(row), low))
    return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("disclosure", ["service", "personnel", "sensitive"])
def test_no_hidden_base_has_only_one_possible_value(disclosure: str, seed: int) -> None:
    assert attack(*random_table(seed, disclosure), "n") == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("disclosure", ["service", "personnel", "sensitive"])
def test_no_hidden_numerator_has_only_one_possible_value(disclosure: str, seed: int) -> None:
    assert attack(*random_table(seed, disclosure), "top") == []


def differences(table: ReportTable, labels: list[str]) -> list[tuple[float, float]]:
    """Return base and numerator of every shown total minus its shown parts, label by label."""
    frame = protect_table(table).frame
    shown = frame[frame["disclosure_status"] == "shown"]
    found = []
    for _, total in shown.iterrows():
        for label in labels:
            if pd.notna(total[label]):
                continue
            same = shown[label].notna()
            for other in set(labels) - {label}:
                level = total[other]
                same &= shown[other].isna() if pd.isna(level) else shown[other].eq(level)
            if same.any():
                parts = shown[same]
                found.append((total["n"] - parts["n"].sum(), total["top"] - parts["top"].sum()))
    return found


def may_be_shown(limit: Limit, base: float, count: float) -> bool:
    return base == 0 or (limit.base_is_safe(base) and limit.count_is_safe(count, base))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("disclosure", ["service", "personnel", "sensitive"])
def test_every_difference_is_a_cell_that_may_be_shown(disclosure: str, seed: int) -> None:
    table, labels, _ = random_table(seed, disclosure)
    limit = limit_of(disclosure)
    wrong = [
        (base, count)
        for base, count in differences(table, labels)
        if not may_be_shown(limit, base, count)
    ]
    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("disclosure", ["service", "personnel", "sensitive"])
def test_protected_tables_pass_their_check(disclosure: str, seed: int) -> None:
    table, _, _ = random_table(seed, disclosure)
    assert check_table(protect_table(table)) == []


def test_the_attacker_succeeds_where_only_small_rows_are_hidden() -> None:
    frame = pd.DataFrame({"unit": ["a", "b", "c", None], "n": [40, 6, 3, 49]})
    cells = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=float)
    shown = np.array([True, True, False, True])
    truth = frame["n"].to_numpy(dtype=float)
    assert bounds(cells[shown], truth[shown], cells[2]) == pytest.approx((3, 3))


PERIODS = {
    "2025": "1234",
    "2025-S1": "12",
    "2025-S2": "34",
    **{f"2025-Q{one}": str(one) for one in (1, 2, 3, 4)},
}
GROUPS = {"opd": ["a", "b", "c"], "kecamatan": ["x", "y"]}


def nested_table(seed: int) -> tuple[ReportTable, np.ndarray]:
    """Return units in groups by nested periods, and which finest cells each row stands for."""
    rng = np.random.default_rng(seed)
    finest = [(g, u, q) for g, units in GROUPS.items() for u in units for q in "1234"]
    persons = rng.poisson(rng.choice([3, 8, 20]), len(finest))
    places = [(None, None), *((g, None) for g in GROUPS)]
    places += [(g, u) for g, units in GROUPS.items() for u in units]
    rows, cells = [], []
    for (group, unit), time in product(places, PERIODS):
        inside = np.array(
            [group in (None, g) and unit in (None, u) and q in PERIODS[time] for g, u, q in finest]
        )
        if rng.random() < 0.1:
            continue
        rows.append((group, unit, time, int(persons[inside].sum()), 1.0))
        cells.append(inside)
    frame = pd.DataFrame(rows, columns=["unit_group", "unit", "time", "n", "estimate"])
    table = report_table(frame, labels=["unit_group", "unit", "time"])
    return table, np.array(cells, dtype=float)


@pytest.mark.parametrize("seed", SEEDS)
def test_nested_groups_and_periods_give_nothing_away(seed: int) -> None:
    table, cells = nested_table(seed)
    hide = np.array(hidden(protect_table(table)))
    truth = table.frame["n"].to_numpy(dtype=float)
    for row in np.flatnonzero(hide & (truth > 0)):
        low, high = bounds(cells[~hide], truth[~hide], cells[row])
        assert high - low >= SAME_VALUE, table.frame.iloc[row].to_dict()
