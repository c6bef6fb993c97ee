"""Row accounting: every raw row ends as accepted, quarantined, structural or superseded.

A raw row that becomes several canonical rows counts once: as accepted where one of them is
accepted, else as quarantined where one is, else as superseded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

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
    ledger = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=LEDGER_COLUMNS)
    ledger = ledger.assign(source_id=source_id)[list(LEDGER_COLUMNS)]
    texts = [name for name in LEDGER_COLUMNS if name != "row"]
    return ledger.astype({**dict.fromkeys(texts, "category"), "row": "int32"})


def reason_counts(ledger: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return the rows of each outcome by reason, most frequent first."""
    counted = ledger.groupby(["outcome", "reason"], observed=True).size()
    found: dict[str, dict[str, int]] = {}
    for outcome in OUTCOMES:
        if outcome in counted.index.get_level_values(0):
            by_reason = counted[outcome].sort_index().sort_values(ascending=False, kind="stable")
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
    strength = candidates["outcome"].astype(str).map(_STRENGTH)
    strongest = (
        candidates.assign(strength=strength)
        .sort_values("strength", kind="stable")
        .drop_duplicates("row")
        .set_index("row")
        if len(candidates)
        else candidates.set_index("row")
    )
    body = rows.kinds.eq("")
    _check_body(rows, body, strongest.index)
    plain = pd.DataFrame(
        {"row": rows.kinds.index, "outcome": "structural", "reason": rows.kinds.to_numpy()}
    ).assign(column="", delivery=rows.delivery, file=rows.file, sheet=rows.sheet)
    if body.any():
        told = strongest.loc[rows.kinds.index[body], ["outcome", "reason", "column"]].astype(str)
        plain.loc[body.to_numpy(), ["outcome", "reason", "column"]] = told.to_numpy()
    return plain


def _check_body(rows: SheetRows, body: pd.Series, found: pd.Index) -> None:
    missing = int(body.sum()) - int(rows.kinds.index[body].isin(found).sum())
    if missing or len(found) != int(body.sum()):
        raise AccountingError(
            f"{rows.file} sheet {rows.sheet!r}: {missing} data rows without an outcome, "
            f"{len(found)} outcomes for {int(body.sum())} data rows"
        )
