"""Display names of groups that only this study forms: merged levels, the median unit, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis.presenting.names import Names, general_names
from analysis.privacy.merging import JOINED, OTHERS
from analysis.schemas.bundle import ReportTable
from analysis.schemas.codebook import Codebook
from analysis.studies.satisfaction.parts import LANGUAGES, ROOM, WORDS
from analysis.wording import both

UNSTATED = "unstated"
MEDIAN_UNIT = "median_unit"

LevelNames = dict[str, dict[str, str]]


def members_of(level: str) -> list[str]:
    """Return the categories that a merged ordered level stands for."""
    return level.split(JOINED)


def level_names(trait: str, levels: Iterable[str]) -> LevelNames:
    """Return what each level of a trait is called, merged ones by all their members."""
    return {level: _level_name(trait, level) for level in levels}


def group_names(
    tables: Sequence[ReportTable], codebooks: Mapping[str, Codebook], traits: Sequence[str]
) -> dict[str, LevelNames]:
    """Return the names for sentences: levels of the tables by trait, benchmark, instruments."""
    found: dict[str, LevelNames] = {
        "reference": {MEDIAN_UNIT: both(f"{ROOM}.median_unit")},
        "instrument": {
            one.instrument: {"id": one.title.id, "en": one.title.en} for one in codebooks.values()
        },
    }
    for table in tables:
        for column in table.columns:
            if column.name in traits and column.role == "label":
                found.setdefault(column.name, {}).update(column.codes)
    return found


def without_unit_names(names: Names) -> Names:
    """Return the names with every unit called "one unit", for texts written before masking."""
    masked = dict.fromkeys(names.groups.get("unit", {}), WORDS.both("masked_unit"))
    return replace(names, groups={**names.groups, "unit": masked})


def _level_name(trait: str, level: str) -> dict[str, str]:
    names = [_plain_name(trait, member) for member in members_of(level)]
    return {lang: JOINED.join(name[lang] for name in names) for lang in LANGUAGES}


def _plain_name(trait: str, level: str) -> dict[str, str]:
    if level in (OTHERS, UNSTATED):
        return both(f"{ROOM}.level.{level}")
    shown = level.capitalize() if trait == "unit_group" else level
    return general_names(trait, level) or dict.fromkeys(LANGUAGES, shown)
