"""Errors that people meet, each with a code, a text in two languages and an exit code.

Foundation: every room may import it. The texts live in the `messages.toml` of the room that
raises, and follow one order: what is wrong, where, what would be right, what to do.
"""

from __future__ import annotations

from typing import ClassVar

from analysis.wording import say


class AnalysisError(Exception):
    """Base of all errors shown to users without a traceback.

    Parameters
    ----------
    code : str
        Address of the text, for example `intake.unsure_column`.
    **values : object
        What the text's placeholders stand for. Never an identifier or an answer of a person.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)

    def text(self, lang: str = "en") -> str:
        """Return the message in `lang` ("id" or "en")."""
        return say(self.code, lang, **self.values)

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple:
        return (_rebuild, (type(self), self.code, self.values))


def _rebuild(kind: type[AnalysisError], code: str, values: dict[str, object]) -> AnalysisError:
    return kind(code, **values)


class UsageError(AnalysisError):
    """The command or function was called in a way that cannot work."""

    exit_code = 2


class ConfigError(UsageError):
    """A settings file (region.toml, codebook, rules, runs.toml) is not valid."""


class SourceError(AnalysisError):
    """A raw file or a source is refused."""

    exit_code = 3


class SchemaError(SourceError):
    """A table does not keep what its schema promises."""


class PrivacyError(AnalysisError):
    """Something would identify a person or show a cell that is too small."""

    exit_code = 4


class ReportError(AnalysisError):
    """A report could not be made; the others are not affected."""

    exit_code = 1


class AnalysisWarning(UserWarning):
    """A condition that the reader of a report must be told about."""
