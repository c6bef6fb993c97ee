"""Base of all parameters of rule sets: unknown keys are errors, values do not change."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A part of a rule set in which only the declared keys may stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refuse_twice(what: str, values: Iterable[object]) -> None:
    """Raise ValueError if a value occurs twice; `what` names the kind of value."""
    listed = list(values)
    if len(set(listed)) < len(listed):
        raise ValueError(f"{what} occurs twice")


def refuse_unknown(what: str, used: Iterable[str], known: Iterable[str]) -> None:
    """Raise ValueError naming the values of `used` that are not in `known`."""
    unknown = sorted(set(used) - set(known))
    if unknown:
        raise ValueError(f"not among the {what}: {', '.join(unknown)}")
