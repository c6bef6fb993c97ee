"""Reading a form sheet by its headings, with errors that name file, sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ConfigError
from analysis.wording import both

SEPARATOR = ";"
YES, NO = ("ya", "yes", "y", "true", "1"), ("", "tidak", "no", "n", "false", "0")
LABELS_PREFIX = "labels_"


@dataclass(frozen=True)
class FormCell:
    """One cell of a form: its text and where it stands, as a person sees it (row 1-based)."""

    file: str
    sheet: str
    row: int
    column: str
    text: str

    def required(self) -> str:
        """Return the text, or raise where the cell is empty."""
        if not self.text:
            raise self._error("schemas.form.empty")
        return self.text

    def whole_number(self) -> int:
        """Return the cell as a whole number, or raise."""
        if re.fullmatch(r"-?\d+", self.required()) is None:
            raise self._error("schemas.form.whole_number")
        return int(self.text)

    def yes_no(self) -> bool:
        """Return True for "ya" or "yes", False for "tidak", "no" or an empty cell, else raise."""
        answer = self.text.casefold()
        if answer not in (*YES, *NO):
            raise self._error("schemas.form.yes_no")
        return answer in YES

    def parts(self) -> list[str]:
        """Return the texts between semicolons, without empty ones."""
        return [part.strip() for part in self.text.split(SEPARATOR) if part.strip()]

    def scores(self) -> dict[str, int]:
        """Return letters written as "a=1; b=2" with their scores, or raise."""
        pairs = [re.fullmatch(r"(\S+?)\s*=\s*(-?\d+)", part) for part in self.parts()]
        if None in pairs:
            raise self._error("schemas.form.scores")
        return {pair[1]: int(pair[2]) for pair in pairs if pair}

    def _error(self, code: str) -> ConfigError:
        return ConfigError(
            code,
            file=self.file,
            sheet=self.sheet,
            row=self.row,
            column=self.column,
            value=repr(self.text),
        )


FormRow = dict[str, FormCell]


def heading(key: str) -> str:
    """Return the heading of the column `key` in both languages; `labels_4` is that of score 4."""
    score = key.removeprefix(LABELS_PREFIX)
    if score != key:
        return bilingual("schemas.form.headings.labels", score=score)
    return bilingual(f"schemas.form.headings.{key}")


def bilingual(code: str, **values: object) -> str:
    """Return both languages of a text side by side."""
    texts = both(code, **values)
    return texts["id"] if texts["id"] == texts["en"] else f"{texts['id']} / {texts['en']}"


def empty_cell(path: Path, sheet: str, key: str) -> FormCell:
    """Return the empty cell that stands for something a form may leave out."""
    return FormCell(path.name, sheet, 1, key, "")


def read_sheet(
    path: Path, sheet: str, keys: Iterable[str], *, optional: Iterable[str] = ()
) -> list[FormRow]:
    """Return the filled rows of a sheet, each a mapping from column key to cell.

    Parameters
    ----------
    path : Path
        An XLSX file.
    sheet : str
    keys : iterable of str
        Columns the sheet must have, found by their headings in row 1; columns of answer texts
        ("labels_4") may follow in any number.
    optional : iterable of str
        Columns the sheet may have; an empty cell stands for each that it lacks.

    Raises
    ------
    ConfigError
        If the file cannot be read, or the sheet or a heading is missing or not known.
    """
    grid = _grid(path, sheet)
    names = [" ".join(text.split()) for text in (grid[0] if grid else [])]
    extra = list(optional)
    columns = _columns(names, list(keys), extra, path.name, sheet)
    absent = {key: empty_cell(path, sheet, heading(key)) for key in extra if key not in columns}
    return [
        absent
        | {
            key: FormCell(path.name, sheet, number, names[place], row[place])
            for key, place in columns.items()
        }
        for number, row in enumerate(grid[1:], start=2)
        if any(row[place] for place in columns.values())
    ]


def _grid(path: Path, sheet: str) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise ConfigError("schemas.form.unreadable", file=path.name) from error
    if sheet not in book.sheet_names:
        found = ", ".join(book.sheet_names)
        raise ConfigError("schemas.form.sheet", file=path.name, sheet=sheet, found=found)
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[_text(value) for value in row] for row in rows]


def _columns(
    names: list[str], keys: list[str], optional: list[str], file: str, sheet: str
) -> dict[str, int]:
    expected = {heading(key): key for key in (*keys, *optional)}
    label = re.escape(heading(LABELS_PREFIX + "#")).replace(r"\#", r"(-?\d+)", 1)
    label = label.replace(r"\#", r"\1")
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        match = re.fullmatch(label, name)
        key = f"{LABELS_PREFIX}{match[1]}" if match else expected.get(name, "")
        if name and (not key or key in found):
            raise ConfigError("schemas.form.unknown_heading", file=file, sheet=sheet, column=name)
        if key:
            found[key] = place
    if missing := [name for name, key in expected.items() if key in keys and key not in found]:
        raise ConfigError(
            "schemas.form.heading", file=file, sheet=sheet, columns=", ".join(missing)
        )
    return found


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
