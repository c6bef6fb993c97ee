"""What a person should know about one file of a source, beside its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.intake.blocks.completing import subunit_notice
from analysis.intake.blocks.labels import same_labels
from analysis.intake.deliveries.arrivals import matching
from analysis.intake.deliveries.registry import Delivery
from analysis.intake.layout.totals import totals_that_differ
from analysis.intake.raw import DataBlock, Problem, RawSheet
from analysis.intake.raw import Mapping as BlockMapping
from analysis.intake.stops import SourceStopError

if TYPE_CHECKING:
    from analysis.intake.blocks.reading import ReadBlock, SourceContext

NEEDS_CODEBOOK = "intake.mapping.needs_codebook"
POPULATION = "service_population"


def file_notices(
    context: SourceContext,
    delivery: Delivery,
    sheets: Sequence[RawSheet],
    blocks: Sequence[ReadBlock],
    laid_out: Sequence[DataBlock],
) -> list[Problem]:
    """Return the notices of a file that was read.

    Parameters
    ----------
    sheets : sequence of RawSheet
        Those that the source reads.
    blocks : sequence of ReadBlock
        Tables of the source's kind.
    laid_out : sequence of DataBlock
        All tables of the file.
    """
    notes = [
        *(note for sheet in sheets for note in sheet.notes),
        *_of_mappings(context, blocks),
        *_subunits(context, blocks),
        *_unread_sheets(context, delivery, laid_out),
        *(one for read in blocks for one in totals_that_differ(read.block)),
        *same_labels([(one.block, one.parsed) for one in blocks], source=context.source),
    ]
    return [with_file(note, delivery) for note in notes]


def _of_mappings(context: SourceContext, blocks: Sequence[ReadBlock]) -> list[Problem]:
    """Problems of the mappings; numbers of users that another source reads are none."""
    read = any(source.table == POPULATION for source in context.region.sources)
    return [
        problem
        for one in blocks
        for problem in one.mapping.problems
        if not (read and problem.code == "intake.mapping.counts_unused")
    ]


def _subunits(context: SourceContext, blocks: Sequence[ReadBlock]) -> list[Problem]:
    told = (
        subunit_notice(one.block, one.parsed.columns["unit_id"], context.region)
        for one in blocks
        if "unit_id" in one.parsed.columns
    )
    return [notice for notice in told if notice is not None]


def with_file(note: Problem, delivery: Delivery) -> Problem:
    """Return the notice with the name of its file."""
    told = note.values
    return replace(note, values={"file": delivery.file, **told})


def nothing_found(
    context: SourceContext,
    delivery: Delivery,
    sheets: Sequence[RawSheet],
    mappings: Sequence[BlockMapping],
    header_seen: bool,
) -> SourceStopError:
    """Return the error for a file without a filled table of its source's kind."""
    stops = [problem for one in mappings for problem in one.problems if problem.stops]
    told = next((one for one in stops if one.code == NEEDS_CODEBOOK), None)
    if told is not None:
        return SourceStopError.of(told, file=delivery.file)
    return SourceStopError(
        "intake.run.header_only" if header_seen else "intake.run.no_table",
        file=delivery.file,
        source=context.source.id,
        table=context.source.table,
        rows=sum(len(sheet.rows) for sheet in sheets),
    )


def _unread_sheets(
    context: SourceContext, delivery: Delivery, blocks: Sequence[DataBlock]
) -> list[Problem]:
    """Sheets that hold a table and that no source of the region names."""
    reading = [one for one in context.region.sources if matching([delivery.file], one.files)]
    named = {one.sheet.strip().casefold() for one in reading}
    if "" in named:
        return []
    rows = {block.sheet.name: len(block.sheet.rows) for block in blocks if len(block.body)}
    return [
        Problem("intake.run.unread_sheet", {"sheet": name, "rows": count})
        for name, count in rows.items()
        if name.strip().casefold() not in named
    ]
