"""Reading a file for a person to look at, without taking it in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.intake.deliveries.arrivals import matching
from analysis.intake.inspection.drafting import source_lines
from analysis.intake.inspection.new_units import NewUnit, new_units
from analysis.intake.inspection.telling import doubtful_labels, unknown_columns
from analysis.intake.inspection.trying import Trial, try_rows
from analysis.intake.layout import find_all_blocks
from analysis.intake.layout.totals import totals_that_differ
from analysis.intake.mapping import propose, toml_lines
from analysis.intake.raw import DataBlock, Mapping, Problem, RawSheet
from analysis.intake.readers import read_file
from analysis.intake.tables.matching import settled
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook, builtin_names, load_codebook
from analysis.schemas.region import Region, Source

TAKEN_FROM = 0.50
"""Blocks whose table confidence is lower are shown, but nothing is proposed for them."""

FILES_FOLDER = "files"


@dataclass(frozen=True)
class Inspection:
    """What was found in a file.

    Attributes
    ----------
    file : str
        File name.
    source : Source or None
        The region's source that already reads the file.
    blocks, mappings : tuple
        Tables of the file and what each is taken for, in the order of the file.
    best : int
        Place of the block that a source would read; -1 where none is taken for a table.
    problems : tuple of Problem
        About the reading, hidden sheets and the best block; about every block where none is best.
    toml_lines : str
        What region.toml needs: a new source, or lines for the existing one; "" where nothing.
    trial : Trial or None
        What came of reading the first rows of the best block; None without rows.
    units : tuple of NewUnit
        Units that the file names and the region does not know.
    """

    file: str
    source: Source | None
    blocks: tuple[DataBlock, ...]
    mappings: tuple[Mapping, ...]
    best: int
    problems: tuple[Problem, ...]
    toml_lines: str
    trial: Trial | None
    units: tuple[NewUnit, ...] = ()

    @property
    def accept_rate(self) -> float | None:
        """Share of the tried rows that could be read, 0 to 1; None without rows."""
        return None if self.trial is None else self.trial.accepted


def inspect_file(
    path: Path,
    *,
    region: Region | None = None,
    region_dir: Path | None = None,
    sheet: str = "",
    codebook: str = "",
) -> Inspection:
    """Read a file, find its tables, propose what their columns stand for.

    Parameters
    ----------
    path : Path
    region : Region or None
        Its declared sources and unit names take part where it is given.
    region_dir : Path or None
        Folder of the region; its `codebooks` go before those of the package.
    sheet, codebook : str
        Look at this sheet only; try this codebook only. "" means all.

    Raises
    ------
    SourceError
        If the file cannot be read at all.
    ConfigError
        If the codebook does not exist.
    """
    source = _source_of(path, region, region_dir, sheet)
    books = load_codebooks(region_dir, codebook or (source.codebook if source else ""))
    sheets = read_file(path, sheet=sheet or (source.sheet if source else ""))
    header_row = source.header_row if source else 0
    blocks = find_all_blocks(sheets, header_row=header_row, codebooks=list(books.values()))
    proposed = [propose(one, source=source, codebooks=books, region=region) for one in blocks]
    mappings = [settled(one, source) for one in proposed]
    best = _best(blocks, mappings)
    alike = _sheets_alike(blocks, mappings, best)
    one_sheet = (len(sheets) == 1 or len(alike) > 1) and not sheet
    lines = _lines(path, blocks, mappings, best, source=source, one_sheet=one_sheet)
    trial = (
        try_rows(blocks[best], mappings[best], codebooks=books, source=source, region=region)
        if best >= 0
        else None
    )
    return Inspection(
        file=path.name,
        source=source,
        blocks=tuple(blocks),
        mappings=tuple(mappings),
        best=best,
        problems=(
            *_problems(sheets, mappings, best),
            *(one for block in blocks for one in totals_that_differ(block)),
            *doubtful_labels(blocks, mappings),
            *(unknown_columns(blocks[best], mappings[best]) if best >= 0 else ()),
            *_other_tables(path, blocks, mappings, () if sheet else alike, region=region),
        ),
        toml_lines="\n".join(lines),
        trial=trial,
        units=new_units(trial.unknown_units, region) if trial and region else (),
    )


def load_codebooks(region_dir: Path | None, wanted: str = "") -> dict[str, Codebook]:
    """Return id to codebook: only `wanted`, or the region's own before those of the package."""
    folder = region_dir / "codebooks" if region_dir else None
    if wanted:
        return {wanted: load_codebook(wanted, folder)}
    own = (
        {path.stem for path in folder.iterdir() if path.suffix in {".toml", ".xlsx"}}
        if folder is not None and folder.is_dir()
        else set()
    )
    return {name: load_codebook(name, folder) for name in sorted({*own, *builtin_names()})}


