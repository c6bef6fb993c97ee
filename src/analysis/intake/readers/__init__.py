"""Raw files as text: what a file is, how it is encoded, where its cells begin and end."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import SourceError
from analysis.intake.raw import RawSheet
from analysis.intake.readers.delimited import read_text
from analysis.intake.readers.kinds import kind_of
from analysis.intake.readers.statistics import read_statistics
from analysis.intake.readers.workbooks import read_workbook

__all__ = ["read_file"]


def read_file(path: Path, *, sheet: str = "") -> list[RawSheet]:
    """Return every sheet of a raw file as text, none of its rows left out.

    Parameters
    ----------
    path : Path
        CSV, TSV or TXT, or XLSX, XLSM, XLSB, XLS or ODS, or SAV and ZSAV of SPSS.
    sheet : str
        Name of the only sheet wanted; "" means all. A text file has none.

    Returns
    -------
    list of RawSheet
        In the order of the workbook, hidden sheets included and flagged.

    Raises
    ------
    SourceError
        If the file is empty, cut short, protected, not what its name says, or lacks the sheet.
    """
    data = path.read_bytes()
    kind = kind_of(path, data)
    if kind == "workbook":
        return read_workbook(path.name, data, sheet=sheet)
    if sheet:
        raise SourceError("intake.read.no_sheets_in_text", file=path.name, sheet=sheet)
    return [read_statistics(path) if kind == "statistics" else read_text(path.name, data)]
