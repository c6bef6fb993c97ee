"""The `[[sources]]` entry that would read an inspected file."""

from __future__ import annotations

import re
from pathlib import Path

import tomlkit

from analysis.intake.blocks.completing import (
    MADE_BY_INTAKE,
    NAMED_BY_PLACE,
    takes_unit_of_employee,
)
from analysis.intake.mapping import toml_lines
from analysis.intake.mapping.evidence import distinct_values, target_share
from analysis.intake.raw import CERTAIN, DataBlock, Mapping
from analysis.intake.values import read_period
from analysis.intake.values.folding import fold
from analysis.schemas.columns import Column, Table
from analysis.schemas.tables import table

LONGEST_ID = 30
_DERIVED = frozenset({"assessment_kind", "granularity", "anonymity", "margin"})
"""Required columns that intake can tell from the others."""

_ORDER_UNKNOWN = "intake.mapping.unsur_order"
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_PERIOD_HINT = "# isi: periode data ini / fill in: the period (2025, 2025-S1, 2025-Q3, 2025-09)"
_UNIT_HINT = "# isi: id atau nama unit / fill in: id or name of the unit"
_OWN_HINT = "# hapus tanda # bila bukan NIP / take the # away if these are no NIP but own numbers"
_FEW = 0.2
_ORDER_HINT = "# isi A atau B menurut formulir / A or B, as on the form"


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
    return [*lines, *_to_fill_in(path, block, mapping), *toml_lines(mapping)]


def source_id(path: Path) -> str:
    """Return a plain id from a file name: "SKM TW I 2023.xlsx" gives "skm_tw_i_2023"."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(path.stem).encode("ascii", "ignore").decode()).strip(
        "_"
    )
    named = plain if plain[:1].isalpha() else f"sumber_{plain}".rstrip("_")
    return named if len(named) <= LONGEST_ID else named[:LONGEST_ID].rpartition("_")[0]


def _to_fill_in(path: Path, block: DataBlock, mapping: Mapping) -> list[str]:
    """Return lines to fill in for what neither the columns nor the lines above them say."""
    declared = table(mapping.table)
    targets = {match.target for match in mapping.matches}
    lines = []
    if _needs_period(declared, targets, block):
        said = " ".join([block.sheet.name, path.stem, *(one.header for one in block.columns)])
        year = (_YEAR.search(said) or ["2025"])[0]
        lines.append(f'# period = "{year}"   {_PERIOD_HINT}')
    if _needs_unit(declared, targets, block):
        lines.append(f'# unit = "..."   {_UNIT_HINT}')
    lines += [f'# constants = {{ {name} = "..." }}   {_constant_hint(declared[name])}'
              for name in _absent(declared, targets)]  # fmt: skip
    if _has_own_numbers(block, mapping):
        lines.append(f'# identifier = "own"   {_OWN_HINT}')
    if any(problem.code == _ORDER_UNKNOWN for problem in mapping.problems):
        lines.append(f'# unsur_order = "B"   {_ORDER_HINT}')
    return lines


def _needs_period(declared: Table, targets: set[str], block: DataBlock) -> bool:
    if "period" not in declared or targets & {"period", declared.principal_date}:
        return False
    said = block.facts.get("period", "")
    return not said or read_period(said) is None


def _needs_unit(declared: Table, targets: set[str], block: DataBlock) -> bool:
    if "unit_id" not in declared or declared["unit_id"].nullable:
        return False
    said = "unit" in block.facts or block.sections is not None
    return "unit_id" not in targets and not said and not takes_unit_of_employee(declared)


def _has_own_numbers(block: DataBlock, mapping: Mapping) -> bool:
    """Whether employees are told apart by numbers that are no NIP."""
    position = mapping.position_of("employee_id")
    if position is None:
        return False
    share = target_share(distinct_values(block.body[position]), "employee_id")
    return share is not None and share < _FEW


def _absent(declared: Table, targets: set[str]) -> list[str]:
    """Return the columns that every row needs and that nothing in the file gives."""
    made = {*MADE_BY_INTAKE, *NAMED_BY_PLACE, *_DERIVED, *targets}
    return [one.name for one in declared.columns if not one.nullable and one.name not in made]


def _constant_hint(column: Column) -> str:
    if column.categories:
        allowed = ", ".join(column.categories)
        return f"# isi salah satu / one of: {allowed}"
    return "# isi: sama untuk semua baris / fill in: the same for all rows"
