"""What a person must be told about a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.intake.lexicon import is_target, level_names, targets_of, usual_name
from analysis.intake.mapping.assigning import IN_DOUBT
from analysis.intake.mapping.declaring import column_name
from analysis.intake.mapping.items import numbered
from analysis.intake.raw import (
    PERSON_COLUMNS,
    ColumnMatch,
    DataBlock,
    Problem,
    RawColumn,
)
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Source
from analysis.schemas.tables import table as schema_table

_NAMED_AT_MOST, _FEW_COLUMNS = 3, 4
_TOTALS = frozenset({"total", "jumlah", "jml"})
_MADE_BY_INTAKE = frozenset({"region", "source_id", "source_row", "instrument"})


def problems_of(
    block: DataBlock,
    table: str,
    codebook: Codebook | None,
    matches: Sequence[ColumnMatch],
    values: Mapping[int, list[str]],
    *,
    source: Source | None,
) -> tuple[Problem, ...]:
    """Return the problems of a matched block, those that stop a source first."""
    found = [
        *_unknown_targets(table, codebook, matches),
        *_rivals(block, matches),
        *_extra_items(codebook, matches, values),
        *_unsur_order(block, codebook, matches, source),
        *_persons(block, matches, values),
        *_unused_counts(block, table, matches, values),
        *_no_rows(block),
    ]
    return tuple(sorted(found, key=lambda problem: not problem.stops))


def lacking_columns(table: str, missing: Sequence[Sequence[str]]) -> Problem:
    """Return what to tell of a block that resembles `table` without what the table needs.

    Parameters
    ----------
    missing : sequence of sequence of str
        Targets of which one each is needed.
    """
    if not missing:
        return Problem("intake.mapping.resembles", {"table": table}, stops=True)
    wanted = "; ".join(
        " / ".join(f'"{usual_name(table, one)}"' for one in targets[:_NAMED_AT_MOST])
        for targets in missing
    )
    told: dict[str, object] = {"table": table, "columns": wanted}
    return Problem("intake.mapping.lacking", told, stops=True)


def counts_only(columns: Sequence[RawColumn]) -> list[Problem]:
    """Say that a table counts people by group, where its headers are groups and totals."""
    headers = [fold(column.header) for column in columns if column.header]
    groups = sum(set(header.split()) <= level_names() for header in headers)
    totals = sum(header in _TOTALS for header in headers)
    if groups + totals < 2 and not (totals and len(headers) <= _FEW_COLUMNS):
        return []
    return [Problem("intake.mapping.counts_only", stops=True)]


def _names(block: DataBlock, matches: Iterable[ColumnMatch]) -> str:
    return ", ".join(column_name(match.column, block.columns) for match in matches)


def _unknown_targets(
    table: str, codebook: Codebook | None, matches: Sequence[ColumnMatch]
) -> list[Problem]:
    items = [item.key for item in codebook.items] if codebook else []
    declared = schema_table(table)
    unknown = [
        match.target
        for match in matches
        if match.reason == "declared"
        and match.target not in items
        and not is_target(table, match.target)
    ]
    if not unknown:
        return []
    readable = (*declared.columns, *declared.helpers)
    columns = [one.name for one in readable if one.name not in _MADE_BY_INTAKE]
    allowed = ", ".join([*items, *columns])
    told: dict[str, object] = {"targets": ", ".join(unknown), "allowed": allowed}
    return [Problem("intake.mapping.unknown_target", told, stops=True)]


def _rivals(block: DataBlock, matches: Sequence[ColumnMatch]) -> list[Problem]:
    claimed: dict[str, list[ColumnMatch]] = {}
    for match in matches:
        if match.confidence == IN_DOUBT and match.target:
            claimed.setdefault(match.target, []).append(match)
    return [
        Problem(
            "intake.mapping.same_target",
            {"target": target, "columns": _names(block, rivals)},
            stops=True,
        )
        for target, rivals in claimed.items()
        if len(rivals) > 1
    ]


def _extra_items(
    codebook: Codebook | None,
    matches: Sequence[ColumnMatch],
    values: Mapping[int, list[str]],
) -> list[Problem]:
    if codebook is None or not codebook.orders:
        return []
    found = []
    for match in matches:
        number = numbered(match.column, codebook)
        if number is None or not number.own or number.number <= len(codebook.items):
            continue
        filled = bool(values[match.column.position])
        code = "intake.mapping.extra_item_filled" if filled else "intake.mapping.extra_item_empty"
        told: dict[str, object] = {
            "column": match.column.header,
            "codebook": codebook.id,
            "items": len(codebook.items),
        }
        found.append(Problem(code, told, stops=filled and match.reason != "declared"))
    return found


def _unsur_order(
    block: DataBlock,
    codebook: Codebook | None,
    matches: Sequence[ColumnMatch],
    source: Source | None,
) -> list[Problem]:
    assumed = [match for match in matches if match.reason == "position"]
    if codebook is None or not assumed or (source and source.unsur_order):
        return []
    orders = codebook.orders.values()
    differing = {key for keys in zip(*orders, strict=True) for key in keys if len(set(keys)) > 1}
    headers = [match for match in assumed if match.target in differing]
    if not headers:
        return []
    told: dict[str, object] = {
        "columns": _names(block, headers),
        "order": codebook.default_order,
        "items": ", ".join(match.target for match in headers),
    }
    return [Problem("intake.mapping.unsur_order", told)]


def _persons(
    block: DataBlock, matches: Sequence[ColumnMatch], values: Mapping[int, list[str]]
) -> list[Problem]:
    dropped = [
        match
        for match in matches
        if match.target in PERSON_COLUMNS
        and match.certain
        and (values[match.column.position] or block.body.empty)
    ]
    if not dropped:
        return []
    return [Problem("intake.mapping.persons_dropped", {"columns": _names(block, dropped)})]


def _unused_counts(
    block: DataBlock,
    table: str,
    matches: Sequence[ColumnMatch],
    values: Mapping[int, list[str]],
) -> list[Problem]:
    if table != "published_indices":
        return []
    of_users = targets_of("service_population")
    left = [
        match
        for match in matches
        if match.target == "ignored"
        and values[match.column.position]
        and of_users.get(fold(match.column.header)) == "users"
    ]
    if not left:
        return []
    return [Problem("intake.mapping.counts_unused", {"columns": _names(block, left)})]


def _no_rows(block: DataBlock) -> list[Problem]:
    return [] if len(block.body) else [Problem("intake.mapping.no_rows")]
