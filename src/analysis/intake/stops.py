"""The error that stops one source and says which lines in region.toml let it go on."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.errors import SourceError
from analysis.intake.raw import Problem


class SourceStopError(SourceError):
    """A source cannot be taken in until region.toml says more.

    Parameters
    ----------
    toml_lines : sequence of str
        Lines to add to its `[[sources]]`, ready to be copied.
    """

    def __init__(self, code: str, /, *, toml_lines: Sequence[str] = (), **values: object) -> None:
        super().__init__(code, **values)
        self.toml_lines = tuple(toml_lines)

    @classmethod
    def of(cls, problem: Problem, **further: object) -> SourceStopError:
        """Return the error that says what `problem` says."""
        error = cls(problem.code)
        error.values = {**further, **problem.values}
        return error

    def text(self, lang: str = "en") -> str:
        """Return the message in `lang` with the lines to add below it."""
        return "\n".join([super().text(lang), *(f"    {line}" for line in self.toml_lines)])
