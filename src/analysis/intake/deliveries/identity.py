"""What an intake depends on, as one hash: the same hash means the same tables, byte by byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from analysis.files import sha256_of
from analysis.intake.blocks.corrections import CORRECTIONS_FILE
from analysis.intake.deliveries.arrivals import SAMPLES_FILE

PACKAGE = "kinerja-workbench"
PRIVACY_MODULES = (
    "checklist", "folding", "forms", "keys", "naming", "patterns", "pseudonyms", "redaction",
)  # fmt: skip
CODE_PLACES = (
    "intake",
    "schemas",
    "rules",
    *(f"privacy/{name}.py" for name in PRIVACY_MODULES),
    "privacy/words.toml",
    "store/tables.py",
    "store/validation.py",
    "periods.py",
)
"""Code and declarations that shape the tables; disclosure rules, for example, do not."""

LIBRARIES = ("pandas", "pyarrow", "python-calamine", "rapidfuzz")
CONFIG_FILES = ("region.toml", CORRECTIONS_FILE)


def identity(region_dir: Path, found: Mapping[str, str], registered: Mapping[str, str]) -> str:
    """Return the hash of everything the tables of a region are made from.

    Parameters
    ----------
    region_dir : Path
        Holds region.toml, corrections.toml and codebooks/.
    found : mapping of str to str
        File to sha256 of what lies in the folder now.
    registered : mapping of str to str
        File to sha256 of the deliveries to be read.
    """
    parts = {
        "found": dict(sorted(found.items())),
        "registered": list(registered.items()),
        "config": _config_hashes(region_dir),
        "samples": _hash_or_empty(region_dir.parent / SAMPLES_FILE),
        "code": code_hash(),
        "versions": {name: _version(name) for name in (PACKAGE, *LIBRARIES)},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def code_hash() -> str:
    """Return the hash of the source code and declarations that shape the tables."""
    root = Path(str(files("analysis")))
    paths: list[Path] = []
    for name in CODE_PLACES:
        place = root / name
        found = [place] if place.is_file() else place.rglob("*")
        paths += [
            one
            for one in found
            if one.suffix in {".py", ".toml"} and "sample" not in one.relative_to(root).parts
        ]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(root).as_posix()} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _config_hashes(region_dir: Path) -> dict[str, str]:
    paths = [region_dir / name for name in CONFIG_FILES]
    paths += sorted((region_dir / "codebooks").glob("*"))
    paths += sorted((region_dir / "rules").glob("*.toml"))
    return {
        path.relative_to(region_dir).as_posix(): sha256_of(path) for path in paths if path.is_file()
    }


def _hash_or_empty(path: Path) -> str:
    return sha256_of(path) if path.is_file() else ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
