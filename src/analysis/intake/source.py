"""One source: its files become canonical rows, each with its place and, where refused, a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.blocks.corrections import Correction
from analysis.intake.blocks.footers import frame_of_lines
from analysis.intake.blocks.parsing import no_cells
from analysis.intake.blocks.reading import ReadBlock, SourceContext, read_file_blocks
from analysis.intake.deliveries.registry import Delivery
from analysis.intake.deliveries.superseding import repeated_rows, repeats_too_much, row_prints
from analysis.intake.order import combined_order, order_of
from analysis.intake.raw import Problem
from analysis.intake.record.accounting import SheetRows
from analysis.intake.record.report import UnsurOrder, merged
from analysis.intake.stops import SourceStopError
from analysis.schemas.codebook import Codebook
from analysis.schemas.tables import table

EDIT_COLUMNS = ("delivery", "file", "sheet", "column", "rule", "from_class", "to", "count")


@dataclass(frozen=True)
class SourceDraft:
    """A source as read, before pseudonyms, redaction and superseding.

    Attributes
    ----------
    frame : DataFrame
        Canonical columns of every data row, refused ones included; in order of arrival and row.
    place : DataFrame
        Same index: sequence (int), delivery, file, sheet (categories), row (int), reason, column.
    bad_cells : DataFrame
        Cells that could not be read: delivery, file, sheet and `parsing.BAD_CELL_COLUMNS`.
    printed : DataFrame
        Rows of published_indices printed below the answers, with file, sheet and row.
    headers : dict of str to str
        Raw header of each target.
    corrected : tuple of Correction
        Declared corrections that were applied.
    names, identifiers : frozenset of str
        What the columns about persons held.
    """

    context: SourceContext
    codebook: Codebook | None
    deliveries: tuple[Delivery, ...]
    frame: pd.DataFrame
    place: pd.DataFrame
    sheets: tuple[SheetRows, ...]
    bad_cells: pd.DataFrame
    edits: pd.DataFrame
    printed: pd.DataFrame
    headers: Mapping[str, str] = field(default_factory=dict)
    corrected: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    unsur_order: UnsurOrder = ""
    names: frozenset[str] = field(default=frozenset(), repr=False)
    identifiers: frozenset[str] = field(default=frozenset(), repr=False)


def read_source(context: SourceContext, files: Sequence[tuple[Delivery, Path]]) -> SourceDraft:
    """Read all files of a source.

    Parameters
    ----------
    context : SourceContext
    files : sequence of (Delivery, Path)
        In order of arrival.

    Raises
    ------
    SourceError
        If a file cannot be read or a correction does not match.
    SourceStopError
        If region.toml must say more, with the lines to add.
    """
    blocks: list[ReadBlock] = []
    sheets: list[SheetRows] = []
    problems: list[Problem] = []
    for delivery, path in files:
        found, rows, notes = read_file_blocks(context, delivery, path)
        blocks += found
        sheets += rows
        problems += notes
    _refuse_repeats(context, blocks)
    codebook = _codebook(context, blocks)
    frames = [_candidates(one) for one in blocks]
    return SourceDraft(
        context=context,
        codebook=codebook,
        deliveries=tuple(delivery for delivery, _ in files),
        frame=_concat(frames, pd.DataFrame()),
        place=_places(blocks, frames),
        sheets=tuple(sheets),
        bad_cells=_bad_cells(blocks),
        edits=_edits(blocks),
        printed=_printed(blocks),
        headers={k: v for one in blocks for k, v in one.parsed.headers.items()},
        corrected=tuple(one for block in blocks for one in block.corrected),
        problems=merged(problems),
        unsur_order=combined_order(
            order_of(one.mapping, context.source, codebook) for one in blocks
        ),
        names=frozenset().union(*(one.parsed.names for one in blocks)),
        identifiers=frozenset().union(*(one.parsed.identifiers for one in blocks)),
    )


def _codebook(context: SourceContext, blocks: Sequence[ReadBlock]) -> Codebook | None:
    names = {one.mapping.codebook for one in blocks} - {""}
    if len(names) > 1:
        raise SourceStopError(
            "intake.run.two_codebooks",
            source=context.source.id,
            codebooks=", ".join(sorted(names)),
            toml_lines=[f'codebook = "{min(names)}"'],
        )
    return context.codebooks.get(names.pop()) if names else None


def _refuse_repeats(context: SourceContext, blocks: Sequence[ReadBlock]) -> None:
    """Stop an append source one of whose files mostly repeats an earlier one."""
    declared = table(context.source.table)
    if context.source.delivery == "cumulative":
        return
    keyless = [one for one in blocks if declared.by_place or not {*declared.key} & {*one.frame}]
    files = _prints(keyless) if len({one.delivery.id for one in keyless}) > 1 else {}
    for (earlier, before), (file, now) in combinations(files.items(), 2):
        matched = repeated_rows(now, before)
        if repeats_too_much(matched, len(now)):
            raise SourceStopError(
                "intake.delivery.repeats",
                file=file,
                source=context.source.id,
                matched=matched,
                rows=len(now),
                earlier=earlier,
                toml_lines=['delivery = "cumulative"'],
            )


def _prints(blocks: Sequence[ReadBlock]) -> dict[str, np.ndarray]:
    """Return the hashes of the rows of each file; blocks with the same columns are taken at once.

    Hashes do not depend on the other rows.
    """
    alike: dict[tuple[str, tuple[tuple[int, str], ...]], list[pd.DataFrame]] = {}
    for one in blocks:
        headers = tuple(
            (match.column.position, match.target or match.column.header)
            for match in one.mapping.matches
            if match.target not in {"row_number", "ignored"}
        )
        alike.setdefault((one.delivery.file, headers), []).append(one.block.body)
    prints: dict[str, list[np.ndarray]] = {}
    for (file, headers), bodies in alike.items():
        prints.setdefault(file, []).append(row_prints(pd.concat(bodies), dict(headers)))
    return {file: np.concatenate(parts) for file, parts in prints.items()}


def _candidates(one: ReadBlock) -> pd.DataFrame:
    """Canonical rows of a block; a raw row that gave none keeps a blank one with its reason."""
    silent = one.block.body.index.difference(one.frame.index)
    if silent.empty:
        return one.frame
    return pd.concat([one.frame, pd.DataFrame(index=silent)]).sort_index(kind="stable")


def _places(blocks: Sequence[ReadBlock], frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return sequence, delivery, file, sheet, row, reason and column of every candidate row."""
    told = [
        pd.DataFrame({"reason": one.parsed.reason, "column": one.parsed.column}) for one in blocks
    ]
    rows = [
        (part if frame.index.equals(part.index) else part.loc[frame.index]).assign(
            row=frame.index, sequence=one.delivery.sequence
        )
        for one, part, frame in zip(blocks, told, frames, strict=True)
    ]
    return _placed(blocks, rows)


