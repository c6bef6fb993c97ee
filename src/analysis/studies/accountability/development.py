"""What employees need to learn, by their work plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.presenting.composing import Part
from analysis.presenting.composing.levels import level_names
from analysis.presenting.composing.words import LANGUAGES
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.studies.accountability.groups import (
    FEWEST_GROUPS,
    Measured,
    clustering_of,
    estimate_whole_and_groups,
    levels_of,
    row_of,
    rows_of_trait,
)
from analysis.studies.accountability.parts import WORDS, decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "development_needs", "development"
UNIT_GROUP = "unit_group"
JOINED = "_joined"
BETWEEN_NEEDS = ";"


def estimate_development(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of employees with a plan that states a need, and the needs they state.

    Needs are counted as they are worded, in whatever case; those of too few employees to be shown
    are counted together. A column that holds nothing was not delivered: no answer, never 0 %.
    """
    plan = staff.rows_of(data.tables["work_plan"])
    if plan.empty:
        return nothing(NAME, QUESTION, "no_plans", "work_plan", scope=staff.scope, headline=False)
    stated = stated_needs(plan)
    if stated.empty:
        blocked = "no_needs"
        unblock = "development_column"
        return nothing(NAME, QUESTION, blocked, unblock, scope=staff.scope, headline=False)
    measured = Measured(
        name=NAME,
        rows=_rows(plan, stated),
        staff=staff,
        config=config,
        method="need_stated_of_those_with_a_plan",
        headline=False,
    )
    part = estimate_whole_and_groups(measured)
    gates = (decided(QUESTION, part.findings[0], {}, min_cell=config.min_cell),)
    answered = part.findings[0].status != "blocked"
    tables = (*part.tables, *_tables(measured, stated)) if answered else ()
    return replace(part, tables=tables, gates=gates)


def stated_needs(plan: pd.DataFrame) -> pd.DataFrame:
    """Return the needs that plans state, each once for each employee.

    Parameters
    ----------
    plan : DataFrame
        employee_id and development_need: text, several needs parted by semicolons.

    Returns
    -------
    DataFrame
        employee_id and need, worded as it is most often.
    """
    cells = plan.dropna(subset=["development_need"])
    needs = cells["development_need"].str.split(BETWEEN_NEEDS)
    stated = cells[["employee_id"]].assign(need=needs).explode("need")
    stated["need"] = stated["need"].str.split().str.join(" ")
    stated = stated[stated["need"].fillna("").ne("")]
    folded = stated["need"].str.casefold()
    usual = stated["need"].groupby(folded).agg(lambda wordings: wordings.mode().iloc[0])
    return stated.assign(need=folded.map(usual)).drop_duplicates(ignore_index=True)


def with_rare_together(stated: pd.DataFrame, within: pd.Series, *, floor: int) -> pd.DataFrame:
    """Return the needs, those that too few employees of a group state as one, `JOINED`.

    Where these are too few together as well, the rarest of the rest joins them: where nobody states
    two needs, what is left of a whole would tell of them.

    Parameters
    ----------
    stated : DataFrame
        employee_id and need.
    within : Series
        Group of each row of `stated`.
    floor : int
        Smallest number of employees that may be told.
    """
    counts = pd.crosstab(stated["need"], within)
    counts = counts.loc[counts.sum(axis=1).sort_values(kind="stable").index]
    rare = (counts.gt(0) & counts.lt(floor)).any(axis=1)
    joined = set(rare.index[rare])
    for need in counts.index[~counts.index.isin(joined)]:
        if not _too_few(stated["need"].isin(joined), stated, within, floor):
            break
        joined.add(need)
    merged = stated["need"].where(~stated["need"].isin(joined), JOINED)
    return stated.assign(need=merged).drop_duplicates(ignore_index=True)


def _too_few(chosen: pd.Series, stated: pd.DataFrame, within: pd.Series, floor: int) -> bool:
    """Tell whether the rows chosen are about too few employees of some group."""
    persons = stated.loc[chosen, "employee_id"].groupby(within[chosen]).nunique()
    return bool(persons.lt(floor).any())


