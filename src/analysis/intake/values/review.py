"""Which rules of the edit log a person should look at, and what to tell about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.intake.raw import Problem, RuleEdit

REVIEW_RULES = (
    "us_order",
    "us_order_possible",
    "dot_three_digits",
    "comma_three_digits",
    "outside_scale",
    "unlisted_as_other",
    "unlisted_kept",
    "nip_age",
    "closed_without_reporter",
    "order_assumed",
    "first_day_as_month",
    "unit_acronym",
    "unit_successor",
    "unit_predecessor",
    "unit_not_valid",
)
"""Rules by which a value was read in a way that may be wrong."""


def review_problems(
    edits: Iterable[RuleEdit], *, headers: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Return what to tell about readings that a person should confirm.

    Parameters
    ----------
    edits : iterable of RuleEdit
        Their `column` is the canonical one.
    headers : mapping of canonical column to raw header, or None
        Names that the files give the columns.

    Returns
    -------
    tuple of Problem
        One for each column and rule, with `column` (the header), `target` and `count`; the text is
        `intake.values.review.<rule>`. Empty where every reading was certain.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for edit in edits:
        if edit.rule in REVIEW_RULES:
            counts[edit.rule, edit.column] += edit.count
    named = headers or {}
    return tuple(
        Problem(
            f"intake.values.review.{rule}",
            {"column": named.get(target, target), "target": target, "count": count},
        )
        for (rule, target), count in sorted(counts.items())
    )
