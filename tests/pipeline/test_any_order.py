"""Order of rows, columns and sheets, and the spelling of cells, change nothing in the tables."""

from __future__ import annotations

import os
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lib.good_files import TABLES, GoodFile, Rows, good_file
from tests.lib.spellings import spellings_of
from tests.lib.taken_in import TakenIn, new_project, take_in

OF_THE_PLACE = {"source_row"}
KEYLESS = {"staff_survey": {"respondent_id"}, "citizen_survey": {"respondent_id"}}
"""Columns that come from the place of a row, not from what it says."""

EXAMPLES = {"quick": 2, "full": 40}[os.environ.get("KINERJA_TESTS", "quick")]


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINERJA_SECRET", "rahasia-untuk-pengujian-saja-0123456789")


def sorted_table(taken: TakenIn, table: str) -> pd.DataFrame:
    assert not taken.errors, taken.errors[0].text("en")
    assert not taken.report.quarantined, taken.reasons
    dropped = OF_THE_PLACE | KEYLESS.get(table, set())
    kept = taken.table.drop(columns=[name for name in dropped if name in taken.table])
    columns = sorted(kept.columns)
    return kept[columns].sort_values(columns, ignore_index=True)


@cache
def as_sent(table: str) -> pd.DataFrame:
    good = good_file(table)
    with new_project() as project:
        return sorted_table(take_in(project, table, good.lines, **good.keys), table)


def shuffled(good: GoodFile, data: st.DataObject) -> list[Rows]:
    """Return the sheets of the file: rows and columns in another order, cells spelled anew."""
    order = data.draw(st.permutations(range(len(good.header))), label="columns")
    rows = data.draw(st.permutations(good.rows), label="rows")
    cut = data.draw(st.integers(1, len(rows) - 1), label="rows of the first sheet")
    choose = data.draw(st.randoms(use_true_random=False), label="spellings")
    spelled = [
        [
            choose.choice(spellings_of(row[n], table=good.table, column=good.header[n]))
            for n in order
        ]
        for row in rows
    ]
    header = [good.header[n] for n in order]
    return [[header, *part] for part in (spelled[:cut], spelled[cut:])]


@pytest.mark.parametrize("table", TABLES)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_any_order_and_spelling_gives_the_same_table(table, data):
    good = good_file(table)
    first, second = shuffled(good, data)
    turned = data.draw(st.booleans(), label="sheets turned round")
    names = ("Zeta", "Alfa") if turned else ("Alfa", "Zeta")
    sheets = dict(zip(names, (first, second), strict=True))
    with new_project() as project:
        taken = take_in(project, table, [], sheets=sheets, **good.keys)
        found = sorted_table(taken, table)
    pd.testing.assert_frame_equal(found, as_sent(table))
