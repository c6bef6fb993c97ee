"""The bundle on disk: findings.json, tables, figures and narrative.json, written and read back.

Numbers stand in CSV with a decimal point and unrounded, in stable order, UTF-8; a text that a
spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.files import write_atomically
from analysis.presenting.formats import is_missing
from analysis.schemas.bundle import STATUS_COLUMN, ReportColumn, ReportTable
from analysis.wording import both

if TYPE_CHECKING:
    import pandas as pd

FINDINGS, NARRATIVE = "findings.json", "narrative.json"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WHOLE_ROLES, _TEXT_ROLES = ("base", "count"), ("label", "code")


def sample_stamp(synthetic: bool) -> dict[str, str] | None:
    """Return the stamp for sample data in every language; None for real data."""
    return both("presenting.sample_stamp") if synthetic else None


def write_table(table: ReportTable, out_dir: Path, *, synthetic: bool) -> None:
    """Write tables/<name>.csv and tables/<name>.json."""
    folder = out_dir / "tables"
    write_atomically(folder / f"{table.name}.csv", table_csv(table))
    write_json(folder / f"{table.name}.json", table_description(table, synthetic=synthetic))


def table_csv(table: ReportTable) -> str:
    """Return the rows of a protected table as CSV text, with the disclosure status at the end."""
    columns = list(table.columns)
    names = [column.name for column in columns]
    kinds = [column.role for column in columns]
    if STATUS_COLUMN in table.frame:
        names, kinds = [*names, STATUS_COLUMN], [*kinds, "code"]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in table.frame[names].itertuples(index=False, name=None):
        writer.writerow([_plain(value, kind) for value, kind in zip(row, kinds, strict=True)])
    return stream.getvalue()


def table_description(table: ReportTable, *, synthetic: bool) -> dict[str, Any]:
    """Return what tables/<name>.json says: title, note, class, and a description a column."""
    return {
        "name": table.name,
        "title": table.title,
        "note": table.note,
        "disclosure": table.disclosure,
        "nesting": [list(levels) for levels in table.nesting],
        "synthetic": synthetic,
        "stamp": sample_stamp(synthetic),
        "columns": [asdict(column) for column in table.columns],
    }


def read_table(bundle: Path, name: str) -> ReportTable:
    """Read a table of a bundle back, with the types its roles imply."""
    told = json.loads((bundle / "tables" / f"{name}.json").read_text("utf-8"))
    columns = tuple(ReportColumn(**one) for one in told["columns"])
    return ReportTable(
        name=told["name"],
        title=told["title"],
        columns=columns,
        frame=_read_rows(bundle / "tables" / f"{name}.csv", columns),
        disclosure=told["disclosure"],
        nesting=tuple(tuple(levels) for levels in told["nesting"]),
        note=told["note"],
    )


def table_names(bundle: Path) -> list[str]:
    """Names of the tables in a bundle, sorted."""
    return sorted(path.stem for path in (bundle / "tables").glob("*.json"))


def write_json(path: Path, content: Any) -> None:  # noqa: ANN401 - JSON values
    """Write JSON in a stable, readable form."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    write_atomically(path, text + "\n")


def _plain(value: Any, role: str) -> str:  # noqa: ANN401 - any cell of a frame
    if is_missing(value):
        return ""
    if role in _TEXT_ROLES:
        text = str(value)
        return "'" + text if text.startswith(FORMULA_STARTS) else text
    if role in _WHOLE_ROLES and float(value).is_integer():
        return str(int(value))
    return repr(float(value))


def _read_rows(path: Path, columns: tuple[ReportColumn, ...]) -> pd.DataFrame:
    import pandas as pd

    raw = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    roles: dict[str, str] = {column.name: column.role for column in columns}
    return pd.DataFrame({name: _typed(raw[name], roles.get(str(name), "code")) for name in raw})


def _typed(values: pd.Series, role: str) -> pd.Series:
    if role in _TEXT_ROLES:
        return values.str.replace(r"^'(?=[=+\-@\t\r])", "", regex=True)
    numbers = values.astype("float64")
    whole = role in _WHOLE_ROLES and bool((numbers.dropna() % 1 == 0).all())
    return numbers.astype("Int64") if whole else numbers