def _bad_cells(blocks: Sequence[ReadBlock]) -> pd.DataFrame:
    found = _placed(blocks, [one.parsed.bad_cells for one in blocks])
    return found if len(found) else no_cells().assign(delivery="", file="", sheet="")


def _printed(blocks: Sequence[ReadBlock]) -> pd.DataFrame:
    lines = frame_of_lines([line for one in blocks for line in one.printed])
    if lines.empty:
        return pd.DataFrame()
    return (
        lines.assign(row=lines.index)
        .reset_index(drop=True)
        .assign(**_repeated_places(blocks, [len(one.printed) for one in blocks]))
    )


def _edits(blocks: Sequence[ReadBlock]) -> pd.DataFrame:
    rows = [{**one.place, **vars(edit)} for one in blocks for edit in one.parsed.edits]
    return pd.DataFrame(rows, columns=list(EDIT_COLUMNS))


def _placed(blocks: Sequence[ReadBlock], parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Stack the parts, one for each block, with the delivery, file and sheet of their block."""
    stacked = _concat(parts, pd.DataFrame())
    return stacked.assign(**_repeated_places(blocks, [len(part) for part in parts]))


def _repeated_places(blocks: Sequence[ReadBlock], counts: Sequence[int]) -> dict[str, pd.Series]:
    """Return delivery, file and sheet of each block, as often as `counts` says."""
    numbers = np.repeat(np.arange(len(blocks)), counts)
    return {
        name: pd.Series([one.place[name] for one in blocks], dtype="str")
        .take(numbers)
        .reset_index(drop=True)
        for name in ("delivery", "file", "sheet")
    }


def _concat(parts: Sequence[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    if len(filled) == 1:
        return filled[0].reset_index(drop=True)
    return pd.concat(filled, ignore_index=True) if filled else empty
