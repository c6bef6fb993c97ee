"""Files of every table, right and damaged: no trace, nothing lost, nothing silent."""

from __future__ import annotations

import sys
from collections import Counter

import pandas as pd
import pytest

from analysis.schemas.tables import TABLE_NAMES
from analysis.settings import Project
from tests.lib.good_files import ROWS, TABLES, good_file
from tests.lib.malformed import DAMAGES, KEEPING_ROWS, Malformed, malformed_files, write
from tests.lib.taken_in import SOURCE, TakenIn, new_project, result_of, take_in
from tests.regions import make_region, source_toml

FILES, SAMPLED, SEED = 300, 60, 20_251
OUTCOMES = ("accepted whole", "accepted with quarantine", "all held back", "source stopped",
            "file refused")  # fmt: skip
ABOUT_THE_FILE = "intake.read."


def test_every_table_has_a_right_file():
    assert sorted(TABLES) == sorted(TABLE_NAMES)


@pytest.mark.parametrize("table", TABLES)
def test_a_right_file_is_taken_in_whole(project: Project, table):
    good = good_file(table)
    taken = take_in(project, table, good.lines, **good.keys)
    assert [error.text("id") for error in taken.errors] == []
    assert taken.report.accepted == ROWS, (taken.reasons, taken.problems)


def outcome_of(taken: TakenIn) -> str:
    if taken.errors:
        about_file = all(error.code.startswith(ABOUT_THE_FILE) for error in taken.errors)
        return "file refused" if about_file else "source stopped"
    if taken.report.accepted == 0:
        return "all held back"
    held_back = taken.report.quarantined + taken.report.superseded
    return "accepted with quarantine" if held_back else "accepted whole"


def take_in_damaged(case: Malformed) -> TakenIn:
    """Take in one damaged file and hold the promises that every file has."""
    source = source_toml(id=SOURCE, table=case.good.table, files="berkas.*", **case.good.keys)
    with new_project() as project:
        write(case, make_region(project, source))
        taken = result_of(project, case.good.table)
    assert len(taken.rows) == taken.report.rows_in
    assert not taken.rows.duplicated(["sheet", "row"]).any()
    told = taken.rows.loc[taken.rows["outcome"].ne("accepted"), "reason"]
    assert told.astype(str).ne("").all()
    assert len(taken.table) >= taken.report.accepted
    if case.records and not taken.errors:
        assert taken.report.rows_in == case.records
    if case.damage in KEEPING_ROWS and not taken.errors:
        counted = taken.report.rows_in - taken.report.structural
        assert counted >= ROWS or taken.problems, "rows are gone and nobody is told"
    for error in taken.errors:
        assert case.file in error.text("id")
        assert case.file in error.text("en")
        assert error.text("id") != error.text("en")
    return taken


def shown(counts: Counter[tuple[str, str]]) -> str:
    """Return the table of outcomes by kind of damage, with a line for all kinds."""
    damages, outcomes = zip(*counts.elements(), strict=True)
    table = pd.crosstab(pd.Series(damages, name="damage"), pd.Series(outcomes, name="outcome"))
    table = table.reindex(columns=OUTCOMES, fill_value=0)
    return pd.concat([table, table.sum().to_frame("all").T]).to_string()


def hold_all(count: int) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    failed = []
    for case in malformed_files(count, seed=SEED):
        try:
            counts[case.damage, outcome_of(take_in_damaged(case))] += 1
        except Exception as error:  # noqa: BLE001 - every failure is listed with its case
            failed.append(f"{case.id}: {type(error).__name__}: {error}")
    assert not failed, "\n".join(failed)
    return counts


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINERJA_SECRET", "rahasia-untuk-pengujian-saja-0123456789")


def test_damaged_files_end_with_a_message_or_a_reason_for_every_row():
    counts = hold_all(SAMPLED)
    assert sum(counts.values()) == SAMPLED
    assert {damage for damage, _ in counts} == set(DAMAGES)


@pytest.mark.slow
def test_three_hundred_damaged_files_end_with_a_message_or_a_reason(capsys):
    counts = hold_all(FILES)
    with capsys.disabled():
        sys.stdout.write(f"\n{shown(counts)}\n")
    by_outcome = Counter[str]()
    for (_, outcome), count in counts.items():
        by_outcome[outcome] += count
    assert sum(by_outcome.values()) == FILES
    assert all(by_outcome[outcome] for outcome in OUTCOMES)
