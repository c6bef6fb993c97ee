"""A column and a table as declared values; the one place that knows their pandas types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from analysis.checks import DisclosureClass

Kind = Literal["text", "category", "integer", "number", "date", "datetime", "boolean"]

DTYPES: dict[str, str] = {
    "text": "str",
    "category": "str",
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
    "datetime": "datetime64[us]",
    "boolean": "boolean",
}


SHEET_KEY = ("respondent_id",)
"""Key of answer sheets, whose number intake makes from the place of the row."""


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    Attributes
    ----------
    name : str
    kind : {"text", "category", "integer", "number", "date", "datetime", "boolean"}
        Its pandas type is `DTYPES[kind]`; a category is text from `categories`.
    meaning : dict of str to str
        What it says, in "id" and "en".
    required : bool
        Whether the column must be present; missing values need `nullable`.
    nullable : bool
    unit : str
        Measure unit (days, minutes, idr, score), empty where none applies.
    minimum, maximum : float or None
        Closed range.
    categories : tuple of str
        Allowed values; empty means open.
    """

    name: str
    kind: Kind
    meaning: dict[str, str]
    required: bool = False
    nullable: bool = True
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    categories: tuple[str, ...] = ()

    @property
    def dtype(self) -> str:
        """Name of the pandas type in which the column is stored."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One canonical table.

    Attributes
    ----------
    name : str
    row : dict of str to str
        What one row is, in "id" and "en".
    columns : tuple of Column
        In order; the region, source_id and source_row come first.
    disclosure : str
        Class of `design` 9a that every product of the table inherits.
    key : tuple of str
        Columns that identify a row; empty where the row itself is the identity.
    principal_date : str
        Date column that places an undeclared row in a period; empty where there is none.
    items : str
        "codebook" where further columns come from an instrument's codebook, a name pattern
        such as "b_*" where they are open, otherwise empty.
    sensitive : dict of str to tuple of str
        Column to values: products of rows that hold one of them are of class sensitive.
    helpers : tuple of Column
        Columns of files that are read to derive or check others, and then dropped.
    """

    name: str
    row: dict[str, str]
    columns: tuple[Column, ...]
    disclosure: DisclosureClass
    key: tuple[str, ...] = ()
    principal_date: str = ""
    items: str = ""
    sensitive: dict[str, tuple[str, ...]] = field(default_factory=dict)
    helpers: tuple[Column, ...] = ()
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def readable(self, name: str) -> Column | None:
        """Return the column or helper of that name; None where the table knows neither."""
        helper = next((one for one in self.helpers if one.name == name), None)
        return self._by_name.get(name, helper)

    @property
    def by_place(self) -> bool:
        """Whether a row has no identity but its place: answer sheets, and tables without a key."""
        return not self.key or (self.key == SHEET_KEY and "instrument" in self)

    @property
    def names(self) -> list[str]:
        """Names of the declared columns, in order."""
        return list(self._by_name)