def _source_of(
    path: Path, region: Region | None, region_dir: Path | None, sheet: str
) -> Source | None:
    """Return the source that reads the file, and its sheet where one is asked for."""
    if region is None:
        return None
    inside = path.resolve()
    base = (region_dir / FILES_FOLDER).resolve() if region_dir else None
    if base is None or not inside.is_relative_to(base):
        return None
    file = inside.relative_to(base).as_posix()
    reading = (one for one in region.sources if matching([file], one.files))
    return next((one for one in reading if not sheet or one.sheet in {"", sheet}), None)


def _best(blocks: Sequence[DataBlock], mappings: Sequence[Mapping]) -> int:
    """Return the place of the block with most rows among those taken for a table."""
    taken = [
        (len(block.body), mapping.table_confidence, -place)
        for place, (block, mapping) in enumerate(zip(blocks, mappings, strict=True))
        if mapping.table and mapping.table_confidence >= TAKEN_FROM and _is_matched(mapping)
    ]
    return -max(taken)[2] if taken else -1


def _is_matched(mapping: Mapping) -> bool:
    return not any(problem.code == "intake.mapping.resembles" for problem in mapping.problems)


def _problems(sheets: Sequence[RawSheet], mappings: Sequence[Mapping], best: int) -> list[Problem]:
    found = [note for sheet in sheets for note in sheet.notes]
    hidden = [sheet for sheet in sheets if sheet.hidden and len(sheet.rows)]
    found += [
        Problem("intake.inspect.hidden_sheet", {"sheet": one.name, "rows": len(one.rows)})
        for one in hidden
    ]
    chosen = mappings if best < 0 else [mappings[best]]
    for mapping in chosen:
        found += [problem for problem in mapping.problems if problem not in found]
    return found


def _other_tables(
    path: Path,
    blocks: Sequence[DataBlock],
    mappings: Sequence[Mapping],
    read: Collection[str],
    *,
    region: Region | None,
) -> list[Problem]:
    """Sheets with a table that the proposed source leaves out and no source names."""
    named = {one.sheet for one in region.sources} if region else set()
    told = {"", *named, *read}
    found: dict[str, Problem] = {}
    for block, mapping in zip(blocks, mappings, strict=True):
        name = block.sheet.name
        if name not in told and mapping.table_confidence >= TAKEN_FROM and _is_matched(mapping):
            values: dict[str, object] = {"sheet": name, "table": mapping.table, "file": path.name}
            found.setdefault(name, Problem("intake.inspect.other_table", values))
    return list(found.values())


def _sheets_alike(
    blocks: Sequence[DataBlock], mappings: Sequence[Mapping], best: int
) -> tuple[str, ...]:
    """Return the sheets that one source can read: those with the table and headers of the best."""
    if best < 0:
        return ()
    wanted = (mappings[best].table, _headers(blocks[best]))
    found = {
        block.sheet.name: (mapping.table, _headers(block)) == wanted
        for block, mapping in zip(blocks, mappings, strict=True)
        if mapping.table == wanted[0] and mapping.table_confidence >= TAKEN_FROM
    }
    return tuple(found) if all(found.values()) else (blocks[best].sheet.name,)


def _headers(block: DataBlock) -> tuple[str, ...]:
    return tuple(fold(f"{column.group} {column.header}") for column in block.columns)


def _lines(
    path: Path,
    blocks: Sequence[DataBlock],
    mappings: Sequence[Mapping],
    best: int,
    *,
    source: Source | None,
    one_sheet: bool,
) -> list[str]:
    if best < 0:
        return []
    if source is not None:
        return toml_lines(mappings[best])
    return source_lines(path, blocks[best], mappings[best], one_sheet=one_sheet)
