"""Lines printed below a table of answers: totals, means, weighted means and the index.

"Nilai /Unsur", "NRR / Unsur", "NRR tertbg/unsur", "IKM Unit pelayanan": what the office itself
computed. They become published_indices, so that they can be recomputed from the answers above them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from analysis.intake.cells import cells_of, column_of
from analysis.intake.raw import LEFT_OUT_COLUMNS, ColumnMatch, DataBlock
from analysis.intake.raw import Mapping as BlockMapping
from analysis.intake.values.folding import fold
from analysis.intake.values.letters import read_letter
from analysis.intake.values.numbers import read_number
from analysis.schemas.tables import table as schema_table

LINE_LABELS: dict[str, frozenset[str]] = {
    "total": frozenset(
        {"nilai unsur", "nilai per unsur", "jumlah nilai per unsur", "jumlah nilai unsur",
         "jumlah nilai", "total nilai unsur", "total nilai", "jumlah"}
    ),
    "nrr": frozenset(
        {"nrr unsur", "nrr per unsur", "nrr", "nilai rata rata unsur", "nilai rata rata",
         "nilai rata rata per unsur", "rata rata unsur", "rata rata per unsur", "rata rata"}
    ),
    "weighted": frozenset(
        {"nrr tertbg unsur", "nrr tertimbang unsur", "nrr tertimbang per unsur", "nrr tertimbang",
         "nrr tertbg", "nilai rata rata tertimbang"}
    ),
    "index": frozenset(
        {"ikm unit pelayanan", "nilai ikm", "ikm", "nilai skm", "skm unit pelayanan",
         "nilai ikm unit pelayanan", "indeks kepuasan masyarakat", "nilai ikm setelah dikonversi"}
    ),
    "letter": frozenset({"mutu pelayanan", "mutu", "kategori", "mutu unit pelayanan"}),
}  # fmt: skip
"""What a line holds, by its folded label; a label counts only as a whole."""

_FOOTER_KINDS = ("total", "note")

LINE_COLUMNS = (
    "unit_id", "period", "regime", "unsur", "total", "nrr", "n", "index_printed", "letter_printed",
)  # fmt: skip

Cells = dict[int, dict[int, str]]
"""Raw row to position to text."""


def read_footers(parsed: pd.DataFrame, block: DataBlock, mapping: BlockMapping) -> pd.DataFrame:
    """Return the printed lines below a block of answers as published_indices.

    The index is the raw row number; see `footer_rows`.
    """
    return frame_of_lines(footer_rows(parsed, block, mapping))


def frame_of_lines(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return printed lines as a frame of published_indices with their raw rows as index."""
    known = schema_table("published_indices")
    index = pd.Index([row["row"] for row in rows], dtype="int64")
    columns = {
        name: column_of([row.get(name) for row in rows], index, known[name].dtype)
        for name in LINE_COLUMNS
    }
    return pd.DataFrame(columns, index=index)


def footer_rows(
    parsed: pd.DataFrame, block: DataBlock, mapping: BlockMapping
) -> list[dict[str, object]]:
    """Return the printed lines below a block of answers.

    Parameters
    ----------
    parsed : DataFrame
        Parsed answers; gives `unit_id` and `period` where all rows agree.
    block : DataBlock
        Its structural rows are searched for the labels of `LINE_LABELS`.
    mapping : Mapping
        Tells which column holds which unsur.

    Returns
    -------
    list of dict
        Keys row and `LINE_COLUMNS`, absent where nothing is said; empty where nothing is printed.
        `n` is the number of sheets above the lines. The row of an unsur is the first line that
        speaks of it, that of the whole index the line of the index.
    """
    places = {match.target: match.column.position for match in item_matches(mapping)}
    cells = _cells_below(block)
    lines = _labelled_lines(cells, first_item=min(places.values(), default=0))
    rows = [
        row
        for row in (*(_item_row(key, at, lines, cells) for key, at in places.items()),
                    _whole_row(places, lines, cells))
        if row is not None
    ]  # fmt: skip
    known = schema_table("published_indices")
    facts = {
        "unit_id": _agreed(parsed, "unit_id"),
        "period": _agreed(parsed, "period"),
        "regime": mapping.codebook if mapping.codebook in known["regime"].categories else None,
        "n": len(block.body),
    }
    return [{**facts, **row} for row in rows]


