"""A protected table as an HTML table whose every cell can be recomputed from its CSV."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from analysis.presenting.formats import HIDDEN, Formatter, is_missing
from analysis.presenting.typography import glued, without_controls
from analysis.privacy.floors import limit_of
from analysis.schemas.bundle import KEPT, STATUS_COLUMN, SUPPRESSED, ReportColumn, ReportTable
from analysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHORT_TEXT = 20
MOST_OPEN_ROWS = 12
NUMERIC = ("base", "count", "share", "mean", "bound", "test")
KEPT_MARK = "†"
RowKind = Literal["plain", "total", "hidden"]


@dataclass(frozen=True)
class RowMarks:
    """What sets a row apart: the total over all groups, hidden numbers, those of the last edition.

    A row can be several of them; `kind` says which look it has.
    """

    total: bool = False
    hidden: bool = False
    kept: bool = False

    @property
    def kind(self) -> RowKind:
        """How the row looks; `KEPT_MARK` is written beside any look."""
        if self.hidden:
            return "hidden"
        return "total" if self.total else "plain"


def cell_text(
    column: ReportColumn,
    value: Any,  # noqa: ANN401 - any cell of a frame
    *,
    lang: str,
    hidden: bool = False,
) -> str:
    """Return what a cell says: a hidden number `*`, a missing label the word for the total."""
    if hidden and column.role != "label" and is_missing(value):
        return HIDDEN
    if column.role == "label" and is_missing(value):
        return say("presenting.total", lang)
    return without_controls(Formatter(lang).cell(value, column.format, column.codes))


def is_hidden(row: Any) -> bool:  # noqa: ANN401 - a row of a frame
    """Tell whether disclosure control hid the numbers of `row`."""
    return STATUS_COLUMN in row and row[STATUS_COLUMN] == SUPPRESSED


def row_marks(table: ReportTable, row: Mapping[Any, Any]) -> RowMarks:
    """Return what sets a row of a protected table apart, for every product alike."""
    labels = table.of_role("label")
    return RowMarks(
        total=bool(labels) and all(is_missing(row[name]) for name in labels),
        hidden=is_hidden(row),
        kept=row.get(STATUS_COLUMN) == KEPT,
    )


def shown_texts(table: ReportTable, lang: str) -> list[list[str]]:
    """Return the cell texts of `table`, row by row, in the order of its columns."""
    return [
        [
            cell_text(column, row[column.name], lang=lang, hidden=is_hidden(row))
            for column in table.columns
        ]
        for row in _rows(table)
    ]


def html_table(table: ReportTable, lang: str, *, floor: int | None = None) -> str:
    """Return the table as HTML in `lang`, with caption, header scopes, hidden cells and note.

    More than `MOST_OPEN_ROWS` rows are folded under a line with the title and how many there are.

    Parameters
    ----------
    table : ReportTable
        After disclosure control.
    floor : int or None
        Smallest base that is shown, named in the note; None means the floor of the class.
    """
    caption = escape(table.title[lang])
    kinds = _kinds(table, lang)
    head = "".join(_header(column, lang, kinds) for column in table.columns)
    body = "".join(_body_row(table, row, lang, kinds) for row in _rows(table))
    shown = (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table data-table="{escape(table.name)}" lang="{lang}">'
        f"<caption><span>{caption}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{_notes(table, lang, floor)}"
    )
    if len(table.frame) > MOST_OPEN_ROWS:
        shown = _folded(shown, caption, rows=len(table.frame), lang=lang)
    return f'<div class="table-block">{shown}</div>'


def _folded(shown: str, caption: str, *, rows: int, lang: str) -> str:
    count = escape(say("presenting.table_rows", lang, rows=Formatter(lang).integer(rows)))
    summary = f'<span class="fold-title">{caption}</span> <span class="fold-count">{count}</span>'
    return f'<details class="table-fold"><summary>{summary}</summary>{shown}</details>'


def _rows(table: ReportTable) -> Iterator[dict[str, Any]]:
    for row in table.frame.to_dict("records"):
        yield {str(name): value for name, value in row.items()}


def _kinds(table: ReportTable, lang: str) -> dict[str, str]:
    """Return the CSS classes of each column; `short` texts stay on one line."""
    kinds = {}
    for place, column in enumerate(table.columns):
        texts = [row[place] for row in shown_texts(table, lang)]
        short = max(map(len, texts), default=0) <= SHORT_TEXT
        kind = "num" if column.role in NUMERIC else column.role
        kinds[column.name] = f"{kind} short" if short and kind != "num" else kind
    return kinds


def _header(column: ReportColumn, lang: str, kinds: dict[str, str]) -> str:
    kind = kinds[column.name].split()[0]
    return f'<th scope="col" class="{kind}">{escape(column.label[lang])}</th>'


def _body_row(table: ReportTable, row: dict[str, Any], lang: str, kinds: dict[str, str]) -> str:
    marks = row_marks(table, row)
    named = (("total", marks.total), ("suppressed", marks.hidden), ("kept", marks.kept))
    classes = " ".join(name for name, on in named if on)
    labels = table.of_role("label")
    head = labels[0] if labels else table.columns[0].name
    cells = "".join(
        _cell(
            column,
            row,
            lang,
            kind=kinds[column.name],
            hidden=marks.hidden,
            head=column.name == head,
        )
        for column in table.columns
    )
    return f'<tr class="{classes}">{cells}</tr>' if classes else f"<tr>{cells}</tr>"


def _cell(
    column: ReportColumn, row: dict[str, Any], lang: str, *, kind: str, hidden: bool, head: bool
) -> str:
    value = row[column.name]
    text = escape(cell_text(column, value, lang=lang, hidden=hidden))
    if column.role == "code" and not is_missing(value):
        kind = f"{kind} code-{escape(str(value))}"
    if text == HIDDEN:
        title = escape(say("presenting.hidden_cell", lang))
        text = f'<abbr title="{title}">{HIDDEN}</abbr>'
    tag, scope = ("th", ' scope="row"') if head else ("td", "")
    return f'<{tag}{scope} data-col="{escape(column.name)}" class="{kind}">{text}</{tag}>'


def notes(table: ReportTable, lang: str, floor: int | None = None) -> list[str]:
    """Return what is printed under a table: its own note, what is hidden and what was kept."""
    found = [table.note[lang]] if table.note.get(lang) else []
    statuses = set(table.frame.get(STATUS_COLUMN, ()))
    if SUPPRESSED in statuses:
        least = floor or limit_of(table.disclosure).floor
        found.append(say("presenting.hidden_note", lang, mark=HIDDEN, floor=least))
    if KEPT in statuses:
        found.append(say("presenting.kept_note", lang))
    return found


def _notes(table: ReportTable, lang: str, floor: int | None) -> str:
    return "".join(
        f'<p class="table-note">{escape(glued(note))}</p>' for note in notes(table, lang, floor)
    )
