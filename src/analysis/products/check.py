"""The check of a finished report: everything promised about it holds, nothing names a person.

Reads the report's folder only: the tidy sources, findings.json and every product, opened again
by `inspection`. A run checks the staged folder with it, `kinerja check` the published ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from analysis.presenting.bundle import FINDINGS, table_names
from analysis.presenting.reading import MANIFEST
from analysis.privacy.disclosure import check_findings, check_table
from analysis.privacy.patterns import PATTERNS
from analysis.privacy.report import check_together
from analysis.products.comparing import Sources, compare_chart, compare_table
from analysis.products.inspection import Extract
from analysis.products.marking import CLASSES, PAGED, check_class, check_pages, says_stamp
from analysis.products.opened import OpenedReport, read_json
from analysis.products.violations import Violation, identities, without_identities
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Chart, read_chart
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    from analysis.privacy.checklist import CheckList

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
    report = OpenedReport(folder, checklist)
    found = [
        *_tidy_sources(report),
        *_findings(report),
        *_together(report),
        *_shown_tables(report),
        *_shown_charts(report),
        *_persons(report),
        *_paths(report),
        *_network(report),
        *_stamps(report),
        *_classes(report),
        *report.unreadable,
    ]
    for inner in report.inner:
        where = inner.relative_to(folder).as_posix()
        for one in check_report(inner, checklist):
            found.append(Violation(f"{where}/{one.where}", one.code, one.values))
    told = [without_identities(one, checklist) for one in found]
    return sorted(told, key=lambda one: (one.where, one.code))


def _tidy_sources(report: OpenedReport) -> Iterator[Violation]:
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


def _findings(report: OpenedReport) -> Iterator[Violation]:
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


def _together(report: OpenedReport) -> Iterator[Violation]:
    """Check what follows from several tables and findings, where each alone gives nothing away."""
    findings = report.findings.findings if report.findings is not None else ()
    period = report.findings.period if report.findings is not None else ""
    tables = [one for one in report.tables.values() if check_table(one) == []]
    whole = [one for one in findings if _is_complete(one) and not one.problems()]
    told = read_json(report.folder / MANIFEST)
    unit = told.get("unit", "") if isinstance(told, dict) else ""
    give_away = not check_findings(whole) and check_together(
        tables, whole, period=period, unit=unit
    )
    if give_away:
        yield Violation("tables", "derivable_together")


def _is_complete(finding: Finding) -> bool:
    return isinstance(finding.n, (int, float, type(None)))


def _shown_tables(report: OpenedReport) -> Iterator[Violation]:
    sources = Sources(report.tables)
    for extract in report.extracts.values():
        for shown in extract.tables:
            if shown.name:
                lang = shown.lang or report.language(shown.where)
                yield from compare_table(shown, sources, lang)


def _shown_charts(report: OpenedReport) -> Iterator[Violation]:
    for extract in report.extracts.values():
        for shown in extract.charts:
            drawn = _figure(report, shown.name)
            if drawn is None:
                yield Violation(shown.where, "no_figure", {"name": shown.name})
            else:
                yield from compare_chart(shown, *drawn, shown.lang or report.language(shown.where))


def _figure(report: OpenedReport, name: str) -> tuple[Chart, ReportTable] | None:
    """Return the chart of a figure and its table; None where the bundle lacks one of them."""
    told = read_json(report.folder / "figures" / f"{name}.json")
    try:
        return read_chart(told["chart"]), report.tables[told["table"]]
    except (KeyError, TypeError):
        return None


def _persons(report: OpenedReport) -> Iterator[Violation]:
    named = ((where, where) for where in report.files)
    known: dict[str, list[tuple[str, int]]] = {}
    for where, text in chain(named, _texts(report.extracts.values())):
        if text not in known:
            counts = Counter(one.kind for one in identities(text, report.checklist))
            known[text] = sorted(counts.items())
        for kind, count in known[text]:
            code = kind if kind in ("identifier", "name") else "pattern"
            yield Violation(where, code, {"kind": kind, "count": str(count)})


def _paths(report: OpenedReport) -> Iterator[Violation]:
    for where, text in _texts(report.extracts.values()):
        if _MACHINE_PATH.search(text):
            yield Violation(where, "path")


def _network(report: OpenedReport) -> Iterator[Violation]:
    for extract in report.extracts.values():
        for where, address in extract.references:
            if _NETWORK.match(address):
                host = urlsplit(address).hostname or ""
                yield Violation(where, "network", {"host": host})


def _stamps(report: OpenedReport) -> Iterator[Violation]:
    if report.synthetic is None:
        return
    for where, extract in report.extracts.items():
        if where.endswith(PAGED) or extract.pages:
            yield from check_pages(where, extract, synthetic=report.synthetic)
        elif where.endswith(_STAMPED) and _needs_stamp(where):
            stamped = _says_synthetic(report.folder / where) or any(
                says_stamp(text) for _, text in extract.texts
            )
            if stamped != report.synthetic:
                yield Violation(where, "no_stamp" if report.synthetic else "false_stamp")


def _classes(report: OpenedReport) -> Iterator[Violation]:
    if report.report_class in CLASSES:
        for where, extract in report.extracts.items():
            if where.endswith(PAGED):
                yield from check_class(where, extract, report.report_class)


def _needs_stamp(where: str) -> bool:
    pages = where.endswith((".html", ".ipynb"))
    return pages or where == FINDINGS or where.startswith(("tables/", "figures/"))


def _says_synthetic(path: Path) -> bool:
    told = read_json(path) if path.suffix == ".json" else None
    return isinstance(told, dict) and told.get("synthetic") is True and bool(told.get("stamp"))


def _texts(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    for extract in extracts:
        yield from extract.texts
