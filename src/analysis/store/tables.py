"""Reading and writing the canonical tables of a region: Parquet, one file a year."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import SourceError, UsageError
from analysis.files import publish_folder, recover_folder
from analysis.periods import Period
from analysis.schemas.tables import TABLE_NAMES, table
from analysis.settings import Project, ensure_private
from analysis.store.validation import validate

if TYPE_CHECKING:
    import pandas as pd

UNDATED = "undated"
INTAKE_FOLDER = "_intake"
CLOSED_TABLES = {"staff_link": "fairness"}
"""Tables that only one study opens."""
LED_FROM = {"staff_link": ("staff_survey", "respondent_id")}
"""Tables without period and date: their rows belong where the rows belong that they lead from."""


def write_region(
    project: Project,
    region: str,
    tables: Mapping[str, pd.DataFrame],
    intake_files: Mapping[str, bytes],
    *,
    items: Collection[str] = (),
) -> None:
    """Replace all canonical tables of a region in one step.

    Everything is validated and written aside first, so a failure or a crash leaves the last good
    tables in place.

    Parameters
    ----------
    project : Project
    region : str
    tables : mapping of table name to DataFrame
    intake_files : mapping of file name to bytes
        What intake records about itself (accounting, edit log), kept beside the tables.
    items : collection of str
        Item columns of the codebooks in use.
    """
    ensure_private(project.processed)
    staged = project.processed / f".{region}.staged"
    shutil.rmtree(staged, ignore_errors=True)
    ensure_private(staged)
    for name, frame in tables.items():
        _write_by_year(staged / name, validate(frame, name, items=items), name)
    folder = ensure_private(staged / INTAKE_FOLDER)
    for file_name, content in intake_files.items():
        (folder / file_name).write_bytes(content)
    publish_folder(staged, project.processed / region)


def table_years(project: Project, region: str, name: str) -> dict[str, Path]:
    """Return the Parquet files of a table by year ("undated" for rows without any date)."""
    recover_folder(project.processed / region)
    folder = project.processed / region / name
    return {path.stem: path for path in sorted(folder.glob("*.parquet"))}


def read_table(
    project: Project,
    region: str,
    name: str,
    *,
    period: Period | None = None,
    until: Period | None = None,
) -> pd.DataFrame:
    """Return the rows of a canonical table.

    Parameters
    ----------
    period : Period or None
        Only rows that belong to it (`in_period`).
    until : Period or None
        Only rows that belong to it or to anything that ends no later; never later ones.

    Returns
    -------
    DataFrame
        Typed as the schema promises; empty, with all columns, where there are no rows.
    """
    import pandas as pd

    wanted = [
        pd.read_parquet(path)
        for year, path in table_years(project, region, name).items()
        if _year_wanted(year, period, until)
    ]
    frame = pd.concat(wanted, ignore_index=True) if wanted else pd.DataFrame()
    extra = [column for column in map(str, frame.columns) if column not in table(name)]
    typed = validate(frame if wanted else _empty(name), name, items=extra)
    if period is not None:
        return rows_of(typed, name, period)
    if until is not None:
        return typed[_until(typed, name, until)].reset_index(drop=True)
    return typed


def load(
    region: str,
    table_name: str,
    period: str | None = None,
    *,
    until: str | None = None,
    labels: str | None = None,
    data_dir: str | Path | None = None,
) -> pd.DataFrame:
    """Return a canonical table for exploring.

    Parameters
    ----------
    region : str
    table_name : str
    period, until : str or None
        As in `read_table`, written 2025, 2025-S2, 2025-Q3 or 2025-09.
    labels : {"id", "en"} or None
        Name the columns by their meaning in this language instead of by their code.
    data_dir : path or None
        The data folder; found upward from the working folder when empty.

    Raises
    ------
    UsageError
        If the table is the link of named surveys, which is not for exploring.
    """
    if table_name in CLOSED_TABLES:
        study = CLOSED_TABLES[table_name]
        raise UsageError("store.closed_table", table=table_name, study=study)
    project = Project.of_data_dir(data_dir)
    frame = read_table(
        project,
        region,
        table_name,
        period=Period.parse(period) if period else None,
        until=Period.parse(until) if until else None,
    )
    if labels is None:
        return frame
    declared = table(table_name)
    return frame.rename(columns={c.name: c.meaning[labels] for c in declared.columns})


def rows_of(frame: pd.DataFrame, name: str, period: Period) -> pd.DataFrame:
    """Return the rows of a table that belong to `period` (`in_period`), numbered anew."""
    return frame[in_period(frame, name, period)].reset_index(drop=True)


def in_period(frame: pd.DataFrame, name: str, period: Period) -> pd.Series:
    """Tell which rows belong to `period`.

    A row with a declared period belongs where that whole period lies inside; a row whose declared
    period is longer, or which declares none, belongs where its principal date lies. A row with
    neither belongs nowhere.
    """
    import pandas as pd

    declared, dates = _period_column(frame), _date_column(frame, name)
    parsed = {text: Period.parse(text) for text in declared.dropna().unique()}
    inside = [text for text, one in parsed.items() if period.contains(one)]
    around = [text for text, one in parsed.items() if one.contains(period) and one != period]
    by_date = dates.ge(pd.Timestamp(period.first_day)) & dates.lt(_day_after(period))
    return declared.isin(inside) | ((declared.isna() | declared.isin(around)) & by_date)


def _until(frame: pd.DataFrame, name: str, until: Period) -> pd.Series:
    declared, dates = _period_column(frame), _date_column(frame, name)
    parsed = {text: Period.parse(text) for text in declared.dropna().unique()}
    ended = [text for text, one in parsed.items() if one.last_day <= until.last_day]
    running = [
        text for text, one in parsed.items() if one.first_day <= until.last_day < one.last_day
    ]
    by_date = dates.lt(_day_after(until))
    return declared.isin(ended) | ((declared.isna() | declared.isin(running)) & by_date)


def _day_after(period: Period) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(period.last_day) + pd.Timedelta(days=1)


def _period_column(frame: pd.DataFrame) -> pd.Series:
    import pandas as pd

    if "period" in frame:
        return frame["period"]
    return pd.Series(pd.NA, index=frame.index, dtype="str")


def _date_column(frame: pd.DataFrame, name: str) -> pd.Series:
    import pandas as pd

    principal = table(name).principal_date
    if principal:
        return frame[principal]
    return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")


def _write_by_year(folder: Path, frame: pd.DataFrame, name: str) -> None:
    folder.mkdir()
    declared = _period_column(frame).str.slice(0, 4)
    dated = _date_column(frame, name).dt.year
    named = {year: str(int(year)) for year in dated.dropna().unique()}
    years = declared.fillna(dated.map(named).astype("str")).fillna(UNDATED)
    for year, rows in frame.groupby(years, sort=True):
        rows.to_parquet(folder / f"{year}.parquet", index=False, compression="zstd")


def _year_wanted(year: str, period: Period | None, until: Period | None) -> bool:
    if year == UNDATED:
        return period is None and until is None
    if period is not None:
        return int(year) == period.year
    return until is None or int(year) <= until.year


def _empty(name: str) -> pd.DataFrame:
    import pandas as pd

    if name not in TABLE_NAMES:
        raise SourceError("store.no_table", table=name)
    return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in table(name).columns})
