"""The published reports of single units, found below the report of their study."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.products.names import product_file

UNITS = "units"
UNIT_COLUMN = "unit"


@dataclass(frozen=True)
class PublishedUnit:
    """One published report of a unit.

    Attributes
    ----------
    name : str
        What the manifest or the tables of the report call the unit; its id where they do not.
    files : dict of str to str
        Report pages by language, relative to the reports folder; only those that exist.
    manifest : dict
    """

    name: str
    files: dict[str, str]
    manifest: dict[str, Any]


def published_units(study_folder: Path, reports_dir: Path) -> tuple[PublishedUnit, ...]:
    """Return the unit reports below a study's folder, by name; empty where there is none."""
    found = [
        _unit(path.parent, study_folder, reports_dir)
        for path in study_folder.glob(f"{UNITS}/*/manifest.json")
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def pages(
    folder: Path,
    inside: Path,
    languages: list[str],
    *,
    stem: str = "report",
    suffix: str = "html",
) -> dict[str, str]:
    """Return the pages of a report by language, those that exist, below the reports folder."""
    names = {lang: product_file(stem, suffix, lang, languages) for lang in languages}
    return {
        lang: (inside / name).as_posix()
        for lang, name in names.items()
        if (folder / name).is_file()
    }


def _unit(folder: Path, study_folder: Path, reports_dir: Path) -> PublishedUnit:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    files = pages(folder, folder.relative_to(reports_dir), list(manifest["languages"]))
    name = manifest.get("unit_name") or _name(folder.name, (study_folder, folder))
    return PublishedUnit(name, files, manifest)


def _name(unit: str, folders: tuple[Path, ...]) -> str:
    for folder in folders:
        for path in sorted((folder / "tables").glob("*.json")):
            for column in json.loads(path.read_text("utf-8"))["columns"]:
                if column["name"] == UNIT_COLUMN and unit in column["codes"]:
                    return str(column["codes"][unit]["id"])
    return unit
