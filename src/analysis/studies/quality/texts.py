"""Names of sources, tables, columns and reasons, as a reader who knows the files calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.schemas.codebook import Codebook
from analysis.schemas.tables import table
from analysis.studies.quality.parts import WORDS
from analysis.wording import LANGS, both

Codes = dict[str, dict[str, str]]
SEPARATOR = " › "


def source_codes(sources: Sequence[Mapping[str, Any]]) -> Codes:
    """Return what each source is called: its id, as region.toml names it."""
    return {one["source"]: dict.fromkeys(map(str, LANGS), one["source"]) for one in sources}


def table_codes(names: Iterable[object]) -> Codes:
    """Return the display names of canonical tables."""
    return WORDS.codes("canonical", sorted({str(one) for one in names}))


def column_name(table_name: str, column: str) -> dict[str, str]:
    """Return the meaning of a column, up to its first remark."""
    meaning = table(table_name)[column].meaning
    return {lang: _short(meaning[lang]) for lang in meaning}


def place_codes(places: Iterable[tuple[str, str]], codebooks: Mapping[str, Codebook]) -> Codes:
    """Return the names of (table, column) pairs, keyed "table.column"; items by their codebook."""
    items = {
        item.key: {"id": item.name.id, "en": item.name.en}
        for book in codebooks.values()
        for item in book.items
    }
    found: Codes = {}
    for name, column in places:
        tables, columns = (
            WORDS.both(f"canonical.{name}"),
            items.get(column) or column_name(name, column),
        )
        found[f"{name}.{column}"] = {
            lang: f"{tables[lang]}{SEPARATOR}{columns[lang]}" for lang in tables
        }
    return found


def reason_codes(reasons: Iterable[object]) -> Codes:
    """Return the names of the reason codes of intake; a code without a name stands as it is."""
    return {reason: _reason(reason) for reason in sorted({str(one) for one in reasons})}


def _reason(reason: str) -> dict[str, str]:
    try:
        return both(f"intake.accounting.reason.{reason}")
    except KeyError:
        return dict.fromkeys(map(str, LANGS), reason.replace("_", " "))


def _short(text: str) -> str:
    for mark in (";", ":", ",", " ("):
        text = text.split(mark, maxsplit=1)[0]
    return text
