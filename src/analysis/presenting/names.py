"""What codes are called: the region, its units, items, and the values of group columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.periods import Period
from analysis.presenting.formats import Formatter
from analysis.wording import both

if TYPE_CHECKING:
    from analysis.schemas.codebook import Codebook
    from analysis.schemas.region import Region

REFERENCE, OUTCOME = "reference", "outcome"
"""Group keys of a comparison: with which level, and on what."""
BESIDE_COMPARISON = ("stage", "component")
"""Group keys that say how two groups are compared, or which part of their difference is meant."""

GroupNames = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Names:
    """Display names, by group key, value and language.

    Attributes
    ----------
    region : str
    period : str
        As in `periods.Period`.
    groups : mapping
        For example {"unit": {"dinkes": {"id": "Dinas Kesehatan", "en": "Dinas Kesehatan"}}}.
    """

    region: str
    period: str
    groups: GroupNames = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        region: Region,
        period: Period | str,
        *,
        codebooks: Iterable[Codebook] = (),
        groups: GroupNames | None = None,
    ) -> Names:
        """Collect the names that a region and its codebooks give; `groups` adds to them."""
        items = {
            item.key: {"id": item.name.id, "en": item.name.en}
            for codebook in codebooks
            for item in codebook.items
        }
        known: dict[str, dict[str, Mapping[str, str]]] = {
            "unit": {unit.id: dict.fromkeys(("id", "en"), unit.name) for unit in region.units},
            "event": {e.id: {"id": e.text.id, "en": e.text.en} for e in region.events},
            "unsur": dict(items),
            "item": dict(items),
        }
        for key, names in (groups or {}).items():
            known[key] = known.get(key, {}) | dict(names)
        return cls(region.name, str(period), known)

    def of_value(self, key: str, value: str, lang: str) -> str:
        """Return the name of one value of a group key; the value itself where it has none."""
        if key in ("time", "event_time"):
            return _time_name(value, lang)
        if value in self.groups.get(key, {}):
            return self.groups[key][value][lang]
        return general_names(key, value).get(lang, value)

    def of_group(self, group: Mapping[str, str], lang: str) -> str:
        """Return the name of a whole group, the region's where the group is empty.

        A group beside its reference group is "women compared with men", followed by what
        `BESIDE_COMPARISON` adds; which outcome is compared is left to the name of the measure.
        """
        if not group:
            return self.region
        told = {key: self.of_value(key, value, lang) for key, value in group.items()}
        reference = told.pop(REFERENCE, "")
        if not reference or not told:
            return ", ".join(told.values()) or reference
        beside = [told.pop(key) for key in BESIDE_COMPARISON if key in told]
        who = ", ".join(name for key, name in told.items() if key != OUTCOME)
        compared = both("presenting.compared", who=who, reference=reference)[lang]
        return ", ".join([compared, *beside])


def general_names(key: str, value: str) -> dict[str, str]:
    """Return what the catalogue of this room calls a value of a group key; empty if nothing."""
    try:
        return both(f"presenting.group.{key}.{value}")
    except KeyError:
        return {}


def _time_name(value: str, lang: str) -> str:
    from analysis.errors import UsageError

    try:
        return Formatter(lang).period(value)
    except UsageError:
        return value
