"""The figures of the study, each measure by kind of unit; headings say what they show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analysis.presenting.charts import group_bars, interval_dots
from analysis.presenting.composing import Shown
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure, ReportTable
from analysis.studies.accountability.parts import MEASURES, TRAITS, WORDS
from analysis.wording import LANGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FEWEST_GROUPS = 2


def measure_figure(name: str, shown: Shown) -> ReportFigure | None:
    """Return one measure by the first trait that has two groups to show; None without one."""
    whole = next(iter(shown.of(name)), None)
    if whole is None or whole.estimate is None:
        return None
    traits = (one for one in TRAITS if _groups(shown, name, one) >= FEWEST_GROUPS)
    trait = next(traits, None)
    if trait is None:
        return None
    unit = MEASURES[name][2]
    return ReportFigure(
        name=name,
        table=f"{name}_by_{trait}",
        title={
            str(lang): WORDS.say(
                f"figure.{name}", lang, estimate=Formatter(lang).measured(whole.estimate, unit)
            )
            for lang in LANGS
        },
        alt={
            str(lang): WORDS.say(
                f"alt.{name}", lang, trait=WORDS.say(f"column.{trait}", lang).lower()
            )
            for lang in LANGS
        },
        draw=partial(_draw, name, trait, whole.estimate),
    )


FIGURES = tuple(partial(measure_figure, name) for name in MEASURES)


def _groups(shown: Shown, name: str, trait: str) -> int:
    rows = shown.rows(f"{name}_by_{trait}")
    return 0 if rows.empty else int((rows[trait].notna() & rows["estimate"].notna()).sum())


def _draw(name: str, trait: str, whole: float, table: ReportTable, lang: str) -> Figure:
    label = WORDS.say(f"axis.{name}", lang)
    if MEASURES[name][2] == "share":
        return group_bars(
            table,
            lang,
            label=trait,
            value="estimate",
            low="ci_low",
            high="ci_high",
            x_label=label,
            ordered=True,
        )
    return interval_dots(
        table,
        lang,
        label=trait,
        fmt="decimal",
        reference=whole,
        reference_label=WORDS.say("axis.whole", lang),
        x_label=label,
    )
