"""Text columns: free text is kept as text; names of services get one spelling.

Redaction is not done here. Markup such as <script> stays as the text it is (whoever shows it
escapes it); a text that a spreadsheet would run as a formula gets the quote sign that stops it.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.intake.raw import ParsedColumn
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step, read_column

_FORMULA = re.compile(r"[=@]|[+-].*[(|!]")


def read_names(raw: pd.Series, *, target: str) -> ParsedColumn:
    """Read a column of names of things; spellings that fold alike become the most frequent one."""
    codes, distinct = pd.factorize(raw)
    counts = np.bincount(codes[codes >= 0], minlength=len(distinct))
    chosen: dict[str, tuple[int, str]] = {}
    for text, count in zip(distinct, counts.tolist(), strict=True):
        key = fold(str(text))
        chosen[key] = max(chosen.get(key, (0, "")), (count, _neutral(tidy(str(text)))))

    def read(text: str) -> Reading:
        nothing = read_missing(text, zero=False)
        if nothing is not None:
            return nothing
        name = chosen[fold(text)][1]
        same = name == tidy(text)
        return Reading(name, steps=() if same else (Step("spelling", "name", "name"),))

    return read_column(raw, read, target=target, dtype="str")


def keep_text(raw: pd.Series) -> ParsedColumn:
    """Return identifying text as it stands: names and numbers that only privacy reads."""
    return ParsedColumn(raw.astype("str"), pd.Series("", index=raw.index, dtype="str"))


def read_free(text: str) -> Reading:
    """Read one open text; marks and words for "nothing" are missing."""
    nothing = read_missing(text, zero=True)
    if nothing is not None:
        return nothing
    plain = tidy(text)
    safe = _neutral(plain)
    return Reading(safe, steps=() if safe == plain else (Step("formula_text", "formula", "text"),))


def _neutral(plain: str) -> str:
    return f"'{plain}" if _FORMULA.match(plain) else plain
