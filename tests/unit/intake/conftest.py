"""A project folder of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.settings import Project

SECRET = "rahasia-untuk-pengujian-saja-0123456789"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("KINERJA_SECRET", SECRET)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Project(tmp_path)
