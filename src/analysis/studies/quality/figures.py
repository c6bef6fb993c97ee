"""The figures of the study; headings say what they show."""

from __future__ import annotations

from analysis.presenting.composing import Shown
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Bars, Stacked
from analysis.studies.quality.accounting import OUTCOMES
from analysis.studies.quality.parts import WORDS
from analysis.wording import LANGS

MOST_COLUMNS = 15


def accounting_figure(shown: Shown) -> ReportFigure | None:
    """Return what became of the rows of each source, as shares of the rows that came in."""
    held = next(iter(shown.of("quarantined")), None)
    if held is None or held.n is None or "accounting" not in shown.tables:
        return None
    chart = Stacked(label="source", parts=OUTCOMES, axis=WORDS.both("axis.accounting"))
    values = {
        str(lang): {
            "held": Formatter(lang).integer(held.numerator),
            "total": Formatter(lang).integer(held.n),
        }
        for lang in LANGS
    }
    return WORDS.figure("accounting", "accounting", chart, values)


def missing_figure(shown: Shown) -> ReportFigure | None:
    """Return the columns with most gaps; None where nothing is missing."""
    rows = shown.rows("missing")
    if rows.empty or not (rows["share"] > 0).any():
        return None
    worst = str(rows.sort_values("share", ascending=False, kind="stable")["place"].iloc[0])

    chart = Bars(label="place", ordered=True, most=MOST_COLUMNS, axis=WORDS.both("axis.missing"))
    values = {str(lang): {"place": shown.name("missing", "place", worst, lang)} for lang in LANGS}
    return WORDS.figure("missing", "missing", chart, values)
