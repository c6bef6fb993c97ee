"""The figures of the study; headings say what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.charts import group_bars, stacked_shares
from analysis.presenting.composing import Shown
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.studies.quality.accounting import OUTCOMES
from analysis.studies.quality.parts import WORDS
from analysis.wording import LANGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_COLUMNS = 15


def accounting_figure(shown: Shown) -> ReportFigure | None:
    """Return what became of the rows of each source, as shares of the rows that came in."""
    held = next(iter(shown.of("quarantined")), None)
    if held is None or held.n is None or "accounting" not in shown.tables:
        return None
    names = {part: WORDS.both(f"column.{part}") for part in OUTCOMES}

    def draw(table: ReportTable, lang: str) -> Figure:
        label = WORDS.say("axis.accounting", lang)
        return stacked_shares(
            table, lang, label="source", parts=OUTCOMES, names=names, x_label=label
        )

    return ReportFigure(
        name="accounting",
        table="accounting",
        title={
            str(lang): WORDS.say(
                "figure.accounting",
                lang,
                held=Formatter(lang).integer(held.numerator),
                total=Formatter(lang).integer(held.n),
            )
            for lang in LANGS
        },
        alt=WORDS.both("alt.accounting"),
        draw=draw,
    )


def missing_figure(shown: Shown) -> ReportFigure | None:
    """Return the columns with most gaps; None where nothing is missing."""
    rows = shown.rows("missing")
    if rows.empty or not (rows["share"] > 0).any():
        return None
    worst = str(rows.sort_values("share", ascending=False, kind="stable")["place"].iloc[0])

    def draw(table: ReportTable, lang: str) -> Figure:
        frame = table.frame
        worst_first = frame[frame["share"] > 0].sort_values("share", ascending=False, kind="stable")
        cut = ReportTable(**{**vars(table), "frame": worst_first.head(MOST_COLUMNS)})
        label = WORDS.say("axis.missing", lang)
        return group_bars(cut, lang, label="place", value="share", x_label=label, ordered=True)

    return ReportFigure(
        name="missing",
        table="missing",
        title={
            str(lang): WORDS.say(
                "figure.missing", lang, place=shown.name("missing", "place", worst, lang)
            )
            for lang in LANGS
        },
        alt=WORDS.both("alt.missing"),
        draw=draw,
    )
