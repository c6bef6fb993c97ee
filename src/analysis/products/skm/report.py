"""The SKM report (laporan SKM) in the order of chapters in which offices deliver it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.products.document.blocks import Block, Document
from analysis.products.skm.analysis_chapter import write_analysis
from analysis.products.skm.closing import write_appendices, write_conclusion
from analysis.products.skm.drafting import Draft
from analysis.products.skm.opening import write_collection, write_introduction, write_opening
from analysis.products.skm.results import write_results
from analysis.products.word.writer import write_document
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

CHAPTERS = (
    write_opening,
    write_introduction,
    write_collection,
    write_results,
    write_analysis,
    write_conclusion,
    write_appendices,
)


def write_report(bundle: Bundle, lang: str, path: Path) -> None:
    """Write the SKM report of a bundle of the satisfaction study as a Word file.

    What only the office knows (team, causes, actions, who signs) is left blank to be filled in.

    Raises
    ------
    ReportError
        If the Word file cannot be made.
    """
    write_document(skm_document(bundle, lang), path)


def skm_document(bundle: Bundle, lang: str) -> Document:
    """Return the SKM report as a document."""
    draft = Draft(bundle, lang)
    title = draft.say("title")
    blocks: list[Block] = [block for chapter in CHAPTERS for block in chapter(draft)]
    return Document(
        lang=lang,
        title=f"{title} – {draft.place}, {draft.period}",
        subject=f"{draft.say('short_title')} · {draft.place} · {draft.period}",
        classed=say(f"products.class.{bundle.narrative['class']}", lang),
        stamp=bundle.stamp(lang),
        created=bundle.document.generated_at,
        blocks=tuple(blocks),
    )
