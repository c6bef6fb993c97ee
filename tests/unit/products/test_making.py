from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.products import formats
from analysis.products.formats import Product
from analysis.products.making import WRITERS, make_products
from analysis.schemas.runs_file import PAGE
from tests.lib.sample_report import write_report


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_report(tmp_path / "report")


@pytest.fixture
def two_products(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (
        Product("page", "html", "report"),
        Product("word", "docx", "report"),
        Product("other", "docx", "only-policy", study="policy"),
        Product("workbook", "xlsx", "tables", each_language=False),
    )
    monkeypatch.setattr(formats, "PRODUCTS", made)


def write_name(bundle, lang: str, path: Path) -> None:
    path.write_text(f"{bundle.document.study} {lang}", "utf-8")


def test_every_product_but_the_page_has_a_writer() -> None:
    assert {one.name for one in formats.PRODUCTS if one.format != PAGE} == set(WRITERS)


def test_each_product_is_written_once_a_language(bundle: Path, two_products: None) -> None:
    writers = {"word": write_name, "workbook": write_name}
    made = make_products(bundle, ("html", "docx", "xlsx"), ("id", "en"), writers=writers)
    assert [path.name for path in made] == ["report.docx", "report.en.docx", "tables.xlsx"]
    assert (bundle / "report.en.docx").read_text("utf-8") == "satisfaction en"
    assert not (bundle / "report.html").exists()


def test_a_format_not_asked_for_is_not_made(bundle: Path, two_products: None) -> None:
    made = make_products(bundle, ("docx",), ("en",), writers={"word": write_name})
    assert [path.name for path in made] == ["report.docx"]


def test_a_product_that_breaks_is_named_with_its_reason(bundle: Path, two_products: None) -> None:
    def broken(bundle, lang: str, path: Path) -> None:
        raise OSError(f"no room for 198001012005011001 at {path}")

    with pytest.raises(ReportError) as raised:
        make_products(bundle, ("docx",), ("id", "en"), writers={"word": broken})
    told = raised.value.text("en")
    assert told.startswith("report.docx could not be made (OSError): no room for")
    assert "198001012005011001" not in told
    assert str(bundle) not in told


def test_what_a_product_says_itself_is_kept(bundle: Path, two_products: None) -> None:
    def refusing(bundle, lang: str, path: Path) -> None:
        raise ReportError("runs.no_notebook", study="x")

    with pytest.raises(ReportError, match=r"notebooks/x\.ipynb"):
        make_products(bundle, ("docx",), ("id",), writers={"word": refusing})
