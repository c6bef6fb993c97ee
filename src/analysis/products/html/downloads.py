"""The other files of a report that its page and the index offer beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.presenting.formats import Formatter
from analysis.products.formats import PRODUCTS
from analysis.schemas.runs_file import PAGE
from analysis.wording import say

KILOBYTE = 1000
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Download:
    """A file to take along: what it is, its name inside the report's folder, how large it is."""

    name: str
    file: str
    size: str


def downloads(folder: Path, study: str, lang: str, languages: Sequence[str]) -> list[Download]:
    """Return the products of a report in `lang` that exist, pages excepted, in their order.

    Parameters
    ----------
    folder : Path
        Of the report, staged or published.
    study : str
    lang : {"id", "en"}
        Language of the files and of their names.
    languages : sequence of str
        Languages of the report, the default first.
    """
    offered = [one for one in PRODUCTS if one.format != PAGE and one.study in ("", study)]
    paths = [(one.name, folder / one.file(lang, languages)) for one in offered]
    return [
        Download(
            say(f"products.html.download.{name}", lang), path.name, size(path.stat().st_size, lang)
        )
        for name, path in paths
        if path.is_file()
    ]


def size(octets: int, lang: str) -> str:
    """Write the size of a file: 84 kB, 1,2 MB."""
    write = Formatter(lang)
    if octets < KILOBYTE**2:
        return f"{write.integer(max(1, octets / KILOBYTE))}{NO_BREAK}kB"
    return f"{write.decimal(octets / KILOBYTE**2, 1)}{NO_BREAK}MB"
