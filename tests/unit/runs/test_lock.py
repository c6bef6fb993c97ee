from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import UsageError
from analysis.files import locked
from analysis.runs.run import run_jobs
from analysis.settings import Project, ensure_private


def test_a_second_run_of_a_project_is_refused_while_one_is_at_work(tmp_path: Path) -> None:
    project = Project(tmp_path)
    locks = ensure_private(project.private / "locks")
    with locked(locks / "run"), pytest.raises(UsageError) as caught:
        run_jobs(project, [])
    assert caught.value.code == "runs.busy"


def test_a_lock_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path):
        pass
    with locked(path), pytest.raises(BlockingIOError), locked(path):
        pass
