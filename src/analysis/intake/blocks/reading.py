"""The tables of one file of a source: found, mapped, corrected, parsed, completed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.intake import values
from analysis.intake.blocks.completing import (
    complete_block,
    context_day,
    context_year,
    refuse_incomplete,
)
from analysis.intake.blocks.corrections import Correction, apply_corrections
from analysis.intake.blocks.footers import footer_rows
from analysis.intake.blocks.future import refuse_future
from analysis.intake.blocks.given import given_values, read_given, with_given
from analysis.intake.blocks.labels import judge_labels
from analysis.intake.blocks.merging import fill_merged
from analysis.intake.blocks.notices import file_notices, nothing_found, with_file
from analysis.intake.blocks.parsing import ParsedBlock, Parser, parse_block, with_reasons
from analysis.intake.blocks.reshape import outside_scale, reshape
from analysis.intake.deliveries.registry import Delivery
from analysis.intake.layout import find_all_blocks
from analysis.intake.mapping import propose, toml_lines
from analysis.intake.raw import DataBlock, ParsedColumn, Problem, RawSheet
from analysis.intake.raw import Mapping as BlockMapping
from analysis.intake.readers import read_file
from analysis.intake.record.accounting import ELSEWHERE, SheetRows
from analysis.intake.stops import SourceStopError
from analysis.intake.tables import StepContext, take_steps
from analysis.intake.tables.matching import settled
from analysis.rules.registry import RuleBook, load_rulebook
from analysis.schemas.codebook import Codebook
from analysis.schemas.columns import Table
from analysis.schemas.region import Region, Source
from analysis.schemas.tables import table

ANSWERS, PRINTED = "citizen_survey", "published_indices"


@dataclass(frozen=True)
class SourceContext:
    """What is known about a source before its files are opened."""

    region: Region
    source: Source
    codebooks: Mapping[str, Codebook]
    corrections: tuple[Correction, ...] = ()
    rulebook: RuleBook = field(default_factory=load_rulebook)


@dataclass(frozen=True)
class ReadBlock:
    """A table of a delivery with everything that was found out about it."""

    delivery: Delivery
    block: DataBlock
    mapping: BlockMapping
    parsed: ParsedBlock
    frame: pd.DataFrame
    printed: tuple[dict[str, object], ...]
    corrected: tuple[Correction, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def place(self) -> dict[str, str]:
        """Delivery, file and sheet."""
        return {
            "delivery": self.delivery.id,
            "file": self.delivery.file,
            "sheet": self.block.sheet.name,
        }


def read_file_blocks(
    context: SourceContext, delivery: Delivery, path: Path
) -> tuple[list[ReadBlock], list[SheetRows], list[Problem]]:
    """Read one file.

    Returns
    -------
    (list of ReadBlock, list of SheetRows, list of Problem)
        Its tables of the source's kind, every raw row of its sheets, what a person should know.

    Raises
    ------
    SourceError
        If the file cannot be read or a correction does not match.
    SourceStopError
        If region.toml must say more, with the lines to add.
    """
    sheets = read_file(path)
    wanted = _wanted_sheets(context.source, sheets, delivery)
    laid_out = find_all_blocks(
        sheets, header_row=context.source.header_row, codebooks=list(context.codebooks.values())
    )
    mapped = {
        id(block): _mapping(context, block)
        for block in laid_out
        if block.columns and block.sheet.name in wanted
    }
    ours = [b for b in laid_out if id(b) in mapped and _is_ours(context, mapped[id(b)])]
    filled = [block for block in ours if len(block.body)]
    if not filled:
        raise nothing_found(context, delivery, sheets, list(mapped.values()), bool(ours))
    blocks = [_read_block(context, delivery, block, mapped[id(block)]) for block in filled]
    _refuse_lost_corrections(context, delivery, blocks)
    rows = [_sheet_rows(delivery, one, laid_out, filled) for one in sheets if one.name in wanted]
    read = [sheet for sheet in sheets if sheet.name in wanted]
    told = [with_file(problem, delivery) for one in blocks for problem in one.problems]
    return blocks, rows, [*told, *file_notices(context, delivery, read, blocks, laid_out)]


def _wanted_sheets(
    source: Source, sheets: Sequence[RawSheet], delivery: Delivery
) -> frozenset[str]:
    names = [sheet.name for sheet in sheets]
    if not source.sheet:
        return frozenset(names)
    wanted = source.sheet.strip().casefold()
    found = frozenset(name for name in names if name.strip().casefold() == wanted)
    if not found:
        raise SourceStopError(
            "intake.read.wrong_sheet",
            sheet=source.sheet,
            file=delivery.file,
            sheets=", ".join(names),
            toml_lines=[f'sheet = "{names[0]}"'],
        )
    return found


def _is_ours(context: SourceContext, mapping: BlockMapping) -> bool:
    return mapping.table == context.source.table


def _mapping(context: SourceContext, block: DataBlock) -> BlockMapping:
    found = propose(
        block, source=context.source, codebooks=context.codebooks, region=context.region
    )
    return settled(found, context.source)


def _sheet_rows(
    delivery: Delivery, sheet: RawSheet, blocks: Iterable[DataBlock], used: Iterable[DataBlock]
) -> SheetRows:
    kinds = pd.Series(ELSEWHERE, index=sheet.rows.index, dtype=object)
    for block in blocks:
        if block.sheet.name == sheet.name:
            kinds.loc[block.structural.index] = block.structural.to_numpy()
    for block in used:
        if block.sheet.name == sheet.name:
            kinds.loc[block.body.index] = ""
    return SheetRows(delivery.id, delivery.file, sheet.name, kinds)


def _read_block(
    context: SourceContext, delivery: Delivery, block: DataBlock, mapping: BlockMapping
) -> ReadBlock:
    source = context.source
    if mapping.unsure:
        raise SourceStopError(
            "intake.run.unsure",
            file=delivery.file,
            source=source.id,
            columns=", ".join(repr(match.column.header) for match in mapping.unsure),
            toml_lines=toml_lines(mapping),
        )
    for problem in mapping.problems:
        if problem.stops:
            raise SourceStopError.of(problem, file=delivery.file)
    declared = table(mapping.table)
    codebook = context.codebooks.get(mapping.codebook)
    corrections = _corrections_of(context, delivery, block)
    block = replace(block, body=apply_corrections(block, corrections))
    block, of_merges = fill_merged(block, mapping, declared)
    year = context_year(block, source)
    told = given_values(source, delivery.file, declared)
    parse = _parser(
        context,
        declared.name,
        codebook,
        year=year,
        usual=context_day(block, source, told),
    )
    given = read_given(told, block.body.index, parse, source=source)
    parsed = parse_block(
        block,
        mapping,
        parse,
        date=declared.principal_date,
        items=[item.key for item in codebook.items] if codebook else [],
        source=source,
    )
    parsed = complete_block(
        with_given(parsed, given),
        block,
        table=declared,
        source=source,
        region=context.region,
        given=given,
    )
    if not context.region.synthetic:
        parsed = refuse_future(parsed, table=declared, arrived=delivery.arrived)
    parsed, of_labels = judge_labels(parsed, block, table=declared, year=year)
    if declared.name == PRINTED:
        too_high = outside_scale(pd.DataFrame(parsed.columns), mapping)
        parsed = with_reasons(parsed, [(too_high, "out_of_range", "nrr")])
    frame = pd.DataFrame(parsed.columns)
    if declared.name != ANSWERS:
        frame = reshape(frame, declared.name, block, mapping)
    stepped = take_steps(
        declared.name, frame, StepContext(block, mapping, source, context.region, context.rulebook)
    )
    frame, parsed = _without_helpers(stepped.frame, declared), with_reasons(parsed, stepped.refused)
    parsed = replace(parsed, edits=(*of_merges, *parsed.edits, *stepped.edits))
    parsed = refuse_incomplete(frame, parsed, block, table=declared, source=source)
    printed = _printed_lines(frame, block, mapping)
    problems = (*of_labels, *stepped.problems)
    return ReadBlock(delivery, block, mapping, parsed, frame, printed, corrections, problems)


def _without_helpers(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return the frame without the columns that were read only to derive or check others."""
    return frame.drop(columns=[one.name for one in declared.helpers if one.name in frame])


