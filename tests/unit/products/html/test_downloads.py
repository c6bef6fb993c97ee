from __future__ import annotations

import re
from pathlib import Path

import pytest
from sample_report import write_report

from analysis.products.html import render
from analysis.products.html.downloads import downloads, size


@pytest.mark.parametrize(
    ("octets", "lang", "expected"),
    [
        (0, "id", "1\u00a0kB"),
        (84_499, "id", "84\u00a0kB"),
        (999_999, "en", "1,000\u00a0kB"),
        (1_250_000, "id", "1,3\u00a0MB"),
        (12_340_000, "en", "12.3\u00a0MB"),
    ],
)
def test_sizes_are_written_in_the_language(octets: int, lang: str, expected: str) -> None:
    assert size(octets, lang) == expected


def test_only_files_that_exist_are_offered_each_in_its_language(tmp_path: Path) -> None:
    for name in ("report.docx", "report.en.docx", "tables.xlsx", "report.html"):
        (tmp_path / name).write_bytes(b"x")
    told = downloads(tmp_path, "quality", "en", ("id", "en"))
    assert [(one.name, one.file) for one in told] == [
        ("Word", "report.en.docx"),
        ("Excel", "tables.xlsx"),
    ]
    assert downloads(tmp_path / "none", "quality", "en", ("id", "en")) == []


def test_the_page_links_to_its_files_and_print_leaves_the_row_out(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "report")
    assert 'class="downloads"' not in render(folder / "notebook.ipynb", folder, "id")
    (folder / "report.pdf").write_bytes(b"x" * 51_000)
    page = render(folder / "notebook.ipynb", folder, "id")
    (row,) = re.findall(r'<div class="downloads">.*?</div>', page, re.DOTALL)
    assert row.count("<a ") == 1
    assert '<a href="report.pdf">PDF</a> 51\u00a0kB' in row
    printed = page.partition("@media print")[2]
    assert re.search(r"\.downloads,[^{]*\{ display: none", printed)
