"""Which rows a later delivery replaces, and files that silently repeat earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.schemas.columns import Table

LATER_DELIVERY, DUPLICATE_KEY = "later_delivery", "duplicate_key"
FEWEST_ROWS_COMPARED = 20
SHARE_OF_REPEATS = 0.5


def superseded_by_span(
    frame: pd.DataFrame, delivery: pd.Series, refused: pd.Series, *, date: str
) -> pd.Series:
    """Tell which rows of a cumulative source lie in the span of a later delivery.

    The span of a delivery is, for each unit it holds rows of, the declared periods and the days
    from its first to its last date. A row that says neither falls only with its whole unit, when
    the later delivery covers everything that the earlier one holds of it.

    Parameters
    ----------
    frame : DataFrame
        With unit_id, period and the column `date` where the table has them.
    delivery : Series of int
        Order of arrival of each row.
    refused : Series of bool
        Rows that cannot be accepted; they fall like the others but cover nothing.
    date : str
        Principal date; empty where the table has none.

    Returns
    -------
    Series of bool
    """
    place = _places(frame, date).assign(delivery=delivery.to_numpy(), refused=refused.to_numpy())
    gone = pd.Series(False, index=frame.index)
    for later in sorted(place["delivery"].unique())[1:]:
        covering = place[place["delivery"].eq(later) & ~place["refused"]]
        earlier = place["delivery"].lt(later)
        gone |= earlier & _covered(place, covering)
    return gone


def covered_by_last(
    frame: pd.DataFrame, last: pd.Series, refused: pd.Series, *, date: str
) -> pd.Series:
    """Tell which rows lie in the units and periods, or days, that the `last` ones cover.

    Parameters
    ----------
    last : Series of bool
    refused : Series of bool
        They cover nothing.
    date : str
        Principal date; empty where the table has none.
    """
    place = _places(frame, date).assign(delivery=last.to_numpy().astype("int64"))
    covering = place[last.to_numpy() & ~refused.to_numpy()]
    return ~last & _covered(place, covering) if len(covering) else last & ~last


def later_keys(
    frame: pd.DataFrame, delivery: pd.Series, refused: pd.Series, table: Table
) -> tuple[pd.Series, pd.Series]:
    """Tell which rows a later delivery repeats by key, and which repeat a key in one delivery.

    Returns
    -------
    (Series of bool, Series of bool)
        Superseded by a later delivery; second and further rows of a key within one delivery.
    """
    keys = [name for name in table.key if name in frame]
    nobody = pd.Series(False, index=frame.index)
    if not keys or refused.all():
        return nobody, nobody.copy()
    fine = frame.loc[~refused, keys].assign(_delivery=delivery[~refused])
    repeated = fine.duplicated([*keys, "_delivery"])
    first = fine[~repeated]
    last_of_key = first.groupby(keys, dropna=False, observed=True)["_delivery"].transform("max")
    older = first.index[first["_delivery"] < last_of_key]
    superseded, twice = nobody.copy(), nobody.copy()
    superseded.loc[older] = True
    twice.loc[fine.index[repeated]] = True
    return superseded, twice


def row_prints(body: pd.DataFrame, headers: Mapping[int, str]) -> np.ndarray:
    """Return a hash of every row's cells, whatever the order of the columns.

    Parameters
    ----------
    body : DataFrame of str
    headers : mapping of column position to header
        Only the columns to be compared; a running number is left out.
    """
    order = sorted(headers, key=lambda position: (headers[position], position))
    filled = body[order].fillna("")
    return pd.util.hash_pandas_object(filled, index=False).to_numpy()


def repeated_rows(prints: np.ndarray, earlier: np.ndarray) -> int:
    """Return how many rows occur in both, each earlier row counted once."""
    both = pd.Series(prints).value_counts().to_frame("now")
    before = pd.Series(earlier).value_counts().rename("before")
    joined = both.join(before, how="inner")
    return int(joined.min(axis=1).sum())


def repeats_too_much(matched: int, rows: int) -> bool:
    """Tell whether an append file is probably a longer copy of an earlier one."""
    return rows >= FEWEST_ROWS_COMPARED and matched > SHARE_OF_REPEATS * rows


def difference(old: Sequence[pd.DataFrame], new: Sequence[pd.DataFrame]) -> dict[str, int]:
    """Count rows added, removed and changed between two versions of a file's sheets.

    A row is changed where the old and the new content stand at the same place and neither occurs
    elsewhere in the other version.
    """
    before, after = _placed_rows(old), _placed_rows(new)
    gone = before[~_matched(before, after)]
    fresh = after[~_matched(after, before)]
    changed = len(gone.merge(fresh, on=["sheet", "row"]))
    return {"added": len(fresh) - changed, "removed": len(gone) - changed, "changed": changed}


def _placed_rows(sheets: Sequence[pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for number, rows in enumerate(sheets):
        cells = rows.fillna("").to_numpy(dtype=object).tolist()
        texts = ["\x1f".join(map(str, row)).rstrip("\x1f") for row in cells]
        part = pd.DataFrame({"sheet": number, "row": rows.index, "text": texts})
        parts.append(part[part["text"].ne("")])
    whole = pd.concat(parts, ignore_index=True)
    return whole.assign(turn=whole.groupby("text").cumcount())


def _matched(rows: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    mine = pd.MultiIndex.from_frame(rows[["text", "turn"]])
    return mine.isin(pd.MultiIndex.from_frame(others[["text", "turn"]]))


def _places(frame: pd.DataFrame, date: str) -> pd.DataFrame:
    index = frame.index
    blank = pd.Series(pd.NA, index=index, dtype="str")
    nothing = pd.Series(pd.NaT, index=index, dtype="datetime64[us]")
    return pd.DataFrame(
        {
            "unit": frame["unit_id"] if "unit_id" in frame else blank.fillna(""),
            "period": frame.get("period", blank),
            "day": frame[date] if date and date in frame else nothing,
        }
    )


def _covered(place: pd.DataFrame, covering: pd.DataFrame) -> pd.Series:
    """Rows of `place` inside the span of `covering`, unit by unit."""
    declared = covering[["unit", "period"]].dropna().drop_duplicates()
    pairs = pd.MultiIndex.from_frame(place[["unit", "period"]])
    by_period = pairs.isin(pd.MultiIndex.from_frame(declared)) & place["period"].notna()
    known = pd.Series(by_period, index=place.index)
    undeclared = covering[covering["period"].isna() & covering["day"].notna()]
    if len(undeclared):
        known |= _inside_days(place, undeclared)
    return known | _left_over(place, known, covering)


def _inside_days(place: pd.DataFrame, undeclared: pd.DataFrame) -> pd.Series:
    spans = undeclared.groupby("unit", observed=True)["day"].agg(["min", "max"])
    first, last = (place["unit"].map(spans[end]) for end in ("min", "max"))
    return place["period"].isna() & place["day"].ge(first) & place["day"].le(last)


def _left_over(place: pd.DataFrame, known: pd.Series, covering: pd.DataFrame) -> pd.Series:
    """Unplaceable rows of deliveries whose placeable rows are all covered."""
    unplaced = place["unit"].isna() | (place["period"].isna() & place["day"].isna())
    kept = place.loc[~known & ~unplaced, "delivery"].unique()
    older = place["delivery"].lt(covering["delivery"].max())
    return unplaced & older & ~place["delivery"].isin(kept)
