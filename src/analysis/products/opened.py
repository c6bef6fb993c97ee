"""A report as its check sees it: every file opened, its tables, its findings, what it is."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.presenting.bundle import FINDINGS, NARRATIVE, read_table, table_names
from analysis.presenting.reading import MANIFEST
from analysis.products.inspection import Extract, inspect_file
from analysis.products.violations import Violation
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import FindingsDocument
from analysis.wording import LANGS

if TYPE_CHECKING:
    from analysis.privacy.checklist import CheckList

_LANGUAGE = re.compile(rf"\.({'|'.join(LANGS)})\.\w+(?= |$)")


class OpenedReport:
    """The files of one report, opened once.

    Attributes
    ----------
    folder : Path
    checklist : CheckList or None
    files : list of str
        Paths inside the folder, without those of `inner`.
    extracts : dict of str to Extract
        What was found in each file that could be opened.
    tables : dict of str to ReportTable
    unreadable : list of Violation
        Files that could not be opened.
    inner : list of Path
        Folders inside that are bundles of their own.
    """

    def __init__(self, folder: Path, checklist: CheckList | None) -> None:
        self.folder = folder
        self.checklist = checklist
        self.files: list[str] = []
        self.extracts: dict[str, Extract] = {}
        self.tables: dict[str, ReportTable] = {}
        self.unreadable: list[Violation] = []
        self.inner = _bundles_inside(folder)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not any(path.is_relative_to(one) for one in self.inner):
                self._open(path, path.relative_to(folder).as_posix())
        for name in table_names(folder):
            self._open_table(name)

    @cached_property
    def findings(self) -> FindingsDocument | None:
        """The report's findings; None where it has none or they cannot be read."""
        path = self.folder / FINDINGS
        if not path.is_file():
            return None
        try:
            return FindingsDocument.read(path)
        except (ValueError, KeyError, TypeError):
            self.unreadable.append(Violation(FINDINGS, "unreadable"))
            return None

    @cached_property
    def synthetic(self) -> bool | None:
        """Whether findings or manifest say that the data are samples; None where neither does."""
        if self.findings is not None:
            return self.findings.synthetic
        manifest = read_json(self.folder / MANIFEST)
        told = manifest.get("synthetic") if isinstance(manifest, dict) else None
        return told if isinstance(told, bool) else None

    @cached_property
    def report_class(self) -> str:
        """The class that the bundle, or its manifest, gives the report; empty where none does."""
        for name in (NARRATIVE, MANIFEST):
            told = read_json(self.folder / name)
            if isinstance(told, dict) and told.get("class"):
                return str(told["class"])
        return ""

    def language(self, where: str) -> str:
        """Return the language of a file: the part of its name, or the default of the report."""
        named = _LANGUAGE.findall(where)
        if named:
            return str(named[-1])
        return self.findings.languages[0] if self.findings is not None else LANGS[0]

    def _open(self, path: Path, where: str) -> None:
        self.files.append(where)
        try:
            extract = inspect_file(path, where)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.unreadable.append(Violation(where, "unreadable"))
            return
        if extract is None:
            suffix = path.suffix or path.name
            self.unreadable.append(Violation(where, "unknown_format", {"suffix": suffix}))
        else:
            self.extracts[where] = extract

    def _open_table(self, name: str) -> None:
        try:
            self.tables[name] = read_table(self.folder, name)
        except (OSError, ValueError, KeyError, TypeError):
            self.unreadable.append(Violation(f"tables/{name}.csv", "unreadable"))


def _bundles_inside(folder: Path) -> list[Path]:
    """Return the folders below a report that hold findings of their own, none inside another."""
    found = sorted(path.parent for path in folder.rglob(FINDINGS) if path.parent != folder)
    return [one for one in found if not any(one.is_relative_to(o) and one != o for o in found)]


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON values
    """Return the content of a JSON file; None where there is none or it cannot be read."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
