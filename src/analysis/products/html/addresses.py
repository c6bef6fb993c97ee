"""File names of pages, and how one leads to another inside the reports folder."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.products.names import product_file

DEPTH, UNIT_DEPTH = 3, 5


def page_file(lang: str, languages: Sequence[str], *, stem: str = "report") -> str:
    """Return the file name of a page; the default language is the first of `languages`."""
    return product_file(stem, "html", lang, languages)


def other_pages(lang: str, languages: Sequence[str]) -> dict[str, str]:
    """Return the file names of a report in the languages other than `lang`."""
    return {one: page_file(one, languages) for one in languages if one != lang}


def index_file(lang: str, default: str = "id") -> str:
    """Return the name of the index in `lang`."""
    return "index.html" if lang == default else f"index.{lang}.html"


def index_from_report(lang: str, *, of_unit: bool) -> str:
    """Return the address of the index as seen from a report of a region or of one unit."""
    return "../" * (UNIT_DEPTH if of_unit else DEPTH) + index_file(lang)
