"""What the report says about the use of the scale and about agreement, and the figure of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Stacked
from analysis.schemas.finding import HIDDEN_STATUSES
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.scale.marks_given import PREFIX
from analysis.studies.fairness.scale.second_ratings import SECOND, SELF

if TYPE_CHECKING:
    import pandas as pd

FIGURE = "marks_given"


def scale_use_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the middle, one impression, one mark for all, and how two who rate agree."""
    known = any(one.status not in HIDDEN_STATUSES for one in shown.of("central_tendency"))
    meaning = (WORDS.both("paragraph.meaning_scale_use"),) if known else ()
    return (
        *shown.texts("central_tendency", "leniency"),
        *shown.texts("central_tendency", aspect="behaviours"),
        *shown.texts("halo", "identical_share"),
        *_identical_beside_chance(shown),
        *shown.texts("same_for_all_share"),
        *_same_predikat_beside_chance(shown),
        *shown.texts("same_for_all_share", aspect="behaviours"),
        *shown.texts("range_restriction"),
        *meaning,
        *_agreement(shown),
    )


def _agreement(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the second appraiser first, then what the ratees themselves say."""
    names = ("agreement", "rating_difference")
    second = shown.texts(*names, rater_role=SECOND)
    own = shown.texts(*names, rater_role=SELF)
    known = any(one.status not in HIDDEN_STATUSES for one in shown.of(names[0], rater_role=SECOND))
    meaning = (WORDS.both("paragraph.meaning_agreement"),) if known else ()
    return (*second, *meaning, *((WORDS.both("paragraph.self_appraisal"), *own) if own else ()))


def _identical_beside_chance(shown: Shown) -> tuple[Paragraph, ...]:
    rows = shown.rows("identical_marks")
    if rows.empty:
        return ()
    row = rows.iloc[0]
    code = "identical_chance" if row["ci_low"] > row["by_chance"] else "identical_near_chance"
    return (_with_chance(code, row),)


def _same_predikat_beside_chance(shown: Shown) -> tuple[Paragraph, ...]:
    rows = shown.rows("same_for_all")
    rows = rows[rows["measure"].eq("predikat")] if not rows.empty else rows
    if rows.empty:
        return ()
    row = rows.iloc[0]
    if row["ci_low"] > row["by_chance"]:
        return (_with_chance("same_predikat_beyond", row),)
    below = row["ci_high"] < row["by_chance"]
    return (_with_chance("same_predikat_below" if below else "same_predikat_chance", row),)


def _with_chance(code: str, row: pd.Series) -> Paragraph:
    return {
        lang: WORDS.say(f"paragraph.{code}", lang, chance=Formatter(lang).share(row["by_chance"]))
        for lang in LANGUAGES
    }


def marks_figure(shown: Shown) -> ReportFigure | None:
    """Return how often each mark is given; the heading tells the share that stands out."""
    rows = shown.rows(FIGURE)
    if rows.empty:
        return None
    parts = tuple(str(name) for name in rows if str(name).startswith(PREFIX))
    chart = Stacked(label="aspect", parts=parts, axis=WORDS.both("axis.marks_given"))
    behaviours = any(str(one).startswith("b_") for one in rows["aspect"])
    told = "identical_share" if behaviours else "central_tendency"
    found = next(iter(shown.of(told)), None)
    if found is None or found.estimate is None:
        return WORDS.figure(FIGURE, FIGURE, chart)
    values = {lang: {"share": Formatter(lang).share(found.estimate)} for lang in LANGUAGES}
    reach = found.measure.removeprefix("middle_share_ratings")
    title = "marks_identical" if behaviours else f"marks_middle{reach}"
    return WORDS.figure(FIGURE, FIGURE, chart, values, title=title)


SCALE_USE_FIGURES = (marks_figure,)
