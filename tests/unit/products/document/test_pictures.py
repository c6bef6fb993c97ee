"""Pictures fill the text and never more than a page is high."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.products.document.pictures import MOST_HIGH_MM, picture_size
from analysis.products.document.widths import TEXT_MM
from tests.lib.documents import picture


def test_a_broad_picture_fills_the_text(tmp_path: Path) -> None:
    size = picture_size(picture(tmp_path / "a.png", width=400, height=100))
    assert size == pytest.approx((TEXT_MM, TEXT_MM / 4))


def test_a_tall_picture_is_as_high_as_a_page_allows(tmp_path: Path) -> None:
    width, height = picture_size(picture(tmp_path / "a.png", width=100, height=400))
    assert height == pytest.approx(MOST_HIGH_MM)
    assert width == pytest.approx(MOST_HIGH_MM / 4)


def test_what_is_no_png_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"GIF89a")
    with pytest.raises(ValueError, match=r"a\.png"):
        picture_size(path)
