"""Adding an inspected file to region.toml, its comments and order kept."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import tomlkit

from analysis.errors import UsageError
from analysis.files import write_atomically
from analysis.intake.inspection.inspecting import Inspection


def write_source(inspection: Inspection, region_dir: Path) -> str:
    """Add what the inspection proposes to `region_dir/region.toml`; return the source's id.

    A new source goes to the end of the file; a source that reads the file already gets the lines
    for its columns in doubt. Lines to fill in stay comments: nothing unknown is written as known.

    Raises
    ------
    UsageError
        If nothing is proposed for the file.
    """
    if not inspection.toml_lines:
        raise UsageError("intake.inspect.nothing_to_write", file=inspection.file)
    path = region_dir / "region.toml"
    document = tomlkit.parse(path.read_text("utf-8"))
    if inspection.source is not None:
        _extend(document, inspection.source.id, tomllib.loads(inspection.toml_lines))
        write_atomically(path, tomlkit.dumps(document))
        return inspection.source.id
    taken = {str(one["id"]) for one in document.get("sources", [])}
    proposed = tomllib.loads(inspection.toml_lines)["sources"][0]["id"]
    name = _free_id(proposed, taken)
    lines = inspection.toml_lines.replace(f'id = "{proposed}"', f'id = "{name}"', 1)
    write_atomically(path, f"{path.read_text('utf-8').rstrip()}\n\n{lines}\n")
    return name


def write_units(inspection: Inspection, region_dir: Path) -> int:
    """Add the units that the file names to `region_dir/region.toml`; return how many.

    Names that may be misspellings of another unit are left to a person.

    Raises
    ------
    UsageError
        If there is none to add.
    """
    certain = [one for one in inspection.units if not one.near]
    if not certain:
        raise UsageError("intake.inspect.no_units", file=inspection.file)
    path = region_dir / "region.toml"
    before = path.read_text("utf-8").rstrip()
    entries = "\n\n".join(one.lines for one in certain)
    write_atomically(path, f"{before}\n\n{entries}\n")
    return len(certain)


def _extend(document: tomlkit.TOMLDocument, source_id: str, proposed: dict[str, Any]) -> None:
    table = next(one for one in document["sources"] if one["id"] == source_id)
    if "columns" in proposed:
        columns = table.setdefault("columns", tomlkit.inline_table())
        columns.update(proposed["columns"])
    if "ignore" in proposed:
        table["ignore"] = [*table.get("ignore", []), *proposed["ignore"]]


def _free_id(proposed: str, taken: set[str]) -> str:
    name, number = proposed, 2
    while name in taken:
        name, number = f"{proposed}_{number}", number + 1
    return name
