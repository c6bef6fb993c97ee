"""Who was invited: one row a margin level, from long lists and from one column for each level."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.intake.raw import CERTAIN, ColumnMatch, Mapping
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.values.ages import BANDS as AGE_BANDS
from analysis.intake.values.categories import spellings
from analysis.intake.values.folding import join_numbers, tidy
from analysis.intake.values.numbers import number_reader, role_of
from analysis.intake.values.reading import read_column
from analysis.intake.values.tenure import BANDS as TENURE_BANDS
from analysis.schemas.tables import table

TABLE, COUNT, WHOLE = "survey_frame", "invited", "all"
SPELLED = {
    "gender": "gender",
    "status": "employment",
    "position_type": "position_type",
    "education": "education",
}
"""Margin to the list of spellings of its levels; the order in which a level is looked for."""

BANDED = {"age_band": tuple(AGE_BANDS), "tenure_band": tuple(TENURE_BANDS)}
UNKNOWN = "unknown_level"


def with_levels(mapping: Mapping) -> Mapping:
    """Return the mapping in which columns that are called by a level count the invited of it."""
    if mapping.table != TABLE:
        return mapping
    return replace(mapping, matches=tuple(_as_count(one) for one in mapping.matches))


def count_by_level(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Make one row a level: of a row with several counts, and of a list that names its levels."""
    counts = [one for one in context.mapping.matches if one.target == COUNT]
    if len(counts) > 1:
        return Stepped(_long(frame, counts, context))
    levels, margins = (
        frame.get(name, pd.Series(pd.NA, index=frame.index, dtype="str"))
        for name in ("level", "margin")
    )
    said = [
        level_of("" if pd.isna(level) else str(level), "" if pd.isna(margin) else str(margin))
        for level, margin in zip(levels, margins, strict=True)
    ]
    named = frame.assign(
        margin=pd.Series([one[0] if one else None for one in said], frame.index, dtype="str"),
        level=pd.Series([one[1] if one else None for one in said], frame.index, dtype="str"),
    )
    unknown = pd.Series([one is None for one in said], index=frame.index, dtype=bool)
    return Stepped(named, ((unknown, UNKNOWN, "level"),))


def level_of(text: str, margin: str = "") -> tuple[str, str | None] | None:
    """Return the margin and canonical level that a header or a cell names.

    Parameters
    ----------
    text : str
        Empty, or a word for all, is the whole.
    margin : str
        Margin it is of, where that is known.

    Returns
    -------
    (margin, level) or None
        The level is None for the whole; None where the text names no level of the margin.
    """
    plain = tidy(text)
    if not plain or spellings("margin").get(join_numbers(plain)) == WHOLE:
        return (WHOLE, None) if margin in {"", WHOLE} else None
    for name in (margin,) if margin else (*SPELLED, *BANDED):
        if name in SPELLED:
            level = spellings(SPELLED[name]).get(join_numbers(plain))
        else:
            bare = plain.casefold().replace("tahun", "").replace(" ", "")
            level = bare if bare in BANDED.get(name, ()) else None
        if level is not None:
            return name, level
    return None


def _as_count(match: ColumnMatch) -> ColumnMatch:
    known = match.certain and match.target not in {"", "ignored"}
    if known or match.reason == "declared" or not match.column.header:
        return match
    said = level_of(match.column.header)
    if said is None or said[1] is None:
        return match
    return replace(match, target=COUNT, confidence=max(match.confidence, CERTAIN), reason="synonym")


def _long(frame: pd.DataFrame, counts: list[ColumnMatch], context: StepContext) -> pd.DataFrame:
    shared = frame.drop(columns=[COUNT, "margin", "level"], errors="ignore")
    reader = number_reader(role_of(table(TABLE)[COUNT]))
    parts = []
    for match in counts:
        margin, level = level_of(match.column.header) or (WHOLE, None)
        raw = context.block.body[match.column.position]
        read = read_column(raw, reader, target=COUNT, dtype="Int64")
        part = shared.assign(
            margin=margin,
            level=pd.Series(level, index=shared.index, dtype="str"),
            invited=read.values,
        )
        parts.append(part[part[COUNT].notna()])
    return pd.concat(parts).sort_index(kind="stable")


STEPS: tuple[Step, ...] = (count_by_level,)
"""Steps of the table, in order."""
