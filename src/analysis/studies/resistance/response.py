"""Who answered: sheets of the wave per invited employee, of the region, of unit kinds and units.

A count of all sheets against all invited has no interval. More sheets than invited is a problem of
the data (a wrong frame, sheets sent twice, sheets of others), never a rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.presenting.composing import GateDecision, Part
from analysis.presenting.composing.levels import level_names, unit_kinds, unit_names
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.parts import WORDS
from analysis.studies.resistance.survey import StaffSurvey

if TYPE_CHECKING:
    from analysis.store import StudyData

METHOD = "sheets_per_invited"
TOO_MANY = "more_sheets_than_invited"
INCOMPLETE = "frame_incomplete"
EVERYBODY = "all"


@dataclass(frozen=True)
class Response:
    """Sheets and invited employees of a group; `missed` are its units outside the frame."""

    sheets: int
    invited: int
    missed: int = 0

    @property
    def reason(self) -> str:
        """Why it is no plain rate; empty where it is."""
        if self.sheets > self.invited:
            return TOO_MANY
        return INCOMPLETE if self.missed else ""


def estimate_response(survey: StaffSurvey, data: StudyData, config: ResistanceConfig) -> Part:
    """Return response rates, blocked where nobody says how many were invited."""
    scope = config.scope
    invited = invited_by_unit(data, survey.wave)
    if config.unit:
        invited = invited[invited.index == config.unit]
    if invited.empty or not invited.sum():
        found = WORDS.blocked("response_rate", "no_frame", group=scope, headline=True)
        gate = GateDecision("response", "blocked", "no_frame", "survey_frame")
        return Part(findings=(found,), gates=(gate,))
    counts = survey.sheets["unit_id"].value_counts()
    whole = _whole(counts, invited, survey)
    findings = [_finding(whole, scope, headline=True)]
    tables: list[ReportTable] = []
    if not config.unit:
        kinds, units = _by_kind(counts, invited, data), _by_unit(counts, invited)
        findings += [_finding(one, {"unit_group": kind}) for kind, one in kinds.items()]
        findings += [_finding(one, {"unit": unit}) for unit, one in units.items()]
        tables = _tables(whole, kinds, units, data)
    return Part(findings=tuple(findings), tables=tuple(tables), gates=(_decision(whole),))


def invited_by_unit(data: StudyData, wave: str) -> pd.Series:
    """Return the number of invited employees by unit for one wave; empty without a frame."""
    frame = data.tables["survey_frame"]
    rows = frame[frame["margin"].eq(EVERYBODY) & frame["wave"].eq(wave)]
    return rows.groupby("unit_id")["invited"].sum().astype("int64")


def _whole(counts: pd.Series, invited: pd.Series, survey: StaffSurvey) -> Response:
    """Return the response of the framed units, and of sheets that name no unit."""
    unnamed = int(survey.sheets["unit_id"].isna().sum())
    inside = int(counts.reindex(invited.index).fillna(0).sum())
    missed = len(set(counts.index) - set(invited.index))
    return Response(inside + unnamed, int(invited.sum()), missed)


def _by_unit(counts: pd.Series, invited: pd.Series) -> dict[str, Response]:
    return {
        str(unit): Response(int(counts.get(unit, 0)), int(base))
        for unit, base in invited.items()
        if base
    }


def _by_kind(counts: pd.Series, invited: pd.Series, data: StudyData) -> dict[str, Response]:
    kinds = pd.Series(unit_kinds(data.region), dtype="str")
    bases = invited.groupby(kinds.reindex(invited.index).to_numpy()).sum()
    framed = counts.reindex(invited.index).fillna(0).astype("int64")
    sheets = framed.groupby(kinds.reindex(invited.index).to_numpy()).sum()
    return {
        str(kind): Response(int(count), int(base))
        for (kind, base), count in zip(bases.items(), sheets, strict=True)
    }


def _finding(one: Response, group: dict[str, str], *, headline: bool = False) -> Finding:
    if one.reason == TOO_MANY:
        return WORDS.blocked("response_rate", TOO_MANY, group=group, headline=headline)
    return WORDS.finding(
        "response_rate",
        method=METHOD,
        status="review" if one.reason else "ok",
        reason_code=one.reason or None,
        group=group,
        estimate=one.sheets / one.invited,
        confidence=None,
        n=one.invited,
        numerator=one.sheets,
        headline=headline,
    )


def _decision(whole: Response) -> GateDecision:
    if whole.reason == TOO_MANY:
        return GateDecision("response", "blocked", TOO_MANY, "survey_frame_check")
    if whole.reason:
        return GateDecision("response", "review", whole.reason, "survey_frame")
    return GateDecision("response", "ok")


def _tables(
    whole: Response, kinds: dict[str, Response], units: dict[str, Response], data: StudyData
) -> list[ReportTable]:
    named = {"unit_group": level_names("unit_group", kinds), "unit": unit_names(data.region)}
    rows = {"unit_group": kinds, "unit": units}
    return [
        _table(label, {None: whole, **_highest_first(rows[label])}, named[label])
        for label in rows
        if rows[label]
    ]


def _highest_first(found: dict[str, Response]) -> dict[str | None, Response]:
    return dict(sorted(found.items(), key=lambda one: (-one[1].sheets / one[1].invited, one[0])))


def _table(
    label: str, found: dict[str | None, Response], names: dict[str, dict[str, str]]
) -> ReportTable:
    frame = pd.DataFrame([_row(label, level, one) for level, one in found.items()])
    columns = [
        WORDS.column(label, "label", "text", codes=names),
        WORDS.column("n", "base", "integer", heading="invited"),
        WORDS.column("sheets", "count", "integer"),
        WORDS.column("response_rate", "share", "share"),
        WORDS.column("note", "code", "code", codes=WORDS.codes("note", [TOO_MANY, INCOMPLETE])),
    ]
    return WORDS.table(f"response_by_{label}", frame, columns)


def _row(label: str, level: str | None, one: Response) -> dict[str, object]:
    wrong = one.reason == TOO_MANY
    return {
        label: level,
        "n": one.invited,
        "sheets": None if wrong else one.sheets,
        "response_rate": None if wrong else one.sheets / one.invited,
        "note": one.reason or None,
    }
