"""Wide and printed sheets turned into long canonical rows.

published_indices come from recap rows (one unit a row, one column an unsur) and from the lines
printed below a table of answers; service_population from one column for each margin level. The
index of a result is the raw row number, and several canonical rows may share one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import SourceError
from analysis.intake.blocks.footers import item_matches, read_footers
from analysis.intake.raw import ColumnMatch, DataBlock, Mapping
from analysis.intake.values import ages, categories, parse
from analysis.intake.values.folding import fold, join_numbers, tidy
from analysis.schemas.tables import table as schema_table

HIGHEST_MEAN = 5.0
"""Item columns of a recap whose median is above it hold totals; at or below it, means (NRR)."""

_LINE_COLUMNS = ("unit_id", "period", "regime", "n", "weight_printed")
_RECAP_COLUMNS = frozenset({"unit_id", "period", "n", "nrr", "index_printed", "letter_printed"})
_WHOLE_COLUMNS = ("nrr", "total", "index_printed", "letter_printed")
_MARGIN_WORDS = {
    "kelamin": "gender",
    "gender": "gender",
    "pendidikan": "education",
    "usia": "age",
    "umur": "age",
}
"""Words of a group header to the margin whose levels stand below it."""


def reshape(parsed: pd.DataFrame, table: str, block: DataBlock, mapping: Mapping) -> pd.DataFrame:
    """Return the canonical rows of `table` that a block holds.

    Parameters
    ----------
    parsed : DataFrame
        Parsed columns by target; index = raw row number.
    table : str
        published_indices or service_population are reshaped; other tables come back as they are.
    block : DataBlock
        Where the columns of margin levels and the lines below the answers are read from.
    mapping : Mapping
        A block of answers gives, as published_indices, the lines printed below it.

    Returns
    -------
    DataFrame
        Index = raw row number. published_indices: one row an unsur and one with `unsur` missing for
        the whole index.

    Raises
    ------
    SourceError
        If a column of users stands for no known margin level.
    """
    if table == "published_indices" and _holds_answers(parsed, mapping):
        return read_footers(parsed, block, mapping)
    if table == "published_indices":
        return _long_indices(parsed, mapping)
    if table == "service_population":
        return _long_population(parsed, block, mapping)
    return parsed.copy()


def outside_scale(parsed: pd.DataFrame, mapping: Mapping) -> pd.Series:
    """Mark recap rows in which a mean of an unsur is above every scale (8.030 for 80,30)."""
    items = [match.target for match in item_matches(mapping) if match.target in parsed.columns]
    if not items or _holds_totals(parsed[items]):
        return pd.Series(data=False, index=parsed.index)
    return parsed[items].gt(HIGHEST_MEAN).any(axis=1)


def _holds_answers(parsed: pd.DataFrame, mapping: Mapping) -> bool:
    """Tell a table of answer sheets from a recap: its rows bear no result and no unit."""
    if mapping.table == "citizen_survey":
        return True
    stated = {match.target for match in mapping.matches}
    return "unsur" not in parsed.columns and not stated & _RECAP_COLUMNS


def _long_indices(parsed: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    items = [match.target for match in item_matches(mapping) if match.target in parsed.columns]
    if not items:
        return parsed.copy()
    shared = parsed[[column for column in _LINE_COLUMNS if column in parsed.columns]]
    measure = "total" if _holds_totals(parsed[items]) else "nrr"
    lines = [
        shared.assign(unsur=item, **{measure: _on_scale(parsed[item], measure)})
        for item in items
        if parsed[item].notna().any()
    ]
    whole = parsed[[column for column in _WHOLE_COLUMNS if column in parsed.columns]]
    lines.append(shared.assign(unsur=pd.Series(pd.NA, index=parsed.index, dtype="str")).join(whole))
    long = pd.concat(lines)
    values = [column for column in _WHOLE_COLUMNS if column in long.columns]
    kept = long[long[values].notna().any(axis=1)]
    return _with_regime(kept.sort_index(kind="stable"), mapping)


def _holds_totals(items: pd.DataFrame) -> bool:
    values = items.to_numpy(dtype="float64", na_value=np.nan)
    values = values[np.isfinite(values)]
    return bool(len(values)) and float(np.median(values)) > HIGHEST_MEAN


def _on_scale(values: pd.Series, measure: str) -> pd.Series:
    return values.where(values.le(HIGHEST_MEAN)) if measure == "nrr" else values


def _with_regime(lines: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    known = schema_table("published_indices")["regime"].categories
    if "regime" in lines.columns or mapping.codebook not in known:
        return lines
    return lines.assign(regime=mapping.codebook)


def _long_population(parsed: pd.DataFrame, block: DataBlock, mapping: Mapping) -> pd.DataFrame:
    columns = [match for match in mapping.matches if match.target == "users"]
    if "level" in parsed.columns or "margin" in parsed.columns:
        return _named_levels(parsed)
    shared = parsed.drop(columns=["users"], errors="ignore")
    parts = []
    for match in columns:
        margin, level = _level_of(match, only=len(columns) == 1)
        users = parse(block.body[match.column.position], "users", table="service_population")
        parts.append(
            shared.assign(
                margin=margin,
                level=pd.Series(level, index=shared.index, dtype="str"),
                users=users.values.reindex(shared.index),  # noqa: PD011 - a field of ParsedColumn
            )
        )
    if not parts:
        return parsed.copy()
    return _summed(pd.concat(parts))


def _summed(long: pd.DataFrame) -> pd.DataFrame:
    """Add up the users of columns that stand for one level (D1 and D2)."""
    kept = long[long["users"].notna()]
    kept = kept.assign(_row=kept.index)
    keys = [column for column in kept.columns if column != "users"]
    summed = kept.groupby(keys, dropna=False, sort=False, as_index=False)["users"].sum()
    rows = summed.pop("_row")
    return summed.set_index(pd.Index(rows, name=long.index.name)).sort_index(kind="stable")


def _named_levels(parsed: pd.DataFrame) -> pd.DataFrame:
    """Bring the levels of a long table to the spelling of their margin."""
    levels = parsed.get("level", pd.Series(pd.NA, index=parsed.index, dtype="str"))
    margins = parsed.get("margin", pd.Series(pd.NA, index=parsed.index, dtype="str"))
    pairs = [
        _margin_and_level("" if pd.isna(level) else str(level), "" if pd.isna(margin) else margin)
        for level, margin in zip(levels, margins, strict=True)
    ]
    return parsed.assign(
        margin=pd.Series([margin for margin, _ in pairs], index=parsed.index, dtype="str"),
        level=pd.Series([level for _, level in pairs], index=parsed.index, dtype="str"),
    )


def _level_of(match: ColumnMatch, *, only: bool) -> tuple[str, str | None]:
    group = fold(match.column.group)
    margin = next((name for word, name in _MARGIN_WORDS.items() if word in group.split()), "")
    found, level = _margin_and_level(match.column.header, margin)
    if found != "all" or only or _means_all(match.column.header):
        return found, level
    raise SourceError("intake.reshape.unknown_margin", column=match.column.header)


def _margin_and_level(header: str, margin: str) -> tuple[str, str | None]:
    """Return the margin and canonical level that a header or cell stands for."""
    if not header or _means_all(header):
        return "all", None
    for name in (margin,) if margin else ("gender", "education", "age"):
        level = _canonical_level(header, name)
        if level is not None:
            return name, level
    return (margin, tidy(header)) if margin and margin != "all" else ("all", None)


def _canonical_level(text: str, margin: str) -> str | None:
    if margin == "age":
        band = ages.read_age_band(text)
        is_number = tidy(text).isdigit()
        return str(band.value) if band.value is not None and not is_number else None
    return categories.spellings(margin).get(join_numbers(text))


def _means_all(header: str) -> bool:
    return categories.spellings("margin").get(join_numbers(header)) == "all" or any(
        word in fold(header).split() for word in ("populasi", "pengguna", "kunjungan", "penerima")
    )
