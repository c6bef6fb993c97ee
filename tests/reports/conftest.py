"""A small workbench of its own: one sample region, taken in once, reports made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

REGION = "wanggar"
PERIOD = "2025-S2"


def kinerja(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in `home`, as a user would, and return what it printed."""
    command = Path(sys.executable).with_name("kinerja")
    environment = {**os.environ, "KINERJA_HOME": str(home), "KINERJA_LANG": "en"}
    return subprocess.run(
        [command, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="session")
def workbench(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one sample region taken in and its reports made, shared by all workers."""
    temporary = tmp_path_factory.getbasetemp()
    shared = temporary.parent if "PYTEST_XDIST_WORKER" in os.environ else temporary
    home, made = shared / "workbench", shared / "workbench.made"
    with FileLock(shared / "workbench.lock"):
        if not made.exists():
            _make_workbench(root, home)
            made.touch()
    return home


def _make_workbench(root: Path, home: Path) -> None:
    raw = home / "data" / "raw"
    raw.mkdir(parents=True)
    shutil.copytree(root / "data" / "raw" / REGION, raw / REGION)
    shutil.copy2(root / "data" / "raw" / "SAMPLES.sha256", raw)
    shutil.copytree(root / "notebooks", home / "notebooks")
    taken = kinerja(home, "intake", REGION)
    assert taken.returncode == 0, taken.stderr
    made = kinerja(home, "run", "--region", REGION)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.fixture
def copied(workbench: Path, tmp_path: Path) -> Path:
    """A copy of the workbench to spoil."""
    home = tmp_path / "home"
    shutil.copytree(workbench, home)
    return home
