"""What a figure shows: kind of chart, columns and words, the same for pictures and slides.

A chart names columns of the table it is drawn from and holds no row and no number of its own but
a reference line, so that whatever draws it works from what disclosure control has left.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from analysis.schemas.bundle import Format

Words = dict[str, str]


@dataclass(frozen=True)
class Band:
    """A named range of the value axis, such as the index values of one letter."""

    low: float
    high: float
    name: str


@dataclass(frozen=True)
class Reference:
    """A line beside which the values are read, such as the median unit."""

    value: float
    label: Words


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What every chart has.

    Attributes
    ----------
    label : str
        Column of what stands on the category axis; rows in which it is missing are totals and
        are not drawn.
    format : str
        How values are written, see `schemas.bundle.Format`.
    axis : dict of str to str
        Heading of the value axis; empty means none.
    """

    kind: ClassVar[str] = ""

    label: str
    format: Format = "index"
    axis: Words = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the chart as JSON values."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class Dots(Chart):
    """An estimate with its interval for each row, the highest on top.

    Attributes
    ----------
    value, low, high : str
        Columns; an interval that is missing is not drawn.
    beside : str
        Label column written behind the first one; empty means none.
    persons : str
        Column of persons written behind the labels; empty means none.
    bands : tuple of Band
        Tinted ranges of the value axis.
    reference : Reference or None
        Always in view.
    ordered : bool
        False keeps the order of the table, the first row on top.
    """

    kind: ClassVar[str] = "dots"

    value: str = "estimate"
    low: str = "ci_low"
    high: str = "ci_high"
    beside: str = ""
    persons: str = ""
    bands: tuple[Band, ...] = ()
    reference: Reference | None = None
    ordered: bool = True


@dataclass(frozen=True, kw_only=True)
class Bars(Chart):
    """A bar for each row, from zero, with its interval where columns of it are named.

    Attributes
    ----------
    ordered : bool
        True puts the longest on top; False keeps the order of the table.
    most : int
        Longest bars that are drawn; 0 means all, bars of zero among them.
    """

    kind: ClassVar[str] = "bars"

    format: Format = "share"
    value: str = "share"
    low: str = ""
    high: str = ""
    ordered: bool = False
    most: int = 0


@dataclass(frozen=True, kw_only=True)
class Stacked(Chart):
    """How the whole of each row divides into parts, as stacked bars of 100 %.

    Attributes
    ----------
    parts : tuple of str
        Columns of counts, from left to right; at most six.
    """

    kind: ClassVar[str] = "stacked"

    format: Format = "share"
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Heat(Chart):
    """A tinted cell for each row and measure, the darker the higher.

    Attributes
    ----------
    columns : tuple of str
        Columns of means, from left to right, all on one scale.
    limits : (float, float)
        Values of the lightest and of the darkest tint.
    """

    kind: ClassVar[str] = "heat"

    columns: tuple[str, ...]
    limits: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Trend(Chart):
    """Values over time with the centre line and natural limits of an XmR chart.

    Attributes
    ----------
    label : str
        Column of periods such as 2025-Q3.
    center, lower, upper : str
        Columns, one value a row; where missing it is a run chart without limits.
    signal : str
        Column that is missing where the point is no signal.
    """

    kind: ClassVar[str] = "trend"

    label: str = "time"
    value: str = "estimate"
    center: str = "center"
    lower: str = "lower"
    upper: str = "upper"
    signal: str = "signal"


@dataclass(frozen=True, kw_only=True)
class Quadrant(Chart):
    """Importance (`y`) against performance (`x`), the sheet cut in four at the means."""

    kind: ClassVar[str] = "quadrant"

    x: str
    y: str
    y_format: Format = "decimal"
    y_axis: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Verdicts(Chart):
    """A mark for each row in the column of its verdict.

    Attributes
    ----------
    value : str
        Column of the verdict; its codes, in order, are the columns, at most four.
    """

    kind: ClassVar[str] = "verdicts"

    format: Format = "code"
    value: str


@dataclass(frozen=True, kw_only=True)
class Pairs(Chart):
    """Two values of each row, joined by a line: a filled dot and an open one."""

    kind: ClassVar[str] = "pairs"

    format: Format = "share"
    filled: str
    open: str


KINDS: dict[str, type[Chart]] = {
    one.kind: one for one in (Dots, Bars, Stacked, Heat, Trend, Quadrant, Verdicts, Pairs)
}


def read_chart(told: dict[str, Any]) -> Chart:
    """Return the chart that `Chart.to_dict` wrote.

    Raises
    ------
    KeyError, TypeError
        If the kind is unknown, or a field is missing or unknown.
    """
    values: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in told.items()
    }
    kind = KINDS[values.pop("kind")]
    if "bands" in values:
        values["bands"] = tuple(Band(**one) for one in values["bands"])
    if values.get("reference"):
        values["reference"] = Reference(**values["reference"])
    return kind(**values)
