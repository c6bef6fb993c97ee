"""What a person has to repair, as text: places, reasons, and the lines that would mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import tomlkit

from analysis.intake.record.repairs import Repair, repairs
from analysis.intake.record.report import reason_text
from analysis.intake.values.ages import BANDS
from analysis.intake.values.parsing import EMPLOYEE_COLUMNS
from analysis.intake.values.tenure import BANDS as TENURE_BANDS
from analysis.schemas.codebook import Codebook, builtin_names, load_codebook
from analysis.schemas.region import Region, load_region
from analysis.schemas.tables import TABLE_NAMES, table
from analysis.settings import Project
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.schemas.columns import Column

MOST_ROWS_LISTED = 40
MOST_VALUES_LISTED = 12
BLANK_REASONS = frozenset({"missing_value", "no_unit", "no_period", "no_values"})
BAND_REASON = "band_not_canonical"
EXPECTED_OF_TESTS = frozenset({"not_on_list", "several_courses", "other_score_max"})
"""Reasons for which a test could not be joined to a participation."""

UNIT_OF_HEADER = "jp_unit"
"""Reason for which the header of a whole column leaves open what its numbers count."""

DECLARABLE = frozenset({BAND_REASON, "unknown_value", "ambiguous_value", "unknown_label", "p_or_w"})
"""Reasons for which the source can say what a text means, once for all rows."""

EXPECTED_TEXTS = {"unit_id": "unit_id", "period": "period", "complaints.status": "status"}
"""Column, or table and column, to the text that says what would be right there."""

_INDENT, _LINE_INDENT = "  ", "    "


def todo_text(project: Project, region_id: str, lang: str) -> str:
    """Return the list of repairs as text; empty where there is nothing to repair."""
    found = repairs(project, region_id)
    if not found:
        return ""
    region = load_region(project.region_dir(region_id))
    known = _codebooks(project, region)
    heading = say("intake.todo.heading", lang, region=region.name, groups=len(found))
    declared = _declarable(found)
    texts = (_group_text(one, region, known, declared[one.source], lang) for one in found)
    return "\n\n".join([heading, *texts])


def correction_lines(repair: Repair) -> list[str]:
    """Return the entry for corrections.toml for the first row of a repair."""
    told = {
        "source": repair.source, "file": repair.file, "sheet": repair.sheet,
        "row": repair.rows[0], "column": repair.column, "from": _from(repair),
        "to": "...", "reason": "...", "who": "...", "date": date.today(),
    }  # fmt: skip
    return ["[[corrections]]", *(f"{key} = {_toml(value)}" for key, value in told.items())]


def _declarable(found: Iterable[Repair]) -> defaultdict[str, list[Repair]]:
    """Return source to its repairs that `values` in region.toml would mend, in order."""
    of_source: defaultdict[str, list[Repair]] = defaultdict(list)
    for repair in found:
        if repair.reason in DECLARABLE and repair.counts and repair.column and repair.target:
            of_source[repair.source].append(repair)
    return of_source


def _group_text(
    repair: Repair,
    region: Region,
    codebooks: dict[str, Codebook],
    declared: list[Repair],
    lang: str,
) -> str:
    sheet = f", {repair.sheet}" if repair.sheet else ""
    column = say("intake.todo.column", lang, column=repair.column) if repair.column else ""
    lines = [
        say(
            f"intake.todo.{repair.kind}",
            lang,
            source=repair.source,
            place=f"{repair.file}{sheet}{column}",
            count=len(repair.rows),
            reason=reason_text(repair.reason, lang),
        ),
        _INDENT + say("intake.todo.rows", lang, rows=_rows(repair.rows)),
    ]
    if repair.counts:
        lines.append(_INDENT + say("intake.todo.says", lang, values=_values(repair)))
    expected = _expected(repair, region, codebooks, lang)
    if expected:
        lines.append(_INDENT + say("intake.todo.expected", lang, expected=expected))
    return "\n".join([*lines, *_mending(repair, region, declared, lang)])


def _mending(repair: Repair, region: Region, declared: list[Repair], lang: str) -> list[str]:
    """Return the lines for region.toml where one line mends many rows, else for a correction.

    `declared` are all repairs of the source that its one key `values` would mend.
    """
    if repair.reason == "unknown_unit" and repair.counts:
        return _unit_lines(repair, region, lang)
    if not repair.column or not repair.target:
        return []
    if repair in declared:
        return _values_lines(repair, region, declared, lang)
    if repair.reason == UNIT_OF_HEADER:
        return _column_lines(repair, region, lang)
    lines = [_LINE_INDENT + line for line in correction_lines(repair)]
    return [_INDENT + say("intake.todo.correct", lang), *lines]


def _values_lines(repair: Repair, region: Region, declared: list[Repair], lang: str) -> list[str]:
    """Return the one line `values` of a source, at the first repair that it mends."""
    if repair is not declared[0]:
        return [_INDENT + say("intake.todo.declared_above", lang, source=repair.source)]
    source = next((one for one in region.sources if one.id == repair.source), None)
    meanings = {name: dict(told) for name, told in source.values.items()} if source else {}
    for one in declared:
        target = "age_band" if one.reason == BAND_REASON else one.target
        open_texts = dict.fromkeys(_most_frequent(one), "...")
        meanings[target] = {**open_texts, **meanings.get(target, {})}
    told = say("intake.todo.declare", lang, source=repair.source)
    return [_INDENT + told, f"{_LINE_INDENT}values = {_inline(meanings)}"]


def _column_lines(repair: Repair, region: Region, lang: str) -> list[str]:
    """Return the line that declares what a column is, where its header leaves that open."""
    source = next((one for one in region.sources if one.id == repair.source), None)
    columns = tomlkit.inline_table()
    columns.update({**(source.columns if source else {}), repair.target: repair.column})
    told = say("intake.todo.declare_column", lang, source=repair.source)
    return [_INDENT + told, f"{_LINE_INDENT}columns = {columns.as_string()}"]


def _unit_lines(repair: Repair, region: Region, lang: str) -> list[str]:
    lines = []
    for name in _most_frequent(repair):
        unit = repair.suggestions.get(name, "")
        if unit:
            told = {"said": name, "unit": unit, "name": region.unit_name(unit)}
            lines.append(_INDENT + say("intake.todo.unit", lang, **told))
            known = next(one.aliases for one in region.units if one.id == unit)
            aliases = tomlkit.item([*known, name]).as_string()
            lines.append(f"{_LINE_INDENT}aliases = {aliases}")
        else:
            lines.append(_INDENT + say("intake.todo.no_unit", lang, said=name))
    return lines


def _most_frequent(repair: Repair) -> list[str]:
    return list(repair.counts)[:MOST_VALUES_LISTED]


def _values(repair: Repair) -> str:
    shown = ", ".join(f"'{said}' ({repair.counts[said]})" for said in _most_frequent(repair))
    return shown if len(repair.counts) <= MOST_VALUES_LISTED else f"{shown}, …"


def _from(repair: Repair) -> str:
    """Return what the cell says, or dots for a person to fill in where it may not be shown."""
    return repair.says[0] or ("" if repair.reason in BLANK_REASONS else "...")


def _rows(rows: tuple[int, ...]) -> str:
    shown = ", ".join(str(row) for row in rows[:MOST_ROWS_LISTED])
    return shown if len(rows) <= MOST_ROWS_LISTED else f"{shown}, … ({len(rows)})"


def _expected(repair: Repair, region: Region, codebooks: dict[str, Codebook], lang: str) -> str:
    source = next((one for one in region.sources if one.id == repair.source), None)
    if source is None or source.table not in TABLE_NAMES:
        return ""
    declared = table(source.table)
    named = (f"{declared.name}.{repair.target}", repair.target)
    told = next((EXPECTED_TEXTS[name] for name in named if name in EXPECTED_TEXTS), "")
    if repair.target in EMPLOYEE_COLUMNS and source.identifier == "nip":
        told = "nip"
    if told:
        outcomes = ", ".join(table("complaints")["outcome"].categories)
        return say(f"intake.todo.expect.{told}", lang, outcomes=outcomes)
    if by_reason := _expected_by_reason(repair, lang):
        return by_reason
    if repair.target in declared:
        return _expected_column(declared[repair.target], lang)
    if not repair.target:
        return say("intake.todo.expect.key", lang, columns=", ".join(declared.key))
    return _expected_answer(repair.target, codebooks, lang)


def _expected_by_reason(repair: Repair, lang: str) -> str:
    """Return what would be right where the reason tells it; empty where the column does."""
    if repair.reason == BAND_REASON:
        bands = TENURE_BANDS if repair.target == "tenure_band" else BANDS
        return say("intake.todo.expect.categories", lang, allowed=", ".join(bands))
    known = repair.reason in EXPECTED_OF_TESTS
    return say(f"intake.todo.expect.{repair.reason}", lang) if known else ""


def _expected_column(column: Column, lang: str) -> str:
    if column.kind in {"date", "datetime"}:
        return say("intake.todo.expect.date", lang)
    if column.categories:
        return say("intake.todo.expect.categories", lang, allowed=", ".join(column.categories))
    if column.minimum is not None and column.maximum is None:
        return say("intake.todo.expect.least", lang, minimum=f"{column.minimum:g}")
    if column.minimum is not None or column.maximum is not None:
        low = "…" if column.minimum is None else f"{column.minimum:g}"
        return say("intake.todo.expect.range", lang, minimum=low, maximum=f"{column.maximum:g}")
    return say("intake.todo.expect.value", lang)


def _expected_answer(item: str, codebooks: dict[str, Codebook], lang: str) -> str:
    book = next((one for one in codebooks.values() if item in [i.key for i in one.items]), None)
    if book is None:
        return ""
    low, high = book.answers.minimum, book.answers.maximum
    return say("intake.todo.expect.range", lang, minimum=low, maximum=high)


def _codebooks(project: Project, region: Region) -> dict[str, Codebook]:
    folder = project.region_dir(region.id) / "codebooks"
    names = [source.codebook for source in region.sources if source.codebook]
    return {name: load_codebook(name, folder) for name in [*names, *builtin_names()]}


def _inline(values: Mapping[str, Mapping[str, str]]) -> str:
    outer = tomlkit.inline_table()
    for name, meanings in values.items():
        inner = tomlkit.inline_table()
        inner.update(meanings)
        outer.append(name, inner)
    return outer.as_string()


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int | date) else tomlkit.item(str(value)).as_string()
