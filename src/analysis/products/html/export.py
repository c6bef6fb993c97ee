"""One report as one HTML page: no script, no request to any network, prints well."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.presenting.bundle import NARRATIVE, table_names
from analysis.presenting.formats import Formatter
from analysis.products.html.addresses import index_from_report, other_pages
from analysis.products.html.cells import in_language, take_title
from analysis.products.html.contents import number_headings
from analysis.products.html.downloads import downloads
from analysis.products.html.page import build
from analysis.schemas.finding import FindingsDocument
from analysis.wording import say

if TYPE_CHECKING:
    from nbconvert.exporters import HTMLExporter
    from nbformat import NotebookNode

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


def render(
    notebook_path: Path, bundle: Path, lang: str, *, siblings: Mapping[str, str] | None = None
) -> str:
    """Return the report of an executed notebook and its bundle as a self-contained page.

    Parameters
    ----------
    notebook_path : Path
        Executed; its displays carry every language.
    bundle : Path
        Folder with findings.json, narrative.json and figures/.
    lang : {"id", "en"}
    siblings : mapping of str to str or None
        File names of the same report in other languages, by language; None means one page for
        each language of findings.json.
    """
    import nbformat

    document = FindingsDocument.read(bundle / "findings.json")
    narrative = json.loads((bundle / NARRATIVE).read_text("utf-8"))
    notebook = in_language(nbformat.read(notebook_path, as_version=4), lang, bundle)
    title = take_title(notebook) or narrative["title"][lang]
    unit = _unit(bundle)
    body, headings = number_headings(_article(notebook))
    return build(
        "report.html.j2",
        lang,
        title=title,
        narrative=narrative,
        facts=_facts(document, narrative, lang),
        index=index_from_report(lang, of_unit=bool(unit)),
        unit=unit_name(bundle, unit, lang),
        downloads=downloads(bundle, document.study, lang, document.languages),
        siblings=_links(other_pages(lang, document.languages) if siblings is None else siblings),
        body=body,
        headings=headings,
        code=_code_cells(notebook),
    )


def _unit(bundle: Path) -> str:
    """Return the unit the manifest names; empty where the report is about the whole region."""
    path = bundle / "manifest.json"
    return json.loads(path.read_text("utf-8")).get("unit", "") if path.is_file() else ""


def unit_name(bundle: Path, unit: str, lang: str) -> str:
    """Return what the manifest or a table of a bundle calls `unit`; else its code."""
    path = bundle / "manifest.json"
    if unit and path.is_file():
        named = json.loads(path.read_text("utf-8")).get("unit_name")
        if named:
            return str(named)
    for name in table_names(bundle) if unit else ():
        told = json.loads((bundle / "tables" / f"{name}.json").read_text("utf-8"))
        for column in told["columns"]:
            if unit in (column["codes"] or {}):
                return column["codes"][unit][lang]
    return unit


def _facts(document: FindingsDocument, narrative: dict[str, Any], lang: str) -> dict[str, str]:
    rules = [one["title"][lang] for one in narrative["rules"]] or ["–"]
    return {
        "made": made_on(document.generated_at, lang),
        "class": say(f"products.html.class.{narrative['class']}", lang),
        "rules": "; ".join(rules),
    }


def made_on(moment: datetime, lang: str) -> str:
    """Write the moment a report was made, to the minute, in UTC."""
    clock = f"{moment:%H:%M}" if lang == "en" else f"{moment:%H.%M}"
    return f"{Formatter(lang).date(moment)}, {clock} UTC"


def _links(siblings: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"lang": lang, "name": LANGUAGE_NAMES[lang], "file": file}
        for lang, file in siblings.items()
    ]


def _article(notebook: NotebookNode) -> str:
    body, _ = _exporter().from_notebook_node(notebook)
    return body


def _code_cells(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@cache
def _exporter() -> HTMLExporter:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from nbconvert.exporters import HTMLExporter

    with as_file(files("analysis.products.html").joinpath("template")) as folder:
        return HTMLExporter(
            template_name="kinerja",
            extra_template_basedirs=[str(folder)],
            exclude_anchor_links=True,
            preprocessors=[],
            default_preprocessors=[],
        )
