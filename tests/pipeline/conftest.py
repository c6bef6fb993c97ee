"""A small made-up region in a folder of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.settings import Project

sys.path.insert(0, str(Path(__file__).parent))

SECRET = "rahasia-untuk-pengujian-saja-0123456789"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("KINERJA_SECRET", SECRET)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Project(tmp_path)
