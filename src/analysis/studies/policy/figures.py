"""The figure of the study: every claim at its verdict."""

from __future__ import annotations

from analysis.presenting.composing import Shown
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Verdicts
from analysis.studies.policy.parts import WORDS
from analysis.wording import LANGS


def claims_figure(shown: Shown) -> ReportFigure | None:
    """Return the grid of claims by verdict."""
    rows = shown.rows("claims")
    if rows.empty:
        return None
    supported = int(rows["verdict"].eq("supported").sum())

    values = {
        str(lang): {
            "supported": Formatter(lang).integer(supported),
            "total": Formatter(lang).integer(len(rows)),
        }
        for lang in LANGS
    }
    return WORDS.figure("claims", "claims", Verdicts(label="claim", value="verdict"), values)
