"""Levels of a trait in a report: small ones merged, in order, with their display names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.presenting.names import general_names
from analysis.privacy.merging import JOINED, OTHERS, merge_small
from analysis.schemas.bundle import ReportTable
from analysis.schemas.region import Region
from analysis.wording import LANGS, both

UNSTATED = "unstated"
"""Level of those who do not state the trait."""

LevelNames = dict[str, dict[str, str]]


def merged_levels(
    stated: pd.Series, *, floor: int, disclosure: str, order: Sequence[str] | None = None
) -> pd.Series:
    """Return the level of each row, small levels merged; a missing one is never merged.

    Parameters
    ----------
    stated : Series of str, shape (n_rows,)
        Missing where the trait is not stated: these are the level `UNSTATED`, or stay missing
        where they are fewer than `floor`.
    floor : int
        Smallest level that stands alone.
    disclosure : str
        Class of the rows.
    order : sequence of str or None
        Natural order of the levels; see `privacy.merging.merge_small`.
    """
    counts = stated.dropna().value_counts().rename_axis("level").reset_index(name="n")
    known = None if order is None else [*order, *sorted(set(counts["level"]) - set(order))]
    merged = merge_small(counts, "level", "n", order=known, disclosure=disclosure, min_cell=floor)
    levels = stated.map(merged).astype("object")
    missing = stated.isna()
    if 0 < int(missing.sum()) < floor:
        return levels
    return levels.mask(missing, UNSTATED)


def in_order(
    sizes: Mapping[str, int], *, order: Sequence[str] | None = None, unstated: str = UNSTATED
) -> list[str]:
    """Return the levels in their natural order, else the largest first; the unstated last."""
    places = {level: at for at, level in enumerate(order or ())}

    def key(level: str) -> tuple[bool, int, int, str]:
        first = places.get(level.split(JOINED, maxsplit=1)[0], len(places))
        return level == unstated, first, -sizes[level], level

    return sorted(sizes, key=key)


def level_names(trait: str, levels: Iterable[str]) -> LevelNames:
    """Return what each level of a trait is called, merged ones by all their members."""
    return {level: _level_name(trait, level) for level in levels}


def unit_names(region: Region) -> LevelNames:
    """Return the names of the units of a region."""
    return {unit.id: dict.fromkeys(LANGS, unit.name) for unit in region.units}


def unit_kinds(region: Region) -> dict[str, str]:
    """Return the kind (`unit_group`) of each unit that declares one."""
    return {unit.id: unit.kind for unit in region.units if unit.kind}


def label_names(tables: Iterable[ReportTable], traits: Iterable[str]) -> dict[str, LevelNames]:
    """Return the names of the levels of all label columns named in `traits`, for sentences."""
    wanted = set(traits)
    found: dict[str, LevelNames] = {}
    for table in tables:
        for column in table.columns:
            if column.role == "label" and column.name in wanted:
                found.setdefault(column.name, {}).update(column.codes)
    return found


def _level_name(trait: str, level: str) -> dict[str, str]:
    names = [_plain_name(trait, member) for member in level.split(JOINED)]
    return {lang: JOINED.join(name[lang] for name in names) for lang in LANGS}


def _plain_name(trait: str, level: str) -> dict[str, str]:
    if level in (OTHERS, UNSTATED):
        return both(f"presenting.composing.level.{level}")
    shown = level.capitalize() if trait == "unit_group" else level
    return general_names(trait, level) or dict.fromkeys(LANGS, shown)
