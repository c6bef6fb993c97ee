"""Text files with separators: a fast way for regular ones, a careful way for all others."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

import pyarrow as pa
import pyarrow.csv as pacsv

from analysis.intake.raw import Problem, RawSheet
from analysis.intake.readers.encoding import to_utf8
from analysis.intake.readers.frames import formula_note, text_frame

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_BYTES = 200_000
_SAMPLE_RECORDS = 60
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")
_ROWS_SHOWN, _FEWEST_CELLS = 5, 3
_LONGEST_FIELD = 1 << 27


def read_text(name: str, data: bytes) -> RawSheet:
    """Return the text file `data` as one raw sheet.

    The separator is the one that splits most lines into the same number of cells. Lines with
    more cells than the others keep them as further positions and are counted in a note; a
    quotation mark that is never closed makes all of them ordinary signs. A row is a record:
    a cell with line breaks is one row, a blank line is a row of its own.
    """
    text, notes = to_utf8(data)
    ended = text.endswith((b"\n", b"\r"))
    text = text.rstrip(b"\r\n")
    delimiter = find_delimiter(text[:_SAMPLE_BYTES].decode("utf-8", "ignore"))
    columns = _read_regular(text, delimiter)
    if columns is None:
        columns, further = _read_carefully(text.decode("utf-8"), delimiter, ended=ended)
        notes += further
    frame = text_frame(columns)
    return RawSheet(name, "", hidden=False, rows=frame, notes=notes + formula_note(frame))


def find_delimiter(sample: str) -> str:
    """Return the separator under which most records of `sample` have one and the same width."""
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best][0] > 0 else ","


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    records = list(islice(_records(sample, delimiter), _SAMPLE_RECORDS))
    widths = Counter(len(record) for record in records if any(record))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width = max(wide, key=lambda one: (wide[one], one))
    return (round(wide[width] / sum(widths.values()), 1), width)


def _read_regular(text: bytes, delimiter: str) -> list[pa.ChunkedArray] | None:
    if text.startswith((b"\n", b"\r")) or any(blank in text for blank in _BLANK_LINES):
        return None
    quotes = text.count(b'"')
    if quotes % 2:
        return None
    first = next(_records(text[:_SAMPLE_BYTES].decode("utf-8", "ignore"), delimiter))
    names = [str(position) for position in range(len(first))]
    try:
        table = pacsv.read_csv(
            pa.BufferReader(text),
            read_options=pacsv.ReadOptions(column_names=names, block_size=8 << 20),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=quotes > 0),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table.columns


def _read_carefully(
    text: str, delimiter: str, *, ended: bool
) -> tuple[list[pa.Array], tuple[Problem, ...]]:
    notes: list[Problem] = []
    try:
        rows = list(_records(text, delimiter, strict=True))
    except csv.Error as error:
        unclosed = "unexpected end of data" in str(error)
        rows = list(_records(text, delimiter, quoted=not unclosed))
        notes.append(Problem("intake.read.loose_quotes"))
    widths = Counter(map(len, rows))
    usual = max(widths, key=lambda width: (widths[width], width))
    notes += _odd_rows("intake.read.ragged", [len(row) > usual for row in rows])
    others = [_is_split_otherwise(row, usual, delimiter) for row in rows]
    notes += _odd_rows("intake.read.other_separator", others)
    if not ended and len(rows[-1]) < usual:
        notes.append(Problem("intake.read.last_row_short", {"row": len(rows)}))
    columns = [pa.array(column, pa.large_string()) for column in zip_longest(*rows)]
    return columns, tuple(notes)


def _odd_rows(code: str, odd: Sequence[bool]) -> list[Problem]:
    """Return the problem of the rows marked, with the numbers of the first; none without them."""
    numbers = [number for number, is_odd in enumerate(odd, start=1) if is_odd]
    shown = ", ".join(map(str, numbers[:_ROWS_SHOWN]))
    return [Problem(code, {"rows": len(numbers), "first": shown})] if numbers else []


def _is_split_otherwise(row: list[str], usual: int, delimiter: str) -> bool:
    """Whether one of the other separators would make a row as wide as the usual ones."""
    if len(row) == usual or usual < _FEWEST_CELLS:
        return False
    line = delimiter.join(row)
    return any(line.count(one) == usual - 1 for one in DELIMITERS if one != delimiter)


def _records(
    text: str, delimiter: str, *, strict: bool = False, quoted: bool = True
) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=strict,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
