"""The data dictionary page is what the schemas say."""

from __future__ import annotations

from analysis.schemas.codebook import builtin_names
from analysis.schemas.dictionary import dictionary_text, write_dictionary
from analysis.schemas.tables import TABLE_NAMES, table


def test_committed_page_is_up_to_date(root):
    committed = (root / "docs" / "data-dictionary.md").read_text("utf-8")
    assert committed == dictionary_text(), "run: python -m analysis.schemas.dictionary"


def test_page_names_every_table_column_and_codebook():
    text = dictionary_text()
    for name in TABLE_NAMES:
        section = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        for column in table(name).columns[3:]:
            assert f"| `{column.name}` | {column.kind} |" in section
            assert column.meaning["id"] in section
            assert column.meaning["en"] in section
    for name in builtin_names():
        assert f"\n### {name}\n" in text


def test_rows_of_a_grid_have_equally_many_cells():
    for line in dictionary_text().splitlines():
        if line.startswith("| `"):
            assert line.count(" | ") in (3, 5), line


def test_write(tmp_path):
    write_dictionary(tmp_path / "docs" / "page.md")
    assert (tmp_path / "docs" / "page.md").read_text("utf-8") == dictionary_text()
