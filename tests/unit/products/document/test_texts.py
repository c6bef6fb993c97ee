"""Every text of a document is reached, and nothing but texts."""

from __future__ import annotations

from pathlib import Path

from analysis.products.document.texts import with_texts, without_controls
from tests.lib.documents import document


def test_texts_are_changed_wherever_they_stand(tmp_path: Path) -> None:
    given = document(tmp_path)
    seen: list[str] = []
    same = with_texts(given, lambda text: seen.append(text) or text)  # type: ignore[func-returns-value]
    assert same == given
    for text in ("Dinas Sosial", "Mutu", "* Kurang dari 5.", "PEMERINTAH KOTA CONTOH", given.stamp):
        assert text in seen


def test_what_is_no_text_stays_as_it_is() -> None:
    path = Path("a")
    assert with_texts({"a": [1, None, path, ("x",)]}, str.upper) == {"a": [1, None, path, ("X",)]}


def test_line_ends_and_tabs_are_no_control_characters_that_go() -> None:
    assert without_controls("a\tb\nc\x00\x1f\ufffed") == "a\tb\ncd"
