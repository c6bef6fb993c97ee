"""What each row under a header is: an answer, or one of the kinds that carry no answer.

Only rows that look different from the others are read one by one, so a million rows cost seconds.
A row is taken for no answer only by a keyword in its first cells, for being alone, or for standing
after the last row that looks like an answer.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from analysis.intake.layout.grid import filled_counts, is_number, matches, row_texts
from analysis.intake.layout.headers import Header
from analysis.intake.values.folding import fold

BODY = "body"
_KEYWORD_CELLS = 3
_WORDED_CELLS = 2
"""Further cells of words that make a row that begins like a total an answer."""

_OF_WORDS = frozenset(
    {"indikator", "iki", "iku", "rhk", "hasil", "rencana", "kegiatan", "program", "aksi", "uraian",
     "usulan", "masukan", "isi", "pengaduan", "aduan", "laporan", "keluhan", "saran", "sasaran",
     "capaian", "umpan", "topik", "tindak", "target"}
)  # fmt: skip
_BARE_KEYWORD = re.compile(
    r"(?:sub |grand )?(?:total|jumlah|jml|rata rata|rerata|persentase|keterangan|catatan|sumber)"
    r"(?: (?:total|nilai|skor|keseluruhan|seluruhnya|semua|akhir|rata rata))*"
)
_ROW_NUMBERS = {"no", "nomor", "no urut", "nomor urut", "no responden", "nomor responden"}


@dataclass(frozen=True)
class Classified:
    """A RowKind or "body" for each row, and the section heading that each body row is under."""

    kinds: pd.Series
    sections: pd.Series | None


def classify_rows(below: pd.DataFrame, header: Header) -> Classified:
    """Classify the rows under `header`.

    Parameters
    ----------
    below : DataFrame
        Raw rows after the header up to the next table, columns = positions of the table.
    header : Header
    """
    kinds = pd.Series(BODY, index=below.index, dtype=object)
    if below.empty:
        return Classified(kinds, None)
    counts = filled_counts(below)
    kinds[counts == 0] = "blank"
    numbered = _row_number_position(header)
    if numbered is not None:
        kinds[_only_number(below, counts, numbered)] = "blank"
    _mark_header_copies(kinds, below, header)
    _mark_number_row(kinds, below, header)
    keywords = _keyword_kinds(below, numbered, header)
    answers = (kinds == BODY).to_numpy() & (keywords == "")
    last = _last_answer(below, counts, answers, numbered)
    _mark_inside(kinds, below.iloc[: last + 1], keywords[: last + 1], counts[: last + 1])
    _mark_tail(kinds, below.iloc[last + 1 :], keywords[last + 1 :])
    return Classified(kinds, _sections(kinds, below))


def _row_number_position(header: Header) -> int | None:
    names = ((column.position, fold(column.header)) for column in header.columns)
    return next((position for position, name in names if name in _ROW_NUMBERS), None)


def _only_number(below: pd.DataFrame, counts: np.ndarray, numbered: int) -> np.ndarray:
    """Rows that a form numbers in advance and nobody filled in."""
    return (counts == 1) & matches(below[numbered], r"^\d+\.?$")


def _mark_header_copies(kinds: pd.Series, below: pd.DataFrame, header: Header) -> None:
    named = [column for column in header.columns if column.header][:4]
    if len(named) < 2:
        return
    same = np.ones(len(below), dtype=bool)
    for column in named:
        same &= (below[column.position] == column.header).fillna(False).to_numpy(bool)
    kinds[same] = "header"


def _mark_number_row(kinds: pd.Series, below: pd.DataFrame, header: Header) -> None:
    candidates = kinds.index[:5][(kinds.iloc[:5] == BODY).to_numpy()]
    if candidates.empty or not header.rows:
        return
    first = int(candidates[0])
    texts = [text.strip("() .") for text in row_texts(below, [first])[first] if text]
    counted = [str(number) for number in range(1, len(texts) + 1)]
    lettered = [chr(ord("a") + number) for number in range(len(texts))]
    enough = len(texts) >= max(3, 0.6 * len(header.columns))
    if enough and (texts == counted or [text.lower() for text in texts] == lettered):
        kinds.loc[[first]] = "number"


def _keyword_kinds(below: pd.DataFrame, numbered: int | None, header: Header) -> np.ndarray:
    """Return for each row the kind that its first filled cell names, "" where it names none.

    "Jumlah kunjungan" in a column of indicators, or before further words, is an answer.
    """
    found = np.full(len(below), "", dtype=object)
    speaking = {column.position for column in header.columns if _is_of_words(column.header)}
    free = np.ones(len(below), dtype=bool)
    if numbered is not None:
        free = ~matches(below[numbered], r"^\d")
    for position in below.columns[:_KEYWORD_CELLS]:
        for kind in ("total", "note"):
            hit = matches(below[position], _patterns()[kind]) & free & (found == "")
            found[hit] = kind
            answers = _answers_among(
                below, np.flatnonzero(hit), int(position), position in speaking
            )
            found[answers] = ""
        free &= below[position].isna().to_numpy()
    return found


def _is_of_words(header: str) -> bool:
    """Whether a header names a column of phrases, which may begin like a total or a note."""
    return not _OF_WORDS.isdisjoint(fold(header).split())


def _answers_among(
    below: pd.DataFrame, places: np.ndarray, position: int, is_of_words: bool
) -> list[int]:
    """Return the places of rows that begin like a total or a note and are answers all the same."""
    order = [int(one) for one in below.columns]
    texts = row_texts(below, below.index[places])
    answers = []
    for place, cells in zip(places.tolist(), texts.values(), strict=True):
        said = cells[order.index(position)]
        others = [cell for n, cell in enumerate(cells) if cell and order[n] != position]
        worded = [cell for cell in others if re.search(r"[^\W\d_]{3}", cell)]
        enough = bool(others) if is_of_words else len(worded) >= _WORDED_CELLS
        if enough and not _BARE_KEYWORD.fullmatch(fold(said)):
            answers.append(place)
    return answers


@cache
def _patterns() -> dict[str, str]:
    text = files("analysis.intake.layout").joinpath("footers.toml").read_text("utf-8")
    return tomllib.loads(text)


def _last_answer(
    below: pd.DataFrame, counts: np.ndarray, answers: np.ndarray, numbered: int | None
) -> int:
    """Return the place of the last row that looks like an answer, -1 where there is none."""
    if not answers.any():
        return -1
    several = counts[answers & (counts > 1)]
    usual = float(np.median(several)) if len(several) else 1.0
    full = answers & (counts >= 0.5 * usual)
    if numbered is not None:
        number_like = matches(below[numbered], r"^\d")
        if number_like.any():
            full &= number_like | (counts >= 0.9 * usual)
    places = np.flatnonzero(full)
    last = int(places[-1]) if len(places) else -1
    return _through_sparse_answers(below, last, counts, answers, numbered)


def _through_sparse_answers(
    below: pd.DataFrame, last: int, counts: np.ndarray, answers: np.ndarray, numbered: int | None
) -> int:
    """Move `last` on over rows with few answers that go on counting, or carry a date in front."""
    first_cells = below[below.columns[0] if numbered is None else numbered]
    before = "" if last < 0 else first_cells.iloc[last]
    number = _leading_number(before)
    for place in range(last + 1, len(below)):
        cell = first_cells.iloc[place]
        following = _leading_number(cell)
        counts_on = numbered is not None and number is not None and following == number + 1
        dated = numbered is None and _is_dated(cell) and _is_dated(before)
        if not (answers[place] and counts[place] > 1 and (counts_on or dated)):
            break
        last, number = place, following
    return last


def _leading_number(cell: object) -> int | None:
    match = re.match(r"\d{1,9}(?!\d)", cell) if isinstance(cell, str) else None
    return int(match[0]) if match else None


def _is_dated(cell: object) -> bool:
    return isinstance(cell, str) and re.match(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", cell) is not None


def _mark_inside(
    kinds: pd.Series, inside: pd.DataFrame, keywords: np.ndarray, counts: np.ndarray
) -> None:
    body = (kinds.loc[inside.index] == BODY).to_numpy()
    named = body & (keywords != "")
    kinds.loc[inside.index[named]] = keywords[named]
    alone = np.flatnonzero(body & ~named & (counts == 1))
    usual = float(np.median(counts[body])) if body.any() else 0.0
    if usual < 4:
        return
    for row, texts in row_texts(inside, inside.index[alone]).items():
        place, text = next((place, text) for place, text in enumerate(texts) if text)
        if place < _KEYWORD_CELLS and not is_number(text):
            kinds[row] = "section"


def _mark_tail(kinds: pd.Series, tail: pd.DataFrame, keywords: np.ndarray) -> None:
    """Give the rows after the last answer their kinds: totals, notes, then the signature block."""
    signed = False
    texts = row_texts(tail)
    for place, (row, cells) in enumerate(texts.items()):
        if kinds[row] != BODY:
            continue
        signed = signed or _signs(cells)
        kinds[row] = "signature" if signed else keywords[place] or "note"


def _signs(cells: list[str]) -> bool:
    patterns = _patterns()
    return any(
        re.match(patterns["place_date"], text, re.IGNORECASE)
        or re.match(patterns["signature"], text, re.IGNORECASE)
        for text in cells
        if text
    )


def _sections(kinds: pd.Series, below: pd.DataFrame) -> pd.Series | None:
    headings = kinds.index[kinds == "section"]
    if headings.empty:
        return None
    texts = {
        row: next(text for text in cells if text)
        for row, cells in row_texts(below, headings).items()
    }
    named = pd.Series(texts).reindex(kinds.index).ffill()
    return named[kinds == BODY].astype("str")
