"""Tests before and after, from files of their own, join the participation they belong to.

A row of a test says who, which programme and batch, and a score, but nothing of what a list of
participants says (`OF_LISTS`). It belongs to the row of the same employee, programme and batch
that a list of participants has, wherever region.toml names it, or else the other test. Where a list
knows the programme and batch, whoever is not on it cannot be placed and is held back, not counted
as one person more.
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

COURSE_TIME = ("start_date", "period")

Row = dict[str, object]
Place = tuple[int, int]
"""Number of the source and of the row in it."""

Course = tuple[str, str]
Key = tuple[str, str, str]
"""Employee, folded programme, folded batch."""


def join_trainings(products: Sequence[SourceProduct]) -> list[SourceProduct]:
    """Return the products with the rows of tests joined to their participation.

    Parameters
    ----------
    products : sequence of SourceProduct
        In the order of region.toml, employees already pseudonyms. Where two sources say a
        different thing a list goes before a test and an earlier source before a later one; the
        difference is told.

    Returns
    -------
    list of SourceProduct
        In the same order. A joined raw row stays accepted: the canonical row names the places of
        all rows that make it up, and `joined` of its product keeps what the row itself said.
    """
    known = _Known()
    taken = [_Taken() if one.table == TABLE else None for one in products]
    for tests in (False, True):
        for number, (product, part) in enumerate(zip(products, taken, strict=True)):
            if part is not None:
                _take(known, number, product, part, tests=tests)
    return [
        product if part is None else _settled(product, part, known)
        for product, part in zip(products, taken, strict=True)
    ]


@dataclass
class _Known:
    """Rows as they stand now; lists of participants; rows of each person's course."""

    rows: dict[Place, Row] = field(default_factory=dict)
    listed: set[Course] = field(default_factory=set)
    of_person: dict[Key, list[Place]] = field(default_factory=dict)

    def courses(self, key: Key, row: Row) -> list[Place]:
        """Return the rows of a person's course that begin on the day of `row`, where it has one."""
        day = row.get("start_date")
        places = self.of_person.get(key, [])
        if day is None:
            return places
        return [one for one in places if self.rows[one].get("start_date", day) == day]

    def add(self, place: Place, key: Key, row: Row) -> None:
        """Keep a row; a course that another list has already is not known twice."""
        when = [row.get(name) for name in COURSE_TIME]
        places = self.of_person.setdefault(key, [])
        if all([self.rows[one].get(name) for name in COURSE_TIME] != when for one in places):
            places.append(place)
        if not _is_test(row):
            self.listed.add(key[1:])
        self.rows[place] = row


@dataclass
class _Taken:
    """What became of the rows of one product: places of those kept and joined, reasons of others.

    Places are those of the joined and then of the other rows of the product.
    """

    kept: list[Place] = field(default_factory=list)
    joined: list[Place] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    differing: Counter[str] = field(default_factory=Counter)


def _take(known: _Known, number: int, product: SourceProduct, part: _Taken, *, tests: bool) -> None:
    """Take up the rows of a product that are tests, or those that are none.

    They are kept, joined to rows that are known already, or refused; `part` and `known` grow.
    """
    records = [*product.joined.to_dict("records"), *product.frame.to_dict("records")]
    for place, record in enumerate(records):
        row = {str(name): value for name, value in record.items() if not pd.isna(value)}
        if _is_test(row) != tests:
            continue
        course = _course(row)
        key = (str(row["employee_id"]), *course)
        found = known.courses(key, row) if tests else []
        if tests and (reason := _obstacle(known, course, found, row)):
            part.refused[str(row["source_row"])] = reason
        elif found:
            part.differing += _fill(known.rows[found[0]], row)
            part.joined.append((number, place))
        else:
            known.add((number, place), key, row)
            part.kept.append((number, place))


def _is_test(row: Row) -> bool:
    return any(score in row for score in SCORES) and not OF_LISTS & set(row)


def _course(row: Row) -> Course:
    return fold(str(row.get("programme", ""))), fold(str(row.get("batch", "")))


def _obstacle(known: _Known, course: Course, found: list[Place], row: Row) -> str:
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


def _fill(base: Row, row: Row) -> Counter[str]:
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
    rows = [known.rows[place] for place in sorted(part.kept)]
    frame, dated = _dated(_frame(rows, product.frame))
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
        joined=whole.iloc[[row for _, row in sorted(part.joined)]].reset_index(drop=True),
        edits=pd.concat([product.edits, dated.assign(source_id=product.report.source_id)]),
        report=replace(product.report, problems=(*product.report.problems, *problems)),
    )
    return refuse_rows(told, part.refused) if part.refused else told


def _frame(rows: list[Row], like: pd.DataFrame) -> pd.DataFrame:
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
