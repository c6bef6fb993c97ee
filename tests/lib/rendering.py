"""Finished files as pages: LibreOffice lays office files out, poppler reads pages and words.

Tests take the fixture `renderer` (tests/conftest.py), which skips, with the reason, where a tool is
absent, and fails where the environment variable KINERJA_CI says that nothing may be skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

TOOLS = {
    "soffice": "libreoffice-writer, libreoffice-calc and libreoffice-impress",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
}
"""Commands and the Debian packages that have them."""
SECONDS = 300
NEAR_SHADES = 15
"""Of 256 shades of grey: so near they are taken for one."""
COVERED = 0.35
"""Part of a word's height under another from which on both are hard to read."""
XHTML = "{http://www.w3.org/1999/xhtml}"


def require(names: Iterable[str] = TOOLS) -> None:
    """Skip the test where a command is absent; fail it where nothing may be skipped."""
    missing = {name: TOOLS.get(name, name) for name in names if shutil.which(name) is None}
    if missing:
        absent(f"{', '.join(missing)} not found: install {', '.join(sorted({*missing.values()}))}")


def absent(reason: str) -> None:
    """Skip a test with a reason, or fail it in a run that must not skip."""
    if os.environ.get("KINERJA_CI") == "1":
        pytest.fail(f"KINERJA_CI=1 allows no skipping: {reason}")
    pytest.skip(reason)


@dataclass(frozen=True)
class Box:
    """A word or line and where it stands, in points from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Box) -> float:
        """Part of the lower height of the two that both take; 0 where they stand side by side."""
        across = min(self.right, other.right) - max(self.left, other.left)
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.bottom - self.top, other.bottom - other.top)
        return shared / lower if across > 1 and shared > 0 and lower > 0 else 0.0


@dataclass(frozen=True)
class Page:
    """A page: its size in points, its words and lines in reading order."""

    width: float
    height: float
    words: tuple[Box, ...]
    lines: tuple[Box, ...]

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.words)

    def outside(self, margin: float = 0.0) -> list[Box]:
        """Words that stand nearer to an edge of the page than `margin`, or beyond it."""
        return [
            one
            for one in self.words
            if min(one.left, one.top) < margin
            or one.right > self.width - margin
            or one.bottom > self.height - margin
        ]

    def overlaps(self) -> list[tuple[str, str]]:
        """Pairs of words that stand one upon the other."""
        return [
            (one.text, other.text)
            for one, other in combinations(self.words, 2)
            if one.covers(other) > COVERED
        ]


@dataclass(frozen=True)
class Font:
    """A font of a PDF: its name without the tag of a subset, and whether the file holds it."""

    name: str
    embedded: bool


@dataclass
class Renderer:
    """Turns office files into PDF, each once; all in one LibreOffice profile of its own.

    Attributes
    ----------
    folder : Path
        For the profile and the PDF files.
    """

    folder: Path
    made: dict[Path, Path] = field(default_factory=dict)

    def office_pdfs(self, paths: Iterable[Path]) -> list[Path]:
        """Return the PDF of each office file; those that are not made yet in one process."""
        asked = [path.resolve() for path in paths]
        new = [path for path in dict.fromkeys(asked) if path not in self.made]
        if new:
            self._convert(new)
        return [self.made[path] for path in asked]

    def office_pdf(self, path: Path) -> Path:
        """Return the PDF that LibreOffice makes of an office file."""
        return self.office_pdfs([path])[0]

    def pdf(self, path: Path) -> Path:
        """Return a file as PDF; one that is a PDF stays as it is."""
        return path if path.suffix == ".pdf" else self.office_pdf(path)

    def _convert(self, paths: list[Path]) -> None:
        first = len(self.made)
        sources = self.folder / f"from-{first}"
        sources.mkdir(parents=True)
        copies = {}
        for place, path in enumerate(paths, first):
            copies[path] = shutil.copy2(path, sources / f"{place}{path.suffix}")
        profile = (self.folder / "profile").as_uri()
        run(
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(self.folder),
            *map(str, copies.values()),
        )
        for path, copy in copies.items():
            target = self.folder / f"{copy.stem}.pdf"
            assert target.is_file(), f"LibreOffice could not open {path.name}"
            self.made[path] = target


def run(*command: str) -> str:
    """Run a command and return what it printed; its failure fails the test."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-500:]}"
    return done.stdout


@cache
def pdf_pages(pdf: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF with their words and lines."""
    root = ElementTree.fromstring(run("pdftotext", "-bbox-layout", str(pdf), "-"))
    return tuple(_page(one) for one in root.iter(f"{XHTML}page"))


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page, its words parted by one space."""
    return [page.text for page in pdf_pages(pdf)]


def pictures(pdf: Path, folder: Path, *, dpi: int = 60) -> list[Path]:
    """Return a PNG of each page, in order."""
    stem = folder / f"{pdf.stem}-{dpi}"
    folder.mkdir(parents=True, exist_ok=True)
    run("pdftoppm", "-r", str(dpi), "-png", str(pdf), str(stem))
    return sorted(folder.glob(f"{stem.name}-*.png"))


def ink(picture: Path) -> float:
    """Return the share of a picture's points that differ clearly from its commonest shade."""
    from PIL import Image

    with Image.open(picture) as opened:
        counts = opened.convert("L").histogram()
    ground = counts.index(max(counts))
    near = counts[max(0, ground - NEAR_SHADES) : ground + NEAR_SHADES + 1]
    return 1 - sum(near) / sum(counts)


def pdf_fonts(pdf: Path) -> set[Font]:
    """Return the fonts that a PDF uses."""
    head, rule, *rows = run("pdffonts", str(pdf)).splitlines()
    assert rule.startswith("---")
    place = head.index("emb")
    return {
        Font(name=row.split()[0].rpartition("+")[2], embedded=row[place:].split()[0] == "yes")
        for row in rows
    }


def _page(page: ElementTree.Element) -> Page:
    lines = [_line(one) for one in page.iter(f"{XHTML}line")]
    words = [_box(one, one.text or "") for one in page.iter(f"{XHTML}word")]
    width, height = float(page.get("width", "0")), float(page.get("height", "0"))
    return Page(width, height, tuple(words), tuple(lines))


def _line(line: ElementTree.Element) -> Box:
    return _box(line, " ".join(one.text or "" for one in line.iter(f"{XHTML}word")))


def _box(element: ElementTree.Element, text: str) -> Box:
    left, top, right, bottom = (
        float(element.get(name, "nan")) for name in ("xMin", "yMin", "xMax", "yMax")
    )
    return Box(text, left, top, right, bottom)
