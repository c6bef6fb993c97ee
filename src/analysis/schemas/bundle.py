"""The bundle: the files a study hands over, and the table that has a role for every column.

Files of a bundle: findings.json, tables/<name>.csv with tables/<name>.json,
figures/<name>.<lang>.png with figures/<name>.json (alt texts, title, table drawn, what the chart
shows), narrative.json.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from analysis.checks import DisclosureClass

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.charts import Chart

Role = Literal["label", "base", "count", "share", "mean", "bound", "test", "code"]
Format = Literal[
    "text", "integer", "index", "score", "share", "decimal", "pvalue", "period", "code"
]

STATUS_COLUMN = "disclosure_status"
SHOWN, SUPPRESSED = "shown", "suppressed"
KEPT = "kept"  # a row that repeats its last published figure (`privacy.ledger`)


@dataclass(frozen=True)
class ReportColumn:
    """A column of a table that is shown.

    Attributes
    ----------
    name : str
    label : dict of str to str
        Heading in "id" and "en".
    role : str
        label (a group or name), base (n), count (numerator), share, mean, bound (of an interval),
        test (p-values), code (status, letter, signal).
    format : str
        How `presenting.formats` writes it.
    base : str
        Name of the base column a count, share, mean or bound belongs to.
    codes : dict of str to dict of str to str
        For role code or label: display text of each value in "id" and "en".
    unfavourable : bool
        For role count or share: the outcome counted is a bad one, so that 100 % of a group is
        hidden (`privacy.floors`).
    """

    name: str
    label: dict[str, str]
    role: Role
    format: Format
    base: str = "n"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    unfavourable: bool = False


@dataclass(frozen=True)
class ReportTable:
    """A tidy table with what readers and the disclosure rules must know about it.

    Attributes
    ----------
    name : str
        Slug, unique in the report.
    title : dict of str to str
    columns : tuple of ReportColumn
    frame : DataFrame
        One row per cell shown, columns as declared. A label that is missing means the total over
        that label: such rows are the parents of the rows that agree with them elsewhere.
    disclosure : str
    nesting : tuple of tuple of str
        Label columns from coarse to fine, for example (("unit_group", "unit"),).
    note : dict of str to str
        Printed under the table.
    """

    name: str
    title: dict[str, str]
    columns: tuple[ReportColumn, ...]
    frame: pd.DataFrame
    disclosure: DisclosureClass
    nesting: tuple[tuple[str, ...], ...] = ()
    note: dict[str, str] = field(default_factory=dict)

    def of_role(self, *roles: str) -> list[str]:
        """Names of the columns that play one of `roles`."""
        return [column.name for column in self.columns if column.role in roles]


FigureWords = dict[str, str] | Callable[[ReportTable], dict[str, str]]


@dataclass(frozen=True)
class ReportFigure:
    """A figure drawn from one table after disclosure.

    Attributes
    ----------
    name : str
    table : str
        Name of the table whose rows are drawn.
    title, alt : dict of str to str or callable
        Heading and alternative text in "id" and "en". Words that name a row or a number are a
        callable: it takes the protected table, without its hidden rows, and returns them.
    chart : Chart
        What is drawn from the protected table, as a picture or as a native chart of a slide.
    """

    name: str
    table: str
    title: FigureWords
    alt: FigureWords
    chart: Chart


@dataclass(frozen=True)
class Section:
    """Paragraphs under a heading, in both languages, and the names of what stands below them."""

    key: str
    heading: dict[str, str]
    paragraphs: tuple[dict[str, str], ...]
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
