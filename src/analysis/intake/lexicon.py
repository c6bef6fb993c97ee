"""The list of header names, read once: which folded name stands for which target."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook

MATCHED_TABLES = ("citizen_survey", "published_indices", "service_population")
"""Tables whose columns the list knows; the others are only recognised by resemblance."""


@cache
def _declared() -> dict[str, dict[str, list[str]]]:
    text = files("analysis.intake").joinpath("lexicon.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def targets_of(table: str) -> dict[str, str]:
    """Return folded header to target for `table`; its own names go before the left-out ones."""
    names = _by_name(_declared()["left_out"])
    return names | _by_name(_declared().get(table, {})) | _own_names(table)


@cache
def fact_keys() -> dict[str, str]:
    """Return folded key of an information line to the fact it states."""
    return _by_name(_declared()["facts"])


@cache
def filler_words() -> frozenset[str]:
    """Return the words that a question may have around the name of what it asks."""
    return frozenset(_declared()["filler"]["words"])


@cache
def resemblance() -> dict[str, frozenset[str]]:
    """Return table to the folded header names by which it is recognised."""
    return {table: frozenset(map(fold, names)) for table, names in _declared()["resembles"].items()}


@cache
def _lexicon_names() -> frozenset[str]:
    also_answers = set(_declared()["also_answers"]["names"])
    names: set[str] = set()
    for table in MATCHED_TABLES:
        names |= {name for name in targets_of(table) if name not in also_answers}
    for listed in resemblance().values():
        names |= listed
    return frozenset(names)


def known_headers(codebooks: Iterable[Codebook] = ()) -> frozenset[str]:
    """Return every folded name that speaks for a header row, those of `codebooks` included."""
    own: set[str] = set()
    for codebook in codebooks:
        for item in codebook.items:
            own |= {fold(name) for name in (item.key, item.code, *item.synonyms, item.name.id)}
            own |= {fold(item.question.id)} if item.question else set()
    return (_lexicon_names() | own) - {""}


def _by_name(declared: dict[str, list[str]]) -> dict[str, str]:
    pairs = ((fold(name), target) for target, names in declared.items() for name in names)
    return {name: target for name, target in pairs if name}


def _own_names(table: str) -> dict[str, str]:
    declared = _declared().get(table, {})
    return {fold(target): target for target in declared if target != "ignored"}
