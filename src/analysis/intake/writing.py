"""The products of all sources become the region's tables and intake's own record, in one step."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from analysis import store
from analysis.intake.across.trainings import TABLE as JOINED_TABLE
from analysis.intake.assembly import LINK_TABLE, SourceProduct
from analysis.intake.blocks.reading import PRINTED
from analysis.intake.deliveries.carrying import (
    ACCOUNTING_FILE,
    CELLS_FILE,
    EDITS_FILE,
    JOINED_FILE,
    ROWS_FILE,
    STATE_FILE,
)
from analysis.intake.deliveries.registry import Delivery
from analysis.intake.record.accounting import LEDGER_COLUMNS
from analysis.intake.record.cell_log import CELL_COLUMNS
from analysis.intake.record.report import IntakeReport
from analysis.intake.source import EDIT_COLUMNS
from analysis.schemas.tables import table
from analysis.settings import Project

DELIVERIES_FILE, PROBLEMS_FILE = "deliveries.json", "problems.json"


def write_products(
    project: Project,
    report: IntakeReport,
    products: Sequence[SourceProduct],
    deliveries: Sequence[Delivery],
    *,
    identity: str,
) -> None:
    """Write the tables and the `_intake` files of a region whole.

    Raises
    ------
    SchemaError
        If a table does not keep its schema; the last good tables stay.
    """
    tables = _tables(products)
    filled = {name: frame for name, frame in tables.items() if len(frame)}
    items = {
        str(column)
        for name, frame in filled.items()
        for column in frame
        if str(column) not in table(name)
    }
    intake_files = {
        ACCOUNTING_FILE: _json(report.to_dict()),
        STATE_FILE: _json({"schema": 1, "identity": identity, "tables": sorted(filled)}),
        DELIVERIES_FILE: _json({"schema": 1, "deliveries": [_delivery(one) for one in deliveries]}),
        PROBLEMS_FILE: _json(_problems(report)),
        ROWS_FILE: _parquet([one.ledger for one in products], LEDGER_COLUMNS),
        EDITS_FILE: _parquet([one.edits for one in products], ("source_id", *EDIT_COLUMNS)),
        CELLS_FILE: _parquet([one.cells for one in products], CELL_COLUMNS),
    }
    if joined := [one.joined for one in products if len(one.joined)]:
        intake_files[JOINED_FILE] = _parquet(joined, table(JOINED_TABLE).names)
    store.write_region(project, report.region, filled, intake_files, items=sorted(items))


def _tables(products: Sequence[SourceProduct]) -> dict[str, pd.DataFrame]:
    parts: dict[str, list[pd.DataFrame]] = {}
    for product in products:
        parts.setdefault(product.table, []).append(product.frame)
    for product in products:
        parts.setdefault(PRINTED, []).append(product.printed)
        parts.setdefault(LINK_TABLE, []).append(product.linked)
    tables = {name: _stacked(frames) for name, frames in parts.items()}
    return tables | {PRINTED: _first_of_key(tables[PRINTED])} if products else {}


def _first_of_key(printed: pd.DataFrame) -> pd.DataFrame:
    """Results that a source of their own states go before those printed below answers."""
    keys = [name for name in table(PRINTED).key if name in printed]
    return printed.drop_duplicates(keys, ignore_index=True) if keys else printed


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if len(filled) == 1:
        return filled[0]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def _parquet(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> bytes:
    filled = [part for part in parts if len(part)]
    whole = _joined(filled) if filled else pd.DataFrame(columns=list(columns), dtype="str")
    stream = io.BytesIO()
    whole.reindex(columns=list(columns)).to_parquet(stream, index=False, compression="zstd")
    return stream.getvalue()


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if len(parts) == 1:
        return parts[0]
    plain = [
        part.astype({c: "str" for c in part if isinstance(part[c].dtype, pd.CategoricalDtype)})
        for part in parts
    ]
    whole = pd.concat(plain, ignore_index=True)
    texts = [name for name in whole if pd.api.types.is_string_dtype(whole[name])]
    return whole.astype(dict.fromkeys(texts, "category"))


def _delivery(delivery: Delivery) -> dict[str, Any]:
    told = asdict(delivery)
    told.pop("registered_at")
    return {"id": delivery.id, **told}


def _problems(report: IntakeReport) -> dict[str, Any]:
    of_sources = [
        {"source": source.source_id, "stops": False, **asdict(problem)}
        for source in report.sources
        for problem in source.problems
    ]
    stops = [
        {**asdict(source.stop), "source": source.source_id, "stops": True}
        for source in report.sources
        if source.stop is not None
    ]
    of_region = [{"source": "", **asdict(problem)} for problem in report.problems]
    orders = {source.source_id: source.unsur_order for source in report.sources}
    return {"schema": 1, "unsur_order": orders, "problems": [*stops, *of_sources, *of_region]}


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n").encode()
