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
from pandas.api.types import union_categoricals

from analysis.intake.report import OUTCOMES, SourceReport

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
    groups = dict(iter(candidates.groupby(["delivery", "sheet"], sort=False, observed=True)))
    empty = candidates.iloc[:0]
    parts = [_sheet_ledger(one, groups.get((one.delivery, one.sheet), empty)) for one in sheets]
    ledger = _stacked(parts) if parts else pd.DataFrame(columns=LEDGER_COLUMNS)
    named = _constant(source_id, len(ledger))
    return ledger.assign(source_id=named)[list(LEDGER_COLUMNS)].astype({"row": "int32"})


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


def _sheet_ledger(rows: SheetRows, candidates: pd.DataFrame) -> pd.DataFrame:
    strongest = _strongest(candidates)
    body = rows.kinds.eq("").to_numpy()
    _check_body(rows, body, strongest)
    if not strongest["row"].is_monotonic_increasing:
        strongest = strongest.sort_values("row")
    count = len(rows.kinds)
    same = {name: _constant(getattr(rows, name), count) for name in ("delivery", "file", "sheet")}
    return pd.DataFrame(
        {
            **same,
            "row": rows.kinds.index,
            "outcome": _told(_constant("structural", count), body, strongest["outcome"]),
            "reason": _told(pd.Categorical(rows.kinds), body, strongest["reason"]),
            "column": _told(_constant("", count), body, strongest["column"]),
        }
    )


def _strongest(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return one candidate for each raw row."""
    if candidates["row"].is_unique:
        return candidates
    strength = candidates["outcome"].astype("str").map(_STRENGTH)
    ordered = candidates.assign(_strength=strength).sort_values("_strength", kind="stable")
    return ordered.drop_duplicates("row")


def _constant(text: str, count: int) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(np.zeros(count, dtype="int8"), pd.Index([text]))


def _told(base: pd.Categorical[Any], body: np.ndarray, told: pd.Series) -> pd.Categorical[Any]:
    """Return `base` with what is told of the data rows in their places."""
    said = pd.Categorical(told)
    categories = base.categories.union(said.categories).astype("str")
    codes = base.set_categories(categories).codes.copy()
    codes[body] = said.set_categories(categories).codes
    return pd.Categorical.from_codes(codes, categories)


def _stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if len(parts) == 1:
        return parts[0]
    columns = {
        name: union_categoricals([part[name] for part in parts])
        if isinstance(parts[0][name].dtype, pd.CategoricalDtype)
        else pd.concat([part[name] for part in parts], ignore_index=True)
        for name in parts[0]
    }
    return pd.DataFrame(columns)


def _check_body(rows: SheetRows, body: np.ndarray, strongest: pd.DataFrame) -> None:
    expected = rows.kinds.index[body]
    found = pd.Index(strongest["row"])
    if len(expected) != len(found) or not found.isin(expected).all():
        raise AccountingError(
            f"{rows.file} sheet {rows.sheet!r}: {len(found)} outcomes for {len(expected)} data rows"
        )
