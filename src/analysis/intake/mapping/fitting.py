"""How well matched columns make up a canonical table, and what a file lacks to be one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from analysis.intake.lexicon import FitPart, fit_parts
from analysis.intake.raw import ColumnMatch
from analysis.schemas.codebook import Codebook

ENOUGH = 0.50
"""A block whose fit is lower is not taken for the table."""

COUNTED = 0.75
"""Matches below this confidence do not speak for a table."""

_LACKING = 0.44


def fit_of(table: str, codebook: Codebook | None, found: Collection[str]) -> float:
    """Return how well the targets `found` make up `table`, 0 to 1.

    Below `ENOUGH` where something the table needs is not there.
    """
    parts = [(part, _share(part, codebook, found)) for part in fit_parts(table)]
    whole = sum(part.weight * share for part, share in parts)
    if any(part.needed and not share for part, share in parts):
        whole = min(whole, _LACKING)
    return round(whole, 2)


def lacking(
    table: str, codebook: Codebook | None, matches: Iterable[ColumnMatch]
) -> list[tuple[str, ...]]:
    """Return the targets of which the table needs one and the matches have none."""
    found = {one.target for one in matches if one.confidence >= COUNTED}
    return [
        part.of
        for part in fit_parts(table)
        if part.needed and part.of and not _share(part, codebook, found)
    ]


def _share(part: FitPart, codebook: Codebook | None, found: Collection[str]) -> float:
    hits = sum(any(_is(target, name) for name in part.of) for target in found)
    share = min(1.0, hits / part.enough)
    return max(share, _item_share(codebook, found)) if part.items else share


def _is(target: str, name: str) -> bool:
    return target.startswith(name[:-1]) if name.endswith("*") else target == name


def _item_share(codebook: Codebook | None, found: Collection[str]) -> float:
    if codebook is None:
        return 0.0
    return codebook.share_found(found)
