"""What was promised after the last survey, and whether the score is another one now.

A promise names the score from which it starts (NRR, or its conversion). Where the unit's score of
the same unsur is known now, it is set beside that start: `higher` and `lower` where the start lies
outside the interval of the new score, else `unclear`. Source of the interval: `estimating`. The
start is taken as it is printed, without an error of its own. That a score changed after a promise
does not prove that the promise changed it: unsur chosen for their low score tend to rise anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis.periods import Period
from analysis.presenting.formats import MISSING
from analysis.schemas.bundle import ReportTable
from analysis.schemas.region import Region
from analysis.schemas.tables import table
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import estimate_groups
from analysis.studies.satisfaction.parts import ROOM, Part, codes_of, column, titled
from analysis.studies.satisfaction.surveys import Survey
from analysis.studies.satisfaction.unsur import order_matters
from analysis.wording import both

if TYPE_CHECKING:
    from analysis.store import StudyData

CHANGES = ("higher", "lower", "unclear")


def follow_promises(
    survey: Survey | None, data: StudyData, config: SatisfactionConfig, *, unit: str = ""
) -> Part:
    """Return the promises of the last report before this period, and what was measured since.

    Parameters
    ----------
    survey : Survey or None
        None where no sheet came in: then promises stand alone.
    unit : str
        Of a one-page view; empty for the whole region.
    """
    promised = last_promises(data, unit=unit)
    if promised.empty:
        return Part()
    tables = [_promises(promised, data)]
    if survey is not None:
        measured = _measured(promised, survey, config)
        tables += [_results(measured, survey, data.region)] if measured else []
    return Part(tables=tuple(tables))


def last_promises(data: StudyData, *, unit: str = "") -> pd.DataFrame:
    """Return the promises of the latest report on a period that ended before this one began."""
    rows = data.history.get("follow_ups", data.tables.get("follow_ups", pd.DataFrame()))
    if rows.empty or "period" not in rows:
        return pd.DataFrame()
    ends = rows["period"].map(lambda text: Period.parse(text).last_day, na_action="ignore")
    earlier = rows[ends < data.period.first_day]
    last = earlier[ends[earlier.index] == ends[earlier.index].max()]
    return last[last["unit_id"] == unit] if unit else last


def _promises(promised: pd.DataFrame, data: StudyData) -> ReportTable:
    items = {
        item.key: {"id": item.name.id, "en": item.name.en}
        for book in data.codebooks.values()
        for item in book.items
    }
    columns = [
        column("unit", "label", "text", codes=_unit_names(data.region)),
        column("unsur", "label", "text", codes=items),
        column("action", "label", "text"),
        column("period", "label", "period", heading="promised"),
        column("baseline", "mean", "index", heading="baseline_printed"),
        column("due", "code", "period"),
        column("status", "code", "code", codes=codes_of("promise", _statuses())),
    ]
    frame = pd.DataFrame(
        {
            "unit": promised["unit_id"],
            "unsur": promised["unsur"].fillna(promised["measure"]).fillna(MISSING),
            "action": promised["action"],
            "period": promised["period"],
            "baseline": promised["baseline"],
            "due": promised["due"].map(lambda day: str(Period.of(day, "Q")), na_action="ignore"),
            "status": promised["status"],
        }
    )
    note = both(f"{ROOM}.table_note.follow_ups")
    return titled("follow_ups", frame, columns, disclosure="organisational", note=note)


def _measured(
    promised: pd.DataFrame, survey: Survey, config: SatisfactionConfig
) -> list[dict[str, object]]:
    """Return one row for each unsur of a unit that was promised to improve and measured again."""
    exact = survey.with_exact_weights
    starts = promised.dropna(subset=["unsur", "baseline"]).drop_duplicates(["unit_id", "unsur"])
    rows = []
    for item in survey.items if survey.rules else ():
        of_item = starts[starts["unsur"] == item]
        if of_item.empty or order_matters(survey, item):
            continue
        units = estimate_groups(exact, ["unit_id"], items=[item], confidence=config.confidence)
        answers = survey.sheets.groupby("unit_id")[item].count()
        for unit, start in zip(of_item["unit_id"], of_item["baseline"], strict=True):
            now, before = units.get((unit,)), _as_score(float(start), exact)
            if now is not None and now.exact is not None and before is not None:
                n = int(answers[unit])
                rows.append(_row(exact, unit, item, n=n, before=before, now=now))
    return rows


def _row(
    survey: Survey, unit: str, item: str, *, n: int, before: float, now: Estimate
) -> dict[str, object]:
    ends = (now.value, now.value) if now.everybody else (now.ci_low, now.ci_high)
    score, low, high = (_score(survey, one) for one in (now.value, *ends))
    change = "higher" if before < low else "lower" if before > high else "unclear"
    return {
        "unit": unit,
        "unsur": item,
        "n": n,
        "baseline": before,
        "estimate": score,
        "ci_low": low,
        "ci_high": high,
        "change": change,
    }


def _as_score(start: float, survey: Survey) -> float | None:
    """Return a printed start as a mean score; None where it is neither score nor conversion."""
    for one in (start, _score(survey, start)):
        if survey.scale.minimum <= one <= survey.scale.maximum:
            return one
    return None


def _score(survey: Survey, conversion: float) -> float:
    return conversion / survey.scale.slope + survey.scale.origin


def _results(rows: list[dict[str, object]], survey: Survey, region: Region) -> ReportTable:
    columns = [
        column("unit", "label", "text", codes=_unit_names(region)),
        column(
            "unsur", "label", "text", codes={item: survey.item_name(item) for item in survey.items}
        ),
        column("n", "base", "integer"),
        column("baseline", "mean", "score", heading="baseline_printed"),
        column("estimate", "mean", "score", heading="nrr"),
        column("ci_low", "bound", "score"),
        column("ci_high", "bound", "score"),
        column("change", "code", "code", codes=codes_of("change", CHANGES)),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    frame = frame.sort_values("unit", kind="stable")
    note = both(f"{ROOM}.table_note.follow_up_results")
    return titled("follow_up_results", frame, columns, note=note)


def _statuses() -> tuple[str, ...]:
    return tuple(table("follow_ups")["status"].categories)


def _unit_names(region: Region) -> Mapping[str, dict[str, str]]:
    return {unit.id: dict.fromkeys(("id", "en"), unit.name) for unit in region.units}
