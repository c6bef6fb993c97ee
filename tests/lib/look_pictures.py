"""Draw the pictures of docs/look/: the specimen in every product, as its readers see it.

make look
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from sample_report import write_notebook
from specimen import specimen

from analysis.presenting.reading import read_bundle
from analysis.products import html
from analysis.products.formats import PRODUCTS
from analysis.products.making import make_products
from analysis.products.skm import write_sheets
from tests.lib.rendering import Renderer, pictures, run

TARGET = Path(__file__).resolve().parents[2] / "docs" / "look"
LANGUAGES = ("id", "en")
GAP = 12
COLOURS = 160
SHEETS = {
    "document": ("report.docx", 3, 6),
    "print": ("report.pdf", 3, 6),
    "slides": ("slides.pptx", 3, 12),
    "workbook": ("tables.xlsx", 3, 3),
}
"""Name of the picture to the product, its columns and the most pages that are shown."""


def make(folder: Path) -> None:
    output = specimen()
    output.write(folder)
    write_notebook(output, folder / "notebook.ipynb")
    manifest = {"unit": "", "languages": list(LANGUAGES)}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    make_products(folder, {one.format for one in PRODUCTS}, LANGUAGES)
    page = html.render(folder / "notebook.ipynb", folder, "id")
    (folder / "report.html").write_text(page, "utf-8")


def montage(files: Sequence[Path], columns: int) -> Image.Image:
    pages = [Image.open(one).convert("RGB") for one in files]
    width, height = max(one.width for one in pages), max(one.height for one in pages)
    rows = -(-len(pages) // columns)
    size = (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, "#d7dce0")
    for place, page in enumerate(pages):
        row, column = divmod(place, columns)
        sheet.paste(page, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return sheet


def keep(picture: Image.Image, name: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS).save(TARGET / f"{name}.png", optimize=True)


def screenshot(page: Path, target: Path) -> None:
    run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        "--window-size=1100,1500",
        f"--screenshot={target}",
        page.as_uri(),
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "report"
        make(folder)
        screenshot(folder / "report.html", Path(scratch) / "page.png")
        keep(Image.open(Path(scratch) / "page.png").convert("RGB"), "page")
        renderer = Renderer(Path(scratch) / "rendered")
        renderer.folder.mkdir()
        for name, (file, columns, most) in SHEETS.items():
            found = pictures(renderer.pdf(folder / file), Path(scratch) / name, dpi=48)
            keep(montage(found[:most], columns), name)
        write_sheets(read_bundle(folder), Path(scratch), LANGUAGES)
        sheets = [Path(scratch) / name for name in ("ikm.png", "ikm.en.png")]
        keep(montage(sheets, 2).reduce(2), "sheet")


if __name__ == "__main__":
    main()
