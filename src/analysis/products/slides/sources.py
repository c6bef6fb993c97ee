"""Where the numbers of a slide stand in full: sheets of the workbook beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.presenting.formats import Formatter
from analysis.products.workbook import sheet_names
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
    """

    lang: str
    sheets: dict[str, str]

    @classmethod
    def of(cls, bundle: Bundle, lang: str) -> Sources:
        """Return the sheets of a bundle's tables."""
        return cls(lang, sheet_names(list(bundle.tables), lang, bundle.document.languages))

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
