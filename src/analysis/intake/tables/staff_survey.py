"""Answer sheets of staff: how anonymous they are decides what is kept of who answered.

Undeclared is anonymous. Anonymous sheets keep no number, code or name; coded ones keep the
respondent's own code, which pairs waves and leads to nobody; named ones need consent and a purpose,
and only a bridge of its own leads from a sheet to the employee.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.intake.raw import Mapping, Problem, RuleEdit
from analysis.intake.stops import SourceStopError
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.values.folding import fold

TABLE = "staff_survey"
LINKED = "linked_employee"
"""Column that carries the employee of a named sheet to its bridge; no table keeps it."""

NO_CONSENT = "no_consent"
SHORTEST_CODE = 3
"""Own codes with fewer signs say too little to pair two sheets."""


def without_identity(mapping: Mapping, anonymity: str) -> Mapping:
    """Return the mapping with what the anonymity of the sheets does not allow to be read.

    Numbers of employees then only serve the check that no product holds them, as names do.
    """
    if mapping.table != TABLE:
        return mapping
    instead = {} if anonymity == "named" else {"employee_id": "national_id"}
    if anonymity != "coded":
        instead["panel_code"] = "ignored"
    matches = tuple(
        replace(one, target=instead.get(one.target, one.target)) for one in mapping.matches
    )
    return replace(mapping, matches=matches)


def protect_sheets(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Mark the anonymity of the sheets, and keep the employee of a named one aside.

    Raises
    ------
    SourceStopError
        If sheets are named and the region states no purpose.
    """
    source = context.source
    anonymity = "anonymous" if source.anonymity == "undeclared" else source.anonymity
    kept = frame.assign(anonymity=anonymity)
    if anonymity != "named":
        return Stepped(kept)
    if not context.region.purpose:
        raise SourceStopError("intake.staff.no_purpose", source=source.id)
    if "employee_id" not in frame:
        return Stepped(kept, problems=(Problem("intake.staff.no_employee"),))
    return Stepped(kept.assign(**{LINKED: frame["employee_id"]}))


def refuse_without_consent(frame: pd.DataFrame, _context: StepContext) -> Stepped:
    """Refuse sheets of people who answered that they do not consent."""
    if "consent" not in frame:
        return Stepped(frame)
    refused = ~frame["consent"].fillna(value=True).astype(bool)
    return Stepped(frame, ((refused, NO_CONSENT, "consent"),))


def fold_codes(frame: pd.DataFrame, _context: StepContext) -> Stepped:
    """Fold the respondents' own codes, and empty those that cannot pair two waves.

    Case, spaces and signs do not matter. A code that is too short, or that stands twice in one
    wave, could pair the sheets of two persons.
    """
    if "panel_code" not in frame:
        return Stepped(frame)
    folded = frame["panel_code"].map(_bare, na_action="ignore").astype("str")
    short = folded.str.len().lt(SHORTEST_CODE).fillna(value=False)
    keys = frame[["wave"]].assign(code=folded) if "wave" in frame else folded.to_frame("code")
    twice = keys.duplicated(keep=False) & folded.notna() & ~short
    unclear = (short | twice).astype(bool)
    if not unclear.any():
        return Stepped(frame.assign(panel_code=folded))
    count = int(unclear.sum())
    return Stepped(
        frame.assign(panel_code=folded.mask(unclear)),
        problems=(Problem("intake.staff.unclear_codes", {"count": count}),),
        edits=(RuleEdit("panel_code", "unclear_code", "own code", "", count),),
    )


def _bare(code: str) -> str:
    return fold(code).replace(" ", "")


STEPS: tuple[Step, ...] = (refuse_without_consent, protect_sheets, fold_codes)
"""Steps of the table, in order."""
