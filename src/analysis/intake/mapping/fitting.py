"""How well matched columns make up a canonical table, and what else a file resembles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.intake.lexicon import resemblance
from analysis.intake.raw import ColumnMatch, RawColumn
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook

ENOUGH = 0.50
"""A block whose fit is lower is not taken for the table."""

COUNTED = 0.60
"""Matches below this confidence do not speak for a table."""

_RESEMBLES_FROM = 3
_PER_NAME = 0.1
_RESEMBLES_AT_MOST = 0.45
_ABOUT_SHEETS = frozenset(
    {"gender", "age", "age_band", "education", "occupation", "date", "service", "comment"}
)


def fit(table: str, codebook: Codebook | None, matches: Iterable[ColumnMatch]) -> float:
    """Return how well the matches make up `table`, 0 to 1."""
    found = {match.target for match in matches if match.confidence >= COUNTED}
    items = _item_share(codebook, found)
    if table == "citizen_survey":
        return round(0.75 * items + 0.25 * min(1.0, len(found & _ABOUT_SHEETS) / 3), 2)
    if table == "published_indices":
        means = max(items, float("nrr" in found))
        printed = len(found & {"index_printed", "letter_printed"}) / 2
        return round(0.3 * ("unit_id" in found) + 0.35 * means + 0.35 * printed, 2)
    around = {"unit_id", "period", "service", "margin", "level"}
    return round(0.5 * ("users" in found) + 0.5 * min(1.0, len(found & around) / 3), 2)


def _item_share(codebook: Codebook | None, found: set[str]) -> float:
    if codebook is None:
        return 0.0
    return sum(item.key in found for item in codebook.items) / len(codebook.items)


def most_alike(columns: Sequence[RawColumn]) -> tuple[str, float]:
    """Return the table whose header names occur most, with a low confidence; ("", 0.0) if none.

    Only for tables that are not matched column by column: three names at least, and never
    certain enough to be taken in.
    """
    headers = {fold(column.header) for column in columns}
    hits = {table: len(names & headers) for table, names in resemblance().items()}
    table = max(hits, key=lambda name: hits[name])
    if hits[table] < _RESEMBLES_FROM:
        return "", 0.0
    return table, round(min(_RESEMBLES_AT_MOST, _PER_NAME * hits[table]), 2)
