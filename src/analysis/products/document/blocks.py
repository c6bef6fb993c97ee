"""The blocks a document is built of: what it says, free of any format.

Writers (`products.word`, `products.pdf`) know these blocks and nothing else; whatever a document
is about is said by who builds it. All texts are final, in one language and free of markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from analysis.presenting.tables import RowKind

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Letterhead:
    """Name and address of an office, centred over a double rule."""

    lines: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class TitleBlock:
    """The head of a document.

    Attributes
    ----------
    title : str
    kicker : str
        Small line above the title, such as the kind of report; empty for none.
    place : str
        Line below the title: unit, region, period.
    facts : tuple of (str, str)
        Names and texts, such as when the document was made.
    """

    title: str
    kicker: str = ""
    place: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading.

    Attributes
    ----------
    level : {1, 2, 3}
    text : str
    number : str
        As printed before the text, such as `2.1` or `BAB II`; empty for none.
    """

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True)
class Lede:
    """The opening sentence or two, larger than the text."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    text: str
    align: Align = "left"
    bold: bool = False


@dataclass(frozen=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True)
class Callout:
    """A framed list under a title of its own, such as the warnings of a report."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class BulletList:
    """A list of short texts; `numbered` counts them."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """A number (or verdict) with what it is about; `status` is a code of a finding's status."""

    label: str
    value: str
    verdict: str
    detail: str
    status: str
    status_name: str


@dataclass(frozen=True)
class KeyFigures:
    """The key figures of a report, side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class StatusLegend:
    """What the marks of statuses mean: (code, name, meaning)."""

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class TableColumn:
    """A column as printed: its heading, on which side its cells stand, and its width.

    Attributes
    ----------
    name : str
        Name in the table's source.
    text : str
    align : str
    width : float
        Millimetres; the widths of a table's columns sum to no more than the page's text.
    gap : float
        Of them, what is left free on the left: text beside numbers keeps a distance.
    """

    name: str
    text: str
    align: Align
    width: float
    gap: float = 0.0


@dataclass(frozen=True)
class TableRow:
    """Cells as printed; a `hidden` row has `*` for its numbers, a `kept` one those of before."""

    cells: tuple[str, ...]
    kind: RowKind = "plain"
    kept: bool = False


@dataclass(frozen=True)
class TableBlock:
    """A table, or a part of one, as it stands on the page.

    Attributes
    ----------
    name : str
        Slug of the bundle's table; empty for a table that is made up for this document.
    caption : str
    columns, rows : tuple
        The first column heads its row.
    label : str
        Such as `Tabel 1`; empty for a table without a number.
    notes : tuple of str
        Small print below.
    source : str
        How an inspection finds the cells again: `<name>`, or for a part
        `<name>;rows=<first>-<last>;columns=a,b,c`, rows counted from 0, both ends included.
    wide : bool
        Stands across the page, on a sheet turned on its side.
    headed : bool
        Whether the headings are printed; a list of names and texts has none.
    """

    name: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    label: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    wide: bool = False
    headed: bool = True


@dataclass(frozen=True)
class FigureBlock:
    """A picture with its title above and its source below.

    Attributes
    ----------
    path : Path
        PNG.
    width, height : float
        Size on the page in millimetres, proportions kept.
    """

    path: Path
    title: str
    alt: str
    width: float
    height: float
    label: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Contents:
    """A list of the headings of level 1 (and 2), each leading to its place."""

    title: str
    levels: int = 1


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a new page."""


@dataclass(frozen=True)
class Space:
    """Empty lines, such as the place of a signature."""

    lines: int = 1


@dataclass(frozen=True)
class Signature:
    """Place and date, office, room to sign, and lines below, in the right half of the page."""

    above: tuple[str, ...]
    below: tuple[str, ...]


Block = (
    Letterhead
    | TitleBlock
    | Heading
    | Lede
    | Paragraph
    | Note
    | Callout
    | BulletList
    | KeyFigures
    | StatusLegend
    | TableBlock
    | FigureBlock
    | Contents
    | PageBreak
    | Space
    | Signature
)


@dataclass(frozen=True)
class Document:
    """A whole document in one language.

    Attributes
    ----------
    lang : {"id", "en"}
    title : str
        Of the file, as its properties say.
    subject : str
        Also the running line at the foot of each page: unit, region, study, period.
    classed : str
        Word for how sensitive it is, at the foot of each page.
    stamp : str
        At the head of each page; empty for real data.
    created : datetime
        Date of the file; never the clock's.
    blocks : tuple of Block
    """

    lang: str
    title: str
    subject: str
    classed: str
    stamp: str
    created: datetime
    blocks: tuple[Block, ...] = field(default_factory=tuple)
