"""The figures of the study, drawn from protected tables; headings say what they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.presenting.charts import interval_dots
from analysis.presenting.composing import Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.studies.training.parts import WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def coverage_figure(shown: Shown) -> ReportFigure | None:
    """Return the mean JP by unit kind, or by unit where there are no kinds."""
    trait = "unit_group" if _has_numbers(shown, "by_unit_group") else "unit"
    if shown.unit or not _has_numbers(shown, f"by_{trait}"):
        return None
    mean = next((one.estimate for one in shown.of("jp_mean")), None)

    def draw(table: ReportTable, lang: str) -> Figure:
        return interval_dots(
            table,
            lang,
            label=trait,
            fmt="decimal",
            reference=mean,
            reference_label=WORDS.say("whole", lang),
            x_label=WORDS.say("axis.jp", lang),
        )

    values = {
        lang: {"region": shown.names.region, "estimate": Formatter(lang).decimal(mean)}
        for lang in LANGUAGES
        if mean is not None
    }
    return _figure("coverage", f"by_{trait}", values, draw)


def learning_figure(shown: Shown) -> ReportFigure | None:
    """Return the gain of every programme with its interval."""
    if not _has_numbers(shown, "learning_by_programme"):
        return None

    def draw(table: ReportTable, lang: str) -> Figure:
        return interval_dots(
            table,
            lang,
            label="programme",
            fmt="decimal",
            reference=0.0,
            reference_label=WORDS.say("no_change", lang),
            x_label=WORDS.say("axis.gain", lang),
        )

    gain = next((one.estimate for one in shown.of("learning_gain")), None)
    values = {
        lang: {"estimate": Formatter(lang).decimal(gain)} for lang in LANGUAGES if gain is not None
    }
    return _figure("learning", "learning_by_programme", values, draw)


FIGURES = (coverage_figure, learning_figure)


def _has_numbers(shown: Shown, table: str) -> bool:
    rows = shown.rows(table)
    return not rows.empty and bool(rows["estimate"].notna().any())


def _figure(
    name: str, table: str, values: Mapping[str, Mapping[str, str]], draw: object
) -> ReportFigure:
    """Return a figure with the heading `[figure.<name>]`, or `[figure.<name>_plain]` without."""
    title = (
        {lang: WORDS.say(f"figure.{name}", lang, **values[lang]) for lang in LANGUAGES}
        if values
        else WORDS.both(f"figure.{name}_plain")
    )
    return ReportFigure(
        name=name,
        table=table,
        title=title,
        alt=WORDS.both(f"alt.{name}"),
        draw=draw,  # type: ignore[arg-type]
    )
