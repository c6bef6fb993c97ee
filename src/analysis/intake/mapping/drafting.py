"""A block read as one table with one codebook: its matches and how well they make it up."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from analysis.intake.lexicon import contexts_of, speaks_against, targets_of
from analysis.intake.mapping.assigning import assign
from analysis.intake.mapping.columns import Reading, candidates_of, is_unsur_code, known_as
from analysis.intake.mapping.declaring import ALL_OTHERS
from analysis.intake.mapping.fitting import COUNTED, fit_of
from analysis.intake.mapping.items import complete_numbering
from analysis.intake.raw import CERTAIN, LEFT_OUT_COLUMNS, ColumnMatch, DataBlock, RawColumn
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Region, Source
from analysis.schemas.tables import TABLE_NAMES
from analysis.schemas.tables import table as schema_table

_STRAY_SHARE = 0.05
_WHOLE_MEANS = 0.4
_RECAP_CODES = 5
_POSSIBLE = 0.30
_CONTRADICTED = 0.5
_UNDERSTOOD = 0.3
"""Part of the fit that goes with the share of columns whose meaning is known."""


@dataclass(frozen=True)
class Draft:
    """What a block would be as `table`.

    Attributes
    ----------
    matches : tuple of ColumnMatch
        One for each column of the block.
    fit : float
        0 to 1.
    given : frozenset of str
        Columns that the source gives itself: constants and names taken from the file name.
    """

    table: str
    codebook: Codebook | None
    matches: tuple[ColumnMatch, ...]
    fit: float
    given: frozenset[str] = frozenset()

    @property
    def speaking(self) -> int:
        """Number of targets of the table that columns stand for."""
        return len({one.target for one in _counted(self.matches)} - {*LEFT_OUT_COLUMNS})

    @property
    def uses_items(self) -> bool:
        """Whether at least one column is an item of the codebook."""
        keys = {item.key for item in self.codebook.items} if self.codebook else set()
        return any(match.target in keys for match in self.matches)


def possible_tables(columns: Sequence[RawColumn]) -> list[str]:
    """Return the tables that the headers alone allow; those of answer sheets always."""
    found = []
    for table in TABLE_NAMES:
        named = {one.target for column in columns for one in known_as(column.header, table)}
        if _takes_items(table) or fit_of(table, None, named) >= _POSSIBLE:
            found.append(table)
    return found


def draft(
    block: DataBlock,
    values: MappingOf[int, list[str]],
    table: str,
    codebook: Codebook | None,
    *,
    declared: MappingOf[int, ColumnMatch],
    source: Source | None,
    region: Region | None,
) -> Draft:
    """Read `block` as `table`.

    Parameters
    ----------
    values : dict of int to list of str
        Distinct values of each column by position.
    declared : dict of int to ColumnMatch
        What region.toml says; it is certain.
    """
    reading = _reading(block, table, codebook, source=source, region=region)
    given = _given(source)
    free = [column for column in block.columns if column.position not in declared]
    claims = [(column, candidates_of(column, values[column.position], reading)) for column in free]
    taken = {match.target for match in declared.values()}
    found = {**assign(claims, taken=taken), **declared}
    matches = tuple(_settled(found[column.position], block, source) for column in block.columns)
    speaking = {one.target for one in _counted(matches)}
    fitting = fit_of(table, codebook, speaking | given) * _understood(matches)
    if source is None and _contradicted(table, matches):
        fitting *= _CONTRADICTED
    if table == "published_indices" and _all_whole(matches, codebook, values):
        fitting *= _WHOLE_MEANS
    return Draft(table, codebook, matches, round(fitting, 2), given)


def _counted(matches: Collection[ColumnMatch]) -> list[ColumnMatch]:
    return [one for one in matches if one.target and one.confidence >= COUNTED]


def _takes_items(table: str) -> bool:
    return schema_table(table).items == "codebook"


def _given(source: Source | None) -> frozenset[str]:
    if source is None:
        return frozenset()
    named = re.compile(source.file_pattern).groupindex if source.file_pattern else {}
    return frozenset({*source.constants, *named})


def _contradicted(table: str, matches: Collection[ColumnMatch]) -> bool:
    """Whether a column is there that speaks against the table."""
    against = speaks_against(table)
    if against.intersection(one.target for one in matches):
        return True
    others = [one.split(".") for one in against if "." in one]
    headers = {fold(one.column.header) for one in matches}
    return any(
        targets_of(other).get(header) == target for other, target in others for header in headers
    )


def _understood(matches: Collection[ColumnMatch]) -> float:
    """Return what is left of a fit where columns with a name mean nothing known."""
    named = [one for one in matches if one.column.header]
    if not named:
        return 1.0
    known = sum(bool(one.target) and one.confidence >= COUNTED for one in named)
    return 1 - _UNDERSTOOD * (1 - known / len(named))


def _all_whole(
    matches: tuple[ColumnMatch, ...],
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
        contexts=_contexts(block, table),
    )


def _contexts(block: DataBlock, table: str) -> tuple[str, ...]:
    """Return the words that the names of file and sheet put before a header."""
    place = fold(f"{block.sheet.file} {block.sheet.name}")
    return tuple(
        word
        for word, phrases in contexts_of(table).items()
        if any(f" {phrase} " in f" {place} " for phrase in phrases)
    )


def _settled(match: ColumnMatch, block: DataBlock, source: Source | None) -> ColumnMatch:
    """Ignore what holds nothing: an unknown column without cells, or a few cells beside a table."""
    if source is not None and ALL_OTHERS in source.ignore and not match.certain:
        return replace(match, target="ignored", confidence=1.0, reason="declared")
    if match.target or match.reason == "declared":
        return match
    filled = int(block.body[match.column.position].notna().sum())
    if filled == 0:
        return replace(match, target="ignored", confidence=1.0, reason="empty")
    if not match.column.header and filled <= _STRAY_SHARE * len(block.body):
        return replace(match, target="ignored", confidence=CERTAIN, reason="empty")
    return match
