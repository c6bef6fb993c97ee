"""What a report breaks, told without what identifies a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from analysis.privacy.patterns import Match, find_patterns, without_matches
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.privacy.checklist import CheckList


@dataclass(frozen=True)
class Violation:
    """One promise that a report breaks.

    Attributes
    ----------
    where : str
        File, and place inside it.
    code : str
        Entry of `products.check`.
    values : dict of str to str
        For the text; never a name, an identifier or a small number.
    """

    where: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """Return the violation in words."""
        return say(f"products.check.{self.code}", lang, where=self.where, **self.values)


def without_identities(violation: Violation, checklist: CheckList | None) -> Violation:
    """Return the violation without what identifies a person in the names of files and columns."""
    find = partial(identities, checklist=checklist)
    values = {name: without_matches(text, find) for name, text in violation.values.items()}
    return Violation(without_matches(violation.where, find), violation.code, values)


def identities(text: str, checklist: CheckList | None) -> list[Match]:
    """Return where a text identifies a person, by the region's list or by form alone."""
    return find_patterns(text) if checklist is None else checklist.find(text)
