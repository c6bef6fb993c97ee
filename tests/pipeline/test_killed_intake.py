"""An intake that is killed leaves the last good tables; the next one is whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.files import sha256_of

REGION = "wanggar"
COMMAND = [str(Path(sys.executable).with_name("kinerja")), "intake", REGION]


def sample_project(root: Path, home: Path) -> Path:
    """Return a project of its own with one sample region."""
    raw = home / "data" / "raw"
    shutil.copytree(root / "data" / "raw" / REGION, raw / REGION)
    shutil.copy2(root / "data" / "raw" / "SAMPLES.sha256", raw)
    return home


def start(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        COMMAND, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )


def tables_of(home: Path) -> dict[str, str]:
    """Return the checksums of all processed tables by name."""
    folder = home / "data" / "processed" / REGION
    return {
        path.relative_to(folder).as_posix(): sha256_of(path) for path in folder.rglob("*.parquet")
    }


def whole_run(home: Path) -> float:
    """Take the region in and return the seconds it took."""
    began = time.monotonic()
    done = start(home)
    told, _ = done.communicate()
    assert done.returncode == 0, told.decode()
    return time.monotonic() - began


@pytest.fixture(scope="module")
def clean(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """Return the tables of an intake that nothing disturbed, and the seconds it took."""
    home = sample_project(root, tmp_path_factory.mktemp("clean"))
    seconds = whole_run(home)
    return tables_of(home), seconds


@pytest.mark.parametrize(
    "share",
    [
        0.8,
        *(pytest.param(share, marks=pytest.mark.slow) for share in (0.3, 0.5, 0.65, 0.9, 0.97)),
    ],
)
def test_a_killed_first_intake_leaves_nothing_half(
    root: Path, tmp_path: Path, clean: tuple[dict[str, str], float], share: float
) -> None:
    tables, seconds = clean
    home = sample_project(root, tmp_path)
    running = start(home)
    time.sleep(seconds * share)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert tables_of(home) in ({}, tables)
    whole_run(home)
    assert tables_of(home) == tables


def test_a_killed_second_intake_leaves_the_last_good_tables(
    root: Path, tmp_path: Path, clean: tuple[dict[str, str], float]
) -> None:
    tables, seconds = clean
    home = sample_project(root, tmp_path)
    whole_run(home)
    settings = home / "data" / "raw" / REGION / "region.toml"
    settings.write_text(settings.read_text("utf-8") + "\n# changed\n", "utf-8")
    checksums = home / "data" / "raw" / "SAMPLES.sha256"
    kept = [line for line in checksums.read_text().splitlines() if "region.toml" not in line]
    checksums.write_text("\n".join(kept) + "\n")
    running = start(home)
    time.sleep(seconds * 0.7)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert tables_of(home) == tables
    whole_run(home)
    assert tables_of(home) == tables
