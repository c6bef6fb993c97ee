"""The check of a finished report: everything promised about it holds, nothing names a person.

Reads the report's folder only: the tidy sources, findings.json and every product, opened again
by `inspection`. A run checks the staged folder with it, `kinerja check` the published ones.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from analysis.presenting.bundle import read_table, sample_stamp, table_names
from analysis.presenting.tables import shown_texts
from analysis.privacy.disclosure import check_findings, check_table
from analysis.privacy.patterns import PATTERNS
from analysis.privacy.report import check_together
from analysis.products.inspection import Extract, ShownTable, inspect_file
from analysis.products.violations import Violation, identities, without_identities
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding, FindingsDocument

if TYPE_CHECKING:
    from analysis.privacy.checklist import CheckList

FINDINGS, MANIFEST = "findings.json", "manifest.json"
PERSON_COLUMNS = frozenset(
    {
        "employee_id",
        "respondent_id",
        "complaint_id",
        "rater_id",
        "supervisor_id",
        "panel_code",
        "nip",
        "nik",
        "nama",
        "name_of_person",
        "source_row",
    }
)
_STAMPED = (".html", ".ipynb", ".json")
_MACHINE_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|root|Users|tmp|var|mnt|opt|srv|usr|work|private|workspace)/[^\s\"'<>]+"
    r"|(?<!\w)[A-Za-z]:\\{1,2}[^\s\"'<>]+"
)
_NETWORK = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?//", re.IGNORECASE)


def check_report(folder: Path, checklist: CheckList | None) -> list[Violation]:
    """Return everything that must not be published in a report's folder; empty when all holds.

    Parameters
    ----------
    folder : Path
        A staged or published report; bundles inside it, such as the one-page views in units/, are
        checked with it, each for itself.
    checklist : CheckList or None
        Of the region; without it persons are recognised by the form of identifiers only.
    """
    report = _Report(folder, checklist)
    found = [
        *_tidy_sources(report),
        *_findings(report),
        *_together(report),
        *_shown_tables(report),
        *_persons(report),
        *_paths(report),
        *_network(report),
        *_stamps(report),
        *report.unreadable,
    ]
    for inner in report.inner:
        where = inner.relative_to(folder).as_posix()
        for one in check_report(inner, checklist):
            found.append(Violation(f"{where}/{one.where}", one.code, one.values))
    told = [without_identities(one, checklist) for one in found]
    return sorted(told, key=lambda one: (one.where, one.code))


class _Report:
    """The files of one report, opened once."""

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
        manifest = _json(self.folder / MANIFEST)
        told = manifest.get("synthetic") if isinstance(manifest, dict) else None
        return told if isinstance(told, bool) else None

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


def _tidy_sources(report: _Report) -> Iterator[Violation]:
    described = set(table_names(report.folder))
    for where in report.extracts:
        folder, _, name = where.rpartition("/")
        if name.endswith(".csv") and not (folder == "tables" and name[:-4] in described):
            yield Violation(where, "not_described")
    for name, table in report.tables.items():
        where = f"tables/{name}.csv"
        for code in check_table(table):
            yield Violation(where, code, {"name": name})
        for column in _columns_about_persons(table):
            yield Violation(where, "person_row", {"name": column})


def _columns_about_persons(table: ReportTable) -> list[str]:
    found = []
    for name in map(str, table.frame.columns):
        values = table.frame[name].dropna()
        is_text = values.dtype.kind not in "iufb"
        pseudonyms = is_text and values.astype(str).str.fullmatch(PATTERNS["pseudonym"]).any()
        if pseudonyms or name.casefold() in PERSON_COLUMNS:
            found.append(name)
    return found


def _findings(report: _Report) -> Iterator[Violation]:
    if report.findings is None:
        return
    found = report.findings.findings
    for one in found:
        if problems := one.problems():
            values = {"name": one.id, "problems": "; ".join(problems)}
            yield Violation(FINDINGS, "contract", values)
    for finding_id, code in check_findings([one for one in found if _is_complete(one)]):
        if code != "contract":
            yield Violation(FINDINGS, code, {"name": finding_id})


def _together(report: _Report) -> Iterator[Violation]:
    """Check what follows from several tables and findings, where each alone gives nothing away."""
    findings = report.findings.findings if report.findings is not None else ()
    period = report.findings.period if report.findings is not None else ""
    tables = [one for one in report.tables.values() if check_table(one) == []]
    whole = [one for one in findings if _is_complete(one) and not one.problems()]
    told = _json(report.folder / MANIFEST)
    unit = told.get("unit", "") if isinstance(told, dict) else ""
    give_away = not check_findings(whole) and check_together(
        tables, whole, period=period, unit=unit
    )
    if give_away:
        yield Violation("tables", "derivable_together")


def _is_complete(finding: Finding) -> bool:
    return isinstance(finding.n, (int, float, type(None)))


def _shown_tables(report: _Report) -> Iterator[Violation]:
    for extract in report.extracts.values():
        for shown in extract.tables:
            if shown.name:
                yield from _against_source(shown, report.tables.get(shown.name))


def _against_source(shown: ShownTable, table: ReportTable | None) -> Iterator[Violation]:
    if table is None:
        yield Violation(shown.where, "no_source", {"name": shown.name})
        return
    expected = shown_texts(table, shown.lang or "id")
    names = tuple(column.name for column in table.columns)
    same_shape = len(expected) == len(shown.rows) and shown.columns in (names, ())
    if not same_shape or any(len(row) != len(names) for row in shown.rows):
        yield Violation(shown.where, "shape_differs", {"name": shown.name})
        return
    for number, (row, source) in enumerate(zip(shown.rows, expected, strict=True), 1):
        for column, text, right in zip(names, row, source, strict=True):
            if text != " ".join(right.split()):
                values = {"name": shown.name, "row": str(number), "column": column}
                yield Violation(shown.where, "number_differs", values)


def _persons(report: _Report) -> Iterator[Violation]:
    named = ((where, where) for where in report.files)
    for where, text in chain(named, _texts(report.extracts.values())):
        counts = Counter(one.kind for one in identities(text, report.checklist))
        for kind, count in sorted(counts.items()):
            code = kind if kind in ("identifier", "name") else "pattern"
            yield Violation(where, code, {"kind": kind, "count": str(count)})


def _paths(report: _Report) -> Iterator[Violation]:
    for where, text in _texts(report.extracts.values()):
        if _MACHINE_PATH.search(text):
            yield Violation(where, "path")


def _network(report: _Report) -> Iterator[Violation]:
    for extract in report.extracts.values():
        for where, address in extract.references:
            if _NETWORK.match(address):
                host = urlsplit(address).hostname or ""
                yield Violation(where, "network", {"host": host})


def _stamps(report: _Report) -> Iterator[Violation]:
    if report.synthetic is None:
        return
    stamps = set((sample_stamp(synthetic=True) or {}).values())
    for where, extract in report.extracts.items():
        if not where.endswith(_STAMPED) or not _needs_stamp(where):
            continue
        stamped = _says_synthetic(report.folder / where) or any(
            stamp in text for _, text in extract.texts for stamp in stamps
        )
        if stamped != report.synthetic:
            yield Violation(where, "no_stamp" if report.synthetic else "false_stamp")


def _needs_stamp(where: str) -> bool:
    pages = where.endswith((".html", ".ipynb"))
    return pages or where == FINDINGS or where.startswith(("tables/", "figures/"))


def _says_synthetic(path: Path) -> bool:
    told = _json(path) if path.suffix == ".json" else None
    return isinstance(told, dict) and told.get("synthetic") is True and bool(told.get("stamp"))


def _texts(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    for extract in extracts:
        yield from extract.texts


def _json(path: Path) -> Any:  # noqa: ANN401 - JSON values
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
