"""How numbers, periods and dates are written in each language; the only place that rounds.

Rounding is half-up in decimal arithmetic, once, by the function that also decides the letter, so
that a printed number and its letter cannot disagree. Locale data: Babel.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from analysis.checks import check_option
from analysis.periods import Period
from analysis.rules.skm import round_half_up
from analysis.wording import LANGS, say

MISSING = "–"
MINUS = "\u2212"
HIDDEN = "*"
LOCALES = {"id": "id_ID", "en": "en_GB"}
LANGUAGE_TAGS = {lang: locale.replace("_", "-") for lang, locale in LOCALES.items()}
"""As files name their language: id-ID."""
BOUNDS = ("<", ">")
"""Signs at which a text begins that stands in place of a number, such as < 0.1 %."""
PLACES = {"integer": 0, "index": 2, "score": 3, "share": 1, "decimal": 1, "pvalue": 3}
SMALLEST_P = Decimal("0.001")
SHARE_STEP = Decimal("0.001")
"""Last decimal of a share as written, 0.1 %."""
SHARE_NOISE = 1e-12
"""A share this near 0 or 1 is exact: sums of floats leave that much."""
MEASURE_FORMATS = {
    "index": "index",
    "points": "index",
    "scale_points": "index",
    "coefficient": "index",
    "ratio": "index",
    "score": "score",
    "share": "share",
    "part": "share",
    "probability": "share",
    "count": "integer",
    "persons": "integer",
    "sheets": "integer",
    "units": "integer",
    "rows": "integer",
    "answers": "integer",
}


def rounded(value: float, fmt: str) -> float:
    """Return a number rounded as `Formatter.cell` writes it; a share stays a proportion."""
    places = PLACES.get(fmt, PLACES["decimal"]) + (2 if fmt == "share" else 0)
    return float(round_half_up(value, places))


def is_missing(value: object) -> bool:
    """Tell whether `value` is None, NaN, NA, NaT or empty text."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return math.isnan(value) if isinstance(value, float) else value == ""


@dataclass(frozen=True)
class Formatter:
    """Writes values in one language.

    Attributes
    ----------
    lang : {"id", "en"}
        Indonesian writes 1.234,5 and English 1,234.5.
    """

    lang: str

    def __post_init__(self) -> None:
        check_option(self.lang, name="lang", allowed=LANGS)

    def decimal(self, value: float | Decimal | Fraction | None, places: int = 1) -> str:
        """Write a number with `places` decimals, thousands separators and a true minus."""
        if is_missing(value):
            return MISSING
        rounded = _rounded(value, places)
        return self._pattern(rounded + 0, "#,##0" + ("." + "0" * places if places else ""))

    def integer(self, value: float | None) -> str:
        """Write a whole number."""
        return self.decimal(value, 0)

    def index(self, value: float | Decimal | Fraction | None) -> str:
        """Write an index of 0 to 100 with two decimals."""
        return self.decimal(value, PLACES["index"])

    def score(self, value: float | Decimal | Fraction | None) -> str:
        """Write a mean score (NRR) with three decimals."""
        return self.decimal(value, PLACES["score"])

    def share(self, value: float | Decimal | Fraction | None) -> str:
        """Write a proportion of 0 to 1 as a percentage with one decimal.

        Only what is all or nothing is written 100.0% or 0.0%; what would round to them is written
        as an inequality, > 99.9% or < 0.1%.
        """
        if is_missing(value):
            return MISSING
        rounded = _rounded(value, PLACES["share"] + 2)
        given = float(value)  # type: ignore[arg-type]
        if rounded == 1 and given < 1 - SHARE_NOISE:
            return f"> {self._percent(1 - SHARE_STEP)}"
        if rounded == 0 and given > SHARE_NOISE:
            return f"< {self._percent(SHARE_STEP)}"
        return self._percent(rounded + 0)

    def pvalue(self, value: float | None) -> str:
        """Write a p-value with three decimals; below 0.001 as an inequality."""
        if is_missing(value):
            return MISSING
        if Decimal(repr(float(value))) < SMALLEST_P:  # type: ignore[arg-type]
            return f"< {self.decimal(SMALLEST_P, PLACES['pvalue'])}"
        return self.decimal(value, PLACES["pvalue"])

    def period(self, value: Period | str | None) -> str:
        """Write a period: Semester II 2025, Triwulan III 2025, September 2025, 2025."""
        if is_missing(value):
            return MISSING
        period = value if isinstance(value, Period) else Period.parse(str(value))
        if period.rhythm == "M":
            from babel.dates import format_date

            return format_date(period.first_day, "LLLL y", locale=LOCALES[self.lang])
        return say(
            f"presenting.period.{period.rhythm}",
            self.lang,
            year=period.year,
            number=period.index,
            roman=("I", "II", "III", "IV")[period.index - 1],
        )

    def date(self, value: date | None) -> str:
        """Write a day in long form: 21 November 2025."""
        if is_missing(value):
            return MISSING
        from babel.dates import format_date

        return format_date(value, "d MMMM y", locale=LOCALES[self.lang])

    def interval(self, low: float | None, high: float | None, fmt: str = "index") -> str:
        """Write the two ends of an interval: 86,10 sampai 90,52."""
        if is_missing(low) or is_missing(high):
            return MISSING
        return say(
            "presenting.interval", self.lang, low=self.cell(low, fmt), high=self.cell(high, fmt)
        )

    def measured(self, value: float | None, measure_unit: str) -> str:
        """Write a finding's number in the decimals of its `measure_unit`."""
        return self.cell(value, MEASURE_FORMATS.get(measure_unit, "decimal"))

    def cell(
        self,
        value: Any,  # noqa: ANN401 - any cell of a frame
        fmt: str,
        codes: Mapping[str, Mapping[str, str]] | None = None,
    ) -> str:
        """Write one cell of a table.

        Parameters
        ----------
        value : object
            Missing is written as an en dash.
        fmt : str
            Format of the column, see `schemas.bundle.Format`.
        codes : mapping or None
            Display text of each code, by language.
        """
        if is_missing(value):
            return MISSING
        if codes and str(value) in codes:
            return codes[str(value)][self.lang]
        if fmt in ("text", "code"):
            return str(value)
        return getattr(self, fmt)(value)

    def _percent(self, proportion: Decimal) -> str:
        return self._pattern(proportion, "#,##0.0%", percent=True)

    def _pattern(self, number: Decimal, pattern: str, *, percent: bool = False) -> str:
        return _written(number, pattern, LOCALES[self.lang], percent=percent)


@lru_cache(maxsize=50_000, typed=True)
def _rounded(value: float | Decimal | Fraction, places: int) -> Decimal:
    return round_half_up(value, places)


@lru_cache(maxsize=50_000)
def _written(number: Decimal, pattern: str, locale: str, *, percent: bool) -> str:
    """Write a rounded number; every product of a report asks for the same ones again."""
    from babel.numbers import format_decimal, format_percent

    write = format_percent if percent else format_decimal
    return write(number, format=pattern, locale=locale).replace("-", MINUS)
