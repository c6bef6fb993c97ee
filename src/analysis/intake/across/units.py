"""The unit of rows about employees that no file names: the one they belonged to at the time."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.intake.across.roster import Roster
from analysis.intake.blocks.completing import takes_unit_of_employee, unit_line
from analysis.intake.blocks.parsing import QUARANTINED
from analysis.intake.source import SourceDraft
from analysis.intake.stops import SourceStopError
from analysis.schemas.columns import Table
from analysis.schemas.tables import table

NO_UNIT = "no_unit"


def complete_units(draft: SourceDraft, roster: Roster) -> SourceDraft:
    """Fill the unit of rows that name none, and refuse those that need one and still lack it.

    Parameters
    ----------
    draft : SourceDraft
        Its persons are named.
    roster : Roster

    Raises
    ------
    SourceStopError
        If no row of a source whose table needs units has any.
    """
    declared = table(draft.context.source.table)
    if not takes_unit_of_employee(declared) or "employee_id" not in draft.frame:
        return draft
    units = draft.frame.get("unit_id", pd.Series(pd.NA, index=draft.frame.index, dtype="str"))
    waiting = units.isna() & draft.place["reason"].eq("").to_numpy()
    if not waiting.any():
        return draft
    periods = _periods(draft.frame, declared)
    told = roster.look_up(draft.frame["employee_id"][waiting], periods[waiting], "unit_id")
    units = units.fillna(told)
    draft = replace(draft, frame=draft.frame.assign(unit_id=units))
    draft = _with_edits(draft, told.notna())
    return draft if declared["unit_id"].nullable else _refused(draft, waiting & units.isna())


def _periods(frame: pd.DataFrame, declared: Table) -> pd.Series:
    """Return the period of each row; a row that has only a day belongs to its month."""
    nothing = pd.Series(pd.NA, index=frame.index, dtype="str")
    stated = frame.get("period", nothing)
    if declared.principal_date not in frame:
        return stated
    months = frame[declared.principal_date].dt.strftime("%Y-%m").astype("str")
    return stated.fillna(months)


def _with_edits(draft: SourceDraft, filled: pd.Series) -> SourceDraft:
    """Count the filled cells in the edit log, sheet by sheet."""
    rows = draft.place.loc[filled.index[filled.to_numpy()], ["delivery", "file", "sheet"]]
    if rows.empty:
        return draft
    counts = rows.groupby(["delivery", "file", "sheet"], observed=True, sort=False).size()
    lines = counts.reset_index(name="count").assign(
        column="unit_id", rule="unit_of_employee", from_class="blank", to="unit"
    )
    edits = pd.concat([draft.edits, lines], ignore_index=True)[list(draft.edits.columns)]
    return replace(draft, edits=edits)


def _refused(draft: SourceDraft, lost: pd.Series) -> SourceDraft:
    if not lost.any():
        return draft
    if not draft.frame["unit_id"].notna().any():
        raise _nothing_known(draft)
    rows = draft.place.loc[lost.to_numpy(), ["delivery", "file", "sheet", "row"]]
    cells = rows.assign(column="", target="unit_id", reason=NO_UNIT, effect=QUARANTINED, value="")
    place = draft.place.assign(reason=draft.place["reason"].mask(lost.to_numpy(), NO_UNIT))
    bad_cells = pd.concat([draft.bad_cells, cells], ignore_index=True)
    return replace(draft, place=place, bad_cells=bad_cells)


def _nothing_known(draft: SourceDraft) -> SourceStopError:
    return SourceStopError(
        "intake.across.no_unit",
        file=", ".join(one.file for one in draft.deliveries),
        source=draft.context.source.id,
        toml_lines=[unit_line(draft.context.region)],
    )
