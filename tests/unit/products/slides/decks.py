"""Decks of made-up reports, their bundles made in memory so that no picture is drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pptx
from pptx.presentation import Presentation
from pptx.util import Emu
from specimen import specimen, specimen_figures, specimen_sections, specimen_tables, two

from analysis.presenting import figures
from analysis.presenting.output import StudyOutput
from analysis.presenting.reading import Bundle, BundleFigure
from analysis.products import slides
from analysis.schemas.bundle import ReportTable, Section

POINT = 12700
LANGUAGES = ("id", "en")


def in_memory(output: StudyOutput, **narrative: Any) -> Bundle:
    """Return the bundle of an output as products read it, without its pictures."""
    drawn = {}
    for name, figure in output.figures.items():
        table = output.tables[figure.table]
        drawn[name] = BundleFigure(
            name=name,
            table=figure.table,
            title=figures.words_of(figure.title, table),
            alt=figures.words_of(figure.alt, table),
            caption={lang: figures.caption(table, lang) for lang in LANGUAGES},
            files={},
            chart=figure.chart,
        )
    told = {**output.narrative, **narrative}
    return Bundle(Path(), output.document, told, dict(output.tables), drawn, {})


def bundle_of(**options: Any) -> Bundle:
    """Return the specimen's bundle; options go to `assemble`."""
    return in_memory(specimen(**options))


@cache
def specimen_deck(lang: str) -> bytes:
    """Return the deck of the specimen."""
    return made(bundle_of(), lang)


@cache
def odd_deck(lang: str) -> bytes:
    """Return a deck with everything that is hard to lay out."""
    return made(odd_bundle(), lang)


def odd_bundle() -> Bundle:
    """Return a bundle with long names, 40 columns, many rows and text without end."""
    from specimen import SCRIPTS, wide_table, with_long_names

    tables = [with_long_names(one) if one.columns[0].codes else one for one in specimen_tables()]
    tables += [wide_table(80), many_rows(130)]
    endless = two("Kalimat yang tidak kunjung selesai " * 40, "A sentence without an end " * 40)
    named = two(f"{SCRIPTS} " * 12, f"{SCRIPTS} " * 12)

    def sections(found: list, protected: dict[str, ReportTable]) -> list[Section]:
        first, second, *rest = specimen_sections(found, protected)
        return [
            first,
            second,
            Section("wide", two("Lebar", "Wide"), (endless,), tables=("wide",)),
            Section("many", two("Banyak", "Many"), (named,), tables=("many",)),
            Section("words", two("Kata", "Words"), (endless, named) * 4),
            Section("silent", two("Tanpa kalimat", "Without a sentence"), ()),
            *rest,
            Section("discussion", two("Bahan diskusi", "For discussion"), (named,) * 9),
        ]

    return in_memory(
        specimen(tables=tables, sections=sections, figures=specimen_figures()),
        title=two("Judul yang panjang sekali " * 9, "A very long title " * 9),
        lede=two("Pertanyaan " * 60, "Question " * 60),
        letterhead={"lines": ["Pemerintah Kota Contoh", "Sekretariat Daerah"], "address": "Jalan"},
    )


def many_rows(count: int) -> ReportTable:
    """Return a table of that many rows."""
    import pandas as pd

    table = next(one for one in specimen_tables() if one.name == "rows")
    frame = pd.concat([table.frame] * (count // len(table.frame) + 1)).head(count)
    frame = frame.assign(source=[f"Sumber {place}" for place in range(count)])
    return replace(table, name="many", frame=frame.reset_index(drop=True))


def made(bundle: Bundle, lang: str) -> bytes:
    """Return the bytes of a bundle's deck."""
    target = _Memory()
    slides.write(bundle, lang, target)  # type: ignore[arg-type]
    return target.content


def opened(content: bytes) -> Presentation:
    """Return a deck opened by python-pptx."""
    return pptx.Presentation(io.BytesIO(content))


def texts_of(presentation: Presentation) -> list[str]:
    """Return the title of each slide."""
    return [slide.shapes.title.text_frame.text for slide in presentation.slides]


def shapes(presentation: Presentation) -> Iterator[tuple[int, Any]]:
    """Yield every shape with the number of its slide."""
    for number, slide in enumerate(presentation.slides, 1):
        for shape in slide.shapes:
            yield number, shape


def points(length: int | Emu) -> float:
    """Return a length in points."""
    return int(length) / POINT


class _Memory:
    """Stands for a path and keeps what is written."""

    name = "slides.pptx"
    content = b""

    def write_bytes(self, content: bytes) -> None:
        self.content = content
