"""Tests before and after, from files of their own, join the participation they belong to.

A row of a test says who, which programme and batch, and a score, but nothing of what a list of
participants says (`OF_LISTS`). It belongs to the row of the same employee, programme and batch
that a source named earlier in region.toml has: a list of participants, or the other test. Where a
list knows the programme and batch, whoever is not on it cannot be placed and is held back, not
counted as one person more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.intake.assembly import SourceProduct
from analysis.intake.deliveries.keys_across import refuse_rows
from analysis.intake.raw import Problem
from analysis.intake.source import EDIT_COLUMNS
from analysis.intake.values.folding import fold
from analysis.schemas.tables import table

TABLE = "trainings"
SCORES = ("pre_score", "post_score")
NOT_ON_LIST, SEVERAL, OTHER_MAXIMUM = "not_on_list", "several_courses", "other_score_max"
BEFORE = "post_before_pre"
PLACES = " + "
"""Between the places in `source_row` of a row that several raw rows make up."""

OF_LISTS = frozenset({"status", "jp_hours", "end_date", "kind", "provider", "cost_idr"})
"""Columns that lists of participants have and exports of tests have not."""

TEST_DATES = ["pre_date", "post_date"]

_PROVENANCE = frozenset({"region", "source_id", "source_row"})

Course = tuple[str, str]
Key = tuple[str, str, str]
"""Employee, folded programme, folded batch."""


def join_trainings(products: Sequence[SourceProduct]) -> list[SourceProduct]:
    """Return the products with the rows of tests joined to their participation.

    Parameters
    ----------
    products : sequence of SourceProduct
        In the order of region.toml, employees already pseudonyms. Of two sources that say a
        different thing the earlier one is believed, and the difference is told.

    Returns
    -------
    list of SourceProduct
        In the same order. A joined raw row stays accepted: the canonical row names the places of
        all rows that make it up, and `joined` of its product keeps what the row itself said.
    """
    if sum(one.table == TABLE and len(one.frame) > 0 for one in products) == 0:
        return list(products)
    known = _Known()
    taken = [_take(known, one) if one.table == TABLE else None for one in products]
    return [
        product if part is None else _settled(product, part, known)
        for product, part in zip(products, taken, strict=True)
    ]


@dataclass
class _Known:
    """Rows as they stand now, by number; lists of participants; rows of each person's course."""

    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    listed: set[Course] = field(default_factory=set)
    of_person: dict[Key, list[int]] = field(default_factory=dict)

    def courses(self, key: Key, row: dict[str, object]) -> list[int]:
        """Return the rows of a person's course that begin on the day of `row`, where it has one."""
        day = row.get("start_date")
        numbers = self.of_person.get(key, [])
        if day is None:
            return numbers
        return [one for one in numbers if self.rows[one].get("start_date", day) == day]

    def add(self, key: Key, row: dict[str, object]) -> int:
        """Keep a row and return its number; a course that is there already is not known twice."""
        number = len(self.rows)
        if "start_date" not in row or not self.courses(key, row):
            self.of_person.setdefault(key, []).append(number)
        if not _is_test(row):
            self.listed.add(key[1:])
        self.rows[number] = row
        return number


@dataclass(frozen=True)
class _Taken:
    """What became of the rows of one product: numbers of those kept, places of the others."""

    kept: tuple[int, ...]
    joined: tuple[int, ...]
    refused: dict[str, str]
    differing: Counter[str]


def _take(known: _Known, product: SourceProduct) -> _Taken:
    """Take up the rows of a product: keep them, join them to earlier ones, or refuse them."""
    records = [*product.joined.to_dict("records"), *product.frame.to_dict("records")]
    kept: list[int] = []
    joined: list[int] = []
    refused: dict[str, str] = {}
    differing: Counter[str] = Counter()
    for place, record in enumerate(records):
        row = {str(name): value for name, value in record.items() if not pd.isna(value)}
        course = _course(row)
        key = (str(row["employee_id"]), *course)
        if _is_test(row):
            found = known.courses(key, row)
            if reason := _obstacle(known, course, found, row):
                refused[str(row["source_row"])] = reason
                continue
            if found:
                differing += _fill(known.rows[found[0]], row)
                joined.append(place)
                continue
        kept.append(known.add(key, row))
    return _Taken(tuple(kept), tuple(joined), refused, differing)


