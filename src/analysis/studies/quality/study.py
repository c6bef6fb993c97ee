"""Run the quality study: accounts, gaps, signs, surveys; protect, put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.composing import combine
from analysis.presenting.composing.report import Composition, compose
from analysis.studies.quality.accounting import account_rows
from analysis.studies.quality.appraisal_signs import find_signs
from analysis.studies.quality.config import QualityConfig
from analysis.studies.quality.figures import accounting_figure, missing_figure
from analysis.studies.quality.missing import find_missing
from analysis.studies.quality.missing_groups import CLASSES, missing_by_groups
from analysis.studies.quality.parts import WORDS
from analysis.studies.quality.result import QualityResult
from analysis.studies.quality.sections import (
    appraisal_section,
    arrivals_section,
    ask_section,
    discussion_section,
    limits_section,
    missing_section,
    rows_section,
    survey_section,
)
from analysis.studies.quality.surveys import SURVEYS, check_surveys
from analysis.studies.quality.troubles import describe_troubles

if TYPE_CHECKING:
    from analysis.store import StudyData

COMPOSITION = Composition(
    words=WORDS,
    questions=("rows", "missing", "to_ask_for", "appraisals", "surveys"),
    sections={
        "rows": rows_section,
        "arrivals": arrivals_section,
        "missing": missing_section,
        "to_ask_for": ask_section,
        "appraisals": appraisal_section,
        "surveys": survey_section,
        "limits": limits_section,
        "discussion": discussion_section,
    },
    figures=(accounting_figure, missing_figure),
    figures_of_section={"rows": ("accounting",), "missing": ("missing",)},
    tables_of_section={
        "decision": ("gates", "accounting"),
        "rows": ("accounting", "troubles", "held_back", "kept"),
        "arrivals": ("arrivals", "new_categories"),
        "missing": ("missing", "missing_by_year", *(f"missing_by_kind_{one}" for one in CLASSES)),
        "to_ask_for": ("to_ask_for",),
        "appraisals": ("signs",),
        "surveys": tuple(f"flags_{name}" for name in SURVEYS),
    },
)


def run_quality(data: StudyData, config: QualityConfig | None = None) -> QualityResult:
    """Say what became of a region's data and what they leave open.

    Parameters
    ----------
    data : StudyData
        All canonical tables and intake's record in `notes`; no frame is changed.
    config : QualityConfig or None
        None takes the defaults.

    Returns
    -------
    QualityResult
        Every promised id has a finding.
    """
    chosen = config or QualityConfig()
    part = combine(
        [
            account_rows(data),
            describe_troubles(data),
            find_missing(data),
            missing_by_groups(data),
            find_signs(data, chosen),
            check_surveys(data),
        ]
    )
    groups = {"instrument": WORDS.codes("canonical", SURVEYS)}
    output, raw = compose(part, data, chosen, COMPOSITION, groups=groups)
    return QualityResult(chosen, output, raw)
