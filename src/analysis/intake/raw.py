"""What passes between the steps of intake: raw sheets, laid-out blocks, mappings, parsed columns.

Row numbers are 1-based numbers of the raw sheet or file line block, as a person sees them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

RowKind = Literal["title", "header", "number", "blank", "section", "total", "note", "signature"]

PERSON_COLUMNS = ("person_name", "phone", "email", "national_id", "address", "attachment")
"""Targets that are read only to build the check list and the redaction names, then dropped."""

LEFT_OUT_COLUMNS = (*PERSON_COLUMNS, "row_number", "ignored")
"""Mapping targets that are no column of a canonical table."""

CERTAIN = 0.90
"""Column matches below this confidence (0 to 1) stop a source until region.toml says."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet of a workbook, or a whole text file, as text.

    Attributes
    ----------
    file : str
        File name, without folders.
    name : str
        Sheet name; empty for a text file.
    hidden : bool
    rows : DataFrame
        dtype "str", blanks missing, trimmed; index = raw row number, columns = 0-based positions.
    merged : tuple of (first_row, first_col, last_row, last_col)
        Merged ranges; rows 1-based, columns 0-based.
    notes : tuple of Problem
        What the reading has to say, for example code "intake.read.mixed_encoding" with {"rows": 3}.
    """

    file: str
    name: str
    hidden: bool
    rows: pd.DataFrame
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class RawColumn:
    """A column of a block: 0-based position, header text, and the merged group header above it."""

    position: int
    header: str
    group: str = ""


@dataclass(frozen=True)
class DataBlock:
    """One table found in a sheet; every raw row of the block is in `body` or in `structural`.

    Attributes
    ----------
    header_rows : tuple of int
        Raw row numbers of the header; empty when there is none.
    header_confidence : float
        0 to 1.
    body : DataFrame
        Data rows as text; index = raw row number, columns = positions of `columns`.
    structural : Series of RowKind
        Index = raw row number.
    sections : Series of str or None
        For sheets with section rows: the section heading each body row stands under.
    facts : dict of str to str
        What title and information lines say, for example {"unit": "...", "period": "..."}.
    """

    sheet: RawSheet
    header_rows: tuple[int, ...]
    header_confidence: float
    columns: tuple[RawColumn, ...]
    body: pd.DataFrame
    structural: pd.Series
    sections: pd.Series | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnMatch:
    """What a raw column is taken for.

    Attributes
    ----------
    target : str
        Canonical column, item key of the codebook, or one of `LEFT_OUT_COLUMNS`; empty = unknown.
    confidence : float
        0 to 1; 1 where region.toml says it.
    reason : str
        Code: declared, exact, synonym, question, similar, values, position, empty, unknown.
    alternative : str
        Second-best target, empty where there is none.
    """

    column: RawColumn
    target: str
    confidence: float
    reason: str
    alternative: str = ""

    @property
    def certain(self) -> bool:
        """Whether the match may be used without a person confirming it."""
        return self.confidence >= CERTAIN


@dataclass(frozen=True)
class Problem:
    """Something a person must know about a file: message code, its values, and whether it stops."""

    code: str
    values: dict[str, object] = field(default_factory=dict)
    stops: bool = False


@dataclass(frozen=True)
class Mapping:
    """What a block is taken for: canonical table, codebook and a target for each column."""

    table: str
    table_confidence: float
    codebook: str
    matches: tuple[ColumnMatch, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def unsure(self) -> tuple[ColumnMatch, ...]:
        """Matches that stop the source."""
        return tuple(match for match in self.matches if not match.certain)

    def position_of(self, target: str) -> int | None:
        """Position of the first column mapped to `target`."""
        return next((m.column.position for m in self.matches if m.target == target), None)


@dataclass(frozen=True)
class RuleEdit:
    """One line of the edit log: how many cells a rule turned from one class of value to another."""

    column: str
    rule: str
    from_class: str
    to: str
    count: int


@dataclass(frozen=True)
class ParsedColumn:
    """A raw text column turned into canonical values.

    Attributes
    ----------
    values : Series
        Canonical dtype, same index as the raw column; missing where blank or not readable.
    bad : Series of str
        Same index; empty where fine, otherwise the reason code (for example "out_of_range").
    edits : tuple of RuleEdit
    readable : bool
        True where every cell is known to be readable; False leaves it to `bad`.
    answered : bool
        True where every text is known to have given a value, so that none means "missing".
    """

    values: pd.Series
    bad: pd.Series
    edits: tuple[RuleEdit, ...] = ()
    readable: bool = False
    answered: bool = False
