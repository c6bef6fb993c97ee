"""Row accounting: every raw row ends as accepted, quarantined, structural or superseded.

A raw row that becomes several canonical rows counts once: as accepted where one of them is
accepted, else as quarantined where one is, else as superseded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.record.report import OUTCOMES, SourceReport

LEDGER_COLUMNS = (
    "source_id", "delivery", "file", "sheet", "row", "outcome", "reason", "column",
)  # fmt: skip
ELSEWHERE = "other_table"
_STRENGTH = {"accepted": 0, "quarantined": 1, "superseded": 2}


class AccountingError(RuntimeError):
    """Rows were lost or counted twice: a defect of the program, never of its input."""


@dataclass(frozen=True)
class SheetRows:
    """Every raw row of one sheet.

    Attributes
    ----------
    delivery : str
        Id of the delivery.
    file, sheet : str
    kinds : Series of str
        Index = raw row number; the kind of a structural row, empty for a data row.
    """

    delivery: str
    file: str
    sheet: str
    kinds: pd.Series


def row_ledger(
    source_id: str, sheets: Sequence[SheetRows], candidates: pd.DataFrame
) -> pd.DataFrame:
    """Return one row for each raw row with its outcome.

    Parameters
    ----------
    source_id : str
    sheets : sequence of SheetRows
    candidates : DataFrame
        One row for each canonical row that was made or refused: delivery, sheet, row, outcome,
        reason (empty where accepted), column (the raw header the reason is about).

    Returns
    -------
    DataFrame
        Columns `LEDGER_COLUMNS`, in order of arrival, sheet and row; text columns are categories.
    """
    if not sheets:
        return pd.DataFrame(columns=list(LEDGER_COLUMNS)).astype({"row": "int32"})
    counts = [len(one.kinds) for one in sheets]
    rows = np.concatenate([one.kinds.index.to_numpy() for one in sheets])
    kinds = np.concatenate([one.kinds.to_numpy(dtype=object) for one in sheets])
    number = np.repeat(np.arange(len(sheets)), counts)
    body = kinds == ""
    strongest = _strongest(candidates.assign(_sheet=_sheet_numbers(candidates, sheets)))
    _check_body(sheets, number[body], rows[body], strongest)
    count = len(kinds)
    ledger = pd.DataFrame(
        {
            "source_id": _constant(source_id, count),
            **{
                name: _repeated([getattr(one, name) for one in sheets], number)
                for name in ("delivery", "file", "sheet")
            },
            "row": rows,
            "outcome": _told(_constant("structural", count), body, strongest["outcome"]),
            "reason": _told(pd.Categorical(kinds), body, strongest["reason"]),
            "column": _told(_constant("", count), body, strongest["column"]),
        }
    )
    return ledger[list(LEDGER_COLUMNS)].astype({"row": "int32"})


def reason_counts(ledger: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return the rows of each outcome by reason, most frequent first."""
    counted = ledger.groupby(["outcome", "reason"], observed=True).size()
    found: dict[str, dict[str, int]] = {}
    for outcome in OUTCOMES:
        if outcome in counted.index.get_level_values(0):
            by_reason = counted.xs(outcome).sort_index().sort_values(ascending=False, kind="stable")
            found[outcome] = {str(reason): int(count) for reason, count in by_reason.items()}
    return found


def check_balance(report: SourceReport, ledger: pd.DataFrame, canonical_rows: int) -> None:
    """Hold in = accepted + quarantined + structural + superseded.

    Parameters
    ----------
    report : SourceReport
    ledger : DataFrame
    canonical_rows : int
        Rows of the source in the canonical table; at least one for each accepted raw row.

    Raises
    ------
    AccountingError
    """
    total = sum(report.count(outcome) for outcome in OUTCOMES)
    twice = ledger.duplicated(["delivery", "sheet", "row"]).any()
    too_few = canonical_rows < report.accepted or (canonical_rows > 0) != (report.accepted > 0)
    if total != report.rows_in or len(ledger) != report.rows_in or twice or too_few:
        raise AccountingError(
            f"source {report.source_id}: in {report.rows_in}, counted {total}, "
            f"ledger {len(ledger)}, canonical {canonical_rows}"
        )


def _sheet_numbers(candidates: pd.DataFrame, sheets: Sequence[SheetRows]) -> np.ndarray:
    """Return the place of each candidate's sheet in `sheets`."""
    known = pd.MultiIndex.from_arrays(
        [[one.delivery for one in sheets], [one.sheet for one in sheets]]
    )
    codes = known.get_indexer(pd.MultiIndex.from_frame(candidates[["delivery", "sheet"]]))
    return np.asarray(codes)


def _strongest(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return one candidate for each raw row, in the order of sheets and rows."""
    place = ["_sheet", "row"]
    if candidates.duplicated(place).any():
        strength = candidates["outcome"].astype("str").map(_STRENGTH)
        ordered = candidates.assign(_strength=strength).sort_values("_strength", kind="stable")
        candidates = ordered.drop_duplicates(place)
    keys = (candidates["row"].to_numpy(), candidates["_sheet"].to_numpy())
    return candidates.iloc[np.lexsort(keys)]


def _constant(text: str, count: int) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(np.zeros(count, dtype="int8"), pd.Index([text]))


def _told(base: pd.Categorical[Any], body: np.ndarray, told: pd.Series) -> pd.Categorical[Any]:
    """Return `base` with what is told of the data rows in their places."""
    said = pd.Categorical(told)
    categories = base.categories.union(said.categories).astype("str")
    codes = base.set_categories(categories).codes.copy()
    codes[body] = said.set_categories(categories).codes
    return pd.Categorical.from_codes(codes, categories)


def _repeated(texts: Sequence[str], number: np.ndarray) -> pd.Categorical[Any]:
    """Return `texts[number]` as categories."""
    distinct = list(dict.fromkeys(texts))
    codes = np.array([distinct.index(text) for text in texts])
    return pd.Categorical.from_codes(codes[number], pd.Index(distinct, dtype="str"))


def _check_body(
    sheets: Sequence[SheetRows], number: np.ndarray, rows: np.ndarray, strongest: pd.DataFrame
) -> None:
    """Hold that every data row has exactly one outcome."""
    found = strongest["_sheet"].to_numpy(), strongest["row"].to_numpy()
    if np.array_equal(number, found[0]) and np.array_equal(rows, found[1]):
        return
    expected = np.bincount(number, minlength=len(sheets))
    told = np.bincount(found[0][found[0] >= 0], minlength=len(sheets))
    wrong = sheets[int(np.flatnonzero(expected != told)[0])] if (expected != told).any() else None
    where = f"{wrong.file} sheet {wrong.sheet!r}" if wrong else "other rows"
    raise AccountingError(f"{where}: {len(found[0])} outcomes for {len(rows)} data rows")
