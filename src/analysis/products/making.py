"""Make a report's products from its bundle, each by the package that writes its format.

A product that cannot be made stops its report; nothing of the report is then published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import ReportError
from analysis.presenting.reading import read_bundle
from analysis.privacy.patterns import without_matches
from analysis.products.formats import Product, products_of
from analysis.schemas.runs_file import PAGE

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

Writer = Callable[["Bundle", str, Path], None]
LONGEST_DETAIL = 300


def _word(bundle: Bundle, lang: str, path: Path) -> None:
    from analysis.products import word

    word.write(bundle, lang, path)


def _pdf(bundle: Bundle, lang: str, path: Path) -> None:
    from analysis.products import pdf

    pdf.write(bundle, lang, path)


def _slides(bundle: Bundle, lang: str, path: Path) -> None:
    from analysis.products import slides

    slides.write(bundle, lang, path)


def _skm(bundle: Bundle, lang: str, path: Path) -> None:
    from analysis.products import skm

    skm.write_report(bundle, lang, path)


def _workbook(bundle: Bundle, _lang: str, path: Path) -> None:
    from analysis.products import workbook

    workbook.write(bundle, path)


WRITERS: dict[str, Writer] = {
    "word": _word,
    "pdf": _pdf,
    "slides": _slides,
    "workbook": _workbook,
    "skm": _skm,
}
"""What writes each product, by its name: it takes the bundle, the language and the path."""


def make_products(
    folder: Path,
    formats: Iterable[str],
    languages: Sequence[str],
    *,
    writers: Mapping[str, Writer] = WRITERS,
) -> list[Path]:
    """Write the products of the bundle in `folder` beside it, pages excepted.

    Parameters
    ----------
    folder : Path
        The bundle, with its manifest.
    formats : iterable of str
        Words of runs.toml.
    languages : sequence of str
        Languages of the report, the default first.
    writers : mapping of str to callable
        By name of the product.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ReportError
        If one of them cannot be made; the text names its file.
    """
    bundle = read_bundle(folder)
    asked = [one for one in products_of(formats, bundle.document.study) if one.format != PAGE]
    return [
        _made(bundle, product, lang, folder / name, writers)
        for product in asked
        for lang, name in product.files(languages).items()
    ]


def _made(
    bundle: Bundle, product: Product, lang: str, path: Path, writers: Mapping[str, Writer]
) -> Path:
    try:
        writers[product.name](bundle, lang, path)
    except ReportError:
        raise
    except Exception as error:
        detail = without_matches(str(error).replace(str(bundle.folder), "."))[:LONGEST_DETAIL]
        raise ReportError(
            "products.not_made", file=path.name, kind=type(error).__name__, detail=detail
        ) from error
    return path