def _printed_lines(
    frame: pd.DataFrame, block: DataBlock, mapping: BlockMapping
) -> tuple[dict[str, object], ...]:
    """Results that an office printed below its answers, where unit and period are one."""
    if mapping.table != ANSWERS:
        return ()
    lines = footer_rows(frame, block, mapping)
    return tuple(one for one in lines if one["unit_id"] is not None and one["period"] is not None)


def _corrections_of(
    context: SourceContext, delivery: Delivery, block: DataBlock
) -> tuple[Correction, ...]:
    place = (context.source.id, delivery.file, block.sheet.name)
    return tuple(
        one
        for one in context.corrections
        if (one.source, one.file, one.sheet) == place and one.row in block.body.index
    )


def _refuse_lost_corrections(
    context: SourceContext, delivery: Delivery, blocks: Sequence[ReadBlock]
) -> None:
    applied = {one for block in blocks for one in block.corrected}
    for one in context.corrections:
        if one.file == delivery.file and one not in applied:
            raise SourceError("intake.correction.no_cell", **one.place)


def _parser(
    context: SourceContext,
    table_name: str,
    codebook: Codebook | None,
    *,
    year: int | None,
    usual: date | None,
) -> Parser:
    def parse(raw: pd.Series, target: str, days: pd.Series | None) -> ParsedColumn:
        return values.parse(
            raw,
            target,
            table=table_name,
            codebook=codebook,
            source=context.source,
            region=context.region,
            days=days,
            year=year,
            usual=usual,
        )

    return parse
