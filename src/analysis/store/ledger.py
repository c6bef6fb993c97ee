"""The disclosure ledger of each report: what was last published of groups of persons."""

from __future__ import annotations

from pathlib import Path

from analysis.files import write_atomically
from analysis.periods import Period
from analysis.privacy.ledger import Ledger
from analysis.settings import Project, ensure_private


def read_ledger(project: Project, region: str, period: Period | str, study: str) -> Ledger:
    """Return the ledger of a report; empty where none was published from this clone."""
    path = _path(project, region, period, study)
    return Ledger.from_json(path.read_text("utf-8")) if path.is_file() else Ledger()


def write_ledger(
    project: Project, region: str, period: Period | str, study: str, ledger: Ledger
) -> None:
    """Keep the ledger of a report, readable by its owner only; an empty one leaves no file."""
    if not ledger.entries:
        return
    path = _path(project, region, period, study)
    ensure_private(path.parent)
    write_atomically(path, ledger.to_json())
    path.chmod(0o600)


def _path(project: Project, region: str, period: Period | str, study: str) -> Path:
    return project.private / "ledger" / region / f"{period}-{study}.json"
