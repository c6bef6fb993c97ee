from __future__ import annotations

import time
from pathlib import Path

from analysis.runs.publish import OLDEST_STAGED_SECONDS, sweep_staged
from analysis.settings import Project


def test_only_what_a_killed_run_left_long_ago_is_removed(tmp_path: Path) -> None:
    project = Project(tmp_path)
    left = project.reports / ".staged-12-contoh-2025-S2-satisfaction"
    published = project.reports / "contoh" / "2025-S2" / "satisfaction"
    for folder in (left, published):
        folder.mkdir(parents=True)
        (folder / "findings.json").write_text("{}", "utf-8")
    assert sweep_staged(project) == []
    assert left.is_dir()
    tomorrow = time.time() + OLDEST_STAGED_SECONDS + 60
    assert sweep_staged(project, now=tomorrow) == [left]
    assert not left.exists()
    assert (published / "findings.json").is_file()
