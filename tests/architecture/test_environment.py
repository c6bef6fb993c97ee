"""environment.yml, pyproject.toml, the lock and the Makefile tell the same story."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import yaml


def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text())["project"]


def test_environment_lists_python_pip_and_the_lock_only(root: Path) -> None:
    declared = yaml.safe_load((root / "environment.yml").read_text())["dependencies"]
    assert declared[0] == f"python{project(root)['requires-python']}"
    assert declared[1:] == ["pip", {"pip": ["-r requirements.lock"]}]


def test_lock_covers_every_declared_dependency(root: Path) -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (root / "requirements.lock").read_text(), re.M))
    extras = project(root)["optional-dependencies"]
    asked = [*project(root)["dependencies"], *extras["dev"], *extras["cluster"]]
    names = {re.split(r"[\[<>=]", one)[0].lower() for one in asked}
    assert names - locked == set()


def test_lock_is_pinned_by_hash_and_names_no_host(root: Path) -> None:
    text = (root / "requirements.lock").read_text()
    pins = [line for line in text.splitlines() if re.match(r"^[a-z0-9-]+==", line)]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_makefile_lists_its_targets(root: Path) -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    for target in ("setup", "reports", "test", "test-all", "lab", "check", "fix", "bench", "clean"):
        assert f"make {target} " in shown
