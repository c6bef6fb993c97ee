from __future__ import annotations

import pytest

from analysis.products.formats import PRODUCTS, Product, files_of, products_of
from analysis.products.names import product_file
from analysis.schemas.runs_file import ALL_FORMATS


@pytest.mark.parametrize(
    ("stem", "suffix", "lang", "languages", "expected"),
    [
        ("report", "docx", "id", ("id", "en"), "report.docx"),
        ("report", "docx", "en", ("id", "en"), "report.en.docx"),
        ("slides", "pptx", "id", ("en", "id"), "slides.id.pptx"),
        ("report", "pdf", "en", ("en",), "report.pdf"),
    ],
)
def test_the_default_language_bears_no_code(stem, suffix, lang, languages, expected):
    assert product_file(stem, suffix, lang, languages) == expected


def test_a_product_that_holds_all_languages_has_one_file():
    workbook = Product("workbook", "xlsx", "tables", each_language=False)
    assert workbook.files(("en", "id")) == {"en": "tables.xlsx"}
    assert workbook.file("id", ("en", "id")) == "tables.xlsx"


def test_files_are_listed_by_format():
    files = files_of(ALL_FORMATS, "quality", ("id", "en"))
    assert files["html"] == ["report.html", "report.en.html"]


def test_names_of_products_and_their_files_are_unique():
    names = [one.name for one in PRODUCTS]
    assert len(set(names)) == len(names)
    files = [file for one in PRODUCTS for file in one.files(("id", "en")).values()]
    assert len(set(files)) == len(files)


def test_only_the_formats_asked_for_are_made():
    assert [one.name for one in products_of(["html"], "quality")] == ["page"]
    assert list(products_of([], "quality")) == []
