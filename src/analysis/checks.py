"""String options and scalar checks with one wording for every wrong value."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from analysis.errors import UsageError

StudyName = Literal[
    "quality",
    "accountability",
    "fairness",
    "resistance",
    "training",
    "satisfaction",
    "policy",
]
FormatName = Literal["html", "docx", "pdf", "pptx", "xlsx"]
Status = Literal["ok", "review", "blocked", "suppressed"]
Sampling = Literal["census", "random", "systematic", "quota", "voluntary"]
Audience = Literal["internal", "public", "workshop"]
DisclosureClass = Literal["organisational", "service", "personnel", "sensitive"]

CONFIDENCE = 0.95


def check_option(value: str, *, name: str, allowed: Collection[str]) -> str:
    """Return `value` if it is one of `allowed`, otherwise raise `UsageError`."""
    if value not in allowed:
        raise UsageError(
            "checks.option", name=name, value=repr(value), allowed=", ".join(sorted(allowed))
        )
    return value


def check_number(
    value: float, *, name: str, minimum: float | None = None, maximum: float | None = None
) -> float:
    """Return `value` if it lies in the closed range, otherwise raise `UsageError`."""
    too_low = minimum is not None and value < minimum
    too_high = maximum is not None and value > maximum
    if too_low or too_high or value != value:  # noqa: PLR0124 - NaN differs from itself
        low = "-inf" if minimum is None else minimum
        high = "inf" if maximum is None else maximum
        raise UsageError("checks.number", name=name, value=value, low=low, high=high)
    return value


def check_slug(value: str, *, name: str) -> str:
    """Return `value` if it is a plain folder name (a-z, 0-9, - and _), otherwise raise."""
    plain = value.isascii() and value.replace("-", "a").replace("_", "a").isalnum()
    if not plain or value != value.lower() or not value[0].isalpha():
        raise UsageError("checks.slug", name=name, value=repr(value))
    return value
