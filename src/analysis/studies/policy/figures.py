"""The figure of the study: every claim at its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.charts import verdict_grid
from analysis.presenting.composing import Shown
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.studies.policy.claims import VERDICTS
from analysis.studies.policy.parts import WORDS
from analysis.wording import LANGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def claims_figure(shown: Shown) -> ReportFigure | None:
    """Return the grid of claims by verdict."""
    rows = shown.rows("claims")
    if rows.empty:
        return None
    supported = int(rows["verdict"].eq("supported").sum())

    def draw(table: ReportTable, lang: str) -> Figure:
        names = {str(name): WORDS.say(f"value.{name}", lang) for name in VERDICTS}
        return verdict_grid(table, lang, label="claim", value="verdict", verdicts=names)

    return ReportFigure(
        name="claims",
        table="claims",
        title={
            str(lang): WORDS.say(
                "figure.claims",
                lang,
                supported=Formatter(lang).integer(supported),
                total=Formatter(lang).integer(len(rows)),
            )
            for lang in LANGS
        },
        alt=WORDS.both("alt.claims"),
        draw=draw,
    )
