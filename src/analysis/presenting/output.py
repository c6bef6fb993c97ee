"""From raw results to what may be shown: protected tables, findings with sentences, the bundle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.checks import Audience
from analysis.errors import UsageError
from analysis.files import write_atomically
from analysis.presenting import audience as audiences
from analysis.presenting import bundle, figures
from analysis.presenting.displays import Display, section_html
from analysis.presenting.formats import Formatter
from analysis.presenting.headlines import headlines
from analysis.presenting.hidden_tables import is_wholly_hidden, without_empty_sections
from analysis.presenting.names import Names
from analysis.presenting.narrative import with_sentences
from analysis.presenting.row_order import hidden_findings_last, hidden_rows_last
from analysis.presenting.tables import html_table
from analysis.privacy.floors import limit_of
from analysis.schemas.bundle import ReportFigure, ReportTable, Section
from analysis.schemas.finding import Finding, FindingsDocument
from analysis.wording import LANGS, both

if TYPE_CHECKING:
    from analysis.rules import RuleBook
    from analysis.schemas.region import Region
    from analysis.store import StudyData

Sections = Callable[[list[Finding], dict[str, ReportTable]], Sequence[Section]]
Figures = Callable[[list[Finding], dict[str, ReportTable]], Sequence[ReportFigure]]
T = TypeVar("T")


@dataclass(frozen=True)
class StudyOutput:
    """Everything a report shows; all of it has passed disclosure control.

    Attributes
    ----------
    document : FindingsDocument
    tables : dict of str to ReportTable
    figures : dict of str to ReportFigure
    sections : dict of str to Section
    narrative : dict
        Content of narrative.json: title, key figures, sections and warnings in all languages.
    lang : str
        Language of the displays.
    min_cell : int or None
        Smallest base asked for; None means the floors of the classes.
    """

    document: FindingsDocument
    tables: Mapping[str, ReportTable]
    figures: Mapping[str, ReportFigure]
    sections: Mapping[str, Section]
    narrative: Mapping[str, Any]
    lang: str
    min_cell: int | None = None
    _drawn: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False, compare=False)

    def table(self, name: str) -> Display:
        """Return the table `name` as a display."""
        found = _pick(self.tables, name, kind="table")
        floor = limit_of(found.disclosure, min_cell=self.min_cell).floor
        return Display({one: html_table(found, one, floor=floor) for one in LANGS}, self.lang)

    def figure(self, name: str) -> Display:
        """Return the figure `name` as a display."""
        found = _pick(self.figures, name, kind="figure")
        table = self.tables[found.table]
        inline = figures.data_address(self.image(name, self.lang))
        files = figures.image_names(name, LANGS)
        return Display(
            {self.lang: figures.figure_html(found, table, self.lang, source=inline)},
            self.lang,
            {one: figures.figure_html(found, table, one, source=files[one]) for one in LANGS},
        )

    def section(self, key: str, *, heading: bool = False) -> Display:
        """Return the paragraphs of the section `key`, with its heading if asked for."""
        found = _pick(self.sections, key, kind="section")
        return Display({one: section_html(found, one, heading=heading) for one in LANGS}, self.lang)

    def image(self, name: str, lang: str) -> bytes:
        """Return the figure `name` in `lang` as PNG bytes, drawn once."""
        if (name, lang) not in self._drawn:
            figure = _pick(self.figures, name, kind="figure")
            table = self.tables[figure.table]
            png = figures.render(figure, table, lang, self.document.synthetic)
            self._drawn[name, lang] = png
        return self._drawn[name, lang]

    def write(self, out_dir: str | Path) -> Path:
        """Write the bundle into `out_dir` and return the folder; see `schemas.bundle`."""
        folder = Path(out_dir)
        write_atomically(folder / bundle.FINDINGS, self.document.to_json() + "\n")
        bundle.write_json(folder / bundle.NARRATIVE, self.narrative)
        for table in self.tables.values():
            bundle.write_table(table, folder, synthetic=self.document.synthetic)
        for name in self.figures:
            self._write_figure(name, folder)
        return folder

    def _write_figure(self, name: str, folder: Path) -> None:
        figure = self.figures[name]
        table = self.tables[figure.table]
        files = figures.image_names(name, LANGS)
        for lang, file in files.items():
            write_atomically(folder / file, self.image(name, lang))
        told = {
            "name": name,
            "table": figure.table,
            "title": figures.words_of(figure.title, table),
            "alt": figures.words_of(figure.alt, table),
            "caption": {lang: figures.caption(table, lang) for lang in LANGS},
            "files": dict(files),
            "chart": figure.chart.to_dict(),
            "synthetic": self.document.synthetic,
            "stamp": bundle.sample_stamp(self.document.synthetic),
        }
        bundle.write_json(folder / "figures" / f"{name}.json", told)


def assemble(
    *,
    data: StudyData,
    study: str,
    findings: Sequence[Finding],
    tables: Sequence[ReportTable],
    figures: Sequence[ReportFigure] | Figures,
    sections: Sections,
    rules_used: Mapping[str, str],
    warnings: Sequence[str] = (),
    lang: str = "id",
    min_cell: int | None = None,
    ledger: Any = None,  # noqa: ANN401 - privacy.disclosure's ledger
    audience: Audience = "internal",
    names: Names | None = None,
    members: Mapping[str, Mapping[str, str]] | None = None,
    generated_at: datetime | None = None,
) -> StudyOutput:
    """Protect raw results, put them into words, and return what may be shown.

    Parameters
    ----------
    data : StudyData
    findings, tables : sequence
        Raw, before disclosure control; never changed.
    figures : sequence of ReportFigure or callable
        Drawn from the protected tables. A callable takes the protected findings and tables, as
        `sections` does; headings that speak of findings are made in it.
    sections : callable
        Takes the protected findings (with sentences) and tables, returns the sections. A table
        that is wholly hidden is left out of the report; its section says so.
    rules_used : mapping of str to str
        Rule sets that were applied, for findings.json.
    warnings : sequence of str
        Codes of `studies.<study>.warning`.
    min_cell : int or None
        Raises the floors of disclosure control.
    names : Names or None
        Display names; None takes those of the region and its codebooks.
    members : mapping or None
        For a fine label beside `unit` the coarser level of each of its levels; see
        `privacy.report.protect_report`.
    """
    from analysis.privacy.report import protect_report

    words = names or Names.of(data.region, data.period, codebooks=data.codebooks.values())
    protected, hidden = protect_report(
        tables,
        findings,
        period=str(data.period),
        members={
            "unit": {unit.id: unit.kind for unit in data.region.units if unit.kind},
            **(members or {}),
        },
        min_cell=min_cell,
        ledger=ledger,
    )
    view = audiences.view_for(
        audience,
        hidden_findings_last(hidden),
        [hidden_rows_last(one) for one in protected],
        words,
    )
    safe = {one.name: one for one in view.tables}
    spoken = with_sentences(view.findings, view.names, min_cell=min_cell)
    document = FindingsDocument(
        study=study,
        region=data.region.id,
        period=str(data.period),
        generated_at=generated_at or datetime.now(UTC),
        languages=tuple(data.region.languages) or LANGS,
        synthetic=data.region.synthetic,
        rules=dict(rules_used),
        warnings=tuple(warnings),
        findings=tuple(spoken),
    )
    written = sections(list(spoken), dict(safe))
    parts = {one.key: one for one in without_empty_sections(written, safe, min_cell=min_cell)}
    drawn = figures(list(spoken), dict(safe)) if callable(figures) else figures
    shown = {name: one for name, one in safe.items() if not is_wholly_hidden(one)}
    held = {one.name: one for one in drawn if one.table in shown}
    return StudyOutput(
        document=document,
        tables=shown,
        figures=held,
        sections=parts,
        narrative=_narrative(
            document,
            parts,
            view.names,
            _rule_titles(rules_used, data.rules),
            figures=held,
            tables=shown,
            letterhead=_letterhead(data.region),
        ),
        lang=lang,
        min_cell=min_cell,
    )


def _rule_titles(rules_used: Mapping[str, str], book: RuleBook) -> list[dict[str, Any]]:
    ids = dict.fromkeys(rules_used.values())
    return [{"id": one, "title": dict(book.get(one).title)} for one in ids]


def _letterhead(region: Region) -> dict[str, Any] | None:
    head = region.letterhead
    return None if head is None else {"lines": list(head.lines), "address": head.address}


def _narrative(
    document: FindingsDocument,
    sections: Mapping[str, Section],
    names: Names,
    rules: Sequence[Mapping[str, Any]],
    *,
    figures: Collection[str],
    tables: Collection[str],
    letterhead: Mapping[str, Any] | None,
) -> dict[str, Any]:
    classes = {one.class_ for one in document.findings}
    return {
        "schema": 1,
        "study": document.study,
        "region": document.region,
        "region_name": names.region,
        "period": document.period,
        "period_name": {lang: Formatter(lang).period(document.period) for lang in LANGS},
        "title": both(f"studies.{document.study}.title"),
        "lede": both(f"studies.{document.study}.lede"),
        "letterhead": letterhead,
        "class": "internal" if "internal" in classes else "public",
        "rules": rules,
        "synthetic": document.synthetic,
        "stamp": bundle.sample_stamp(document.synthetic),
        "headlines": headlines(document.findings, names),
        "sections": _placed(sections.values(), figures=figures, tables=tables),
        "warnings": [
            {"code": code, "text": both(f"studies.{document.study}.warning.{code}")}
            for code in document.warnings
        ],
    }


def _placed(
    sections: Iterable[Section], *, figures: Collection[str], tables: Collection[str]
) -> list[dict[str, Any]]:
    """Return the sections with the figures and tables there are, each where it is first named."""
    told, placed = [], set()
    for one in sections:
        here = {
            "figures": [name for name in one.figures if name in figures],
            "tables": [name for name in one.tables if name in tables and name not in placed],
        }
        placed.update(here["tables"])
        told.append(
            {"key": one.key, "heading": one.heading, "paragraphs": list(one.paragraphs), **here}
        )
    return told


def _pick(found: Mapping[str, T], name: str, *, kind: str) -> T:
    if name not in found:
        known = ", ".join(sorted(found)) or "–"
        raise UsageError("presenting.no_display", kind=kind, name=repr(name), known=known)
    return found[name]