def item_matches(mapping: BlockMapping) -> list[ColumnMatch]:
    """Return the columns that hold items of a codebook, in their order."""
    declared = schema_table(mapping.table)
    return [
        match
        for match in mapping.matches
        if match.target and match.target not in LEFT_OUT_COLUMNS and match.target not in declared
    ]


def _cells_below(block: DataBlock) -> Cells:
    """Cells below the answers that are not blank, by raw row and position."""
    kinds = block.structural
    after = kinds.index[
        kinds.isin(_FOOTER_KINDS)
        & (kinds.index > (block.body.index.max() if len(block.body) else 0))
    ]
    if after.empty:
        return {}
    span = block.sheet.rows.loc[after[0] : after[-1]]
    found: Cells = {int(row): {} for row in after}
    for position in span.columns:
        for row, cell in zip(span.index, cells_of(span[position]), strict=True):
            if cell is not None and row in found:
                found[row][int(position)] = cell
    return found


def _labelled_lines(cells: Cells, *, first_item: int) -> dict[str, int]:
    """Row number of each kind of line; the first of a kind counts."""
    found: dict[str, int] = {}
    for row, line in cells.items():
        for position, cell in line.items():
            kind = _kind_of(cell) if position < first_item or first_item == 0 else ""
            if kind:
                found.setdefault(kind, row)
    return found


def _kind_of(label: str) -> str:
    folded = fold(label.split(":", maxsplit=1)[0])
    return next((kind for kind, labels in LINE_LABELS.items() if folded in labels), "")


def _item_row(
    key: str, position: int, lines: dict[str, int], cells: Cells
) -> dict[str, object] | None:
    values: dict[str, object] = {
        kind: _number(cells[lines[kind]].get(position))
        for kind in ("total", "nrr")
        if kind in lines
    }
    present = [lines[kind] for kind, value in values.items() if value is not None]
    return {"row": min(present), "unsur": key, **values} if present else None


def _whole_row(
    places: dict[str, int], lines: dict[str, int], cells: Cells
) -> dict[str, object] | None:
    found: dict[str, object] = {}
    if "index" in lines:
        found["index_printed"] = _first_number(cells[lines["index"]])
    if "weighted" in lines:
        last_item = max(places.values(), default=-1)
        line = cells[lines["weighted"]]
        found["nrr"] = _first_number({at: cell for at, cell in line.items() if at > last_item})
    for kind in ("letter", "index"):
        if kind in lines and not found.get("letter_printed"):
            found["letter_printed"] = _first_letter(cells[lines[kind]])
    if not any(value is not None for value in found.values()):
        return None
    row = lines.get("index", lines.get("weighted", lines.get("letter")))
    return {"row": row, "unsur": None, **found}


def _number(cell: str | None) -> float | None:
    if cell is None:
        return None
    found = read_number(cell.strip(" *)="), thousands=False)
    return float(found[0]) if found and found[0] < Decimal(10**9) else None


def _first_number(cells: dict[int, str]) -> float | None:
    parts = [part for cell in cells.values() for part in cell.split(":")]
    return next((number for part in parts if (number := _number(part)) is not None), None)


def _first_letter(cells: dict[int, str]) -> str | None:
    parts = [part.strip() for cell in cells.values() for part in cell.split(":")]
    letters = (read_letter(part).value for part in parts)
    return next((str(letter) for letter in letters if letter is not None), None)


def _agreed(parsed: pd.DataFrame, column: str) -> object:
    if column not in parsed.columns:
        return None
    values = parsed[column].dropna().unique()
    return values[0] if len(values) == 1 else None
