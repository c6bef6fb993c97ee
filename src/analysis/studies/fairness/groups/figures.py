"""The figures of the study; headings say what they show."""

from __future__ import annotations

from analysis.presenting.composing import Shown
from analysis.presenting.composing.chance import DIFFERENT
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Bars
from analysis.studies.fairness.charts import gap_dots
from analysis.studies.fairness.outcomes import OUTCOMES
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.telling import told_of_tests

GAP_TABLES = (*(f"{name}_by_group" for name in OUTCOMES), "top_by_group")


def distribution_figure(shown: Shown) -> ReportFigure | None:
    """Return how often each predikat was given."""
    top = next(iter(shown.of("top_box_share")), None)
    if top is None or top.estimate is None or shown.rows("distribution").empty:
        return None

    chart = Bars(label="predikat", axis=WORDS.both("axis.distribution"))
    values = {lang: {"share": Formatter(lang).share(top.estimate)} for lang in LANGUAGES}
    return WORDS.figure("distribution", "distribution", chart, values)


def gaps_figure(shown: Shown) -> ReportFigure | None:
    """Return the differences of all groups to their reference, on scores where there are any."""
    name = next((one for one in GAP_TABLES if _gaps(shown, one)), None)
    if name is None:
        return None
    outcome = name.removesuffix("_by_group")
    rows = shown.rows(name)
    if len(rows) <= shown.hidden_rows(name):
        return None
    different = int((rows["p_adjusted"] < DIFFERENT).sum())
    spoken = {lang: {"outcome": WORDS.say(f"outcome.{outcome}", lang)} for lang in LANGUAGES}
    values = {
        lang: {**spoken[lang], "count": Formatter(lang).integer(different)} for lang in LANGUAGES
    }
    title = f"gaps_{told_of_tests(rows)}"
    chart = gap_dots("level", WORDS.both(f"axis.{outcome}"), format="decimal")
    return WORDS.figure("gaps", name, chart, values, title=title, alt_values=spoken)


FIGURES = (distribution_figure, gaps_figure)


def _gaps(shown: Shown, table: str) -> bool:
    rows = shown.rows(table)
    return not rows.empty and bool(rows["gap_points"].notna().any())
