"""Does the score rest on sheets that screening has flagged: with them, without them, only them."""

from __future__ import annotations

import pandas as pd

from analysis.presenting.composing import Part
from analysis.stats.means import estimate_mean
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.level import SCALE_LIMITS, judge
from analysis.studies.resistance.parts import WORDS
from analysis.studies.resistance.survey import StaffSurvey

PLAIN, FLAGGED = "plain", "flagged"


def flagged_sheets(survey: StaffSurvey) -> pd.Series:
    """Tell which sheets carry a quality flag (straightline, repeat)."""
    if "quality_flags" not in survey.sheets:
        return pd.Series(False, index=survey.sheets.index)
    return survey.sheets["quality_flags"].fillna("").ne("")


def compare_flagged(survey: StaffSurvey, config: ResistanceConfig) -> Part:
    """Return the score of all sheets, of those without flags and of those with; flags stay in."""
    flagged = flagged_sheets(survey)
    scores = survey.scores[survey.outcome]
    if not (flagged & scores.notna()).any():
        return Part()
    chosen = {None: scores, PLAIN: scores[~flagged], FLAGGED: scores[flagged]}
    rows = []
    for level, values in chosen.items():
        mean = estimate_mean(values.to_numpy(), confidence=config.confidence, limits=SCALE_LIMITS)
        row: dict[str, object] = {"quality": level, "n": mean.n}
        if judge(survey, mean)[0] != "blocked":
            row |= {"estimate": mean.estimate, "ci_low": mean.ci_low, "ci_high": mean.ci_high}
        rows.append(row)
    columns = [
        WORDS.column("quality", "label", "text", codes=WORDS.codes("quality", [PLAIN, FLAGGED])),
        WORDS.column("n", "base", "integer"),
        WORDS.column("estimate", "mean", "index", heading="score"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return Part(tables=(WORDS.table("without_flagged", frame, columns),))
