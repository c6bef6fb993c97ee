"""The disclosure ledger of each report: what was last published of groups of persons."""

from __future__ import annotations

from pathlib import Path

from analysis.files import write_atomically
from analysis.periods import Period
from analysis.privacy.ledger import Entries, Ledger
from analysis.settings import Project, ensure_private


def read_ledger(
    project: Project, region: str, period: Period | str, study: str, unit: str = ""
) -> Ledger:
    """Return the ledger of a report; empty where none was published from this clone.

    Parameters
    ----------
    unit : str, default ""
        Unit of which the report is a view; empty for the report of the whole region.
    """
    whole = _path(project, region, period, study)
    views = {path.stem: _entries(path) for path in sorted(_views(whole).glob("*.json"))}
    ledger = Ledger(_entries(whole), beside=views, nearby=_nearby(project, region, period, study))
    return ledger.for_unit(unit)


def write_ledger(
    project: Project, region: str, period: Period | str, study: str, ledger: Ledger
) -> None:
    """Keep the entries of a report, readable by its owner only; none leave no file."""
    if not ledger.entries:
        return
    path = _path(project, region, period, study)
    if ledger.unit:
        path = _views(path) / f"{ledger.unit}.json"
    ensure_private(path.parent)
    write_atomically(path, ledger.to_json())
    path.chmod(0o600)


def _nearby(project: Project, region: str, period: Period | str, study: str) -> dict[str, Entries]:
    """Return the entries of the periods that contain this one or lie in it."""
    own = Period.parse(str(period))
    found = {}
    for path in sorted(_path(project, region, period, study).parent.glob(f"*-{study}.json")):
        other = Period.parse(path.stem.removesuffix(f"-{study}"))
        if other != own and (other.contains(own) or own.contains(other)):
            found[str(other)] = _entries(path)
    return found


def _entries(path: Path) -> Entries:
    return Ledger.from_json(path.read_text("utf-8")).entries if path.is_file() else {}


def _views(whole: Path) -> Path:
    """Return the folder of the ledgers of the views of single units."""
    return whole.with_suffix(".units")


def _path(project: Project, region: str, period: Period | str, study: str) -> Path:
    return project.private / "ledger" / region / f"{period}-{study}.json"