def _is_test(row: dict[str, object]) -> bool:
    return any(score in row for score in SCORES) and not OF_LISTS & set(row)


def _course(row: dict[str, object]) -> Course:
    return fold(str(row.get("programme", ""))), fold(str(row.get("batch", "")))


def _obstacle(known: _Known, course: Course, found: list[int], row: dict[str, object]) -> str:
    """Return why a row of a test can be neither joined nor kept; empty where it can."""
    if not found:
        return NOT_ON_LIST if course in known.listed else ""
    if len(found) > 1:
        return SEVERAL
    base = known.rows[found[0]]
    if row.get("score_max", base.get("score_max")) != base.get("score_max", row.get("score_max")):
        return OTHER_MAXIMUM
    first, last = (base.get(name, row.get(name)) for name in TEST_DATES)
    if isinstance(first, pd.Timestamp) and isinstance(last, pd.Timestamp) and last < first:
        return BEFORE
    return ""


def _fill(base: dict[str, object], row: dict[str, object]) -> Counter[str]:
    """Fill what `base` leaves blank from `row`; return the scores and dates that differ."""
    differing: Counter[str] = Counter()
    for name, value in row.items():
        if name in _PROVENANCE:
            continue
        if name not in base:
            base[name] = value
        elif base[name] != value and name in {*SCORES, *TEST_DATES}:
            differing[name] += 1
    places = [*str(base["source_row"]).split(PLACES), *str(row["source_row"]).split(PLACES)]
    base["source_row"] = PLACES.join(dict.fromkeys(places))
    return differing


def _settled(product: SourceProduct, part: _Taken, known: _Known) -> SourceProduct:
    """Return the product with its rows as they stand after all sources were taken up."""
    whole = pd.concat([product.joined, product.frame], ignore_index=True)
    frame, dated = _dated(_frame([known.rows[number] for number in part.kept], product.frame))
    problems: tuple[Problem, ...] = tuple(
        Problem("intake.training.differs", {"column": column, "count": count})
        for column, count in part.differing.items()
    )
    days = [frame[name].notna() for name in ("start_date", "period") if name in frame]
    undated = len(frame) - int(pd.concat(days, axis=1).any(axis=1).sum()) if days else len(frame)
    if undated:
        problems += (Problem("intake.training.undated", {"count": undated}),)
    told = replace(
        product,
        frame=frame,
        joined=whole.iloc[list(part.joined)].reset_index(drop=True),
        edits=pd.concat([product.edits, dated.assign(source_id=product.report.source_id)]),
        report=replace(product.report, problems=(*product.report.problems, *problems)),
    )
    return refuse_rows(told, part.refused) if part.refused else told


def _frame(rows: list[dict[str, object]], like: pd.DataFrame) -> pd.DataFrame:
    if not rows:
        return like.iloc[:0]
    declared = table(TABLE)
    frame = pd.DataFrame(rows)
    return frame.astype({str(name): declared[str(name)].dtype for name in frame})


def _dated(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Date a course that states no first day by its first test; return the edit log of it."""
    tests = [name for name in TEST_DATES if name in frame]
    undated = frame.get("start_date", pd.Series(pd.NaT, index=frame.index)).isna()
    day = frame[tests].min(axis=1) if tests else pd.Series(pd.NaT, index=frame.index)
    derived = undated & day.notna()
    if not derived.any():
        return frame, pd.DataFrame()
    start = frame.get("start_date", day).fillna(day).astype("datetime64[us]")
    edit = {
        **dict.fromkeys(EDIT_COLUMNS, ""),
        "column": "start_date",
        "rule": "derived",
        "from_class": "date of the first test",
        "to": "first day",
        "count": int(derived.sum()),
    }
    return frame.assign(start_date=start), pd.DataFrame([edit])
