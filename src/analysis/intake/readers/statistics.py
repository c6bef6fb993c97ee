"""SPSS files (.sav, .zsav): cases as rows, value labels as answers, all of it text.

A variable with a name that is a code or a known header keeps it ("rk1", "jk"), with its label
behind it where the name is the code of an item; other variables are called by their label. A value
whose variable is labelled becomes its label; where only some values are labelled, the code stays
before the label, so that a scale labelled the other way round is noticed. Row 1 is the header, case
n is row n + 1. Values that the file declares missing are blank.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from analysis.errors import SourceError
from analysis.intake.lexicon import known_headers
from analysis.intake.raw import Problem, RawSheet
from analysis.intake.readers.frames import text_frame
from analysis.intake.values.folding import fold

FALLBACK_ENCODING = "WINDOWS-1252"
"""Tried where a file is not written in the encoding it states."""

_ITEM_CODE = re.compile(r"[A-Za-z]{1,4}_?\d{1,3}[a-z]?")


class Metadata(Protocol):
    """What `pyreadstat` tells of a file's variables."""

    column_names: Sequence[str]
    column_labels: Sequence[str | None]
    variable_value_labels: Mapping[str, Mapping[Any, str]]
    number_rows: int | None


def read_statistics(path: Path) -> RawSheet:
    """Return an SPSS file as one raw sheet.

    Raises
    ------
    SourceError
        If the file is cut short, its texts cannot be decoded, or the package that reads such
        files is not installed.
    """
    columns, described, notes = _read(path)
    stated = described.number_rows
    cases = max((len(cells) for cells in columns.values()), default=0)
    if stated is not None and 0 <= cases < stated:
        raise SourceError("intake.read.statistics_cut", file=path.name)
    return sheet_of(path.name, columns, described, notes=notes)


def sheet_of(
    name: str,
    columns: Mapping[str, Sequence[object]],
    described: Metadata,
    *,
    notes: tuple[Problem, ...] = (),
) -> RawSheet:
    """Return variables and their labels as a raw sheet.

    Parameters
    ----------
    name : str
        Name of the file.
    columns : mapping of variable to its values
        None and NaN are missing.
    described : Metadata
        Labels of variables and values.
    """
    known = known_headers()
    texts = []
    for variable, label in zip(described.column_names, described.column_labels, strict=True):
        labels = described.variable_value_labels.get(variable, {})
        cells = _cells(columns[variable], {_text(code): said for code, said in labels.items()})
        header = header_of(variable, label or "", known)
        texts.append(pa.array([header, *cells], pa.large_string()))
    labelled = len(described.variable_value_labels)
    told = (Problem("intake.read.value_labels", {"columns": labelled}),) if labelled else ()
    return RawSheet(name, "", hidden=False, rows=text_frame(texts), notes=(*notes, *told))


def header_of(variable: str, label: str, known: Collection[str]) -> str:
    """Return what a variable is called in the sheet.

    Parameters
    ----------
    variable, label : str
    known : collection of str
        Folded names by which offices call columns.
    """
    words = " ".join(label.split())
    if not words or fold(variable) in known:
        return variable
    return f"{variable} {words}" if _ITEM_CODE.fullmatch(variable) else words


def _read(path: Path) -> tuple[dict[str, list[object]], Metadata, tuple[Problem, ...]]:
    try:
        from pyreadstat import ReadstatError, read_sav
    except ModuleNotFoundError as error:
        raise SourceError("intake.read.no_statistics_reader", file=path.name) from error
    options: dict[str, Any] = {"output_format": "dict", "disable_datetime_conversion": False}
    try:
        columns, described = read_sav(str(path), **options)
    except (ReadstatError, UnicodeDecodeError) as error:
        if not _is_about_encoding(error):
            raise SourceError("intake.read.statistics_cut", file=path.name) from error
    else:
        return columns, described, ()
    try:
        columns, described = read_sav(str(path), encoding=FALLBACK_ENCODING, **options)
    except (ReadstatError, UnicodeDecodeError) as error:
        raise SourceError("intake.read.encoding", file=path.name) from error
    return columns, described, (Problem("intake.read.other_encoding"),)


def _is_about_encoding(error: Exception) -> bool:
    words = str(error).casefold()
    return isinstance(error, UnicodeDecodeError) or "encoding" in words or "convert" in words


def _cells(values: Sequence[object], labels: Mapping[str, str]) -> list[str | None]:
    codes = [None if _is_missing(value) else _text(value) for value in values]
    partly = bool(labels) and any(code is not None and code not in labels for code in codes)
    return [
        None if code is None else _labelled(code, labels.get(code, ""), partly=partly)
        for code in codes
    ]


def _labelled(code: str, label: str, *, partly: bool) -> str:
    if not label.strip():
        return code
    return f"{code} {label.strip()}" if partly else label.strip()


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _text(value: object) -> str:
    """Return a value as text: whole numbers without decimals, dates as year-month-day."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
    return str(value).strip()
