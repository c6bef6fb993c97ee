"""A bundle read back: findings, narrative, protected tables and figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.presenting.bundle import FINDINGS, NARRATIVE, read_table, table_names
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Chart, read_chart
from analysis.schemas.finding import FindingsDocument

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class BundleFigure:
    """A figure of a bundle.

    Attributes
    ----------
    name, table : str
    title, alt, caption : mapping of language to text
    files : mapping of language to path inside the bundle
    chart : Chart
    """

    name: str
    table: str
    title: Mapping[str, str]
    alt: Mapping[str, str]
    caption: Mapping[str, str]
    files: Mapping[str, str]
    chart: Chart


@dataclass(frozen=True)
class Bundle:
    """What crosses from a study to its products; all of it has passed disclosure control.

    Attributes
    ----------
    folder : Path
    document : FindingsDocument
    narrative : dict
        Content of narrative.json.
    tables : dict of str to ReportTable
    figures : dict of str to BundleFigure
    manifest : dict
        Empty while the report has none.
    """

    folder: Path
    document: FindingsDocument
    narrative: dict[str, Any]
    tables: dict[str, ReportTable]
    figures: dict[str, BundleFigure]
    manifest: dict[str, Any]

    @property
    def unit(self) -> str:
        """Unit of a one-unit report; empty for the whole region."""
        return str(self.manifest.get("unit", ""))

    def unit_name(self, unit: str, lang: str) -> str:
        """Return what the manifest or a table calls a unit; else its id, empty for none."""
        named = self.manifest.get("unit_name") if unit and unit == self.unit else ""
        if named:
            return str(named)
        for table in self.tables.values():
            for column in table.columns:
                if column.name == "unit" and unit in column.codes:
                    return column.codes[unit][lang]
        return unit

    def image(self, name: str, lang: str) -> Path:
        """Return the picture of a figure."""
        return self.folder / self.figures[name].files[lang]

    def stamp(self, lang: str) -> str:
        """Return the stamp of sample data; empty for real data."""
        stamp = self.narrative["stamp"]
        return stamp[lang] if stamp else ""


def read_bundle(folder: Path) -> Bundle:
    """Return the bundle in a folder.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError
        If a file is missing or is not what it should be.
    """
    manifest = folder / MANIFEST
    return Bundle(
        folder=folder,
        document=FindingsDocument.read(folder / FINDINGS),
        narrative=json.loads((folder / NARRATIVE).read_text("utf-8")),
        tables={name: read_table(folder, name) for name in table_names(folder)},
        figures={path.stem: _figure(path) for path in sorted((folder / "figures").glob("*.json"))},
        manifest=json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {},
    )


def _figure(path: Path) -> BundleFigure:
    told = json.loads(path.read_text("utf-8"))
    return BundleFigure(
        name=told["name"],
        table=told["table"],
        title=told["title"],
        alt=told["alt"],
        caption=told["caption"],
        files=told["files"],
        chart=read_chart(told["chart"]),
    )
