"""How many sheets a survey needs (Krejcie & Morgan 1970); see `docs/methods/sample-adequacy.md`."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

from analysis.checks import check_number

CHI_SQUARE = Fraction(3841, 1000)
"""Chi-square of one degree of freedom at 95 %, with the three decimals of the published table."""

SHARE, MARGIN = Fraction(1, 2), Fraction(1, 20)
"""Share with the largest variance, and the margin of error of the published table."""

TABLE_POPULATIONS = (
    *range(10, 100, 5),
    *range(100, 300, 10),
    *range(300, 500, 20),
    *range(500, 1000, 50),
    *range(1000, 2000, 100),
    *range(2000, 3000, 200),
    *range(3000, 5000, 500),
    *range(5000, 11000, 1000),
    *(15000, 20000, 30000, 40000, 50000, 75000, 1000000),
)
"""Populations of the 90 rows of the published table."""


@dataclass(frozen=True)
class Adequacy:
    """Whether a survey has enough sheets.

    Attributes
    ----------
    n, population : int
        Sheets used and service users.
    required : int
        By the formula.
    table : int
        By the published table, next higher row.
    adequate, adequate_by_table : bool
        n >= required, n >= table.
    """

    n: int
    population: int
    required: int
    table: int

    @property
    def adequate(self) -> bool:
        """Whether n reaches the formula."""
        return self.n >= self.required

    @property
    def adequate_by_table(self) -> bool:
        """Whether n reaches the next higher row of the published table."""
        return self.n >= self.table


def required_sample(population: int) -> int:
    """Return the sample size for `population` service users by the formula, rounded half up.

    S = X2 N P (1 - P) / (d^2 (N - 1) + X2 P (1 - P)), X2 = 3.841, P = 0.5, d = 0.05, in exact
    fractions. It equals all 90 rows of the published table at their populations.

    Raises
    ------
    UsageError
        If population is below 1.

    Examples
    --------
    >>> required_sample(1250), table_sample(1250)
    (294, 297)
    """
    check_number(population, name="population", minimum=1)
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    size = spread * population / (MARGIN**2 * (population - 1) + spread)
    return int(size + Fraction(1, 2))


def table_sample(population: int) -> int:
    """Return the sample size from the published table: the next higher row.

    Everybody where population <= 10; 384 above the last row.
    """
    check_number(population, name="population", minimum=1)
    if population <= TABLE_POPULATIONS[0]:
        return int(population)
    row = min(bisect_left(TABLE_POPULATIONS, population), len(TABLE_POPULATIONS) - 1)
    return required_sample(TABLE_POPULATIONS[row])


def adequacy(n: int, population: int) -> Adequacy:
    """Compare `n` sheets with what `population` service users require."""
    check_number(n, name="n", minimum=0)
    return Adequacy(n, population, required_sample(population), table_sample(population))
