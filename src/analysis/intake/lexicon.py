"""The list of header names, read once: which folded name stands for which target.

`lexicon.toml` holds what all tables share, `headers/<table>.toml` the names of one table, what
speaks for it (`fit`) and what speaks against it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.intake.raw import LEFT_OUT_COLUMNS
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook
from analysis.schemas.tables import TABLE_NAMES
from analysis.schemas.tables import table as schema_table

_SHARED_SIGN = "@"


@dataclass(frozen=True)
class FitPart:
    """One thing that speaks for a table.

    Attributes
    ----------
    weight : float
        Its part of the whole fit, 0 to 1.
    of : tuple of str
        Targets of which `enough` must be found; a name ending in * stands for all that begin so.
    enough : int
    items : bool
        Whether the share of the codebook's items that are found counts too.
    needed : bool
        Whether a file in which nothing of it is found is not of this table.
    """

    weight: float
    of: tuple[str, ...] = ()
    enough: int = 1
    items: bool = False
    needed: bool = False


@cache
def _declared() -> dict[str, Any]:
    text = files("analysis.intake").joinpath("lexicon.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _of_table(table: str) -> dict[str, Any]:
    if table not in TABLE_NAMES:
        return {}
    text = files("analysis.intake").joinpath("headers", f"{table}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def targets_of(table: str) -> dict[str, str]:
    """Return folded header to target for `table`; its own names go before the left-out ones."""
    names = _by_name(_declared()["left_out"])
    return names | _by_name(_columns(table)) | _own_names(table)


@cache
def spare_targets_of(table: str) -> dict[str, str]:
    """Return folded header to the target it stands for where no better column does."""
    return _by_name(_of_table(table).get("spare", {}))


@cache
def usual_name(table: str, target: str) -> str:
    """Return the name by which offices mostly call `target`; the target itself where unknown."""
    names = _with_shared(_of_table(table).get("columns", {}).get(target, ()))
    return next(iter(names), target)


@cache
def contexts_of(table: str) -> dict[str, tuple[str, ...]]:
    """Return the words put before a header to the folded phrases that call for them.

    A file named "Soal Pre Test A" makes "Score" mean "pre test score".
    """
    declared = _of_table(table).get("context", {})
    return {word: tuple(fold(one) for one in phrases) for word, phrases in declared.items()}


@cache
def fit_parts(table: str) -> tuple[FitPart, ...]:
    """Return what speaks for `table`; the weights add up to 1."""
    return tuple(
        FitPart(**{**one, "of": tuple(one.get("of", ()))})
        for one in _of_table(table).get("fit", ())
    )


@cache
def speaks_against(table: str) -> frozenset[str]:
    """Return what makes `table` unlikely: left-out targets, or "table.target" of another one."""
    return frozenset(_of_table(table).get("against", ()))


@cache
def fact_keys() -> dict[str, str]:
    """Return folded key of an information line to the fact it states."""
    return _by_name(_declared()["facts"])


@cache
def filler_words() -> frozenset[str]:
    """Return the words that a question may have around the name of what it asks."""
    return frozenset(_declared()["filler"]["words"])


@cache
def level_names() -> frozenset[str]:
    """Return the folded names of groups of people that head columns of numbers."""
    return frozenset(map(fold, _declared()["levels"]["names"]))


@cache
def _lexicon_names() -> frozenset[str]:
    also_answers = set(_declared()["also_answers"]["names"])
    names: set[str] = set()
    for table in TABLE_NAMES:
        names |= {*targets_of(table), *spare_targets_of(table)}
    return frozenset(names - also_answers)


def known_headers(codebooks: Iterable[Codebook] = ()) -> frozenset[str]:
    """Return every folded name that speaks for a header row, those of `codebooks` included."""
    own: set[str] = set()
    for codebook in codebooks:
        for item in codebook.items:
            own |= {fold(name) for name in (item.key, item.code, *item.synonyms, item.name.id)}
            own |= {fold(item.question.id)} if item.question else set()
    return (_lexicon_names() | own) - {""}


@cache
def is_target(table: str, name: str) -> bool:
    """Whether `name` is a column or helper of `table`, an open item column, or left out."""
    declared = schema_table(table)
    is_open = declared.items.endswith("*") and name.startswith(declared.items.rstrip("*"))
    return declared.readable(name) is not None or is_open or name in LEFT_OUT_COLUMNS


def _columns(table: str) -> dict[str, list[str]]:
    """Return target to names; what the table cannot hold is left out of it."""
    columns: dict[str, list[str]] = {"ignored": []}
    for target, names in _of_table(table).get("columns", {}).items():
        known = target if is_target(table, target) else "ignored"
        columns.setdefault(known, []).extend(_with_shared(names))
    ignored = columns.pop("ignored")
    return {"ignored": ignored, **columns}


def _with_shared(names: Iterable[str]) -> list[str]:
    shared = _declared()["shared"]
    return [
        one
        for name in names
        for one in (shared[name[1:]] if name.startswith(_SHARED_SIGN) else (name,))
    ]


def _by_name(declared: dict[str, list[str]]) -> dict[str, str]:
    pairs = ((fold(name), target) for target, names in declared.items() for name in names)
    return {name: target for name, target in pairs if name}


def _own_names(table: str) -> dict[str, str]:
    declared = _of_table(table).get("columns", {})
    known = (target for target in declared if target != "ignored" and is_target(table, target))
    return {fold(target): target for target in known}
