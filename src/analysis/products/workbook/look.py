"""Cell formats of a workbook: colours and type of the house, number formats of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.presenting import style
from analysis.presenting.formats import MINUS, PLACES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

LOCALE_IDS = {"id": "421", "en": "809"}
"""Windows locale identifiers, hexadecimal: Indonesian and British English."""
BODY, SMALL, TITLE, HEADING = 10, 9, 16, 12
"""Points; a sheet is read on a screen, larger than print."""
GREY_TAB = "#b4bcc2"
LINE_POINTS = 13.5
TITLE_POINTS = 24.0
"""Heights of a line of `BODY` and of `TITLE` points."""
ROW_PADDING = 3.0
_LINE = 1


def number_format(fmt: str, lang: str) -> str:
    """Return how a spreadsheet writes numbers of a column, with the signs of the language.

    Parameters
    ----------
    fmt : str
        Format of the column, see `schemas.bundle.Format`.
    lang : {"id", "en"}
    """
    places = PLACES.get(fmt, PLACES["decimal"])
    pattern = "#,##0" + (f".{'0' * places}" if places else "") + ("%" if fmt == "share" else "")
    mark = f"[$-{LOCALE_IDS[lang]}]"
    return f'{mark}{pattern};{mark}"{MINUS}"{pattern}'


def row_height(lines: int) -> float:
    """Return the height in points of a row whose tallest cell has so many lines."""
    return lines * LINE_POINTS + ROW_PADDING


class Look:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:  # noqa: ANN401 - properties of xlsxwriter
        """Return a format with these properties over those of the house."""
        given = {
            "font_name": style.OFFICE_FONT,
            "font_size": BODY,
            "font_color": style.INK,
            "valign": "top",
            **properties,
        }
        key = tuple(sorted(given.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(given)
        return self._made[key]

    def title(self) -> Format:
        """Return the format of a sheet's title."""
        return self.of(bold=True, font_size=TITLE)

    def muted(self) -> Format:
        """Return the format of small print."""
        return self.of(font_size=SMALL, font_color=style.MUTED)

    def stamp(self) -> Format:
        """Return the format of the stamp on sample data."""
        return self.of(bold=True, font_color=style.STAMP)

    def link(self, *, ruled: bool = False) -> Format:
        """Return the format of what leads to another sheet, with a line below in a list."""
        rule = {"bottom": _LINE, "bottom_color": style.RULE} if ruled else {}
        return self.of(font_color=style.ACCENT, underline=1, **rule)

    def heading(self) -> Format:
        """Return the format of a heading inside a sheet."""
        return self.of(bold=True, font_size=HEADING, font_color=style.ACCENT)

    def text(self) -> Format:
        """Return the format of running text, wrapped in its cell."""
        return self.of(text_wrap=True)

    def column_head(self, *, right: bool, first: bool = False) -> Format:
        """Return the format of a column's heading; `first` stands at the edge of the sheet."""
        return self.of(
            bold=True,
            text_wrap=True,
            align="right" if right else "left",
            indent=0 if right or first else 1,
            valign="bottom",
            bg_color=style.TINT,
            bottom=_LINE,
            bottom_color=style.MUTED,
        )

    def cell(
        self,
        *,
        right: bool,
        first: bool = False,
        total: bool = False,
        hidden: bool = False,
        number: str = "",
    ) -> Format:
        """Return the format of a table's cell; `first` stands at the edge of the sheet."""
        properties: dict[str, Any] = {
            "align": "right" if right else "left",
            "valign": "vcenter",
            "bottom": _LINE,
            "bottom_color": style.RULE,
        }
        if not right:
            properties |= {"text_wrap": True, "indent": 0 if first else 1}
        if total:
            properties |= {"bold": True, "top": _LINE, "top_color": style.MUTED}
        if hidden:
            properties["font_color"] = style.MUTED
        if number:
            properties["num_format"] = number
        return self.of(**properties)
