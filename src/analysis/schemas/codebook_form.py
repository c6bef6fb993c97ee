"""The codebook as an XLSX form that people who do not edit TOML can fill in.

Sheets: an explanation, the head of the codebook, its scales, its items (one row an item, one
column of answer texts a score) and the orders in which forms number the items. Headings carry both
languages; columns may stand in any order and rows may be empty.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import ConfigError
from analysis.files import write_atomically
from analysis.schemas.codebook import Codebook, Item, Scale
from analysis.schemas.form_sheet import (
    LABELS_PREFIX,
    SEPARATOR,
    FormCell,
    FormRow,
    bilingual,
    empty_cell,
    heading,
    read_sheet,
)
from analysis.wording import both

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEETS = {
    "guide": "Petunjuk - Guide",
    "head": "Buku kode - Codebook",
    "scales": "Skala - Scales",
    "items": "Butir - Items",
    "orders": "Urutan - Orders",
}
HEAD_COLUMNS = ("field", "value", "explanation")
SCALE_COLUMNS = ("key", "name_id", "name_en", "role")
SCALE_OPTIONS = ("part_of", "minimum_items", "validated", "notes_id", "notes_en")
"""Columns of scales that a form may leave out."""
ITEM_COLUMNS = (
    "key",
    "name_id",
    "name_en",
    "question_id",
    "question_en",
    "code",
    "scale",
    "synonyms",
    "reverse",
    "substitutable",
)
ORDER_COLUMNS = ("order", "number", "key")

TEXT_FIELDS = (
    "id",
    "table",
    "instrument",
    "rules",
    "source",
    "confidence",
    "licence",
    "code_pattern",
    "default_order",
)
HEAD_FIELDS = (
    *("id", "title_id", "title_en", *TEXT_FIELDS[1:]),
    *("minimum", "maximum", "letters", "minimum_answered"),
)
HEAD_OPTIONS = ("notes_id", "notes_en")
GUIDE_LINES = ("title", "purpose", "head", "scales", "items", "labels", "orders", "save")
MOST_LABEL_COLUMNS = 11
"""Scales with more points than this get label columns only for the scores that have labels."""

COLUMN_WIDTH, GUIDE_WIDTH = 24, 70
FORM_DATE = datetime(2025, 1, 1, tzinfo=UTC)
"""Date of creation written into every form, so that equal codebooks give equal files."""


def write_form(codebook: Codebook, path: Path) -> None:
    """Write `codebook` as an XLSX form; `read_form` gives the same codebook back.

    Raises
    ------
    ConfigError
        If a synonym, label or letter holds a semicolon, which separates them in the form.
    """
    import xlsxwriter

    _refuse_separators(codebook)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": FORM_DATE})
        top = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F1"})
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for key, rows in _sheets(codebook).items():
            sheet = book.add_worksheet(SHEETS[key])
            sheet.set_column(
                0, len(rows[0]) - 1, GUIDE_WIDTH if key == "guide" else COLUMN_WIDTH, body
            )
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                _write_row(sheet, number, row, top if number == 0 else body)
            if key == "items":
                _offer_choices(sheet, codebook)
    write_atomically(path, buffer.getvalue())


def read_form(path: Path) -> dict[str, Any]:
    """Return the codebook a form declares, as `codebook.codebook_from` takes it.

    Raises
    ------
    ConfigError
        If the file is no XLSX, a sheet or heading is missing or unknown, or a cell is empty that
        must not be or holds the wrong kind of value; the text names file, sheet, row and column.
    """
    head = _head(path)
    return {
        **{key: head[key].text for key in TEXT_FIELDS},
        "id": head["id"].required(),
        "instrument": head["instrument"].required(),
        "title": {"id": head["title_id"].required(), "en": head["title_en"].required()},
        "answers": {
            "minimum": head["minimum"].whole_number(),
            "maximum": head["maximum"].whole_number(),
            "letters": head["letters"].scores(),
            "minimum_answered": head["minimum_answered"].whole_number(),
        },
        "notes": _text(head["notes_id"], head["notes_en"]),
        "scales": [
            _scale(row)
            for row in read_sheet(path, SHEETS["scales"], SCALE_COLUMNS, optional=SCALE_OPTIONS)
        ],
        "items": [_item(row) for row in read_sheet(path, SHEETS["items"], ITEM_COLUMNS)],
        "orders": _orders(read_sheet(path, SHEETS["orders"], ORDER_COLUMNS)),
    }


def _sheets(codebook: Codebook) -> dict[str, list[Sequence[str]]]:
    scores = _label_scores(codebook)
    item_columns = (*ITEM_COLUMNS, *(f"{LABELS_PREFIX}{score}" for score in scores))
    return {
        "guide": [list(both(f"schemas.form.guide.{line}").values()) for line in GUIDE_LINES],
        "head": [_headings(HEAD_COLUMNS), *_head_rows(codebook)],
        "scales": [
            _headings((*SCALE_COLUMNS, *SCALE_OPTIONS)),
            *(_scale_row(one) for one in codebook.scales),
        ],
        "items": [_headings(item_columns), *(_item_row(one, scores) for one in codebook.items)],
        "orders": [
            _headings(ORDER_COLUMNS),
            *(
                [name, str(number), key]
                for name, order in codebook.orders.items()
                for number, key in enumerate(order, start=1)
            ),
        ],
    }


def _headings(keys: Iterable[str]) -> list[str]:
    return [heading(key) for key in keys]


def _head_rows(codebook: Codebook) -> list[list[str]]:
    answers = codebook.answers
    values = {
        **{key: getattr(codebook, key) for key in TEXT_FIELDS},
        "title_id": codebook.title.id,
        "title_en": codebook.title.en,
        "minimum": str(answers.minimum),
        "maximum": str(answers.maximum),
        "letters": _joined(f"{letter}={score}" for letter, score in answers.letters.items()),
        "minimum_answered": str(answers.minimum_answered),
        "notes_id": codebook.notes.id if codebook.notes else "",
        "notes_en": codebook.notes.en if codebook.notes else "",
    }
    return [
        [field, values[field], bilingual(f"schemas.form.fields.{field}")]
        for field in (*HEAD_FIELDS, *HEAD_OPTIONS)
    ]


def _scale_row(scale: Scale) -> list[str]:
    return [
        *(scale.key, scale.name.id, scale.name.en, scale.role, scale.part_of),
        str(scale.minimum_items),
        "ya" if scale.validated else "",
        *((scale.notes.id, scale.notes.en) if scale.notes else ("", "")),
    ]


def _item_row(item: Item, scores: Sequence[int]) -> list[str]:
    question = item.question
    return [
        item.key,
        item.name.id,
        item.name.en,
        question.id if question else "",
        question.en if question else "",
        item.code,
        item.scale,
        _joined(item.synonyms),
        "ya" if item.reverse else "",
        "ya" if item.substitutable else "",
        *(_joined(word for word, of in item.labels.items() if of == score) for score in scores),
    ]


def _label_scores(codebook: Codebook) -> list[int]:
    answers = codebook.answers
    points = range(answers.minimum, answers.maximum + 1)
    if len(points) <= MOST_LABEL_COLUMNS:
        return list(points)
    return sorted({score for item in codebook.items for score in item.labels.values()})


def _joined(parts: Iterable[str]) -> str:
    return f"{SEPARATOR} ".join(parts)


def _refuse_separators(codebook: Codebook) -> None:
    words = [word for item in codebook.items for word in (*item.synonyms, *item.labels)]
    for word in [*words, *codebook.answers.letters]:
        if SEPARATOR in word:
            raise ConfigError("schemas.form.separator", codebook=codebook.id, value=repr(word))


def _write_row(sheet: Worksheet, number: int, row: Sequence[str], style: object) -> None:
    for place, text in enumerate(row):
        if text:
            sheet.write_string(number, place, text, style)


def _offer_choices(sheet: Worksheet, codebook: Codebook) -> None:
    last = len(codebook.items) + 50
    scales = f"='{SHEETS['scales']}'!$A$2:$A${len(codebook.scales) + 1}"
    choices_of: dict[str, list[str] | str] = {
        "reverse": ["ya", "tidak"],
        "substitutable": ["ya", "tidak"],
        "scale": scales,
    }
    for key, choices in choices_of.items():
        place = ITEM_COLUMNS.index(key)
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": choices})


def _head(path: Path) -> dict[str, FormCell]:
    rows = read_sheet(path, SHEETS["head"], HEAD_COLUMNS)
    found = {row["field"].required(): row["value"] for row in rows}
    place = {"file": path.name, "sheet": SHEETS["head"]}
    if unknown := [key for key in found if key not in (*HEAD_FIELDS, *HEAD_OPTIONS)]:
        raise ConfigError("schemas.form.unknown_field", fields=", ".join(unknown), **place)
    if missing := [key for key in HEAD_FIELDS if key not in found]:
        raise ConfigError("schemas.form.missing_field", fields=", ".join(missing), **place)
    absent = {key: empty_cell(path, SHEETS["head"], key) for key in HEAD_OPTIONS}
    return {**absent, **found}


def _scale(row: FormRow) -> dict[str, Any]:
    name = {"id": row["name_id"].required(), "en": row["name_en"].required()}
    return {
        "key": row["key"].required(),
        "name": name,
        "role": row["role"].required(),
        "part_of": row["part_of"].text,
        "minimum_items": row["minimum_items"].whole_number() if row["minimum_items"].text else 1,
        "validated": row["validated"].yes_no(),
        "notes": _text(row["notes_id"], row["notes_en"]),
    }


def _item(row: FormRow) -> dict[str, Any]:
    return {
        "key": row["key"].required(),
        "name": {"id": row["name_id"].required(), "en": row["name_en"].required()},
        "question": _text(row["question_id"], row["question_en"]),
        "code": row["code"].text,
        "scale": row["scale"].required(),
        "synonyms": row["synonyms"].parts(),
        "labels": _labels(row),
        "reverse": row["reverse"].yes_no(),
        "substitutable": row["substitutable"].yes_no(),
    }


def _text(indonesian: FormCell, english: FormCell) -> dict[str, str] | None:
    if not indonesian.text and not english.text:
        return None
    return {"id": indonesian.required(), "en": english.required()}


def _labels(row: FormRow) -> dict[str, int]:
    return {
        word: int(key.removeprefix(LABELS_PREFIX))
        for key, cell in row.items()
        if key.startswith(LABELS_PREFIX)
        for word in cell.parts()
    }


def _orders(rows: Iterable[FormRow]) -> dict[str, list[str]]:
    numbered: dict[str, dict[int, str]] = {}
    for row in rows:
        order = numbered.setdefault(row["order"].required(), {})
        order[row["number"].whole_number()] = row["key"].required()
    return {name: [of[number] for number in sorted(of)] for name, of in numbered.items()}
