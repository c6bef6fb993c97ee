"""Columns of staff answer sheets that have a reader of their own."""

from __future__ import annotations

from collections.abc import Callable

from analysis.intake.values import positions
from analysis.intake.values.categories import category_reader
from analysis.intake.values.folding import fold
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.intake.values.tenure import read_tenure_band

MARGINS = ("all", "gender", "age_band", "education", "status", "position_type", "tenure_band")
_YES = frozenset({"ya", "setuju", "bersedia", "yes", "agree", "true", "1"})
_NO = frozenset({"tidak", "no", "disagree", "false", "0", "menolak"})


def read_consent(text: str) -> Reading:
    """Read whether a respondent consents; "Saya bersedia menjadi responden" says yes."""
    first = fold(text).removeprefix("saya ").split(" ", 1)[0]
    if first in _NO or first in _YES:
        agrees = first in _YES
        return Reading(agrees, steps=(Step("yes_no", "consent", str(agrees)),))
    return read_missing(text, zero=False) or Reading(bad="unknown_value")


READERS: dict[str, Callable[[], Reader]] = {
    "survey_frame.margin": lambda: category_reader("frame_margin", MARGINS),
    "staff_survey.tenure_band": lambda: read_tenure_band,
    "staff_survey.status": lambda: positions.read_status,
    "staff_survey.position_type": lambda: positions.read_type,
    "staff_survey.consent": lambda: read_consent,
}
"""Columns of staff surveys and of their frame that have a reader of their own."""
