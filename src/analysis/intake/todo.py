"""What a person has to repair, from the record of the last intake: places, reasons, ready lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis.errors import SourceError
from analysis.intake.carrying import CELLS_FILE
from analysis.intake.report import reason_text
from analysis.schemas.codebook import Codebook, builtin_names, load_codebook
from analysis.schemas.region import Region, load_region
from analysis.schemas.tables import TABLE_NAMES, table
from analysis.settings import Project
from analysis.store.tables import INTAKE_FOLDER
from analysis.wording import say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.columns import Column

GROUP_COLUMNS = ["source_id", "file", "sheet", "column", "target", "kind", "reason"]
TO_REPAIR = ("quarantined", "emptied")
MOST_ROWS_LISTED = 40
BLANK_REASONS = frozenset({"missing_value", "no_unit", "no_period", "no_values"})


@dataclass(frozen=True)
class Repair:
    """Cells of one column that are wrong for one reason.

    Attributes
    ----------
    rows : tuple of int
        Raw row numbers.
    kind : {"quarantined", "emptied"}
        Whether the rows are held back, or only the cell is left out.
    says : tuple of str
        What the first rows say, "" where it may not be shown; same length as `rows`.
    suggestion : str
        Id of the unit that an unknown name most likely means; empty where there is none.
    """

    source: str
    file: str
    sheet: str
    column: str
    target: str
    kind: str
    reason: str
    rows: tuple[int, ...]
    says: tuple[str, ...]
    suggestion: str = ""


def repairs(project: Project, region_id: str) -> tuple[Repair, ...]:
    """Return what is to be repaired, in the order of sources, files, sheets and rows.

    Raises
    ------
    SourceError
        If the region has not been taken in.
    """
    import pandas as pd

    path = project.processed / region_id / INTAKE_FOLDER / CELLS_FILE
    if not path.is_file():
        raise SourceError("store.not_taken_in", region=region_id)
    cells = pd.read_parquet(path).astype(dict.fromkeys(GROUP_COLUMNS, "str"))
    wrong = cells[cells["kind"].isin(TO_REPAIR)]
    region = load_region(project.region_dir(region_id))
    groups = wrong.groupby(GROUP_COLUMNS, sort=False, dropna=False)
    return tuple(
        _repair(dict(zip(GROUP_COLUMNS, map(str, key), strict=True)), rows, region)
        for key, rows in groups
    )


def todo_text(project: Project, region_id: str, lang: str) -> str:
    """Return the list of repairs as text; empty where there is nothing to repair."""
    found = repairs(project, region_id)
    if not found:
        return ""
    region = load_region(project.region_dir(region_id))
    known = _codebooks(project, region)
    heading = say("intake.todo.heading", lang, region=region.name, groups=len(found))
    return "\n\n".join([heading, *(_group_text(one, region, known, lang) for one in found)])


def correction_lines(repair: Repair) -> list[str]:
    """Return the entry for corrections.toml for the first row of a repair."""
    told = {
        "source": repair.source, "file": repair.file, "sheet": repair.sheet,
        "row": repair.rows[0], "column": repair.column, "from": _from(repair),
        "to": "...", "reason": "...", "who": "...", "date": date.today(),
    }  # fmt: skip
    return ["[[corrections]]", *(f"{key} = {_toml(value)}" for key, value in told.items())]


def _from(repair: Repair) -> str:
    """Return what the cell says, or dots for a person to fill in where it may not be shown."""
    return repair.says[0] or ("" if repair.reason in BLANK_REASONS else "...")


def _repair(place: dict[str, str], rows: pd.DataFrame, region: Region) -> Repair:
    values = tuple(rows["from"].fillna("").astype("str"))
    suggestion = _suggestion(values, region) if place["reason"] == "unknown_unit" else ""
    return Repair(
        source=place["source_id"],
        **{name: place[name] for name in ("file", "sheet", "column", "target", "kind", "reason")},
        rows=tuple(int(row) for row in rows["row"]),
        says=values,
        suggestion=suggestion,
    )


def _suggestion(values: tuple[str, ...], region: Region) -> str:
    from analysis.intake.units import suggest

    names = {value for value in values if value}
    found = suggest(sorted(names), region)
    return str(found["unit_id"].iloc[0]) if len(found) else ""


def _group_text(repair: Repair, region: Region, codebooks: dict[str, Codebook], lang: str) -> str:
    code = "intake.todo.group" if repair.kind == "quarantined" else "intake.todo.emptied"
    sheet = f", {repair.sheet}" if repair.sheet else ""
    lines = [
        say(
            code,
            lang,
            source=repair.source,
            place=f"{repair.file}{sheet}",
            count=len(repair.rows),
            column=repair.column or "-",
            reason=reason_text(repair.reason, lang),
        ),
        "  " + say("intake.todo.rows", lang, rows=_rows(repair.rows)),
    ]
    expected = _expected(repair, region, codebooks, lang)
    if expected:
        lines.append("  " + say("intake.todo.expected", lang, expected=expected))
    if repair.suggestion:
        name = region.unit_name(repair.suggestion)
        lines.append("  " + say("intake.todo.unit", lang, unit=repair.suggestion, name=name))
    if repair.column and repair.target:
        lines += [f"    {line}" for line in correction_lines(repair)]
    return "\n".join(lines)


def _rows(rows: tuple[int, ...]) -> str:
    shown = ", ".join(str(row) for row in rows[:MOST_ROWS_LISTED])
    return shown if len(rows) <= MOST_ROWS_LISTED else f"{shown}, … ({len(rows)})"


def _expected(repair: Repair, region: Region, codebooks: dict[str, Codebook], lang: str) -> str:
    source = next((one for one in region.sources if one.id == repair.source), None)
    if source is None or source.table not in TABLE_NAMES:
        return ""
    declared = table(source.table)
    if repair.target == "unit_id":
        return say("intake.todo.expect.unit", lang)
    if repair.target == "period":
        return say("intake.todo.expect.period", lang)
    if repair.target in declared:
        return _expected_column(declared[repair.target], lang)
    if not repair.target:
        return say("intake.todo.expect.key", lang, columns=", ".join(declared.key))
    return _expected_answer(repair.target, codebooks, lang)


def _expected_column(column: Column, lang: str) -> str:
    if column.kind in {"date", "datetime"}:
        return say("intake.todo.expect.date", lang)
    if column.categories:
        return say("intake.todo.expect.categories", lang, allowed=", ".join(column.categories))
    if column.minimum is not None or column.maximum is not None:
        low = "…" if column.minimum is None else f"{column.minimum:g}"
        high = "…" if column.maximum is None else f"{column.maximum:g}"
        return say("intake.todo.expect.range", lang, minimum=low, maximum=high)
    return say("intake.todo.expect.value", lang)


def _expected_answer(item: str, codebooks: dict[str, Codebook], lang: str) -> str:
    book = next((one for one in codebooks.values() if item in [i.key for i in one.items]), None)
    if book is None:
        return ""
    low, high = book.answers.minimum, book.answers.maximum
    return say("intake.todo.expect.range", lang, minimum=low, maximum=high)


def _codebooks(project: Project, region: Region) -> dict[str, Codebook]:
    folder = project.region_dir(region.id) / "codebooks"
    names = [source.codebook for source in region.sources if source.codebook]
    return {name: load_codebook(name, folder) for name in [*names, *builtin_names()]}


def _toml(value: object) -> str:
    if isinstance(value, int | date):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
