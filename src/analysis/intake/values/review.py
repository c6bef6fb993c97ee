"""Which rules of the edit log a person should look at, and what to tell about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from analysis.intake.raw import Problem, RuleEdit

REVIEW_RULES = (
    "us_order",
    "us_order_possible",
    "dot_three_digits",
    "comma_three_digits",
    "outside_scale",
    "unlisted_as_other",
    "order_assumed",
    "first_day_as_month",
    "unit_acronym",
    "unit_successor",
    "unit_not_valid",
)
"""Rules by which a value was read in a way that may be wrong."""


def review_problems(edits: Iterable[RuleEdit]) -> tuple[Problem, ...]:
    """Return what to tell about readings that a person should confirm.

    Returns
    -------
    tuple of Problem
        One for each column and rule, with `column` and `count`; the text is
        `intake.values.review.<rule>`. Empty where every reading was certain.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for edit in edits:
        if edit.rule in REVIEW_RULES:
            counts[edit.rule, edit.column] += edit.count
    return tuple(
        Problem(f"intake.values.review.{rule}", {"column": column, "count": count})
        for (rule, column), count in sorted(counts.items())
    )
