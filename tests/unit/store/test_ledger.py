from __future__ import annotations

import stat
from pathlib import Path

from analysis.periods import Period
from analysis.privacy.ledger import Ledger
from analysis.settings import Project
from analysis.store import read_ledger, write_ledger

KEPT = Ledger({'["finding", "x", "share", []]': {"n": 12, "estimate": 0.5}})


def test_ledger_of_a_report_is_private_and_its_own(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write_ledger(project, "contoh", "2025", "fairness", KEPT)
    assert read_ledger(project, "contoh", Period.parse("2025"), "fairness") == KEPT
    assert read_ledger(project, "contoh", "2024", "fairness") == Ledger()
    path = next((tmp_path / ".kinerja" / "ledger").rglob("*.json"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_service_reports_leave_no_ledger(tmp_path: Path) -> None:
    write_ledger(Project(tmp_path), "contoh", "2025", "satisfaction", Ledger())
    assert not (tmp_path / ".kinerja").exists()
