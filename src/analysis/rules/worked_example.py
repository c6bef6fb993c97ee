"""What every worked example declares, whatever its kind of rules."""

from __future__ import annotations

from abc import ABC, abstractmethod

from pydantic import BaseModel, ConfigDict

from analysis.rules.registry import RuleBook
from analysis.schemas.region import Text


class Example(BaseModel, ABC):
    """A worked example as declared in `worked/*.toml`; `error` is the code of an expected error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    rule_set: str
    what: Text
    source: str
    error: str = ""

    @property
    @abstractmethod
    def expected(self) -> str:
        """What the example says comes out, as text."""

    @abstractmethod
    def computed(self, book: RuleBook) -> str:
        """Return what the rules of `book` make of it, as text; UsageError where they refuse."""
