"""Pages name only what exists: links, files, modules, commands and their options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from analysis.cli.main import app

LINK = re.compile(r"\]\(([^)#\s]+)")
PLACE = re.compile(r"`((?:src|tests|docs|data|notebooks|benchmarks|\.ci)/[\w./-]*\w/?)`")
NAMED_IN_CODE = re.compile(r"docs/[\w/-]+\.md")
COMMAND = re.compile(r"(?:bin/|`|^)kinerja ((?:--lang \w+ )?[a-z][a-z-]*)([^`\n;&|]*)", re.M)
OPTION = re.compile(r"--[a-z][a-z-]+")


def pages(root: Path) -> list[Path]:
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def commands() -> dict[str, set[str]]:
    found = {}
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        parts = [command, *getattr(command, "commands", {}).values()]
        found[name] = {option for part in parts for one in part.params for option in one.opts}
    return found


def uses(text: str) -> Iterator[tuple[str, list[str]]]:
    for name, rest in COMMAND.findall(text):
        yield name.split()[-1], OPTION.findall(rest)


def test_links_lead_to_files(root: Path) -> None:
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in LINK.findall(page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_files_named_in_pages_exist(root: Path) -> None:
    named = {place for page in pages(root) for place in PLACE.findall(page.read_text("utf-8"))}
    made_by_a_run = {place for place in named if place.startswith("data/processed")}
    assert {place for place in named - made_by_a_run if not (root / place).exists()} == set()


def test_pages_named_in_code_and_notebooks_exist(root: Path) -> None:
    texts = [*(root / "src").rglob("*.py"), *(root / "src").rglob("*.toml")]
    texts += (root / "notebooks").glob("*.ipynb")
    named = {page for one in texts for page in NAMED_IN_CODE.findall(one.read_text("utf-8"))}
    assert named
    assert {page for page in named if not (root / page).is_file()} == set()


def test_commands_and_options_in_pages_exist(root: Path) -> None:
    known = commands()
    wrong = []
    for page in pages(root):
        for name, options in uses(page.read_text("utf-8")):
            allowed = known.get(name, set()) | {"--lang", "--version", "--help"}
            if name not in known or not set(options) <= allowed:
                wrong.append(f"{page.relative_to(root)}: kinerja {name} {' '.join(options)}")
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`kinerja intake x --todo`", [("intake", ["--todo"])]),
        (
            ".venv/bin/kinerja run --workers 2; .venv/bin/kinerja check",
            [("run", ["--workers"]), ("check", [])],
        ),
        ("`kinerja --lang id intake`", [("intake", [])]),
    ],
)
def test_commands_are_found_in_text(text: str, found: list[tuple[str, list[str]]]) -> None:
    assert list(uses(text)) == found
