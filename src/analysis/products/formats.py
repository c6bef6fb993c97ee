"""Which products a report can have: their formats, file names, and whom they are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.checks import FormatName
from analysis.products.names import product_file
from analysis.schemas.runs_file import PAGE


@dataclass(frozen=True)
class Product:
    """A kind of file that is made from a bundle.

    Attributes
    ----------
    name : str
        Slug, unique among the products.
    format : str
        The word of runs.toml that asks for it.
    stem : str
        Start of the file name.
    study : str
        The only study that has it; empty for all.
    each_language : bool
        One file for each language of the report; otherwise one file that holds them all.
    """

    name: str
    format: FormatName
    stem: str
    study: str = ""
    each_language: bool = True

    def file(self, lang: str, languages: Sequence[str]) -> str:
        """Return the file name in `lang`; `languages` has the report's default first."""
        default = languages[0] if self.each_language else lang
        return product_file(self.stem, self.format, lang, (default,))

    def files(self, languages: Sequence[str]) -> dict[str, str]:
        """Return the file names by language; the default language only if one file holds all."""
        chosen = languages if self.each_language else languages[:1]
        return {lang: self.file(lang, languages) for lang in chosen}


PRODUCTS = (
    Product("page", PAGE, "report"),
    Product("word", "docx", "report"),
    Product("pdf", "pdf", "report"),
    Product("slides", "pptx", "slides"),
    Product("workbook", "xlsx", "tables", each_language=False),
    Product("skm", "docx", "laporan-skm", study="satisfaction"),
)
"""In the order in which a reader is offered them."""


def products_of(formats: Iterable[str], study: str) -> Iterator[Product]:
    """Yield the products of a study's report in these formats."""
    asked = set(formats)
    for product in PRODUCTS:
        if product.format in asked and product.study in ("", study):
            yield product


def files_of(formats: Iterable[str], study: str, languages: Sequence[str]) -> dict[str, list[str]]:
    """Return the file names of a report's products by format."""
    found: dict[str, list[str]] = {}
    for product in products_of(formats, study):
        found.setdefault(product.format, []).extend(product.files(languages).values())
    return found
