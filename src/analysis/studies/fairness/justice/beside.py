"""Perceived fairness beside the ratings, by kind of unit: two facts about places, not persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.presenting.composing.levels import UNSTATED, in_order, level_names, merged_levels
from analysis.privacy.floors import Limit, limit_of
from analysis.studies.fairness.justice.levels import estimate_level
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import SURVEY_WORDS, TOP, WORDS

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.bundle import ReportTable
    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.justice.sheets import JusticeSheets
    from analysis.studies.fairness.rated import Rated

NAME = "justice_beside_ratings"
TRAIT = "unit_group"
FEWEST_KINDS = 2


def set_beside_ratings(
    found: JusticeSheets, rated: Rated, config: FairnessConfig
) -> tuple[ReportTable, ...]:
    """Return the table of index and ratings by kind of unit.

    There is none for one unit or one kind, nor where hardly any kind has ratings to be shown.
    """
    scores = found.scores[found.whole].dropna()
    kinds = _kinds(found.sheets.loc[scores.index, TRAIT], config)
    levels = sorted(set(kinds.values()))
    outcome = rated.outcomes[0] if rated.outcomes else TOP
    own = _ratings(rated, outcome)
    if config.unit or len(levels) < FEWEST_KINDS or own.empty:
        return ()
    of_sheets = found.sheets.loc[scores.index, TRAIT].map(kinds)
    of_persons = rated.people.loc[own.index, TRAIT].map(kinds)
    sizes = {one: int(of_sheets.eq(one).sum()) for one in levels}
    limit = limit_of("sensitive", min_cell=config.min_cell)
    rows: list[dict[str, Any]] = []
    for level in in_order(sizes):
        part = of_sheets.eq(level).reindex(found.sheets.index, fill_value=False)
        index = estimate_level(found, found.whole, config, part=part)
        ratings = own[of_persons.eq(level)]
        rows.append(
            {
                TRAIT: level,
                "n": index.n,
                "estimate": index.estimate,
                "ci_low": known(index.ci_low),
                "ci_high": known(index.ci_high),
                "appraised": len(ratings),
                "own": float(ratings.mean()) if len(ratings) else None,
            }
        )
    if sum(_is_shown(row, limit, outcome) for row in rows) < FEWEST_KINDS:
        return ()
    return (_table(rows, levels, outcome),)


def _is_shown(row: dict[str, Any], limit: Limit, outcome: str) -> bool:
    """Tell whether the ratings of a kind may be shown: a mean, or a share of the top predikat."""
    if not limit.base_is_safe(row["appraised"]):
        return False
    return outcome != TOP or limit.count_is_safe(row["own"] * row["appraised"], row["appraised"])


def _kinds(stated: pd.Series, config: FairnessConfig) -> dict[str, str]:
    """Return the level that each kind of unit becomes once small ones are merged."""
    floor = limit_of("sensitive", min_cell=config.min_cell).floor
    levels = merged_levels(stated, floor=floor, disclosure="sensitive")
    known = stated.notna() & levels.ne(UNSTATED)
    pairs = zip(stated[known], levels[known], strict=True)
    return {str(kind): str(level) for kind, level in pairs}


def _ratings(rated: Rated, outcome: str) -> pd.Series:
    """Return the first score of each person, else whether he or she has the top predikat."""
    people = rated.people
    if outcome != TOP:
        return people[outcome].dropna().astype("float64")
    labels = people["predikat"].dropna()
    return labels.eq(rated.rules.top).astype("float64")


def _table(rows: list[dict[str, Any]], levels: list[str], outcome: str) -> ReportTable:
    import pandas as pd

    column = SURVEY_WORDS.column
    heading = f"own_{outcome}"
    own = (
        column("own", "share", "share", base="appraised", heading=heading)
        if outcome == TOP
        else column("own", "mean", "index", base="appraised", heading=heading)
    )
    columns = [
        column(TRAIT, "label", "text", codes=level_names(TRAIT, levels)),
        column("n", "base", "integer", heading="sheets"),
        column("estimate", "mean", "index", heading="justice_index"),
        column("ci_low", "bound", "index"),
        column("ci_high", "bound", "index"),
        column("appraised", "base", "integer"),
        own,
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = WORDS.both("table_note.justice_beside_ratings")
    return SURVEY_WORDS.table(NAME, frame, columns, note=note)
