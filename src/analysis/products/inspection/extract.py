"""What an inspection returns, the same for every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ShownTable:
    """A table as a reader sees it.

    Attributes
    ----------
    where : str
    name : str
        Its `data-table`; empty where it does not say which table of the bundle it shows.
    lang : str
    header : tuple of str
    columns : tuple of str
        `data-col` of the cells of the first row; empty strings where they do not say.
    rows : tuple of tuple of str
        Text of the body cells.
    """

    where: str
    name: str
    lang: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Extract:
    """Everything found in one file.

    Attributes
    ----------
    texts : tuple of (str, str)
        Place and text: visible text, attributes, alternative texts, comments, metadata.
    tables : tuple of ShownTable
    references : tuple of (str, str)
        Place and address of what the file would fetch or link to.
    """

    texts: tuple[tuple[str, str], ...] = ()
    tables: tuple[ShownTable, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


def merged(parts: Iterable[Extract]) -> Extract:
    """Return several extracts as one, in order."""
    found = list(parts)
    return Extract(
        texts=tuple(text for one in found for text in one.texts),
        tables=tuple(table for one in found for table in one.tables),
        references=tuple(reference for one in found for reference in one.references),
    )
