"""Two sources that say the same thing: rows whose key another source already has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.intake.assembly import SourceProduct
from analysis.intake.record.accounting import reason_counts
from analysis.intake.record.cell_log import CELL_COLUMNS
from analysis.schemas.tables import table

OTHER_SOURCE = "other_source"


def refuse_other_sources(products: Sequence[SourceProduct]) -> list[SourceProduct]:
    """Quarantine rows whose key stands in a source named earlier in region.toml.

    Tables in which a row has no identity but its place are left as they are.
    """
    seen: dict[str, list[pd.DataFrame]] = {}
    kept: list[SourceProduct] = []
    for product in products:
        keys = [name for name in table(product.table).key if name in product.frame]
        if table(product.table).by_place or not len(product.frame):
            kept.append(product)
            continue
        before = pd.concat([*seen.get(product.table, []), product.frame[keys].iloc[:0]])
        both = pd.concat([before, product.frame[keys]], ignore_index=True)
        twice = both.duplicated(keys).to_numpy()[len(before) :]
        seen.setdefault(product.table, []).append(product.frame.loc[~twice, keys])
        kept.append(_without(product, twice) if twice.any() else product)
    return kept


def refuse_rows(product: SourceProduct, reasons: Mapping[str, str]) -> SourceProduct:
    """Return the product without some of its rows, which are quarantined.

    Parameters
    ----------
    product : SourceProduct
    reasons : mapping of place to reason code
        A place as `source_row` names it; all of its raw row is held back.
    """
    ledger = product.ledger.astype({"outcome": "str", "reason": "str"})
    place = ledger["file"].astype("str") + "#" + ledger["sheet"].astype("str") + "!"
    reason = (place + ledger["row"].astype("str")).map(dict(reasons))
    refused = reason.notna()
    ledger = ledger.assign(
        outcome=ledger["outcome"].mask(refused, "quarantined"),
        reason=ledger["reason"].mask(refused, reason),
    )
    cells = pd.concat([product.cells, _cells(ledger[refused])], ignore_index=True)
    ledger = ledger.astype({"outcome": "category", "reason": "category"})
    report = replace(product.report, reasons=reason_counts(ledger))
    frame = product.frame[~product.frame["source_row"].isin(list(reasons))].reset_index(drop=True)
    return replace(product, frame=frame, ledger=ledger, cells=cells, report=report)


def _without(product: SourceProduct, twice: np.ndarray) -> SourceProduct:
    """Refuse the rows of `twice`, unless another row of the same raw row stays."""
    frame = product.frame[~twice].reset_index(drop=True)
    lost = set(product.frame.loc[twice, "source_row"]) - set(frame["source_row"])
    return replace(refuse_rows(product, dict.fromkeys(lost, OTHER_SOURCE)), frame=frame)


def _cells(refused: pd.DataFrame) -> pd.DataFrame:
    rows = refused[["source_id", "delivery", "file", "sheet", "row", "reason"]]
    blank = {"column": "", "target": "", "from": "", "to": "", "who": "", "date": ""}
    return rows.assign(kind="quarantined", **blank)[list(CELL_COLUMNS)]
