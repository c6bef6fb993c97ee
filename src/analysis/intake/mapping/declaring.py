"""What region.toml says about the columns of a source; it goes before everything found."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.intake.raw import ColumnMatch, Problem, RawColumn
from analysis.intake.values.folding import fold
from analysis.schemas.region import Source

GROUP_SIGN = " > "
ALL_OTHERS = "*"
"""In `ignore`: every column that is not known for certain is left out."""


def column_name(column: RawColumn, columns: Sequence[RawColumn]) -> str:
    """Return the name by which region.toml can mean a column.

    It is the header; where several columns share it, the group stands before it; where that does
    not tell them apart or there is no header, the letter of the column with an @: "@G".
    """
    same = [one for one in columns if fold(one.header) == fold(column.header)]
    if column.header and len(same) == 1:
        return column.header
    grouped = [one for one in same if fold(one.group) == fold(column.group)]
    if column.header and column.group and len(grouped) == 1:
        return f"{column.group}{GROUP_SIGN}{column.header}"
    return f"@{column_letter(column.position)}"


def column_letter(position: int) -> str:
    """Return the letter that spreadsheet programs show for a position: A for 0, AA for 26."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def declared_matches(
    source: Source, columns: Sequence[RawColumn]
) -> tuple[dict[int, ColumnMatch], tuple[Problem, ...]]:
    """Return position to match for declared columns, and the problem of names not in the file."""
    named = [(header, target) for target, header in source.columns.items()]
    named += [(header, "ignored") for header in source.ignore if header != ALL_OTHERS]
    found: dict[int, ColumnMatch] = {}
    absent: list[str] = []
    for header, target in named:
        meant = _columns_called(header, columns)
        if not meant:
            absent += [header] if target != "ignored" else []
        for column in meant:
            found[column.position] = ColumnMatch(column, target, 1.0, "declared")
    if not absent:
        return found, ()
    present = ", ".join(column_name(column, columns) for column in columns)
    values: dict[str, object] = {
        "source": source.id,
        "missing": ", ".join(absent),
        "present": present,
    }
    return found, (Problem("intake.mapping.header_missing", values, stops=True),)


def _columns_called(name: str, columns: Sequence[RawColumn]) -> list[RawColumn]:
    if name.startswith("@"):
        wanted = name[1:].strip().upper()
        return [column for column in columns if column_letter(column.position) == wanted]
    exact = [column for column in columns if column.header == name.strip()]
    folded = [column for column in columns if fold(column.header) == fold(name)]
    full = [c for c in columns if fold(f"{c.group}{GROUP_SIGN}{c.header}") == fold(name)]
    return (exact or folded or full)[:1]
