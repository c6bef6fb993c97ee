"""The paragraphs and figures on perceived fairness, written from protected findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.caveats import caveat_once
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Bars, Dots, Reference
from analysis.schemas.finding import Finding
from analysis.studies.fairness.parts import RANDOM_VARIATION_ONLY, TRAITS, WORDS
from analysis.studies.fairness.telling import compared, named

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "justice"
SIDES = ("prosedural", "distributif", "interpersonal", "informasional")
MIDDLE = 50.0
FEWEST_SIDES = 2
EXPLAINED = frozenset(f"keadilan_{one}" for one in SIDES)
"""Dimensions that `paragraph.justice_sides` explains."""
OWN = "justice_own_appraisal"


def justice_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return level by dimension, groups that differ, and what is known about own appraisals."""
    told = [*shown.texts("justice"), *_lowest(shown), *_groups(shown)]
    if not shown.rows("justice_beside_ratings").empty:
        told.append(WORDS.both("paragraph.justice_beside"))
    told += shown.texts(OWN)
    told += _quality(shown)
    return caveat_once(told, WORDS, [RANDOM_VARIATION_ONLY])


def _sides(shown: Shown) -> list[Finding]:
    """Return the dimensions that may be read, the lowest first."""
    found = shown.all_of("justice", "dimension")
    return sorted(found, key=lambda one: one.estimate or 0.0)


def _ends(shown: Shown) -> dict[str, dict[str, str]]:
    """Return name and index of the lowest and of the highest dimension; empty below two."""
    sides = _sides(shown)
    if len(sides) < FEWEST_SIDES:
        return {}
    first, last = sides[0], sides[-1]
    return {
        lang: {
            "lowest": shown.names.of_value("dimension", first.group["dimension"], lang),
            "low": Formatter(lang).index(first.estimate),
            "highest": shown.names.of_value("dimension", last.group["dimension"], lang),
            "high": Formatter(lang).index(last.estimate),
        }
        for lang in LANGUAGES
    }


def _apart(shown: Shown) -> bool:
    """Tell whether the highest dimension lies above the lowest beyond random variation."""
    first, *_, last = _sides(shown)
    if first.ci_high is None or last.ci_low is None:
        return False
    return first.ci_high < last.ci_low


def _lowest(shown: Shown) -> list[Paragraph]:
    """Return what the dimensions mean, and which is the lowest, where that can be told."""
    ends = _ends(shown)
    if not ends:
        return []
    code = "paragraph.justice_lowest" if _apart(shown) else "paragraph.justice_alike"
    said = {lang: WORDS.say(code, lang, **ends[lang]) for lang in LANGUAGES}
    keys = {one.group["dimension"] for one in _sides(shown)}
    return [*([WORDS.both("paragraph.justice_sides")] if keys <= EXPLAINED else []), said]


def _groups(shown: Shown) -> list[Paragraph]:
    """Return how many comparisons go beyond chance, and which, by dimension."""
    found = compared(named(shown, "justice_gap"))
    hidden = shown.hidden_rows("justice_by_group") + shown.hidden_rows("justice_gaps")
    told = [WORDS.both("paragraph.justice_hidden")] if hidden else []
    if not found.tested:
        return [*found.none_tested(), *told]
    code = "justice_groups_differ" if found.sure else "justice_groups_same"
    counted = {
        lang: WORDS.say(
            f"paragraph.{code}",
            lang,
            compared=found.phrase(lang),
            different=Formatter(lang).integer(len(found.sure)),
        )
        for lang in LANGUAGES
    }
    by_side: dict[str, list[Finding]] = {}
    for one in found.sure:
        by_side.setdefault(one.group.get("dimension", ""), []).append(one)
    listed = [_differences(shown, side, ones) for side, ones in by_side.items()]
    voluntary = [one for one in found.tested if one.caveat_code == RANDOM_VARIATION_ONLY]
    last = [WORDS.both("paragraph.justice_voluntary")] if voluntary else []
    return [counted, *listed, *told, *last]


def _differences(shown: Shown, side: str, found: Sequence[Finding]) -> Paragraph:
    return {
        lang: WORDS.say(
            "paragraph.justice_differences",
            lang,
            dimension=shown.names.of_value("dimension", side, lang)
            if side
            else WORDS.say("table.justice", lang),
            differences="; ".join(_difference(shown, one, lang) for one in found),
        )
        for lang in LANGUAGES
    }


def _difference(shown: Shown, one: Finding, lang: str) -> str:
    """Return which group feels treated more or less fairly than its reference, and by how much."""
    write = Formatter(lang)
    trait = next(key for key in one.group if key in TRAITS)
    side = "more" if (one.estimate or 0.0) > 0 else "less"
    return WORDS.say(
        f"paragraph.justice_{side}",
        lang,
        level=shown.names.of_value(trait, one.group[trait], lang),
        reference=shown.names.of_value("reference", one.group["reference"], lang),
        estimate=write.measured(one.estimate, one.measure_unit),
        confidence=f"{write.integer(100 * (one.confidence or 0))}%",
        interval=write.interval(one.ci_low, one.ci_high),
    )


def _quality(shown: Shown) -> list[Paragraph]:
    """Return which dimensions hold together weakly, and that the wording is not validated."""
    if shown.rows(TABLE).empty:
        return []
    weak = [
        one for one in shown.all_of("justice_alpha", "dimension") if one.reason_code == "weak_scale"
    ]
    told = [WORDS.both("paragraph.justice_not_validated")]
    if not weak:
        return told
    told_weak = {
        lang: WORDS.say(
            "paragraph.justice_weak",
            lang,
            names="; ".join(
                shown.names.of_value("dimension", one.group["dimension"], lang) for one in weak
            ),
        )
        for lang in LANGUAGES
    }
    return [told_weak, *told]


def justice_figure(shown: Shown) -> ReportFigure | None:
    """Return the index of every dimension with its interval, beside the middle of the scale."""
    ends = _ends(shown)
    if not ends or shown.rows(TABLE).empty:
        return None
    chart = Dots(
        label="dimension",
        reference=Reference(MIDDLE, WORDS.both("axis.justice_middle")),
        axis=WORDS.both("axis.justice"),
        ordered=False,
    )
    title = "justice_apart" if _apart(shown) else "justice_alike"
    return WORDS.figure("justice", TABLE, chart, ends, title=title)


def justice_positive_figure(shown: Shown) -> ReportFigure | None:
    """Return the share above the middle of every dimension with its interval."""
    rows = shown.rows(TABLE)
    if rows.empty:
        return None
    shares = rows.loc[rows["dimension"].notna(), "positive_share"].dropna().tolist()
    if not shares:
        return None
    ends = {"low": min(shares), "high": max(shares)}
    values = {
        lang: {name: Formatter(lang).share(one) for name, one in ends.items()} for lang in LANGUAGES
    }
    chart = Bars(
        label="dimension",
        value="positive_share",
        low="share_low",
        high="share_high",
        axis=WORDS.both("axis.justice_positive"),
    )
    return WORDS.figure("justice_positive", TABLE, chart, values)


JUSTICE_FIGURES = (justice_figure, justice_positive_figure)
