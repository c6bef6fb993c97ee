"""The `[[sources]]` entry that would read an inspected file."""

from __future__ import annotations

import re
from pathlib import Path

import tomlkit

from analysis.intake.mapping import toml_lines
from analysis.intake.raw import CERTAIN, DataBlock, Mapping
from analysis.intake.values.folding import fold

_DATED = {"citizen_survey": ("date", "period")}
LONGEST_ID = 30
_ORDER_UNKNOWN = "intake.mapping.unsur_order"


def source_lines(path: Path, block: DataBlock, mapping: Mapping, *, one_sheet: bool) -> list[str]:
    """Return the lines of a new source; what only a person knows is a line to fill in.

    Parameters
    ----------
    path : Path
        The inspected file; the entry names it under `files/`.
    one_sheet : bool
        Whether the file has one sheet only, so that none need be named.
    """
    pairs = [("id", source_id(path)), ("table", mapping.table), ("files", f"files/{path.name}")]
    pairs += [("sheet", block.sheet.name)] if block.sheet.name and not one_sheet else []
    pairs += [("codebook", mapping.codebook)] if mapping.codebook else []
    lines = ["[[sources]]", *(f"{key} = {tomlkit.item(text).as_string()}" for key, text in pairs)]
    if block.header_rows and block.header_confidence < CERTAIN:
        lines.append(f"header_row = {block.header_rows[0]}")
    return [*lines, *_to_fill_in(block, mapping), *toml_lines(mapping)]


def source_id(path: Path) -> str:
    """Return a plain id from a file name: "SKM TW I 2023.xlsx" gives "skm_tw_i_2023"."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(path.stem).encode("ascii", "ignore").decode()).strip(
        "_"
    )
    named = plain if plain[:1].isalpha() else f"sumber_{plain}".rstrip("_")
    return named if len(named) <= LONGEST_ID else named[:LONGEST_ID].rpartition("_")[0]


def _to_fill_in(block: DataBlock, mapping: Mapping) -> list[str]:
    targets = {match.target for match in mapping.matches}
    lines = []
    if not targets & {*_DATED.get(mapping.table, ("period",))} and "period" not in block.facts:
        lines.append('# period = "2025-S1"   # isi: periode data ini / fill in: the period')
    if "unit_id" not in targets and "unit" not in block.facts and block.sections is None:
        lines.append('# unit = "..."   # isi: id atau nama unit / fill in: id or name of the unit')
    if any(problem.code == _ORDER_UNKNOWN for problem in mapping.problems):
        lines.append(
            '# unsur_order = "B"   # isi A atau B menurut formulir / A or B, as on the form'
        )
    return lines
