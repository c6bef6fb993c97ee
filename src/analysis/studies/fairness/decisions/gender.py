"""Decisions on women and men of equal performance, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.presenting.composing import Part, Shown
from analysis.presenting.composing.chance import DIFFERENT
from analysis.presenting.composing.levels import level_names
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.finding import Finding
from analysis.studies.fairness.charts import gap_dots
from analysis.studies.fairness.decisions.decided import FAVOURABLE
from analysis.studies.fairness.parts import WORDS

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportFigure

TRAIT = "gender"
TABLE = "decisions_gender"


def decisions_of_gender(findings: Sequence[Finding]) -> Part:
    """Return the table of all gaps at equal performance between women and men."""
    import pandas as pd

    mine = [
        one
        for one in findings
        if one.id == "fairness.decision_gap" and TRAIT in one.group and one.estimate is not None
    ]
    if not mine:
        return Part()
    names = level_names(TRAIT, [one.group[key] for one in mine for key in (TRAIT, "reference")])
    rows = [
        {
            **one.group,
            "n": one.n,
            "count": one.numerator,
            "gap_points": one.estimate,
            "gap_low": one.ci_low,
            "gap_high": one.ci_high,
            "p_adjusted": one.p_adjusted,
        }
        for one in mine
    ]
    columns = [
        WORDS.column(
            "outcome",
            "label",
            "text",
            heading="decision_kind",
            codes=WORDS.codes("outcome", FAVOURABLE),
        ),
        WORDS.column(TRAIT, "label", "text", codes=names),
        WORDS.column("reference", "label", "text", heading="compared_with", codes=names),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("count", "count", "integer", heading="decided_count"),
        WORDS.column("gap_points", "mean", "decimal", heading="gap_equal"),
        WORDS.column("gap_low", "bound", "decimal"),
        WORDS.column("gap_high", "bound", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    return Part(tables=(WORDS.table(TABLE, pd.DataFrame(rows), columns),))


def decisions_figure(shown: Shown) -> ReportFigure | None:
    """Return the gaps of every decision as dots."""
    rows = shown.rows(TABLE)
    if rows.empty or len(rows[TRAIT].unique()) != 1:
        return None
    tested = int(rows["p_adjusted"].notna().sum())
    different = int((rows["p_adjusted"] < DIFFERENT).sum())
    pair = {key: str(rows.iloc[0][key]) for key in (TRAIT, "reference")}
    group = {lang: shown.names.of_group(pair, lang) for lang in LANGUAGES}
    values = {
        lang: {
            "group": group[lang],
            "different": Formatter(lang).integer(different),
            "tested": Formatter(lang).integer(tested),
        }
        for lang in LANGUAGES
    }
    chart = gap_dots("outcome", WORDS.both("axis.decisions_gender"), format="decimal")
    spoken = {lang: {"group": group[lang]} for lang in LANGUAGES}
    title = TABLE if tested else f"{TABLE}_untested"
    return WORDS.figure(TABLE, TABLE, chart, values, title=title, alt_values=spoken)
