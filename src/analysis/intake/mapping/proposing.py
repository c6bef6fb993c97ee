"""A block's table, codebook and columns: declared, or found by score."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.intake.lexicon import MATCHED_TABLES
from analysis.intake.mapping.assigning import assign
from analysis.intake.mapping.columns import Reading, candidates_of, is_unsur_code
from analysis.intake.mapping.declaring import declared_matches
from analysis.intake.mapping.evidence import distinct_values
from analysis.intake.mapping.fitting import ENOUGH, fit, most_alike
from analysis.intake.mapping.items import complete_numbering
from analysis.intake.mapping.noticing import problems_of
from analysis.intake.raw import CERTAIN, ColumnMatch, DataBlock, Mapping, Problem
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Region, Source

_DECLARED_ENOUGH = 0.45
_SURVEY_CODE = re.compile(r"[a-z]{1,3}[ _.]?\d{1,2}", re.IGNORECASE)
_NEEDS_CODEBOOK = 0.40
_STRAY_SHARE = 0.05
_WHOLE_MEANS = 0.4
_RECAP_CODES = 5
_FOUND_AT_MOST = 0.99


@dataclass(frozen=True)
class _Draft:
    table: str
    codebook: Codebook | None
    matches: tuple[ColumnMatch, ...]
    fit: float


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
        _draft(block, values, table, codebook, declared=declared, source=source, region=region)
        for table in ([source.table] if source else MATCHED_TABLES)
        for codebook in _possible_codebooks(table, codebooks, source)
    ]
    best = max(drafts, key=lambda draft: draft.fit, default=None)
    enough = _DECLARED_ENOUGH if source else ENOUGH
    named = any(match.target != "ignored" for match in declared.values())
    if best is None or (best.fit < enough and not named):
        return _not_matched(block, values, source)
    used = best.codebook.id if best.codebook and _uses_items(best) else ""
    certainty = 1.0 if source else min(best.fit, _FOUND_AT_MOST)
    found = problems_of(block, best.table, best.codebook, best.matches, values, source=source)
    return Mapping(best.table, certainty, used, best.matches, (*problems, *found))


def _possible_codebooks(
    table: str, codebooks: MappingOf[str, Codebook], source: Source | None
) -> Sequence[Codebook | None]:
    if table == "service_population":
        return [None]
    if source and source.codebook:
        return [codebooks[source.codebook]] if source.codebook in codebooks else [None]
    own = [one for one in codebooks.values() if one.table == "citizen_survey"]
    return own or [None]


def _draft(
    block: DataBlock,
    values: MappingOf[int, list[str]],
    table: str,
    codebook: Codebook | None,
    *,
    declared: MappingOf[int, ColumnMatch],
    source: Source | None,
    region: Region | None,
) -> _Draft:
    reading = _reading(block, table, codebook, source=source, region=region)
    free = [column for column in block.columns if column.position not in declared]
    claims = [(column, candidates_of(column, values[column.position], reading)) for column in free]
    taken = {match.target for match in declared.values()}
    found = {**assign(claims, taken=taken), **declared}
    matches = tuple(_settled(found[column.position], block) for column in block.columns)
    fitting = fit(table, codebook, matches)
    if table == "published_indices" and _all_whole(matches, codebook, values):
        fitting *= _WHOLE_MEANS
    return _Draft(table, codebook, matches, round(fitting, 2))


def _all_whole(
    matches: Sequence[ColumnMatch],
    codebook: Codebook | None,
    values: MappingOf[int, list[str]],
) -> bool:
    """Whether all numbers under the items are whole: answers, not means of answers."""
    keys = {item.key for item in codebook.items} if codebook else set()
    cells = [
        value
        for match in matches
        if match.target in keys
        for value in values[match.column.position]
    ]
    return bool(cells) and all(re.fullmatch(r"\d+", cell) for cell in cells)


def _reading(
    block: DataBlock,
    table: str,
    codebook: Codebook | None,
    *,
    source: Source | None,
    region: Region | None,
) -> Reading:
    order = (source.unsur_order if source else "") or (codebook.default_order if codebook else "")
    known = codebook is not None and order in codebook.orders
    unsur_codes = sum(is_unsur_code(fold(column.header)) for column in block.columns)
    return Reading(
        table=table,
        codebook=codebook,
        region=region,
        order=order if known else next(iter(codebook.orders), "") if codebook else "",
        declared_order=bool(source and source.unsur_order and known),
        complete=codebook is not None and complete_numbering(block.columns, codebook),
        recap=table == "service_population" and unsur_codes >= _RECAP_CODES,
    )


def _settled(match: ColumnMatch, block: DataBlock) -> ColumnMatch:
    """Ignore what holds nothing: an unknown column without cells, or a few cells beside a table."""
    if match.target or match.reason == "declared":
        return match
    filled = int(block.body[match.column.position].notna().sum())
    if filled == 0:
        return replace(match, target="ignored", confidence=1.0, reason="empty")
    if not match.column.header and filled <= _STRAY_SHARE * len(block.body):
        return replace(match, target="ignored", confidence=CERTAIN, reason="empty")
    return match


def _uses_items(draft: _Draft) -> bool:
    keys = {item.key for item in draft.codebook.items} if draft.codebook else set()
    return any(match.target in keys for match in draft.matches)


def _not_matched(
    block: DataBlock, values: MappingOf[int, list[str]], source: Source | None
) -> Mapping:
    table, confidence, problem = _resemblance(block, values)
    reading = Reading(table if table in MATCHED_TABLES else "", None, None)
    claims = [(c, candidates_of(c, values[c.position], reading)) for c in block.columns]
    found = assign(claims)
    matches = tuple(found[column.position] for column in block.columns)
    if source and table == source.table:
        table, confidence = "", 0.0
    return Mapping(table, confidence, "", matches, (problem,))


def _resemblance(block: DataBlock, values: MappingOf[int, list[str]]) -> tuple[str, float, Problem]:
    if not block.columns:
        return "", 0.0, Problem("intake.mapping.no_columns")
    if not block.header_rows:
        return "", 0.0, Problem("intake.mapping.no_header", stops=True)
    table, confidence = most_alike(block.columns)
    if table:
        return table, confidence, Problem("intake.mapping.resembles", {"table": table}, stops=True)
    if _looks_like_survey(block, values):
        problem = Problem("intake.mapping.needs_codebook", stops=True)
        return "citizen_survey", _NEEDS_CODEBOOK, problem
    return "", 0.0, Problem("intake.mapping.no_table", stops=True)


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
