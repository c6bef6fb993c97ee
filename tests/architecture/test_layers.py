"""Imports go down the rooms only, and modules stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOMS = [
    *("wording", "errors", "checks", "periods", "files", "settings"),
    *("schemas", "rules", "stats", "measures", "text", "privacy", "store"),
    *("intake", "presenting", "studies", "products", "runs", "cli"),
]
MOST_LINES = 320


def modules(root: Path) -> list[Path]:
    return sorted((root / "src" / "analysis").rglob("*.py"))


def room_of(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return [name for name in names if name.split(".")[0] == "analysis"]


def upward(path: Path, package: Path) -> list[str]:
    relative = path.relative_to(package)
    own = relative.parts[0].removesuffix(".py")
    if own == "__init__":
        return []
    return [
        name
        for name in imported(path)
        if room_of(name) in ROOMS and ROOMS.index(room_of(name)) > ROOMS.index(own)
    ]


def test_every_room_has_a_place(root: Path) -> None:
    package = root / "src" / "analysis"
    found = {p.relative_to(package).parts[0].removesuffix(".py") for p in modules(root)}
    assert found - {"__init__"} <= set(ROOMS)


def test_imports_go_down_only(root: Path) -> None:
    package = root / "src" / "analysis"
    wrong = {str(p.relative_to(package)): up for p in modules(root) if (up := upward(p, package))}
    assert wrong == {}


def test_an_upward_import_is_found(tmp_path: Path) -> None:
    package = tmp_path / "analysis"
    (package / "stats").mkdir(parents=True)
    module = package / "stats" / "wrong.py"
    module.write_text("from analysis.studies.satisfaction import run_satisfaction\n")
    assert upward(module, package) != []


def test_studies_do_not_import_each_other(root: Path) -> None:
    studies = root / "src" / "analysis" / "studies"
    for path in sorted(studies.rglob("*.py")):
        own = path.relative_to(studies).parts[0]
        others = [n for n in imported(path) if n.startswith("analysis.studies.")]
        assert [n for n in others if n.split(".")[2] != own] == [], path


def test_modules_stay_small(root: Path) -> None:
    long = {p.name: n for p in modules(root) if (n := len(p.read_text().splitlines())) > MOST_LINES}
    assert long == {}


@pytest.mark.parametrize("name", ["analysis", "analysis.cli"])
def test_the_command_starts_without_pandas(name: str) -> None:
    import subprocess
    import sys

    code = f"import sys, {name}; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
