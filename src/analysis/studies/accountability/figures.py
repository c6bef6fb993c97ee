"""The figures of the study, each measure by kind of unit; headings say what they show."""

from __future__ import annotations

from functools import partial

from analysis.presenting.composing import Shown
from analysis.presenting.composing.report import FigureMaker
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Bars, Chart, Dots, Reference
from analysis.studies.accountability.parts import BY_TRAITS, MEASURES, TRAITS, WORDS, nobody_differs

FEWEST_GROUPS = 2
AT_MOST = "element_not_recorded"
"""Reason of a share that is an upper bound, as its heading says."""


def measure_figure(name: str, shown: Shown) -> ReportFigure | None:
    """Return one measure by the first trait that has two groups to show that could differ."""
    whole = next(iter(shown.of(name)), None)
    if whole is None or whole.estimate is None or nobody_differs(whole):
        return None
    traits = (one for one in TRAITS if _groups(shown, name, one) >= FEWEST_GROUPS)
    trait = next(traits, None)
    if trait is None:
        return None
    unit = MEASURES[name][2]
    at_most = whole.reason_code == AT_MOST
    return WORDS.figure(
        name,
        f"{name}_by_{trait}",
        _chart(name, trait, whole.estimate),
        {lang: {"estimate": Formatter(lang).measured(whole.estimate, unit)} for lang in LANGUAGES},
        title=f"{name}_at_most" if at_most else name,
        alt_values={
            lang: {"trait": WORDS.say(f"column.{trait}", lang).lower()} for lang in LANGUAGES
        },
    )


def funnel_figure(shown: Shown) -> ReportFigure | None:
    """Return the steps of the cycle in order; None where fewer than two may be shown."""
    if len(shown.rows("funnel")) < FEWEST_GROUPS:
        return None
    axis = WORDS.both("axis.funnel")
    chart = Bars(label="stage", value="estimate", low="ci_low", high="ci_high", axis=axis)
    return WORDS.figure("funnel", "funnel", chart)


def unit_figure(shown: Shown) -> ReportFigure | None:
    """Return the attainment of units; None where there are fewer than two."""
    if len(shown.rows("unit_attainment")) < FEWEST_GROUPS:
        return None
    axis = WORDS.both("axis.unit_attainment")
    chart = Bars(label="unit", value="estimate", format="decimal", axis=axis)
    return WORDS.figure("unit_attainment", "unit_attainment", chart)


def needs_figure(shown: Shown) -> ReportFigure | None:
    """Return the needs that plans state; None where fewer than two may be shown."""
    if len(shown.rows("needs")) < FEWEST_GROUPS:
        return None
    axis = WORDS.both("axis.needs")
    chart = Bars(label="need", value="estimate", low="ci_low", high="ci_high", axis=axis)
    return WORDS.figure("needs", "needs", chart)


FIGURES: tuple[FigureMaker, ...] = (
    *(partial(measure_figure, name) for name in BY_TRAITS),
    funnel_figure,
    unit_figure,
    needs_figure,
)


def _groups(shown: Shown, name: str, trait: str) -> int:
    rows = shown.rows(f"{name}_by_{trait}")
    return 0 if rows.empty else int((rows[trait].notna() & rows["estimate"].notna()).sum())


def _chart(name: str, trait: str, whole: float) -> Chart:
    axis = WORDS.both(f"axis.{name}")
    if MEASURES[name][2] == "share":
        return Bars(
            label=trait, value="estimate", low="ci_low", high="ci_high", ordered=True, axis=axis
        )
    reference = Reference(whole, WORDS.both("axis.whole"))
    return Dots(label=trait, format="decimal", reference=reference, axis=axis)
