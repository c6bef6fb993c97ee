"""The words of one study: its texts, columns, tables and findings, made alike everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.checks import DisclosureClass, Status
from analysis.schemas.bundle import Format, ReportColumn, ReportFigure, ReportTable, Role
from analysis.schemas.finding import Finding
from analysis.wording import LANGS, both, entry, say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.charts import Chart

LANGUAGES: tuple[str, ...] = LANGS
SHARED = "presenting.composing"
"""Room of the texts that all studies share; a study's own text of the same code goes before."""


@dataclass(frozen=True)
class StudyWords:
    """Makes what a study shows from the texts of `studies/<study>/messages.toml`.

    Attributes
    ----------
    study : str
    measures : mapping of str to (question, measure, measure_unit)
        By the name of the finding, the part of its id behind the study.
    disclosure : str
        Class of findings and tables that say no other.
    """

    study: str
    measures: Mapping[str, tuple[str, str, str]]
    disclosure: DisclosureClass = "personnel"
    room: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "room", f"studies.{self.study}")

    def code(self, path: str) -> str:
        """Return the address of a text: the study's own, else the one all studies share."""
        own = f"{self.room}.{path}"
        try:
            entry(own)
        except KeyError:
            return f"{SHARED}.{path}"
        return own

    def say(self, path: str, lang: str, /, **values: object) -> str:
        """Return a text in one language."""
        return say(self.code(path), lang, **values)

    def both(self, path: str, /, **values: object) -> dict[str, str]:
        """Return a text in every language."""
        return both(self.code(path), **values)

    def finding(self, name: str, *, method: str, status: Status, **values: Any) -> Finding:  # noqa: ANN401
        """Return a finding of the study; question, measure and unit come from `measures`."""
        question, measure, unit = self.measures[name]
        described: dict[str, Any] = {
            "question": question,
            "measure": measure,
            "measure_unit": unit,
            "disclosure": self.disclosure,
        }
        return Finding(
            id=f"{self.study}.{name}", method=method, status=status, **{**described, **values}
        )

    def blocked(
        self,
        name: str,
        reason: str,
        *,
        group: Mapping[str, str] | None = None,
        **values: Any,  # noqa: ANN401
    ) -> Finding:
        """Return a finding that says why there is nothing to estimate."""
        return self.finding(
            name,
            method="none",
            status="blocked",
            reason_code=reason,
            group=dict(group or {}),
            **values,
        )

    def column(
        self,
        name: str,
        role: Role,
        fmt: Format,
        *,
        base: str = "n",
        codes: Mapping[str, dict[str, str]] | None = None,
        heading: str = "",
        unfavourable: bool = False,
    ) -> ReportColumn:
        """Return a column whose heading is `[column.<heading or name>]` of the messages."""
        label = self.both(f"column.{heading or name}")
        return ReportColumn(name, label, role, fmt, base, dict(codes or {}), unfavourable)

    def table(
        self,
        name: str,
        frame: pd.DataFrame,
        columns: Sequence[ReportColumn],
        *,
        nesting: tuple[tuple[str, ...], ...] = (),
        note: Mapping[str, str] | None = None,
        disclosure: DisclosureClass | None = None,
        title: str = "",
    ) -> ReportTable:
        """Return a table with the title `[table.<title or name>]`, in the order of `columns`."""
        return ReportTable(
            name=name,
            title=self.both(f"table.{title or name}"),
            columns=tuple(columns),
            frame=frame[[one.name for one in columns]].reset_index(drop=True),
            disclosure=disclosure or self.disclosure,
            nesting=nesting,
            note=dict(note or {}),
        )

    def figure(
        self,
        name: str,
        table: str,
        chart: Chart,
        values: Mapping[str, Mapping[str, str]] | None = None,
        *,
        title: str = "",
        alt: str = "",
        alt_values: Mapping[str, Mapping[str, str]] | None = None,
    ) -> ReportFigure:
        """Return a figure with the words `[figure.<title or name>]` and `[alt.<alt or name>]`.

        Parameters
        ----------
        values, alt_values : mapping of language to values, or None
            What the words speak of; without `values` the heading is `[figure.<name>_plain]` where
            the messages have one.
        """
        heading = f"figure.{title or name}"
        if not values and self._has(f"{heading}_plain"):
            heading = f"{heading}_plain"
        told, described = values or {}, alt_values or {}
        return ReportFigure(
            name=name,
            table=table,
            title={lang: self.say(heading, lang, **told.get(lang, {})) for lang in LANGUAGES},
            alt={
                lang: self.say(f"alt.{alt or name}", lang, **described.get(lang, {}))
                for lang in LANGUAGES
            },
            chart=chart,
        )

    def _has(self, path: str) -> bool:
        try:
            entry(self.code(path))
        except KeyError:
            return False
        return True

    def codes(self, kind: str, values: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the display texts `[<kind>.<value>]` of the values named."""
        return {value: self.both(f"{kind}.{value}") for value in values}


def listed(texts: Sequence[str], lang: str) -> str:
    """Return the texts as a list in a sentence: a, b and c."""
    if len(texts) < 2:
        return "".join(texts)
    return say(f"{SHARED}.list", lang, first=", ".join(texts[:-1]), last=texts[-1])
