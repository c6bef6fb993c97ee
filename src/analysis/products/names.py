"""File names of products: the default language bears none, the others stand before the suffix."""

from __future__ import annotations

from collections.abc import Sequence


def product_file(stem: str, suffix: str, lang: str, languages: Sequence[str]) -> str:
    """Return the file name of a product in one language.

    Parameters
    ----------
    stem, suffix : str
        `report` and `docx`, without the dot.
    lang : {"id", "en"}
    languages : sequence of str
        Languages of the report, the default first.

    Returns
    -------
    str
        `report.docx` in the default language, `report.en.docx` in another.
    """
    return f"{stem}.{suffix}" if lang == languages[0] else f"{stem}.{lang}.{suffix}"
