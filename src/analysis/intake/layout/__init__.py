"""Tables in a raw sheet: header, body, and every other row with what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.intake.layout.facts import facts_of_lines, is_information
from analysis.intake.layout.grid import for_looking, row_texts, rows_of
from analysis.intake.layout.headers import Header, find_headers
from analysis.intake.layout.rows import BODY, classify_rows
from analysis.intake.layout.sides import split_sides
from analysis.intake.lexicon import known_headers
from analysis.intake.raw import DataBlock, RawSheet
from analysis.schemas.codebook import Codebook

__all__ = ["find_all_blocks", "find_blocks"]

_INFORMATION_ROWS = 200


def find_blocks(
    sheet: RawSheet, *, header_row: int = 0, codebooks: Sequence[Codebook] = ()
) -> list[DataBlock]:
    """Return the tables of a sheet from top to bottom, left to right.

    Each raw row is in the body or in `structural` of exactly one block; only where two tables
    stand side by side does a row that fills both belong to both.

    Parameters
    ----------
    sheet : RawSheet
    header_row : int
        First header row as region.toml says it, 1-based; 0 means found by known names.
    codebooks : sequence of Codebook
        Their items count as known names.
    """
    if sheet.rows.empty:
        return []
    if not header_row and _is_information_sheet(sheet):
        return [_information_block(sheet)]
    seen = for_looking(sheet)
    headers = find_headers(seen, known_headers(codebooks), header_row=header_row)
    if not headers:
        return [_text_block(sheet)]
    blocks: list[DataBlock] = []
    for header, rows in zip(headers, _row_spans(seen, headers), strict=True):
        blocks += _blocks_under(sheet, seen, header, rows)
    return blocks


def find_all_blocks(
    sheets: Sequence[RawSheet], *, header_row: int = 0, codebooks: Sequence[Codebook] = ()
) -> list[DataBlock]:
    """Return the tables of all sheets of a file; facts of information sheets hold for the others.

    Hidden sheets take part like any other: what they hold is reported, not passed over.
    """
    blocks = [
        block
        for sheet in sheets
        for block in find_blocks(sheet, header_row=header_row, codebooks=codebooks)
    ]
    shared: dict[str, str] = {}
    for block in blocks:
        if not block.columns:
            shared = {**block.facts, **shared}
    return [
        replace(block, facts={**shared, **block.facts}) if block.columns else block
        for block in blocks
    ]


def _is_information_sheet(sheet: RawSheet) -> bool:
    rows = sheet.rows
    if len(rows) > _INFORMATION_ROWS or not 2 <= rows.shape[1] <= 4:
        return False
    return is_information(row_texts(rows).values())


def _information_block(sheet: RawSheet) -> DataBlock:
    facts = facts_of_lines(row_texts(sheet.rows).values())
    return replace(_text_block(sheet), facts=facts)


def _text_block(sheet: RawSheet) -> DataBlock:
    blank = sheet.rows.isna().all(axis=1)
    kinds = pd.Series("title", index=sheet.rows.index, dtype="str").mask(blank, "blank")
    facts = facts_of_lines(row_texts(sheet.rows.iloc[:_INFORMATION_ROWS]).values())
    return DataBlock(sheet, (), 0.0, (), sheet.rows.iloc[:0], kinds, None, facts)


def _row_spans(sheet: RawSheet, headers: Sequence[Header]) -> list[pd.Index]:
    """Return the raw rows that belong to each header; lines right above a table are its titles."""
    starts = [sheet.rows.index[0]]
    starts += [_title_start(sheet, header.rows[0]) for header in headers[1:]]
    ends = [*starts[1:], sheet.rows.index[-1] + 1]
    index = sheet.rows.index
    return [index[(index >= a) & (index < b)] for a, b in zip(starts, ends, strict=True)]


def _title_start(sheet: RawSheet, header: int) -> int:
    row = header
    while row - 1 in sheet.rows.index:
        filled = int(sheet.rows.loc[[row - 1]].notna().to_numpy().sum())
        if filled == 0 or filled > 2:
            break
        row -= 1
    return row


def _blocks_under(
    sheet: RawSheet, seen: RawSheet, header: Header, rows: pd.Index
) -> list[DataBlock]:
    """Return the tables under one header; `seen` is the sheet in the form that is looked at."""
    after = header.rows[-1] if header.rows else rows[0] - 1
    below = rows_of(seen.rows, rows[rows > after])
    sides = split_sides(header, below)
    blocks = [_block(sheet, side, below) for side in sides]
    above = rows[(rows <= after) & ~rows.isin(header.rows)]
    return [_with_titles(blocks[0], row_texts(seen.rows, above)), *blocks[1:]]


def _block(sheet: RawSheet, header: Header, below: pd.DataFrame) -> DataBlock:
    columns = header.columns
    own = below[[column.position for column in columns]]
    classified = classify_rows(own, header)
    is_body = classified.kinds == BODY
    structural = pd.concat(
        [
            pd.Series("header", index=pd.Index(header.rows, dtype=below.index.dtype), dtype="str"),
            classified.kinds[~is_body].astype("str"),
        ]
    )
    return DataBlock(
        sheet,
        header.rows,
        header.confidence,
        columns,
        rows_of(sheet.rows, own.index[is_body.to_numpy()])[own.columns],
        structural,
        classified.sections,
    )


def _with_titles(block: DataBlock, lines: dict[int, list[str]]) -> DataBlock:
    kinds = ["title" if any(cells) else "blank" for cells in lines.values()]
    index = pd.Index(list(lines), dtype=block.structural.index.dtype)
    titles = pd.Series(kinds, index=index, dtype="str")
    return replace(
        block,
        structural=pd.concat([titles, block.structural]),
        facts=facts_of_lines(lines.values()),
    )
