"""What the last arrival of a source changed against the ones before it."""

from __future__ import annotations

import pandas as pd

from analysis.intake.deliveries.superseding import covered_by_last
from analysis.intake.raw import Problem
from analysis.intake.source import SourceDraft
from analysis.schemas.columns import Table
from analysis.schemas.tables import table

OPEN_CATEGORIES = frozenset({"unit_id", "status", "golongan", "position_level", "scheme"})
"""Columns without a list of values in which a new value is worth telling."""

MOST_VALUES_NAMED = 8


def arrival_problems(draft: SourceDraft) -> tuple[Problem, ...]:
    """Return the rows added, removed and changed by the last arrival, and its new categories.

    Deliveries that were registered together are one arrival; a source with a single one has
    nothing to compare. Earlier rows count as removed only in the units and periods, or days, that
    the last arrival covers.
    """
    stamps = [one.registered_at for one in draft.deliveries]
    if len(set(stamps)) < 2:
        return ()
    newest = "" if "" in stamps else max(stamps)
    last = {one.sequence for one in draft.deliveries if one.registered_at == newest}
    files = ", ".join(one.file for one in draft.deliveries if one.registered_at == newest)
    fine = draft.place["reason"].eq("")
    new = draft.place["sequence"].isin(last)
    declared = table(draft.context.source.table)
    inside = covered_by_last(draft.frame, new, ~fine, date=declared.principal_date)
    now, before = draft.frame[fine & new], draft.frame[fine & ~new]
    counts = _difference(now, before, draft.frame[fine & ~new & inside], declared)
    told = Problem("intake.delivery.difference", {"file": files, **counts})
    return (told, *_new_categories(now, before, declared))


def _difference(
    now: pd.DataFrame, before: pd.DataFrame, inside: pd.DataFrame, declared: Table
) -> dict[str, int]:
    keys = [name for name in declared.key if name in now and name in before]
    if declared.by_place or not keys:
        return _by_content(now, inside)
    latest = _prints(before, keys)
    fresh, gone = _prints(now, keys), _prints(inside, keys)
    both = fresh.index.intersection(latest.index)
    changed = int(fresh.loc[both].ne(latest.loc[both]).sum())
    return {
        "added": len(fresh.index.difference(latest.index)),
        "removed": len(gone.index.difference(fresh.index)),
        "changed": changed,
    }


def _prints(rows: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return key to a hash of what the last row of that key says."""
    whole = rows.drop_duplicates(keys, keep="last").dropna(axis="columns", how="all")
    names = sorted(str(name) for name in whole if name not in keys)
    texts = whole[names].astype("str").fillna("")
    joined = pd.Series("", index=whole.index, dtype="str")
    for name in names:
        joined = joined + (name + "=" + texts[name] + ";").mask(texts[name].eq(""), "")
    index = pd.util.hash_pandas_object(rows.loc[whole.index, keys].astype("str"), index=False)
    return pd.Series(joined.to_numpy(), index=index.to_numpy())


def _by_content(now: pd.DataFrame, inside: pd.DataFrame) -> dict[str, int]:
    columns = sorted({str(name) for name in now} & {str(name) for name in inside})
    counted = [
        pd.util.hash_pandas_object(rows[columns].astype("str"), index=False).value_counts()
        for rows in (now, inside)
    ]
    same = int(pd.concat(counted, axis=1, join="inner").min(axis=1).sum())
    return {"added": len(now) - same, "removed": len(inside) - same, "changed": 0}


def _new_categories(now: pd.DataFrame, before: pd.DataFrame, declared: Table) -> list[Problem]:
    found = []
    for column in declared.columns:
        listed = column.categories or column.name in OPEN_CATEGORIES
        if not listed or column.name not in now or column.name not in before:
            continue
        fresh = sorted(set(now[column.name].dropna()) - set(before[column.name].dropna()))
        if fresh and before[column.name].notna().any():
            shown = ", ".join(map(str, fresh[:MOST_VALUES_NAMED]))
            more = ", …" if len(fresh) > MOST_VALUES_NAMED else ""
            told: dict[str, object] = {"target": column.name, "values": shown + more}
            found.append(Problem("intake.delivery.new_categories", told))
    return found
