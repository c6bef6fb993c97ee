"""What becomes of every row of a source: accepted, held back, or replaced by a later delivery."""

from __future__ import annotations

import pandas as pd

from analysis.intake.deliveries.superseding import (
    DUPLICATE_KEY,
    LATER_DELIVERY,
    later_keys,
    superseded_by_span,
)
from analysis.intake.source import SourceDraft
from analysis.schemas.tables import table

EMPLOYEES, TWO_UNITS = "employees", "two_units"
NUMBERED = frozenset({"complaint_id"})
"""Identities in which a file may state a number of its own; it goes before the place of a row."""


def decide(draft: SourceDraft) -> pd.DataFrame:
    """Return the place of every candidate row with its final outcome, reason and column.

    Parameters
    ----------
    draft : SourceDraft
        Its persons are named.
    """
    place, source = draft.place, draft.context.source
    declared = table(source.table)
    refused = place["reason"].ne("")
    gone = twice = elsewhere = pd.Series(False, index=place.index)
    if source.delivery == "cumulative":
        gone = superseded_by_span(
            draft.frame, place["sequence"], refused, date=declared.principal_date
        )
    if source.table == EMPLOYEES:
        within = ["sequence"] if source.delivery == "cumulative" else []
        elsewhere = _in_another_unit(draft.frame, place[within], refused | gone)
    if not declared.by_place:
        passed_over = refused | gone | elsewhere | _nameless(draft.frame, declared.key)
        by_key, twice = later_keys(draft.frame, place["sequence"], passed_over, declared)
        gone = gone | by_key
    reason = place["reason"].mask(twice, DUPLICATE_KEY).mask(elsewhere, TWO_UNITS)
    reason = reason.mask(gone, LATER_DELIVERY)
    outcome = (
        pd.Series("accepted", index=place.index, dtype="str")
        .mask(reason.ne(""), "quarantined")
        .mask(gone, "superseded")
    )
    return place.assign(outcome=outcome, reason=reason, column=place["column"].mask(gone, ""))


def _in_another_unit(
    frame: pd.DataFrame, within: pd.DataFrame, passed_over: pd.Series
) -> pd.Series:
    """Tell which rows put an employee in another unit than an earlier row of the period does.

    Parameters
    ----------
    within : DataFrame
        Columns that must be equal too; the delivery where a later one replaces an earlier one.
    """
    nobody = pd.Series(False, index=frame.index)
    if not {"employee_id", "period", "unit_id"} <= set(frame):
        return nobody
    keys = ["employee_id", "period", *within]
    known = frame.assign(**within)[~passed_over.to_numpy()]
    first = known.groupby(keys, sort=False)["unit_id"].transform("first")
    nobody.loc[known.index[known["unit_id"].ne(first)]] = True
    return nobody


def _nameless(frame: pd.DataFrame, key: tuple[str, ...]) -> pd.Series:
    """Tell which rows have no identity but their place: the file gives them no number."""
    if not NUMBERED.issuperset(key):
        return pd.Series(False, index=frame.index)
    known = [frame[name].notna() for name in key if name in frame]
    return ~known[0] if known else pd.Series(True, index=frame.index)
