"""The recaps of the four sample regions: the weight each line was calculated with is found.

`intake/sample/citizens/printed.py` says what was planted: every fourth unit used the weight 0.11,
the others 0.111; the eighth reads its letter from the bands of 2004.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from analysis.rules import load_rulebook
from analysis.rules.printed import PrintedCheck, recompute_printed
from analysis.rules.printed_lines import PrintedLine
from analysis.rules.skm import SkmRules

NINE = SkmRules.of(load_rulebook().get("skm-2017"))
FOURTEEN = SkmRules.of(load_rulebook().get("skm-2004"))
REGIONS = {"mamuju": 48, "sawahlunto": 48, "tanjungbalai": 48, "wanggar": 36}
"""Printed lines by region: units that ask their users, times semesters."""
RECAPS = ("rekap skm", "rekap_ikm")
OLD_BANDS_PLACE = 7
# 88.31 is the lower limit of A since 2017, 81.26 before; 76.61 of B, 62.51 before.
TOLD_BY_THE_INDEX = ((Decimal("81.26"), Decimal("88.31")), (Decimal("62.51"), Decimal("76.61")))


def number(cell: object) -> Decimal:
    return Decimal(str(cell).replace(",", "."))


def recap_rows(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Rekap").to_python()
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=";"))
    return [row for row in rows if row and str(row[0]).removesuffix(".0").isdigit()]


def sheet_of(row: list[object], *, workbook: bool) -> list[PrintedLine]:
    index, letter, sample = (16, 17, 14) if workbook else (12, 13, 16)
    parts = [
        PrintedLine(unsur, nrr=number(cell))
        for unsur, cell in zip(NINE.unsur, row[2:11], strict=True)
    ]
    whole = PrintedLine(
        n=int(number(row[sample])),
        index_printed=number(row[index]),
        letter_printed=str(row[letter]),
    )
    return [*parts, whole]


def checks_of(root: Path, region: str) -> list[tuple[int, PrintedCheck]]:
    folder = root / "data" / "raw" / region / "files"
    files = sorted(path for path in folder.iterdir() if path.name.lower().startswith(RECAPS))
    return [
        (
            place,
            recompute_printed(sheet_of(row, workbook=path.suffix == ".xlsx"), NINE, older=FOURTEEN),
        )
        for path in files
        for place, row in enumerate(recap_rows(path))
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_recaps_are_explained_by_the_weight_they_were_made_with(root: Path, region: str) -> None:
    checks = checks_of(root, region)
    assert len(checks) == REGIONS[region]
    short = [check for place, check in checks if place % 4 == 3]
    usual = [check for place, check in checks if place % 4 != 3]
    assert {weight_of(check) for check in short} == {Decimal("0.11")}
    # 0.111 takes 0.09 points from an index of 85; means of two decimals leave 0.125 points open.
    found = Counter(weight_of(check) for check in usual)
    assert set(found) <= {None, Decimal("0.111")}
    assert found[None] > found[Decimal("0.111")]


@pytest.mark.parametrize("region", REGIONS)
def test_recaps_have_no_other_mistakes_than_those_planted(root: Path, region: str) -> None:
    for place, check in checks_of(root, region):
        codes = {one.code for one in check.mistakes} - {"weight_rounded"}
        shows = (
            place == OLD_BANDS_PLACE
            and check.index_printed is not None
            and any(low <= check.index_printed < high for low, high in TOLD_BY_THE_INDEX)
        )
        assert codes == ({"old_bands"} if shows else set())


def weight_of(check: PrintedCheck) -> Decimal | None:
    assert check.reproduction is not None
    habit = check.reproduction.habit
    assert (habit.mean_places, habit.term_places, habit.sum_places) == (None, None, None)
    assert not check.reproduction.blank_as_zero
    return habit.weight
