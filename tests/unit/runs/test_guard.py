from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from analysis.errors import ConfigError
from analysis.runs.guard import check_staged, forbidden
from analysis.settings import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "SAMPLES.sha256").write_text("00  contoh/files/skm.csv\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return Project(tmp_path)


def stage(project: Project, name: str, text: str) -> None:
    path = project.home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    subprocess.run(["git", "add", "-f", name], cwd=project.home, check=True)


@pytest.mark.parametrize(
    ("name", "stopped"),
    [
        ("data/raw/contoh/files/skm.csv", False),
        ("data/raw/SAMPLES.sha256", False),
        ("data/raw/contoh/files/asli.xlsx", True),
        ("data/raw/lain/region.toml", True),
        ("data/processed/contoh/citizen_survey/2025.parquet", True),
        (".kinerja/raw/abc", True),
        ("reports/contoh/2025/satisfaction/report.html", True),
        ("reports/gallery/satisfaction-id.png", False),
        ("src/analysis/store/tables.py", False),
    ],
)
def test_only_listed_samples_may_be_staged(project: Project, name: str, stopped: bool) -> None:
    assert forbidden(name, project) is stopped


def test_staged_data_outputs_and_identities_are_found(project: Project) -> None:
    cell = {"cell_type": "code", "outputs": [{"text": "1"}], "execution_count": 1, "source": ""}
    stage(project, "data/raw/lain/files/asli.csv", "a;b\n")
    stage(project, "notebooks/x.ipynb", json.dumps({"cells": [cell]}))
    stage(project, "docs/note.md", "NIP 198503152010011007\n")
    stage(project, "docs/fine.md", "nothing here\n")
    found = {(one.where, one.code) for one in check_staged(project)}
    assert found == {
        ("data/raw/lain/files/asli.csv", "runs.guard.data"),
        ("notebooks/x.ipynb", "runs.guard.outputs"),
        ("docs/note.md", "runs.guard.identity"),
    }


def test_a_folder_without_git_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        check_staged(Project(tmp_path))
    assert caught.value.code == "runs.guard.no_git"


def test_what_is_looked_at_is_what_is_staged(project: Project) -> None:
    stage(project, "docs/note.md", "NIP 198503152010011007\n")
    (project.home / "docs" / "note.md").write_text("mended, but not staged again\n", "utf-8")
    assert [one.code for one in check_staged(project)] == ["runs.guard.identity"]


def test_other_content_under_the_name_of_a_sample_is_found(project: Project) -> None:
    stage(project, "data/raw/contoh/files/skm.csv", "real;answers\n")
    assert [one.code for one in check_staged(project)] == ["runs.guard.sample_changed"]
