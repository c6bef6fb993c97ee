"""How many answered in each unit, by gender and education, as offices post it.

Units are small, so education has fewer levels here than for the region: neighbours are
merged, alike in all units, until a unit of usual size has enough sheets in each. The merged levels
are labels of their own (`education_group`), in which those of the other tables lie; disclosure
control therefore sees both as one grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from analysis.presenting.composing.levels import in_order
from analysis.privacy.floors import limit_of
from analysis.privacy.merging import JOINED, merge_small
from analysis.schemas.bundle import ReportTable
from analysis.schemas.region import Region
from analysis.schemas.tables import table
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.groups import merged_levels
from analysis.studies.satisfaction.names import UNSTATED, level_names, members_of
from analysis.studies.satisfaction.parts import ROOM, Part, codes_of, column, titled
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

GROUPED = {"gender": "gender", "education": "education_group"}
"""Traits of the table, and what they are called once their levels are merged."""

Levels = Mapping[str, pd.Series]


def count_respondents(
    survey: Survey, whole: Survey, region: Region, config: SatisfactionConfig
) -> Part:
    """Return the number of sheets by unit and trait, of the units in `survey`.

    Parameters
    ----------
    survey : Survey
        The sheets in view.
    whole : Survey
        All sheets of the region, from which the levels are taken.
    """
    levels = unit_levels(whole, region, config)
    return Part(tables=(_table(survey, levels, region),))


def unit_levels(whole: Survey, region: Region, config: SatisfactionConfig) -> dict[str, pd.Series]:
    """Return the level of each sheet by trait, merged alike for all units.

    Traits that are not recorded, or of which one level would be left, have no entry.
    """
    found = {}
    for trait in GROUPED:
        if trait not in whole.sheets or whole.sheets[trait].isna().all():
            continue
        fine = merged_levels(whole, trait, region, config)
        levels = fine if trait == "gender" else fine.map(_coarse(whole, trait, fine, config))
        if len(set(levels.dropna())) > 1:
            found[trait] = levels
    return found


def coarser_levels(levels: Levels) -> dict[str, dict[str, str]]:
    """Return for every level of a trait, however merged, the level of this table it lies in."""
    return {
        trait: {part: level for level in one.dropna().unique() for part in _parts(level)}
        for trait, one in levels.items()
        if GROUPED[trait] != trait
    }


def _coarse(
    whole: Survey, trait: str, fine: pd.Series, config: SatisfactionConfig
) -> dict[str, str]:
    """Return which merged level each level becomes, so that a usual unit reaches the floor."""
    counts = fine[fine != UNSTATED].value_counts()
    order = in_order(dict(counts), order=table("citizen_survey")[trait].categories)
    floor = limit_of("service", min_cell=config.min_cell).floor
    least = floor * whole.sheets["unit_id"].nunique()
    frame = counts.rename_axis("level").reset_index(name="n")
    return {UNSTATED: UNSTATED, **merge_small(frame, "level", "n", order=order, min_cell=least)}


def _parts(level: str) -> Iterator[str]:
    """Yield every run of neighbours that a merged level is made of."""
    members = members_of(level)
    for first, after in combinations(range(len(members) + 1), 2):
        yield JOINED.join(members[first:after])


def _table(survey: Survey, levels: Levels, region: Region) -> ReportTable:
    names = {unit.id: dict.fromkeys(("id", "en"), unit.name) for unit in region.units}
    shown = {
        level: name
        for trait, one in levels.items()
        for level, name in level_names(trait, one.dropna().unique()).items()
    }
    columns = [
        column("unit", "label", "text", codes=names),
        column("margin", "label", "text", codes=codes_of("margin", GROUPED.values())),
        column("level", "label", "text", codes=shown),
        column("n", "base", "integer"),
    ]
    frame = pd.DataFrame(_rows(survey, levels), columns=[one.name for one in columns])
    note = both(f"{ROOM}.table_note.respondents_by_unit")
    return titled("respondents_by_unit", frame, columns, note=note)


def _rows(
    survey: Survey, levels: Levels
) -> Iterator[tuple[str | None, str | None, str | None, int]]:
    units = survey.sheets["unit_id"]
    places = sorted(units.unique())
    for unit in places if "unit" in survey.scope else [None, *places]:
        inside = units.index if unit is None else units.index[units == unit]
        yield unit, None, None, len(inside)
        for trait, every in levels.items():
            counts = every.loc[inside].value_counts()
            for level in _ordered(trait, every):
                yield unit, GROUPED[trait], level, int(counts.get(level, 0))


def _ordered(trait: str, levels: pd.Series) -> list[str]:
    return in_order(dict(levels.value_counts()), order=table("citizen_survey")[trait].categories)
