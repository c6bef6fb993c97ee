"""Reading the values of raw columns, by the role of the column they stand for.

`parse` reads a column; `read_period` one period label; `not_applicable_mask` says where "tidak
berlaku" was answered; `review_problems` what a person should confirm. Nothing here knows files,
sheets or headers.
"""

from __future__ import annotations

from analysis.intake.values.parsing import not_applicable_mask, parse
from analysis.intake.values.periods import read_period
from analysis.intake.values.review import review_problems

__all__ = ["not_applicable_mask", "parse", "read_period", "review_problems"]
