"""What a source declares about its values: `values = {column = {"raw" = "canonical"}}`.

A declared reading goes before every other. Raw texts match tidy and without regard to case; texts
with letters also without regard to punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.errors import ConfigError
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.schemas.region import Source


def declared_values(source: Source | None, column: str) -> Mapping[str, str]:
    """Return what `source` declares about the values of `column`; empty where nothing."""
    return source.values.get(column, {}) if source else {}


def declared_reader(
    declared: Mapping[str, str], reader: Reader, *, column: str, source: str
) -> Reader:
    """Return `reader` with the declared readings put before it.

    Parameters
    ----------
    declared : mapping of raw text to canonical value
        An empty canonical value means missing.
    reader : function
        Reads the canonical values too, so that a declared value must be a right one.
    column, source : str
        For the message.

    Raises
    ------
    ConfigError
        If a declared value is none that the column can hold.
    """
    meant = {
        raw: _checked(to, reader, column=column, source=source) for raw, to in declared.items()
    }
    exact = {tidy(raw).casefold(): reading for raw, reading in meant.items()}
    folded = {fold(raw): reading for raw, reading in meant.items() if _has_letters(raw)}

    def read(text: str) -> Reading:
        found = exact.get(tidy(text).casefold())
        if found is None and _has_letters(text):
            found = folded.get(fold(text))
        return reader(text) if found is None else found

    return read


def _checked(canonical: str, reader: Reader, *, column: str, source: str) -> Reading:
    if not canonical.strip():
        return Reading(steps=(Step("declared", "declared", ""),))
    reading = reader(canonical)
    if reading.bad or reading.value is None:
        raise ConfigError(
            "intake.values.declared", source=source, column=column, value=repr(canonical)
        )
    return Reading(reading.value, steps=(Step("declared", "declared", canonical),))


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
