"""What intake knows about persons while it works, and the check list it leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.intake.source import SourceDraft
from analysis.privacy.checklist import CheckList
from analysis.privacy.keys import RegionKeys, region_keys
from analysis.privacy.redaction import Redactor
from analysis.schemas.region import Region
from analysis.settings import Project, ensure_private

CHECK_FOLDER = "check"


@dataclass(frozen=True)
class People:
    """Names and identifiers of a region, held in memory only.

    Attributes
    ----------
    keys : RegionKeys
    redactor : Redactor
        Knows the names of all sources.
    """

    region: Region
    keys: RegionKeys
    redactor: Redactor
    names: frozenset[str] = field(repr=False)
    identifiers: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, region: Region, drafts: Iterable[SourceDraft]) -> People:
        """Gather them from what the columns about persons held."""
        drafts = list(drafts)
        names = frozenset().union(*(draft.names for draft in drafts))
        identifiers = frozenset().union(*(draft.identifiers for draft in drafts))
        keys = region_keys(region.id, synthetic=region.synthetic)
        return cls(region, keys, Redactor(names), names, identifiers)

    def write_check_list(self, project: Project, *, keep_old: bool) -> None:
        """Write `.kinerja/check/<region>`.

        Parameters
        ----------
        keep_old : bool
            Keep what the list held before: a stopped source's rows are still in use.
        """
        units = [name for unit in self.region.units for name in (unit.name, *unit.aliases)]
        found = CheckList.build(
            self.identifiers,
            self.names,
            self.keys.check,
            not_names=[*units, self.region.name],
        )
        path = ensure_private(ensure_private(project.private) / CHECK_FOLDER) / self.region.id
        if keep_old and path.is_file():
            old = CheckList.read(path)
            found = CheckList(
                found.key, found.identifiers | old.identifiers, found.names | old.names
            )
        found.write(path)
