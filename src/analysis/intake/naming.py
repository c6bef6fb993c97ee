"""Numbers of persons become pseudonyms before anything is joined, compared or written.

The same number gives the same pseudonym in all tables of a region, whatever its column.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.intake.source import SourceDraft
from analysis.intake.tables.staff_survey import LINKED
from analysis.privacy.pseudonyms import Kind, pseudonymise
from analysis.privacy.redaction import Redactor

NAMED_COLUMNS: dict[str, Kind] = {
    "employee_id": "e",
    "rater_id": "e",
    "supervisor_id": "e",
    "panel_code": "p",
    LINKED: "e",
}
"""Column to the kind of its pseudonym; a respondent's own code leads to no employee."""


TEXTS_IN_KEYS = frozenset({"work_result", "superior_objective", "indicator"})
"""Free text by which rows are told apart: it is redacted before they are compared."""


def name_people(draft: SourceDraft, *, key: bytes, redactor: Redactor) -> SourceDraft:
    """Return the draft with pseudonyms in place of numbers of persons, and no names in keys.

    Parameters
    ----------
    draft : SourceDraft
        As read: its numbers are folded, those that cannot be read are missing.
    key : bytes
        The region's pseudonym key.
    redactor : Redactor
        Knows the names of the whole region.
    """
    named = {
        column: pseudonymise(draft.frame[column], kind, key)
        for column, kind in NAMED_COLUMNS.items()
        if column in draft.frame
    }
    told = {
        column: redactor.redact(draft.frame[column]) for column in TEXTS_IN_KEYS & set(draft.frame)
    }
    return replace(draft, frame=draft.frame.assign(**named, **told)) if named or told else draft
