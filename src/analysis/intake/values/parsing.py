"""From a raw text column to canonical values, by the role of its target column.

Every distinct text is read once. Nothing is guessed: what cannot be read is missing in `values`
and has a reason code in `bad`; what was read by a rule is counted in `edits`.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.intake.raw import LEFT_OUT_COLUMNS, ParsedColumn
from analysis.intake.values import (
    ages,
    categories,
    dates,
    genders,
    nip,
    numbers,
    periods,
    texts,
    unsur,
)
from analysis.intake.values.answers import answer_reader
from analysis.intake.values.declared import declared_reader, declared_values
from analysis.intake.values.folding import fold
from analysis.intake.values.letters import read_letter
from analysis.intake.values.missing import is_not_applicable
from analysis.intake.values.ratings import read_behaviour
from analysis.intake.values.reading import Reader, read_column
from analysis.intake.values.special import special_reader
from analysis.schemas.codebook import Codebook, load_codebook
from analysis.schemas.columns import Column
from analysis.schemas.region import Region, Source
from analysis.schemas.tables import table as schema_table

NAME_COLUMNS = frozenset(
    {"service", "stratum", "cluster", "level", "programme", "batch", "provider", "wave"}
)
"""Text columns that name things, in which two spellings of one name are brought together."""

EMPLOYEE_COLUMNS = frozenset({"employee_id", "rater_id", "supervisor_id"})
"""Columns that say who an employee is: by NIP, or by the office's own ids."""

IDENTIFIER_COLUMNS = frozenset({"respondent_id", "complaint_id", "panel_code"})
"""Columns that are pseudonymised as they stand."""

PERIOD_COLUMNS = frozenset({"period", "about_period"})


def parse(
    raw: pd.Series,
    target: str,
    *,
    table: str,
    codebook: Codebook | None = None,
    source: Source | None = None,
    region: Region | None = None,
    days: pd.Series | None = None,
    year: int | None = None,
    usual: date | None = None,
) -> ParsedColumn:
    """Parse a raw column as the canonical column or codebook item `target`.

    Parameters
    ----------
    raw : Series of str
        Any index; it is kept.
    target : str
        Column of `table`, key of an item of `codebook`, or one of `LEFT_OUT_COLUMNS`.
    table : str
        Name of the canonical table.
    codebook : Codebook or None
    source : Source or None
        Its declared `values` go before every rule; its order of items reads bare numbers.
    region : Region or None
        Names its units; without it a unit is kept as text.
    days : Series of datetime or None
        Day of each row, same index; decides between units that bore one name at different times.
    year : int or None
        Year of the context, for period labels that name none.
    usual : date or None
        Day of the context, for units of rows without a day.

    Returns
    -------
    ParsedColumn
        Values in the dtype of the column (items: Int64; items of published_indices: float64).

    Notes
    -----
    Reverse items are not turned round here. An answer "tidak berlaku" is missing; see
    `not_applicable_mask`. An age given as a band is missing in `age` and is read from the same raw
    column by the target `age_band`.
    """
    declared = declared_values(source, target)
    column = schema_table(table).readable(target)
    special = special_reader(table, target)
    if target in LEFT_OUT_COLUMNS or target in IDENTIFIER_COLUMNS:
        return texts.keep_text(raw)
    if target in EMPLOYEE_COLUMNS:
        own = source is not None and source.identifier == "own"
        return nip.read_identifiers(raw, target=target, own=own)
    if target == "unit_id" and region is not None:
        from analysis.intake import units

        return units.resolve(raw, region, days=days, source=source, usual=usual)
    if column is not None and column.kind in {"date", "datetime"} and not (declared or special):
        return dates.read_dates(raw, target=target, clock=column.kind == "datetime")
    if target in NAME_COLUMNS and not (declared or special):
        return texts.read_names(raw, target=target)
    reader, dtype = (
        (special, column.dtype)
        if special is not None and column is not None
        else _reader_of(target, column, table=table, codebook=codebook, source=source, year=year)
    )
    if target == "gender" and not declared:
        reader = genders.column_reader(raw, reader)
    if declared and source:
        reader = declared_reader(declared, reader, column=target, source=source.id)
    return read_column(raw, reader, target=target, dtype=dtype)


def not_applicable_mask(
    raw: pd.Series, *, target: str = "", source: Source | None = None
) -> pd.Series:
    """Tell for each row whether the answer is "tidak berlaku" (N/A), boolean, index of `raw`.

    A text for which the source declares a score is an answer, not a mark of this kind.
    """
    declared = declared_values(source, target)
    answered = {fold(text) for text, score in declared.items() if score.strip()}
    codes, distinct = pd.factorize(raw)
    marks = [is_not_applicable(str(text)) and fold(str(text)) not in answered for text in distinct]
    return (
        pd.Series(pd.array([*marks, False], dtype=bool), dtype=bool).take(codes).set_axis(raw.index)
    )


def _reader_of(
    target: str,
    column: Column | None,
    *,
    table: str,
    codebook: Codebook | None,
    source: Source | None,
    year: int | None,
) -> tuple[Reader, str]:
    """Return the reader of single texts for `target`, and the dtype of what it reads."""
    if column is None:
        return _item_reader(target, table=table, codebook=codebook)
    if target in PERIOD_COLUMNS:
        return periods.period_reader(year=year), column.dtype
    if target == "unsur":
        book = codebook or load_codebook("skm_2017")
        order = source.unsur_order if source else ""
        return unsur.unsur_reader(book, order=order), column.dtype
    return _reader_of_column(column), column.dtype


def _reader_of_column(column: Column) -> Reader:
    if column.name == "letter_printed":
        return read_letter
    if column.name == "age":
        return ages.read_age
    if column.name == "age_band":
        return ages.band_reader(column.categories)
    return _reader_of_kind(column)


def _reader_of_kind(column: Column) -> Reader:
    if column.kind == "category":
        return categories.category_reader(column.name, column.categories)
    if column.kind in {"integer", "number"}:
        return numbers.number_reader(numbers.role_of(column))
    if column.kind == "date":
        return dates.read_date
    if column.kind == "datetime":
        return dates.read_moment
    return texts.read_free


def _item_reader(target: str, *, table: str, codebook: Codebook | None) -> tuple[Reader, str]:
    """Read a column that the table does not declare: an item of the codebook, or plain text."""
    if table == "appraisals":
        return read_behaviour, "float64"
    item = next((one for one in codebook.items if one.key == target), None) if codebook else None
    if codebook is None or item is None:
        return texts.read_free, "str"
    if table == "published_indices":
        return numbers.number_reader(numbers.PRINTED_ITEM), "float64"
    return answer_reader(item, codebook), "Int64"
