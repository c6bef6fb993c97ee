"""The error for a registered file that has changed, with what differs."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import SourceError
from analysis.intake.deliveries.superseding import difference
from analysis.intake.readers import read_file
from analysis.schemas.region import Source


def changed_file(region_id: str, source: Source, file: str, *, old: Path, new: Path) -> SourceError:
    """Return the error that stops `source`, with the rows added, removed and changed.

    Parameters
    ----------
    old, new : Path
        The registered bytes under the file's name, and the file as it is now.
    """
    names = {"file": file, "source": source.id, "region": region_id}
    before = [sheet.rows for sheet in read_file(old)]
    try:
        after = [sheet.rows for sheet in read_file(new)]
    except SourceError:
        return SourceError("intake.delivery.changed_unreadable", **names)
    return SourceError("intake.delivery.changed", **names, **difference(before, after))
