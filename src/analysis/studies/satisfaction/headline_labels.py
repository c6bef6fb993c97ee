"""Labels of the key figures: an index of an instrument of its own is not called IKM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.studies.satisfaction.parts import ROOM
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

INDEX = "satisfaction.ikm"


def label_headlines(narrative: Mapping[str, Any], survey: Survey | None) -> dict[str, Any]:
    """Return the narrative with the headlines of the index labelled after its instrument."""
    if survey is None or survey.rules is not None:
        return dict(narrative)
    own = both(f"{ROOM}.measure.ikm_own")
    told = [{**one, "label": own} if one["id"] == INDEX else one for one in narrative["headlines"]]
    return {**narrative, "headlines": told}
