"""A laid-out block with its mapping becomes canonical columns, with a reason for every bad row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import pandas as pd

from analysis.intake.cells import same_text
from analysis.intake.raw import LEFT_OUT_COLUMNS, ColumnMatch, DataBlock, ParsedColumn, RuleEdit
from analysis.intake.raw import Mapping as BlockMapping
from analysis.intake.tables.spans import last_days
from analysis.intake.values import not_applicable_mask
from analysis.schemas.region import Source

DESCRIBING = frozenset(
    {
        "gender", "age", "age_band", "birth_year", "education", "occupation", "mode",
        "duration_seconds", "status", "position_type", "position_level", "golongan", "job_grade",
        "tenure_years", "tenure_band", "tpp_base_idr", "supervisor_id", "rater_id",
        "complaint_class", "target", "realised",
    }
)  # fmt: skip
"""Columns whose unreadable cells are emptied; in all others they quarantine the row."""

DECISIVE = frozenset(
    {
        ("complaints", "status"),
        ("unit_indicators", "target"),
        ("unit_indicators", "realised"),
    }
)
"""Table and column in which such a cell says what the whole row means."""

IDENTIFIER_COLUMNS = (
    "national_id", "phone", "email", "employee_id", "rater_id", "supervisor_id", "respondent_id",
    "complaint_id", "panel_code",
)  # fmt: skip
NAME_COLUMNS = ("person_name",)
BAD_CELL_COLUMNS = ("row", "column", "target", "reason", "effect", "value")
EMPTIED, QUARANTINED = "emptied", "quarantined"

PERIOD, UNIT = "period", "unit_id"

Parser = Callable[[pd.Series, str, "pd.Series | None"], ParsedColumn]


@dataclass(frozen=True)
class ParsedBlock:
    """Canonical columns of one block.

    Attributes
    ----------
    columns : dict of str to Series
        Index = raw row number.
    reason, column : Series of str
        First reason a row cannot be accepted and the raw header it is about; empty where fine.
    bad_cells : DataFrame
        One row for each cell that could not be read; `value` as written, for inner use only.
    headers : dict of str to str
        Raw header of each target.
    edits : tuple of RuleEdit
    names, identifiers : frozenset of str
        Cells of the columns about persons; they feed the check list and are dropped.
    """

    columns: dict[str, pd.Series]
    reason: pd.Series
    column: pd.Series
    bad_cells: pd.DataFrame
    headers: dict[str, str]
    edits: tuple[RuleEdit, ...] = ()
    names: frozenset[str] = field(default=frozenset(), repr=False)
    identifiers: frozenset[str] = field(default=frozenset(), repr=False)


def parse_block(
    block: DataBlock,
    mapping: BlockMapping,
    parse: Parser,
    *,
    date: str,
    items: Collection[str],
    source: Source,
) -> ParsedBlock:
    """Read every mapped column of a block.

    Parameters
    ----------
    block : DataBlock
        Its body already carries the declared corrections.
    mapping : Mapping
        Without unsure matches.
    parse : function of (raw column, target, days) to ParsedColumn
        `days` is given for units: the parsed column `date`, else the last day of the row's
        period, or None.
    date : str
        Principal date of the table; it and the period are read first, because units are told
        apart by them.
    items : collection of str
        Item keys of the codebook.
    source : Source
        What it declares as an answer is no mark of "does not apply".
    """
    matches = _first_matches(mapping)
    headers = {target: match.column.header for target, match in matches.items()}
    columns: dict[str, pd.Series] = {}
    edits: list[RuleEdit] = []
    bad_cells: list[pd.DataFrame | None] = []
    unanswered: list[str] = []
    for target, match in sorted(matches.items(), key=lambda one: one[0] not in {date, PERIOD}):
        raw = block.body[match.column.position]
        parsed = parse(raw, target, _days(columns, date) if target == UNIT else None)
        columns[target] = parsed.values  # noqa: PD011
        edits += parsed.edits
        if target in items and not parsed.answered:
            unanswered.append(target)
        if not parsed.readable:
            decisive = target not in DESCRIBING or (mapping.table, target) in DECISIVE
            effect = QUARANTINED if decisive else EMPTIED
            bad_cells.append(
                _bad_cells(raw, parsed.bad, target, match.column.header, effect=effect)
            )
    marked = _marked_items(
        block, {k: columns[k] for k in items if k in unanswered}, matches, source
    )
    cells = _joined(bad_cells)
    reason, column = _first_reasons(block.body.index, cells)
    return ParsedBlock(
        columns={**_age_band(block, matches, columns, parse), **marked, **columns},
        reason=reason,
        column=column,
        bad_cells=cells,
        headers=headers,
        edits=tuple(edits),
        names=_distinct(block, mapping, NAME_COLUMNS),
        identifiers=_distinct(block, mapping, IDENTIFIER_COLUMNS),
    )


def _days(columns: Mapping[str, pd.Series], date: str) -> pd.Series | None:
    """Return the day of each row: its principal date, else the last day of its period."""
    days = columns.get(date)
    if PERIOD not in columns:
        return days
    last = last_days(columns[PERIOD])
    return last if days is None else days.fillna(last)


def with_reasons(
    parsed: ParsedBlock,
    further: Iterable[tuple[pd.Series, str, str]],
    *,
    sections: pd.Series | None = None,
) -> ParsedBlock:
    """Return the block with further reasons where a row has none yet.

    Parameters
    ----------
    parsed : ParsedBlock
    further : iterable of (mask, reason, target)
        The column is named where the file has one for the target.
    sections : Series of str or None
        Heading that each row stands under; it is what the row says of a target without a column.
    """
    reason, column = parsed.reason, parsed.column
    cells: list[pd.DataFrame | None] = [parsed.bad_cells]
    for mask, code, target in further:
        if not mask.any():
            continue
        fresh = mask & reason.eq("")
        if not fresh.any():
            continue
        header = parsed.headers.get(target, "")
        reason, column = reason.mask(fresh, code), column.mask(fresh, header)
        rows = fresh.index[fresh]
        said = "" if header or sections is None else sections.loc[rows].to_numpy()
        cells.append(_cells(rows, header, target, code, effect=QUARANTINED, values=said))
    return replace(parsed, reason=reason, column=column, bad_cells=_joined(cells))


def _joined(parts: Iterable[pd.DataFrame | None]) -> pd.DataFrame:
    filled = [part for part in parts if part is not None and len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_cells()


def _first_matches(mapping: BlockMapping) -> dict[str, ColumnMatch]:
    found: dict[str, ColumnMatch] = {}
    for match in mapping.matches:
        if match.target and match.target not in LEFT_OUT_COLUMNS:
            found.setdefault(match.target, match)
    return found


def _age_band(
    block: DataBlock,
    matches: dict[str, ColumnMatch],
    columns: dict[str, pd.Series],
    parse: Parser,
) -> dict[str, pd.Series]:
    """Read the age band from the column of the age, where there is no column of its own."""
    if "age" not in matches or "age_band" in columns:
        return {}
    raw = block.body[matches["age"].column.position]
    return {"age_band": parse(raw, "age_band", None).values}  # noqa: PD011


def _marked_items(
    block: DataBlock,
    items: Mapping[str, pd.Series],
    matches: dict[str, ColumnMatch],
    source: Source,
) -> dict[str, pd.Series]:
    """List for each row the items answered with "does not apply"; nothing where none is."""
    masks = {}
    for key, values in items.items():
        raw = block.body[matches[key].column.position]
        if (values.isna().to_numpy() & raw.notna().to_numpy()).any():
            masks[key] = not_applicable_mask(raw, target=key, source=source)
    marked = {key: mask for key, mask in masks.items() if mask.any()}
    if not marked:
        return {}
    joined = pd.Series("", index=block.body.index, dtype="str")
    for key, mask in marked.items():
        joined = joined.mask(mask, joined + f"{key};")
    return {"not_applicable": joined.str.rstrip(";").mask(joined.eq(""))}


def _bad_cells(
    raw: pd.Series, bad: pd.Series, target: str, header: str, *, effect: str
) -> pd.DataFrame | None:
    wrong = bad.ne("")
    if not wrong.any():
        return None
    rows = raw.index[wrong]
    values = raw[wrong].fillna("").to_numpy()
    return _cells(rows, header, target, bad[wrong].to_numpy(), effect=effect, values=values)


def _cells(
    rows: pd.Index, header: str, target: str, reason: object, *, effect: str, values: object
) -> pd.DataFrame:
    told: Mapping[str, object] = {
        "row": rows, "column": header, "target": target, "reason": reason,
        "effect": effect, "value": values,
    }  # fmt: skip
    return pd.DataFrame(told).astype({"row": "int64", "reason": "str", "value": "str"})


@cache
def no_cells() -> pd.DataFrame:
    """Return the frame of bad cells without rows; nobody may change it."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in BAD_CELL_COLUMNS}).astype(
        {"row": "int64"}
    )


def _first_reasons(rows: pd.Index, cells: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    reason, column = same_text("", rows), same_text("", rows)
    if cells.empty:
        return reason, column
    first = cells[cells["effect"].eq(QUARANTINED)].drop_duplicates("row").set_index("row")
    if len(first):
        reason.loc[first.index] = first["reason"]
        column.loc[first.index] = first["column"]
    return reason, column


def _distinct(block: DataBlock, mapping: BlockMapping, targets: Iterable[str]) -> frozenset[str]:
    wanted = [m.column.position for m in mapping.matches if m.target in targets]
    cells: set[str] = set()
    for position in wanted:
        cells.update(block.body[position].dropna().unique())
    return frozenset(cells)
