"""Period labels: "Semester I ( Satu )", "TW 3 2025", "Januari s.d. Juni 2024".

A label is read only when everything in it agrees; the year may come from the context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from analysis.errors import UsageError
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.months import MONTHS
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.periods import MONTHS_IN, Period, Rhythm

_RHYTHM_WORDS: dict[str, Rhythm] = {
    "semester": "S", "smt": "S", "smtr": "S", "sem": "S", "smstr": "S",
    "triwulan": "Q", "tw": "Q", "triw": "Q", "trw": "Q", "twl": "Q", "kuartal": "Q", "quarter": "Q",
    "bulan": "M", "bulanan": "M", "bln": "M",
}  # fmt: skip
_SHORT: dict[str, Rhythm] = {"s": "S", "q": "Q"}
_NUMERALS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "xi": 11, "xii": 12,
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6,
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4,
}  # fmt: skip
_JOINTS = frozenset({"ke", "dan", "s", "d", "sd", "sampai", "dengan", "hingga"})
_YEAR_WORDS = frozenset(
    {"tahun", "tahunan", "ta", "thn", "th", "anggaran", "periode", "survei", "skm", "pelaksanaan"}
)
_RANGE = re.compile(
    r"\bs\s*[./]?\s*d\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\s-\s", re.IGNORECASE
)
_MONTH_NUMBER = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]\s*(\d{4})|(\d{4})\s*[/.-]\s*(0?[1-9]|1[0-2])")
_MONTH_SHORT_YEAR = re.compile(r"([a-z]+)[\s.'-]*(\d{2})")
_EDGES = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_YEAR = re.compile(r"(?:19|20)\d{2}")

Span = tuple[int, int]
"""First and last month of a year, 1 to 12."""

NO_SPAN: Span = (0, 0)
"""What contradicts every period."""


def read_period(text: str, *, year: int | None = None) -> Period | None:
    """Read a period label; None where it is none or says two different things.

    Parameters
    ----------
    text : str
    year : int or None
        Year of the context (file name, title), used only where the label names none.
    """
    plain = tidy(text)
    try:
        return Period.parse(plain.upper())
    except UsageError:
        pass
    return _written_as_number(plain) or _dated_range(plain) or _in_words(plain, year)


def period_reader(*, year: int | None = None) -> Reader:
    """Return the function that reads a column of period labels as `Period` texts."""

    def read(text: str) -> Reading:
        nothing = read_missing(text, zero=True)
        if nothing is not None:
            return nothing
        period = read_period(text, year=year)
        if period is None:
            return _first_of_month(text)
        steps = (Step("period", "period text", period.rhythm),) if str(period) != text else ()
        return Reading(str(period), steps=steps)

    return read


def _first_of_month(text: str) -> Reading:
    """Read the first day of a month as that month: what a spreadsheet makes of "Jan-24"."""
    from analysis.intake.values.dates import read_date

    day = read_date(text).value
    if not isinstance(day, date) or day.day != 1:
        return Reading(bad="unreadable_period")
    step = Step("first_day_as_month", "date text", "M")
    return Reading(str(Period(day.year, "M", day.month)), steps=(step,))


def _written_as_number(plain: str) -> Period | None:
    """Read 06/2024, 2024.06, Jun-24."""
    match = _MONTH_NUMBER.fullmatch(plain)
    if match:
        return Period(int(match[2] or match[3]), "M", int(match[1] or match[4]))
    match = _MONTH_SHORT_YEAR.fullmatch(plain.casefold())
    if match and match[1] in MONTHS:
        return Period(2000 + int(match[2]), "M", MONTHS[match[1]])
    return None


def _dated_range(plain: str) -> Period | None:
    """Read "01/01/2024 s.d. 30/06/2024" and "1 Januari 2024 - 30 Juni 2024"."""
    from analysis.intake.values.dates import read_date

    parts = [part.strip() for part in _RANGE.split(plain)]
    if len(parts) != 2:
        return None
    end_year = _YEAR.search(parts[1])
    start = parts[0] if _YEAR.search(parts[0]) or not end_year else f"{parts[0]} {end_year[0]}"
    first, last = read_date(start).value, read_date(parts[1]).value
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    period = _of_span(first.year, (first.month, last.month))
    if period is None or first.year != last.year:
        return None
    whole = (period.first_day.day, period.last_day.day) == (first.day, last.day)
    return period if whole else None


def _in_words(plain: str, year: int | None) -> Period | None:
    words = _EDGES.sub(" ", fold(plain)).split()
    years = {int(word) for word in words if _YEAR.fullmatch(word)}
    if len(years) > 1 or (not years and year is None):
        return None
    of_year = years.pop() if years else year
    rest = [word for word in words if not _YEAR.fullmatch(word)]
    spans = {span for span in (*_named_spans(rest), _month_span(rest)) if span is not None}
    if len(spans) == 1 and of_year is not None:
        return _of_span(of_year, spans.pop())
    bare_year = not spans and set(rest) <= _YEAR_WORDS and len(words) > len(rest)
    return Period(of_year, "Y") if bare_year and of_year is not None else None


def _named_spans(words: list[str]) -> Iterable[Span | None]:
    """Months of each "semester I", "TW 3", "bulan 6" among the words."""
    for place, word in enumerate(words):
        numbers = _numbers_after(words, place)
        rhythm = _RHYTHM_WORDS.get(word)
        if rhythm is None and word in _SHORT and place + 1 < len(words):
            rhythm = _SHORT[word] if words[place + 1].isdigit() else None
        if rhythm is None or (rhythm == "M" and not numbers):
            continue
        length = MONTHS_IN[rhythm]
        if not numbers or max(numbers) > 12 // length or min(numbers) < 1:
            yield NO_SPAN
        else:
            yield (min(numbers) - 1) * length + 1, max(numbers) * length


def _numbers_after(words: list[str], place: int) -> list[int]:
    found: list[int] = []
    for word in words[place + 1 :]:
        number = int(word) if word.isdigit() and len(word) < 3 else _NUMERALS.get(word)
        if number is not None:
            found.append(number)
        elif word not in _JOINTS:
            break
    return found


def _month_span(words: list[str]) -> Span | None:
    """First and last month among the words; None without a month, `NO_SPAN` where it is a day."""
    named = [MONTHS[word] for word in words if word in MONTHS]
    if not named:
        return None
    has_day = any(word.isdigit() for word in words) and not _RHYTHM_WORDS.keys() & set(words)
    return NO_SPAN if has_day or len(named) > 2 else (named[0], named[-1])


def _of_span(year: int, span: Span) -> Period | None:
    first, last = span
    if span == NO_SPAN:
        return None
    for rhythm, length in MONTHS_IN.items():
        if last - first + 1 == length and (first - 1) % length == 0:
            return Period(year, rhythm, (first - 1) // length + 1)  # type: ignore[arg-type]
    return None
