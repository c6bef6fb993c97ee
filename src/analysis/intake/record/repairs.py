"""What is to be repaired, from the record of the last intake: cells wrong for one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import SourceError
from analysis.intake.deliveries.carrying import CELLS_FILE
from analysis.schemas.region import Region, load_region
from analysis.settings import Project
from analysis.store.tables import INTAKE_FOLDER

if TYPE_CHECKING:
    import pandas as pd

GROUP_COLUMNS = ["source_id", "file", "sheet", "column", "target", "kind", "reason"]
TO_REPAIR = ("quarantined", "emptied")


@dataclass(frozen=True)
class Repair:
    """Cells of one column that are wrong for one reason.

    Attributes
    ----------
    column : str
        Header as it stands in the file; empty where the file has no column for it.
    rows : tuple of int
        Raw row numbers.
    kind : {"quarantined", "emptied"}
        Whether the rows are held back, or only the cell is left out.
    says : tuple of str
        What the rows say, "" where it may not be shown; same length as `rows`.
    suggestions : mapping of str to str
        Unknown name of a unit to the id of the unit that it most likely means.
    """

    source: str
    file: str
    sheet: str
    column: str
    target: str
    kind: str
    reason: str
    rows: tuple[int, ...]
    says: tuple[str, ...]
    suggestions: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Distinct texts that may be shown with their number of rows, most frequent first."""
        return dict(Counter(said for said in self.says if said).most_common())


def repairs(project: Project, region_id: str) -> tuple[Repair, ...]:
    """Return what is to be repaired, in the order of sources, files, sheets and rows.

    Raises
    ------
    SourceError
        If the region has not been taken in.
    """
    import pandas as pd

    path = project.processed / region_id / INTAKE_FOLDER / CELLS_FILE
    region = load_region(project.region_dir(region_id))
    if not path.is_file():
        raise SourceError("store.not_taken_in", region=region_id)
    cells = pd.read_parquet(path).astype(dict.fromkeys(GROUP_COLUMNS, "str"))
    wrong = cells[cells["kind"].isin(TO_REPAIR)]
    groups = wrong.groupby(GROUP_COLUMNS, sort=False, dropna=False)
    return tuple(
        _repair(dict(zip(GROUP_COLUMNS, map(str, key), strict=True)), rows, region)
        for key, rows in groups
    )


def _repair(place: dict[str, str], rows: pd.DataFrame, region: Region) -> Repair:
    says = tuple(rows["from"].fillna("").astype("str"))
    return Repair(
        source=place["source_id"],
        **{name: place[name] for name in GROUP_COLUMNS[1:]},
        rows=tuple(int(row) for row in rows["row"]),
        says=says,
        suggestions=_suggestions(says, region) if place["reason"] == "unknown_unit" else {},
    )


def _suggestions(names: Iterable[str], region: Region) -> dict[str, str]:
    from analysis.intake.units import suggest

    found = suggest(sorted({name for name in names if name}), region)
    return dict(zip(found["name"].map(str), found["unit_id"].map(str), strict=True))
