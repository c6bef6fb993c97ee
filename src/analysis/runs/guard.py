"""What may lie in git: only the listed samples as data, no notebook outputs, no identities.

The pre-commit hook calls it through `kinerja check --staged`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ConfigError
from analysis.privacy.patterns import find_patterns
from analysis.settings import Project
from analysis.wording import say

SAMPLE_LIST = "data/raw/SAMPLES.sha256"
LISTS = (SAMPLE_LIST, "data/raw/.gitignore")
NEVER_STAGED = ("data/processed/", ".kinerja/")
TEXT_SUFFIXES = {".py", ".toml", ".md", ".csv", ".json", ".ipynb", ".yml", ".txt", ".html"}


@dataclass(frozen=True)
class Broken:
    """A promise that does not hold: where, and the message's code and values."""

    where: str
    code: str
    values: dict[str, object]

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return say(self.code, lang, **self.values)


def check_staged(project: Project) -> list[Broken]:
    """Return what must not be committed among the files staged in git, as they are staged."""
    listed = _git(project.home, "diff", "--cached", "--name-only", "--diff-filter=ACMR", "-z")
    names = [name for name in listed.decode("utf-8").split("\0") if name]
    samples = _samples(project)
    found: list[Broken] = []
    for name in names:
        if forbidden(name, project):
            found.append(Broken(name, "runs.guard.data", {}))
            continue
        content = _git(project.home, "show", f":{name}")
        if name in samples and hashlib.sha256(content).hexdigest() != samples[name]:
            found.append(Broken(name, "runs.guard.sample_changed", {}))
        if Path(name).suffix in TEXT_SUFFIXES:
            found += _in_file(name, content.decode("utf-8", errors="replace"))
    return found


def forbidden(name: str, project: Project) -> bool:
    """Tell whether the path (relative to the project) must stay out of git."""
    if name.startswith("data/raw/"):
        return name not in LISTS and name not in _samples(project)
    if name.startswith("reports/"):
        return not name.startswith("reports/gallery/")
    return name.startswith(NEVER_STAGED)


def _in_file(name: str, text: str) -> Iterable[Broken]:
    if name.endswith(".ipynb") and _has_outputs(text):
        yield Broken(name, "runs.guard.outputs", {})
    if name.startswith(("data/raw/", "tests/")):
        return
    kinds = {match.kind for match in find_patterns(text)}
    for kind in sorted(kinds):
        yield Broken(name, "runs.guard.identity", {"kind": kind})


def _has_outputs(text: str) -> bool:
    cells = json.loads(text)["cells"]
    return any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def _samples(project: Project) -> dict[str, str]:
    path = project.home / SAMPLE_LIST
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {f"data/raw/{name}": digest for digest, name in pairs}


def _git(home: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=home, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ConfigError("runs.guard.no_git", folder=home) from error
    return done.stdout
