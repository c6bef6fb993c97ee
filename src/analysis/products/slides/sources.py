"""Where the numbers of a slide stand in full: sheets of the workbook beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.presenting.formats import Formatter
from analysis.presenting.tables import notes
from analysis.products.document.report import smallest_base
from analysis.products.workbook import sheet_names
from analysis.schemas.bundle import ReportTable
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

ROOM = "products.slides"


@dataclass(frozen=True)
class Sources:
    """Names the sheets of tables.xlsx in one language.

    Attributes
    ----------
    lang : {"id", "en"}
    sheets : dict of str to str
        Sheet of each table of the bundle.
    floors : dict of str to int
        Smallest base that the report shows in each table.
    """

    lang: str
    sheets: dict[str, str]
    floors: dict[str, int]

    @classmethod
    def of(cls, bundle: Bundle, lang: str) -> Sources:
        """Return the sheets of a bundle's tables."""
        floors = {name: smallest_base(bundle, one) for name, one in bundle.tables.items()}
        sheets = sheet_names(list(bundle.tables), lang, bundle.document.languages)
        return cls(lang, sheets, floors)

    def notes(self, table: ReportTable) -> list[str]:
        """Return what is printed under a table."""
        return notes(table, self.lang, self.floors[table.name])

    def source(self, names: Iterable[str]) -> str:
        """Return the line that names the source of tables on a slide."""
        return say(f"{ROOM}.source", self.lang, sheets=self._named(names))

    def further(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the line that says where tables stand that are on no slide; none if none are."""
        told = self._named(names)
        return (say(f"{ROOM}.further_tables", self.lang, sheets=told),) if told else ()

    def cut(self, kind: str, name: str, *, shown: int, every: int) -> tuple[str, ...]:
        """Return the line that says how much of a table is shown; none if all of it is.

        Parameters
        ----------
        kind : {"rows", "columns"}
        """
        if shown >= every:
            return ()
        write = Formatter(self.lang).integer
        values = {"shown": write(shown), "all": write(every), "sheet": self.sheets[name]}
        return (say(f"{ROOM}.cut.{kind}", self.lang, **values),)

    def _named(self, names: Iterable[str]) -> str:
        return ", ".join(f"“{self.sheets[name]}”" for name in names)
