"""The figures of the study; headings say what they show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analysis.presenting.charts import group_bars, interval_dots
from analysis.presenting.composing import Shown
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.studies.fairness.outcomes import OUTCOMES
from analysis.studies.fairness.parts import WORDS
from analysis.wording import LANGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DIFFERENT = 0.05
GAP_TABLES = (*(f"{name}_by_group" for name in OUTCOMES), "top_by_group")


def distribution_figure(shown: Shown) -> ReportFigure | None:
    """Return how often each predikat was given."""
    top = next(iter(shown.of("top_box_share")), None)
    if top is None or top.estimate is None or shown.rows("distribution").empty:
        return None

    def draw(table: ReportTable, lang: str) -> Figure:
        label = WORDS.say("axis.distribution", lang)
        return group_bars(table, lang, label="predikat", value="share", x_label=label)

    return ReportFigure(
        name="distribution",
        table="distribution",
        title={
            str(lang): WORDS.say(
                "figure.distribution", lang, share=Formatter(lang).share(top.estimate)
            )
            for lang in LANGS
        },
        alt=WORDS.both("alt.distribution"),
        draw=draw,
    )


def gaps_figure(shown: Shown) -> ReportFigure | None:
    """Return the differences of all groups to their reference, on scores where there are any."""
    name = next((one for one in GAP_TABLES if _gaps(shown, one)), None)
    if name is None:
        return None
    outcome = name.removesuffix("_by_group")
    rows = shown.rows(name)
    different = int((rows["p_adjusted"] < DIFFERENT).sum())
    code = f"figure.gaps_{'none' if not different else 'some'}"
    return ReportFigure(
        name="gaps",
        table=name,
        title={
            str(lang): WORDS.say(
                code,
                lang,
                outcome=WORDS.say(f"outcome.{outcome}", lang),
                count=Formatter(lang).integer(different),
            )
            for lang in LANGS
        },
        alt={
            str(lang): WORDS.say("alt.gaps", lang, outcome=WORDS.say(f"outcome.{outcome}", lang))
            for lang in LANGS
        },
        draw=partial(_draw_gaps, outcome),
    )


FIGURES = (distribution_figure, gaps_figure)


def _gaps(shown: Shown, table: str) -> bool:
    rows = shown.rows(table)
    return not rows.empty and bool(rows["gap_points"].notna().any())


def _draw_gaps(outcome: str, table: ReportTable, lang: str) -> Figure:
    return interval_dots(
        table,
        lang,
        label="level",
        estimate="gap_points",
        low="gap_low",
        high="gap_high",
        fmt="decimal",
        reference=0.0,
        reference_label=WORDS.say("axis.no_gap", lang),
        x_label=WORDS.say(f"axis.{outcome}", lang),
        ordered=False,
    )
