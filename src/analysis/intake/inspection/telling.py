"""What a person should know of an inspected file beside its tables: unknown columns, totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.intake.blocks.completing import MADE_BY_INTAKE
from analysis.intake.blocks.labels import labels_of
from analysis.intake.mapping.declaring import column_name
from analysis.intake.mapping.fitting import ENOUGH
from analysis.intake.raw import DataBlock, Mapping, Problem
from analysis.intake.values import read_period
from analysis.schemas.tables import table as schema_table

_NAMED_AT_MOST, _LONGEST = 6, 40


def unknown_columns(block: DataBlock, mapping: Mapping) -> list[Problem]:
    """Name the columns that nothing is known of, and what they might still be declared as."""
    unknown = [match.column for match in mapping.matches if not match.target]
    if not unknown:
        return []
    named = (column_name(column, block.columns) for column in unknown[:_NAMED_AT_MOST])
    names = [one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…" for one in named]
    more = len(unknown) - len(names)
    told: dict[str, object] = {
        "columns": ", ".join(names) + (f", … (+{more})" if more else ""),
        "free": ", ".join(_free(mapping.table, {match.target for match in mapping.matches})) or "-",
    }
    return [Problem("intake.inspect.unknown_columns", told)]


def doubtful_labels(blocks: Sequence[DataBlock], mappings: Sequence[Mapping]) -> list[Problem]:
    """Tell of sheets whose name and title state different periods."""
    found = []
    for block, mapping in zip(blocks, mappings, strict=True):
        titled = read_period(block.facts.get("period", "") or "-")
        labels = labels_of(block, year=titled.year if titled else None)
        if labels.conflict and block.columns:
            told = {"sheet": block.sheet.name, "title": labels.title, "name": labels.name}
            code = "differ" if _says_when(mapping) else "conflict"
            found.append(Problem(f"intake.label.{code}", {**told, "rows": len(block.body)}))
    return found


def _says_when(mapping: Mapping) -> bool:
    """Whether the rows state their period or day themselves, or are not taken in at all."""
    if not mapping.table or mapping.table_confidence < ENOUGH:
        return True
    dated = schema_table(mapping.table).principal_date
    return any(mapping.position_of(name) is not None for name in ("period", dated) if name)


def _free(table: str, taken: Collection[str]) -> list[str]:
    """Return the columns of the table that no column of the file stands for."""
    declared = schema_table(table)
    made = {"region", "source_id", "source_row", *MADE_BY_INTAKE} - {"unit_id", "period"}
    return [one.name for one in declared.columns if one.name not in {*taken, *made}]
