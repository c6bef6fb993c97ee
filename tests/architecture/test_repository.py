"""What must never be in the project."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

HOSTS = re.compile(r"(?:pythonhosted|pypi|npmjs|debian)\.(?:org|com)")
OUTSIDE = "../" + "shared"


def tracked(root: Path, *patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=root, capture_output=True, text=True, check=True
    )
    return [root / line for line in listed.stdout.splitlines()]


def texts(root: Path) -> dict[str, str]:
    found = {}
    for path in tracked(root):
        if path.suffix in {".xlsx", ".png"} or not path.is_file():
            continue
        found[str(path.relative_to(root))] = path.read_text("utf-8", errors="replace")
    return found


def test_no_registry_host_is_named(root: Path) -> None:
    assert [name for name, text in texts(root).items() if HOSTS.search(text)] == []


def test_nothing_outside_tests_points_beside_the_project(root: Path) -> None:
    named = [n for n, text in texts(root).items() if OUTSIDE in text and not n.startswith("tests/")]
    assert named == []


def test_notebooks_have_no_outputs(root: Path) -> None:
    for path in tracked(root, "*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert code
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code), path
