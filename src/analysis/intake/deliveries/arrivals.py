"""The files in a region's folder: which source reads them, and which are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from analysis.errors import SourceError
from analysis.settings import Project

IGNORED_PREFIXES = ("~$", ".")
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
SAMPLES_FILE = "SAMPLES.sha256"
MOST_FILES_NAMED = 5

_GLOB_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_GLOB_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def files_in(folder: Path) -> list[str]:
    """Return the files below `folder` as relative paths, without those that programs leave."""
    if not folder.is_dir():
        return []
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not _left_by_programs(path))


def matching(files: Iterable[str], pattern: str) -> list[str]:
    """Return the files that a source's glob means.

    Upper and lower case are alike, and `files/` may stand in front.

    Raises
    ------
    SourceError
        If the glob leads out of the region's folder.
    """
    wanted = pattern.removeprefix("./").removeprefix("files/")
    if wanted.startswith(("/", "\\")) or ".." in PurePosixPath(wanted).parts:
        raise SourceError("intake.delivery.glob_outside", pattern=repr(pattern))
    parts = _GLOB_PARTS.findall(wanted)
    regex = re.compile("".join(_GLOB_MEANING.get(p, re.escape(p)) for p in parts), re.IGNORECASE)
    return [file for file in files if regex.fullmatch(file)]


def check_samples(
    project: Project, region_id: str, found: Mapping[str, str], *, synthetic: bool
) -> None:
    """Refuse real files in a synthetic region, and sample files in a real one.

    Parameters
    ----------
    found : mapping of str to str
        File below the region's `files` folder to sha256.

    Raises
    ------
    SourceError
        Naming the files; `data/raw/SAMPLES.sha256` lists the sample files.
    """
    listed = _samples(project.raw / SAMPLES_FILE)
    if synthetic:
        code = "intake.delivery.not_a_sample"
        strange = [f for f, sha in found.items() if listed.get(f"{region_id}/files/{f}") != sha]
    else:
        code = "intake.delivery.is_a_sample"
        strange = [file for file, sha in found.items() if sha in set(listed.values())]
    if strange:
        named = ", ".join(strange[:MOST_FILES_NAMED])
        raise SourceError(code, region=region_id, files=named, count=len(strange))


def _samples(path: Path) -> dict[str, str]:
    """Read lines `sha256  path`, the path below data/raw with or without those folders."""
    if not path.is_file():
        return {}
    lines = (line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines())
    pairs = [line for line in lines if len(line) == 2]
    return {name.strip().lstrip("*").removeprefix("data/raw/"): sha for sha, name in pairs}


def _left_by_programs(path: Path) -> bool:
    hidden = any(part.startswith(IGNORED_PREFIXES) for part in path.parts)
    return hidden or path.name.lower() in IGNORED_NAMES
