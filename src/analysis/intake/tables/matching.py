"""What a table makes of its columns once they are matched, before any cell is read."""

from __future__ import annotations

from analysis.intake.raw import Mapping
from analysis.intake.tables.staff_survey import without_identity
from analysis.intake.tables.survey_frame import with_levels
from analysis.schemas.region import Source


def settled(mapping: Mapping, source: Source | None) -> Mapping:
    """Return the mapping as the rows will be read.

    Sheets of staff lose what their anonymity does not allow; columns of a frame that are called by
    a level count the invited of that level. A file without a source counts as undeclared.
    """
    anonymity = source.anonymity if source else "undeclared"
    return with_levels(without_identity(mapping, anonymity))
