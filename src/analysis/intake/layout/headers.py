"""Where the header of a table stands, and what its columns are called.

A header row is one with at least three names that offices use; rows above it that group columns
and rows below it that name the parts of a group belong to it. Where no names are known, the first
full row of text counts, with less confidence.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from analysis.intake.layout.grid import (
    SMALL_SHEET,
    filled_counts,
    is_number,
    merged_over,
    merged_text,
    positions_filled,
    row_texts,
)
from analysis.intake.raw import RawColumn, RawSheet
from analysis.intake.values.folding import fold

KNOWN_NAMES_NEEDED = 3
_HEAD_ROWS = 200
_ITEM_CODE = re.compile(r"[upqhx]\d{1,2}( .+)?")
_NUMBER_WORDS = {"no", "no.", "nomor", "no urut"}
_BY_SHAPE = 0.55


@dataclass(frozen=True)
class Header:
    """Raw row numbers of a header, its columns, and how certain it is (0 to 1)."""

    rows: tuple[int, ...]
    columns: tuple[RawColumn, ...]
    confidence: float


def find_headers(sheet: RawSheet, known: Collection[str], *, header_row: int = 0) -> list[Header]:
    """Return the headers of a sheet from top to bottom; a repeated header is listed once.

    Parameters
    ----------
    sheet : RawSheet
    known : collection of folded header names
    header_row : int
        First row of the only header, 1-based, where region.toml says it; 0 means search.
    """
    if header_row:
        return [_declared_header(sheet, header_row)] if header_row in sheet.rows.index else []
    cells = row_texts(sheet.rows, _rows_to_look_at(sheet))
    scores = {row: _known_count(texts, known) for row, texts in cells.items()}
    best = _strongest([row for row, score in scores.items() if score >= KNOWN_NAMES_NEEDED], scores)
    headers = [_named_header(sheet, row, cells, scores) for row in best]
    if not headers:
        headers = _header_by_shape(sheet)
    return _without_repeats(headers)


def _rows_to_look_at(sheet: RawSheet) -> list[int]:
    rows = sheet.rows
    if len(rows) <= SMALL_SHEET:
        return rows.index.tolist()
    marked = np.zeros(len(rows), dtype=bool)
    marked[:_HEAD_ROWS] = True
    for position in rows.columns[:4]:
        marked |= rows[position].str.lower().isin(_NUMBER_WORDS).to_numpy()
    wide = marked | np.append(marked[1:], False) | np.insert(marked[:-1], 0, False)
    return rows.index[wide].tolist()


def _known_count(texts: list[str], known: Collection[str]) -> int:
    filled = [text for text in texts if text]
    numbers = sum(is_number(text) and fold(text) not in known for text in filled)
    if not filled or numbers > 0.2 * len(filled):
        return 0
    folded = {fold(text) for text in filled}
    return sum(name in known or _ITEM_CODE.fullmatch(name) is not None for name in folded)


def _strongest(rows: list[int], scores: dict[int, int]) -> list[int]:
    """Of header rows that follow each other directly, keep the one with most known names."""
    groups: list[list[int]] = []
    for row in rows:
        if groups and row - groups[-1][-1] == 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [max(group, key=lambda row: (scores[row], -row)) for group in groups]


def _named_header(
    sheet: RawSheet, row: int, cells: dict[int, list[str]], scores: dict[int, int]
) -> Header:
    rows = _with_neighbours(sheet, row, cells)
    named = sum(scores.get(one, 0) for one in rows)
    columns = name_columns(sheet, rows, cells)
    share = min(1.0, named / max(1, sum(bool(column.header) for column in columns)))
    return Header(tuple(rows), columns, round(min(0.99, 0.75 + 0.03 * named + 0.1 * share), 2))


def _with_neighbours(sheet: RawSheet, row: int, cells: dict[int, list[str]]) -> list[int]:
    """Return `row` with the rows that group its columns and the row that parts them."""
    rows = [row]
    while rows[0] - 1 in cells and _groups(sheet, rows[0] - 1, rows[0], cells):
        rows.insert(0, rows[0] - 1)
    if rows[-1] + 1 in cells and _parts(sheet, rows[-1], rows[-1] + 1, cells):
        rows.append(rows[-1] + 1)
    return rows


def _declared_header(sheet: RawSheet, row: int) -> Header:
    near = [one for one in range(row, row + 3) if one in sheet.rows.index]
    cells = row_texts(sheet.rows, near)
    rows = [row]
    while rows[-1] + 1 in cells and _parts(sheet, rows[-1], rows[-1] + 1, cells):
        rows.append(rows[-1] + 1)
    return Header(tuple(rows), name_columns(sheet, rows, cells), 1.0)


def _groups(sheet: RawSheet, above: int, row: int, cells: dict[int, list[str]]) -> bool:
    """Whether `above` names groups of the columns of `row`, and is no title."""
    upper, lower = cells[above], cells[row]
    filled = [position for position, text in enumerate(upper) if text]
    if len(filled) < 2 or any(is_number(upper[position]) for position in filled):
        return False
    if any(first <= above and last >= row for first, _, last, _ in merged_over(sheet, above)):
        return True
    if any(last > first for _, first, _, last in merged_over(sheet, above)):
        return True
    return any(not lower[position] for position in filled)


def _parts(sheet: RawSheet, row: int, below: int, cells: dict[int, list[str]]) -> bool:
    """Whether `below` names the parts of the columns that `row` groups."""
    upper, lower = cells[row], cells[below]
    filled = [position for position, text in enumerate(lower) if text]
    if not filled or any(is_number(lower[position]) for position in filled):
        return False
    over = merged_over(sheet, row)
    if any(first <= row and last >= below for first, _, last, _ in over):
        return True
    under_group = [p for p in filled if any(f <= p <= t and t > f for _, f, _, t in over)]
    if len(under_group) == len(filled):
        return True
    new = [position for position in filled if not upper[position]]
    gaps = len(upper) - sum(map(bool, upper))
    return gaps > 0 and len(new) >= 2 and len(new) > len(filled) / 2 and _short(lower, filled)


def _short(texts: list[str], filled: list[int]) -> bool:
    return all(len(texts[position]) <= 40 for position in filled) and len(filled) >= 2


def name_columns(
    sheet: RawSheet, rows: list[int], cells: dict[int, list[str]]
) -> tuple[RawColumn, ...]:
    """Return the columns under a header of one or more rows, merged group names filled in."""
    width = len(cells[rows[0]])
    filled = [p for p in range(width) if any(cells[row][p] for row in rows)]
    spread = _group_names(sheet, rows, cells)
    return (
        tuple(
            _column(position, [cells[row][position] for row in rows], spread[position])
            for position in range(filled[0], filled[-1] + 1)
        )
        if filled
        else ()
    )


def _column(position: int, own: list[str], group: str) -> RawColumn:
    lowest = max((level for level, text in enumerate(own) if text), default=-1)
    header = own[lowest] if lowest >= 0 else ""
    under = group if lowest == len(own) - 1 and len(own) > 1 else ""
    return RawColumn(position, header, under if under != header else "")


def _group_names(sheet: RawSheet, rows: list[int], cells: dict[int, list[str]]) -> list[str]:
    names = [""] * len(cells[rows[0]])
    for row in rows[:-1]:
        merged = any(last > first for _, first, _, last in merged_over(sheet, row))
        current = ""
        for position, text in enumerate(cells[row]):
            shown = merged_text(sheet, row, position, cells[row]) if merged else ""
            current = text or (shown if merged else current)
            names[position] = current or names[position]
    return names


def _header_by_shape(sheet: RawSheet) -> list[Header]:
    head = sheet.rows.iloc[:_HEAD_ROWS]
    counts = filled_counts(head)
    usual = int(np.median(counts[counts > 0])) if (counts > 0).any() else 0
    if usual < 2:
        return []
    cells = row_texts(head)
    first = int(head.index[counts >= 0.6 * usual][0])
    texts = [text for text in cells[first] if text]
    if len(set(texts)) < len(texts) or any(_is_answer(text) for text in texts):
        positions = positions_filled(sheet.rows)
        return [Header((), tuple(RawColumn(p, "") for p in positions), 0.0)]
    rows = _with_neighbours(sheet, first, cells)
    return [Header(tuple(rows), name_columns(sheet, rows, cells), _BY_SHAPE)]


def _is_answer(text: str) -> bool:
    """Whether `text` is a number, a truth value or a date, as header cells never are."""
    words = {"true", "false", "ya", "tidak"}
    return is_number(text) or fold(text) in words or bool(re.match(r"\d{4}-\d\d-\d\d", text))


def _without_repeats(headers: list[Header]) -> list[Header]:
    seen: list[Header] = []
    for header in headers:
        names = [(column.position, fold(column.header)) for column in header.columns]
        if all(names != [(c.position, fold(c.header)) for c in one.columns] for one in seen):
            seen.append(header)
    return seen
