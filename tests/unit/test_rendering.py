from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.lib import rendering
from tests.lib.rendering import Box, Page


def test_a_missing_tool_skips_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KINERJA_CI", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "pdftotext" else name)
    with pytest.raises(pytest.skip.Exception, match=r"pdftotext not found: install poppler-utils"):
        rendering.require()


def test_where_nothing_may_be_skipped_a_missing_tool_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINERJA_CI", "1")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(pytest.fail.Exception, match=r"no skipping: .*soffice"):
        rendering.require()


def test_words_beyond_the_margin_are_told() -> None:
    inside = Box("dalam", 20.0, 20.0, 60.0, 30.0)
    beyond = [
        Box("kiri", 5.0, 20.0, 30.0, 30.0),
        Box("kanan", 80.0, 20.0, 101.0, 30.0),
        Box("bawah", 20.0, 180.0, 30.0, 195.0),
    ]
    page = Page(100.0, 200.0, (inside, *beyond), ())
    assert page.outside(10.0) == beyond
    assert page.outside() == [beyond[1]]
    assert page.text == "dalam kiri kanan bawah"


def test_words_upon_each_other_are_told() -> None:
    first = Box("satu", 10.0, 10.0, 40.0, 20.0)
    touching = Box("dua", 10.0, 18.0, 40.0, 28.0)
    upon = Box("tiga", 38.0, 12.0, 60.0, 22.0)
    assert Page(100.0, 100.0, (first, touching), ()).overlaps() == []
    assert Page(100.0, 100.0, (first, upon), ()).overlaps() == [("satu", "tiga")]
    assert first.covers(upon) == pytest.approx(0.8)


def test_a_text_becomes_a_page_with_its_words(renderer, tmp_path: Path) -> None:
    source = tmp_path / "surat.txt"
    source.write_text("Laporan kinerja\n", "utf-8")
    (pdf,) = renderer.office_pdfs([source])
    (page,) = rendering.pdf_pages(pdf)
    assert [one.text for one in page.words] == ["Laporan", "kinerja"]
    assert page.lines[0].text == "Laporan kinerja"
    assert page.outside() == []
    (picture,) = rendering.pictures(pdf, tmp_path)
    assert 0 < rendering.ink(picture) < 0.1
    assert all(one.embedded for one in rendering.pdf_fonts(pdf))
    assert renderer.office_pdf(source) == pdf
