"""Labels and verdicts of the key figures, where the general ones do not fit this report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.presenting.output import StudyOutput
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED
from analysis.studies.satisfaction.parts import ROOM
from analysis.studies.satisfaction.surveys import Survey
from analysis.studies.satisfaction.trend import EARLIER_SIGNAL, earlier_signal_name
from analysis.wording import both

INDEX = "satisfaction.ikm"
SIGNAL = "satisfaction.trend_signal"


def label_headlines(
    output: StudyOutput, survey: Survey | None, *, one_unit: bool
) -> dict[str, Any]:
    """Return the narrative with its headlines labelled after the instrument, signals dated.

    In a page of one unit the title names the unit, so the labels do not.
    """
    own = survey is not None and survey.rules is None
    dated = _dated_signal(output)
    told = []
    for one in output.narrative["headlines"]:
        label = both(f"studies.{one['id']}.name") if one_unit else one["label"]
        if own and one["id"] == INDEX:
            label = both(f"{ROOM}.measure.ikm_own")
        value = dated if dated and one["id"] == SIGNAL else one["value"]
        told.append({**one, "label": label, "value": value})
    return {**output.narrative, "headlines": told}


def _dated_signal(output: StudyOutput) -> Mapping[str, str]:
    """Return the verdict on a signal of the past with its time; empty where there is none."""
    headline = (one for one in output.document.findings if one.id == SIGNAL and one.headline)
    found = next(headline, None)
    if found is None or found.value_code != EARLIER_SIGNAL or "trend" not in output.tables:
        return {}
    rows = output.tables["trend"].frame
    times = rows[(rows[STATUS_COLUMN] != SUPPRESSED) & rows["signal"].notna()]["time"]
    if times.empty:
        return {}
    named = earlier_signal_name(str(times.iloc[-1]))
    return {lang: text[:1].upper() + text[1:] for lang, text in named.items()}
