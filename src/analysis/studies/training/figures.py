"""The figures of the study, drawn from protected tables; headings say what they show."""

from __future__ import annotations

from analysis.presenting.composing import Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Dots, Reference
from analysis.studies.training.parts import WORDS


def coverage_figure(shown: Shown) -> ReportFigure | None:
    """Return the mean JP by unit kind, or by unit where there are no kinds."""
    trait = "unit_group" if _has_numbers(shown, "by_unit_group") else "unit"
    if shown.unit or not _has_numbers(shown, f"by_{trait}"):
        return None
    mean = next((one.estimate for one in shown.of("jp_mean")), None)

    chart = Dots(
        label=trait,
        format="decimal",
        reference=None if mean is None else Reference(mean, WORDS.both("whole")),
        axis=WORDS.both("axis.jp"),
    )
    values = {
        lang: {"region": shown.names.region, "estimate": Formatter(lang).decimal(mean)}
        for lang in LANGUAGES
        if mean is not None
    }
    return WORDS.figure("coverage", f"by_{trait}", chart, values)


def learning_figure(shown: Shown) -> ReportFigure | None:
    """Return the gain of every programme with its interval."""
    if not _has_numbers(shown, "learning_by_programme"):
        return None

    chart = Dots(
        label="programme",
        format="decimal",
        reference=Reference(0.0, WORDS.both("no_change")),
        axis=WORDS.both("axis.gain"),
    )
    gain = next((one.estimate for one in shown.of("learning_gain")), None)
    values = {
        lang: {"estimate": Formatter(lang).decimal(gain)} for lang in LANGUAGES if gain is not None
    }
    return WORDS.figure("learning", "learning_by_programme", chart, values)


FIGURES = (coverage_figure, learning_figure)


def _has_numbers(shown: Shown, table: str) -> bool:
    rows = shown.rows(table)
    return not rows.empty and bool(rows["estimate"].notna().any())
