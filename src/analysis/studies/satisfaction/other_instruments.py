"""Further instruments of the same period, each on its own scale and never pooled."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimating import estimate_region
from analysis.studies.satisfaction.letter_stability import stability_finding
from analysis.studies.satisfaction.parts import Part, column, combine, titled
from analysis.studies.satisfaction.region_index import index_finding
from analysis.studies.satisfaction.surveys import Survey
from analysis.studies.satisfaction.unsur import estimate_unsur


def estimate_others(surveys: Sequence[Survey], config: SatisfactionConfig) -> Part:
    """Return the index and the items of every further instrument, and one table of the indices."""
    if not surveys:
        return Part()
    parts, rows = [], []
    for survey in surveys:
        found = estimate_region(survey, confidence=config.confidence)
        if found is None or found.exact is None:
            continue
        items = estimate_unsur(survey, config)
        findings = (
            index_finding(survey, found, config),
            stability_finding(survey, found),
            *items.findings,
        )
        parts.append(Part(findings=findings))
        rows.append(
            {
                "instrument": survey.codebook.instrument,
                "n": found.n,
                "estimate": found.value,
                "ci_low": found.ci_low,
                "ci_high": found.ci_high,
                "letter": survey.letter(found.exact),
            }
        )
    titles = {
        one.codebook.instrument: {"id": one.codebook.title.id, "en": one.codebook.title.en}
        for one in surveys
    }
    columns = [
        column("instrument", "label", "text", codes=titles),
        column("n", "base", "integer"),
        column("estimate", "mean", "index"),
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        column("letter", "code", "code"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return combine([*parts, Part(tables=(titled("by_instrument", frame, columns),))])
