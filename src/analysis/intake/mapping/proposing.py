"""A block's table, codebook and columns: declared, or found by score."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from analysis.intake.mapping.declaring import declared_matches
from analysis.intake.mapping.drafting import Draft, draft, possible_tables
from analysis.intake.mapping.evidence import distinct_values
from analysis.intake.mapping.fitting import ENOUGH, lacking
from analysis.intake.mapping.noticing import counts_only, lacking_columns, problems_of
from analysis.intake.raw import DataBlock, Mapping, Problem
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Region, Source
from analysis.schemas.tables import table as schema_table

_DECLARED_ENOUGH = 0.45
_SURVEY_CODE = re.compile(r"[a-z]{1,3}[ _.]?\d{1,2}", re.IGNORECASE)
_NEEDS_CODEBOOK = 0.40
_FOUND_AT_MOST = 0.99
_RESEMBLES_FROM, _RESEMBLES_AT_MOST = 0.25, 0.45
_FEWEST_NAMES = 3
_AS_GOOD = 0.08
"""A second table whose fit is closer than this leaves the first in doubt."""

_TWO_TABLES_AT_MOST = 0.59


def propose(
    block: DataBlock,
    *,
    source: Source | None = None,
    codebooks: MappingOf[str, Codebook],
    region: Region | None = None,
) -> Mapping:
    """Return what a block is taken for.

    Parameters
    ----------
    block : DataBlock
    source : Source or None
        What region.toml declares: its table, codebook, columns and ignored headers are certain.
    codebooks : mapping of id to Codebook
        Instruments that may be recognised; the source's own is the only one where it names one.
    region : Region or None
        Its unit names help to recognise the column of the unit.

    Returns
    -------
    Mapping
        `table` is the source's where the block holds such a table; otherwise the table the block
        resembles, with a confidence below 0.6, or "" where it resembles none. Every column has one
        match; unnamed empty ones are left out.
    """
    values = {c.position: distinct_values(block.body[c.position]) for c in block.columns}
    declared, problems = declared_matches(source, block.columns) if source else ({}, ())
    drafts = [
        draft(block, values, table, codebook, declared=declared, source=source, region=region)
        for table in ([source.table] if source else possible_tables(block.columns))
        for codebook in _possible_codebooks(table, codebooks, source)
    ]
    drafts.sort(key=lambda one: -one.fit)
    enough = _DECLARED_ENOUGH if source else ENOUGH
    named = any(match.target != "ignored" for match in declared.values())
    if not drafts or (drafts[0].fit < enough and not named):
        return _not_matched(block, values, source, drafts)
    best = drafts[0]
    rivals = [] if source else _as_good(drafts)
    used = best.codebook.id if best.codebook and best.uses_items else ""
    found = problems_of(block, best.table, best.codebook, best.matches, values, source=source)
    certainty = 1.0 if source else _certainty(best, rivals)
    told = (*problems, *_two_tables(best, rivals), *found)
    return Mapping(best.table, certainty, used, best.matches, told)


def _possible_codebooks(
    table: str, codebooks: MappingOf[str, Codebook], source: Source | None
) -> Sequence[Codebook | None]:
    answers = "citizen_survey" if table == "published_indices" else table
    if schema_table(answers).items != "codebook":
        return [None]
    if source and source.codebook:
        return [codebooks[source.codebook]] if source.codebook in codebooks else [None]
    own = [one for one in codebooks.values() if one.table == answers]
    return own or [None]


def _as_good(drafts: Sequence[Draft]) -> list[str]:
    """Return the other tables that fit nearly as well as the best."""
    best = drafts[0]
    near = (one for one in drafts if one.fit >= ENOUGH and best.fit - one.fit < _AS_GOOD)
    return list(dict.fromkeys(one.table for one in near if one.table != best.table))


def _certainty(best: Draft, rivals: Sequence[str]) -> float:
    return min(best.fit, _TWO_TABLES_AT_MOST if rivals else _FOUND_AT_MOST)


def _two_tables(best: Draft, rivals: Sequence[str]) -> list[Problem]:
    if not rivals:
        return []
    told: dict[str, object] = {"table": best.table, "others": ", ".join(rivals)}
    return [Problem("intake.mapping.two_tables", told)]


def _not_matched(
    block: DataBlock,
    values: MappingOf[int, list[str]],
    source: Source | None,
    drafts: Sequence[Draft],
) -> Mapping:
    """Return a mapping that takes nothing in, with what the block is most like and lacks."""
    table, confidence, problem = _resemblance(block, values, drafts)
    shown = next((one for one in drafts if one.table == table), None)
    shown = shown or draft(block, values, "", None, declared={}, source=None, region=None)
    if source and table == source.table:
        table, confidence = "", 0.0
    return Mapping(table, confidence, "", shown.matches, (problem,))


def _resemblance(
    block: DataBlock, values: MappingOf[int, list[str]], drafts: Sequence[Draft]
) -> tuple[str, float, Problem]:
    if not block.columns:
        return "", 0.0, Problem("intake.mapping.no_columns")
    if not block.header_rows:
        return "", 0.0, Problem("intake.mapping.no_header", stops=True)
    if _looks_like_survey(block, values):
        problem = Problem("intake.mapping.needs_codebook", stops=True)
        return _survey_of(drafts), _NEEDS_CODEBOOK, problem
    alike = [one for one in drafts if one.fit >= _RESEMBLES_FROM and one.speaking >= _FEWEST_NAMES]
    if alike:
        best = alike[0]
        missing = lacking(best.table, best.codebook, best.matches)
        problem = lacking_columns(best.table, missing)
        return best.table, round(min(_RESEMBLES_AT_MOST, best.fit), 2), problem
    told = counts_only(block.columns) or [Problem("intake.mapping.no_table", stops=True)]
    return "", 0.0, told[0]


def _survey_of(drafts: Sequence[Draft]) -> str:
    """Return whether answer sheets with unknown questions are rather of staff or of citizens."""
    fits = {one.table: one.fit for one in reversed(drafts)}
    staff = fits.get("staff_survey", 0.0) > fits.get("citizen_survey", 0.0)
    return "staff_survey" if staff else "citizen_survey"


def _looks_like_survey(block: DataBlock, values: MappingOf[int, list[str]]) -> bool:
    """Whether at least five columns are coded like questions and answered with small numbers."""
    coded = [
        column
        for column in block.columns
        if _SURVEY_CODE.fullmatch(column.header)
        and values[column.position]
        and all(re.fullmatch(r"\d", value) for value in values[column.position])
    ]
    return len(coded) >= 5
