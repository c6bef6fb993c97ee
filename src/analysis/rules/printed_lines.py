"""The lines of a published sheet, and the means they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from analysis.rules.skm import SkmRules

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PrintedLine:
    """One line of a printed sheet; what the sheet does not show is None or empty.

    Attributes
    ----------
    unsur : str
        Key, empty for the whole index.
    total : Decimal or None
        Sum of the answers.
    nrr : Decimal or None
        Mean answer; for the whole, the weighted sum.
    n : int or None
    weight_printed, index_printed : Decimal or None
    letter_printed : str
    """

    unsur: str = ""
    total: Decimal | None = None
    nrr: Decimal | None = None
    n: int | None = None
    weight_printed: Decimal | None = None
    index_printed: Decimal | None = None
    letter_printed: str = ""


def lines_of(frame: pd.DataFrame) -> list[PrintedLine]:
    """Return the lines of `published_indices` rows that belong to one unit and period."""
    return [
        PrintedLine(
            unsur=str(row.get("unsur") or "") if _given(row.get("unsur")) else "",
            total=_decimal(row.get("total")),
            nrr=_decimal(row.get("nrr")),
            n=int(row["n"]) if _given(row.get("n")) else None,
            weight_printed=_decimal(row.get("weight_printed")),
            index_printed=_decimal(row.get("index_printed")),
            letter_printed=str(row["letter_printed"]) if _given(row.get("letter_printed")) else "",
        )
        for row in frame.to_dict("records")
    ]


def unsur_means(parts: Sequence[PrintedLine], rules: SkmRules) -> list[Fraction]:
    """Return the means in the order of `parts`; empty unless every unsur has a valid one."""
    means = [line_mean(line) for line in parts]
    valid = [m for m in means if m is not None and rules.scale_min <= m <= rules.scale_max]
    return valid if len(valid) == len(rules.unsur) == len(parts) else []


def sheet_count(whole: PrintedLine, parts: Sequence[PrintedLine]) -> int:
    """Return the number of answer sheets: the largest n shown, 0 where none is."""
    return max([whole.n or 0, *(line.n or 0 for line in parts)])


def means_with_zeros(whole: PrintedLine, parts: Sequence[PrintedLine]) -> list[Fraction] | None:
    """Return the means with blanks counted as zero, None where no unsur has fewer answers."""
    sheets = sheet_count(whole, parts)
    if all((line.n or sheets) == sheets for line in parts):
        return None
    means = [(line_mean(line) or Fraction(0), line.n or sheets) for line in parts]
    return [mean * answers / sheets for mean, answers in means]


def line_mean(line: PrintedLine) -> Fraction | None:
    """Return the mean answer of a line: exact where total and n are shown, else as printed."""
    exact = mean_of_total(line)
    if exact is not None:
        return exact
    return None if line.nrr is None else Fraction(line.nrr)


def mean_of_total(line: PrintedLine) -> Fraction | None:
    """Return total / n, None where the line lacks one of them."""
    return Fraction(line.total) / line.n if line.total is not None and line.n else None


def _given(value: object) -> bool:
    return value is not None and value == value and str(value) not in ("", "<NA>", "nan")  # noqa: PLR0124


def _decimal(value: object) -> Decimal | None:
    return Decimal(str(value)) if _given(value) else None
