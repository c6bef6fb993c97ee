"""The lines that region.toml needs: for columns in doubt, or for a new source."""

from __future__ import annotations

from collections.abc import Sequence

import tomlkit

from analysis.intake.mapping.assigning import IN_DOUBT
from analysis.intake.mapping.declaring import ALL_OTHERS, column_name
from analysis.intake.mapping.fitting import ENOUGH
from analysis.intake.raw import LEFT_OUT_COLUMNS, Mapping

_MANY = 8
"""More unknown columns than this are left out together."""


def toml_lines(mapping: Mapping) -> list[str]:
    """Return the lines to add to the source for the columns that are in doubt.

    A doubtful column is proposed for the target it most likely has; of several that claim one
    target, the first gets it and the others are ignored. A column that nothing is known of is
    ignored; where there are many such columns, as in the export of a quiz, all of them are, by
    `ALL_OTHERS`. Whoever adds the lines decides; a wrong proposal is corrected there. There are
    none for a block that is not taken for a table.
    """
    if mapping.table_confidence < ENOUGH:
        return []
    columns = [match.column for match in mapping.matches]
    settled = {match.target for match in mapping.matches if match.certain and match.target}
    named: dict[str, str] = {}
    ignored: list[str] = []
    unsure = mapping.unsure
    many = sum(not match.target for match in unsure) > _MANY
    for match in unsure:
        target = match.target or match.alternative
        if many and (target in LEFT_OUT_COLUMNS or match.confidence < IN_DOUBT):
            target = ""
        if target and target != "ignored" and target not in named and target not in settled:
            named[target] = column_name(match.column, columns)
        else:
            ignored.append(column_name(match.column, columns))
    return [*_columns_line(named), *_ignore_line([ALL_OTHERS] if many else ignored)]


def _columns_line(named: dict[str, str]) -> list[str]:
    if not named:
        return []
    table = tomlkit.inline_table()
    table.update(named)
    return [f"columns = {table.as_string()}"]


def _ignore_line(ignored: Sequence[str]) -> list[str]:
    return [f"ignore = {tomlkit.item(list(ignored)).as_string()}"] if ignored else []