def _rows(plan: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Return each employee with a plan, and whether he or she is among those who state a need."""
    persons = plan["employee_id"].drop_duplicates().reset_index(drop=True)
    value = persons.isin(stated["employee_id"]).astype("float64")
    return pd.DataFrame({"employee_id": persons, "value": value})


def _tables(measured: Measured, stated: pd.DataFrame) -> list[ReportTable]:
    """Return how many state each need, the most frequent first, and the same by kind of unit.

    A table whose numbers would tell of too few employees is left out.
    """
    everybody = pd.Series("", index=measured.rows.index)
    wholes = [row for row, _ in _needs(measured, stated, everybody)]
    if not wholes:
        return []
    tables = [WORDS.table("needs", pd.DataFrame(wholes), _columns(wholes))]
    kinds = levels_of(measured, UNIT_GROUP).fillna("")
    rows = _rows_by_kind(measured, stated, kinds)
    if rows:
        names = level_names(UNIT_GROUP, dict.fromkeys(kinds[kinds.ne("")]))
        label = WORDS.column(UNIT_GROUP, "label", "text", codes=names)
        columns = [label, *_columns(rows)]
        note = WORDS.both("note.needs_by_unit_group")
        frame = pd.DataFrame(rows)
        tables.append(WORDS.table("needs_by_unit_group", frame, columns, note=note))
    return tables


def _rows_by_kind(
    measured: Measured, stated: pd.DataFrame, kinds: pd.Series
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for whole, one in _needs(measured, stated, kinds, with_joined=False):
        split = rows_of_trait(one, UNIT_GROUP, clustering_of(one))
        if len(split) >= FEWEST_GROUPS:
            rows += [{UNIT_GROUP: level, **whole, **row} for level, row in split.items()]
            rows.append({UNIT_GROUP: None, **whole})
    return rows


def _needs(
    measured: Measured, stated: pd.DataFrame, groups: pd.Series, *, with_joined: bool = True
) -> list[tuple[dict[str, Any], Measured]]:
    """Return the row of each need for everybody, the most frequent first, and what it measures.

    None where the numbers would tell of too few employees of one of `groups`, which are those of
    the rows of `measured`. The joined needs come last, or not at all.
    """
    floor, group_of = measured.floor, dict(zip(measured.rows["employee_id"], groups, strict=True))
    told = with_rare_together(stated, stated["employee_id"].map(group_of), floor=floor)
    all_shown = with_joined or JOINED not in set(told["need"])
    without = measured.rows["value"].eq(0).groupby(groups).sum()
    left = _left_over(told, told["employee_id"].map(group_of), all_shown=all_shown)
    if pd.concat([without, left]).between(1, floor - 1).any():
        return []
    sizes = told["need"].value_counts()
    shown = list(sizes.index.drop(JOINED, errors="ignore"))
    shown += [JOINED] if with_joined and JOINED in sizes else []
    return [_measured_need(measured, need, told) for need in shown]


def _left_over(told: pd.DataFrame, within: pd.Series, *, all_shown: bool) -> pd.Series:
    """Return what the counts of needs tell beside the count of those who state any.

    In each group: who states only other needs than one; and, where all needs are shown, how many
    mentions there are beyond one for each employee.
    """
    counts = pd.crosstab(within, told["need"])
    persons = told["employee_id"].groupby(within).nunique()
    others = pd.Series(counts.rsub(persons, axis=0).to_numpy().ravel())
    return pd.concat([others, counts.sum(axis=1) - persons]) if all_shown else others


def _measured_need(
    measured: Measured, need: str, told: pd.DataFrame
) -> tuple[dict[str, Any], Measured]:
    of_need = told.loc[told["need"].eq(need), "employee_id"]
    value = measured.rows["employee_id"].isin(of_need).astype("float64")
    one = replace(measured, rows=measured.rows.assign(value=value))
    return {"need": need, **row_of(one, one.rows, clustering_of(one))}, one


def _columns(rows: Sequence[dict[str, Any]]) -> list[ReportColumn]:
    needs = dict.fromkeys(row["need"] for row in rows)
    worded = {need: dict.fromkeys(LANGUAGES, need) for need in needs if need != JOINED}
    codes = worded | {JOINED: WORDS.both("need.joined")}
    return [
        WORDS.column("need", "label", "text", codes=codes),
        WORDS.column("n", "base", "integer", heading=f"n_{NAME}"),
        WORDS.column("count", "count", "integer", heading=f"count_{NAME}"),
        WORDS.column("estimate", "share", "share", heading="share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
    ]
