"""What region.toml says of a whole source: `constants`, and `file_pattern` on names of files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.errors import ConfigError
from analysis.intake.blocks.parsing import ParsedBlock, Parser
from analysis.intake.raw import RuleEdit
from analysis.intake.stops import SourceStopError
from analysis.schemas.columns import Table
from analysis.schemas.region import Source

AROUND = ("unit_id", "period")
"""Columns that sections and title lines go before; `completing` fills them."""

PERSONS = frozenset({"employee_id", "rater_id", "supervisor_id", "respondent_id", "panel_code"})
"""No source is about one person, and names of files are kept in the record."""


def given_values(source: Source, file: str, table: Table) -> dict[str, str]:
    """Return column to text for one file: the named parts of its name, then the constants.

    Parameters
    ----------
    source : Source
    file : str
        Path below the region's `files` folder.
    table : Table

    Raises
    ------
    ConfigError
        If a column is none of the table, or about one person.
    SourceStopError
        If the name of the file does not fit the pattern.
    """
    given = {**source.constants, **_from_name(source, file)}
    pattern = table.items if table.items.endswith("*") else ""
    unknown = [
        name
        for name in given
        if name in PERSONS
        or (table.readable(name) is None and not (pattern and name.startswith(pattern[:-1])))
    ]
    if unknown:
        known = ", ".join(name for name in table.names[3:] if name not in PERSONS)
        raise ConfigError(
            "intake.run.given_unknown", source=source.id, columns=", ".join(unknown), known=known
        )
    return given


def read_given(
    given: Mapping[str, str], rows: pd.Index, parse: Parser, *, source: Source
) -> dict[str, pd.Series]:
    """Return each given text as a column of canonical values, the same in all rows.

    Raises
    ------
    ConfigError
        If the column cannot hold such a value.
    """
    found = {}
    for name, text in given.items():
        one = parse(pd.Series([text], dtype="str"), name, None)
        if one.bad.ne("").any() or one.values.isna().any():  # noqa: PD011
            raise ConfigError(
                "intake.run.given_invalid", source=source.id, column=name, value=repr(text)
            )
        found[name] = one.values.take([0] * len(rows)).set_axis(rows)  # noqa: PD011
    return found


def with_given(parsed: ParsedBlock, given: Mapping[str, pd.Series]) -> ParsedBlock:
    """Return the block with the given columns where a row leaves them blank.

    Unit and period are left to `completing`.
    """
    columns = dict(parsed.columns)
    edits = list(parsed.edits)
    for name, told in given.items():
        if name in AROUND:
            continue
        known = columns.get(name)
        blank = len(told) if known is None else int(known.isna().sum())
        columns[name] = told if known is None else known.fillna(told)
        if blank:
            edits.append(RuleEdit(name, "given", "blank", "declared", blank))
    return replace(parsed, columns=columns, edits=tuple(edits))


def _from_name(source: Source, file: str) -> dict[str, str]:
    if not source.file_pattern:
        return {}
    match = re.search(source.file_pattern, file)
    if match is None:
        raise SourceStopError(
            "intake.run.pattern_unfitting",
            source=source.id,
            file=file,
            pattern=repr(source.file_pattern),
        )
    return {name: text for name, text in match.groupdict().items() if text}
