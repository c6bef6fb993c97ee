"""The rule book: every rule set, when it holds, where it comes from and how sure that is.

Rule sets are TOML files: `rules/sets/*.toml` of the package and the region's own
`data/raw/<region>/rules/*.toml`. A local set with the id of a built-in one replaces it; a local
set with an id of its own goes before built-in sets of its kind for the days on which it is valid.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.errors import ConfigError, UsageError
from analysis.rules.parameters import Confidence, Kind, checked_parameters
from analysis.schemas.region import Slug, Text

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True)
class RuleSet:
    """One dated set of rules.

    Attributes
    ----------
    id, kind : str
    title : dict of str to str
        In "id" and "en".
    valid_from : date
        First day, inclusive.
    valid_to : date or None
        Last day, inclusive; None while it holds.
    source : str
    confidence : {"V", "V2", "M", "C"}
        Of the set as a whole; `evidence` has it for single parameters.
    parameters : dict
        Typed by kind, see `rules.parameters`.
    notes : tuple of dict
        What a reader must know, in "id" and "en".
    local : bool
        Whether it comes from the region's own folder.
    """

    id: str
    kind: str
    title: dict[str, str]
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    parameters: dict[str, Any]
    evidence: dict[str, str] = field(default_factory=dict)
    notes: tuple[dict[str, str], ...] = ()
    local: bool = False

    def holds_on(self, day: date) -> bool:
        """Tell whether the set is valid on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def expect(self, kind: Kind) -> None:
        """Raise `UsageError` if the set is of another kind."""
        if self.kind != kind:
            raise UsageError("rules.wrong_kind", rule_set=self.id, kind=self.kind, expected=kind)


@dataclass(frozen=True)
class RuleBook:
    """All rule sets that apply to a region, ordered by kind and first day."""

    sets: tuple[RuleSet, ...]

    def __iter__(self) -> Iterator[RuleSet]:
        return iter(self.sets)

    def get(self, rule_set_id: str) -> RuleSet:
        """Return the set with this id, or raise `ConfigError` with the known ids."""
        found = next((one for one in self.sets if one.id == rule_set_id), None)
        if found is None:
            known = ", ".join(one.id for one in self.sets)
            raise ConfigError("rules.unknown_set", rule_set=rule_set_id, known=known)
        return found

    def of_kind(self, kind: str) -> tuple[RuleSet, ...]:
        """Return the sets of `kind`, by first day; empty for a known kind without sets."""
        if kind not in KINDS:
            raise ConfigError("rules.unknown_kind", kind=kind, known=", ".join(KINDS))
        return tuple(one for one in self.sets if one.kind == kind)

    def in_force(self, kind: str, day: date, choices: Mapping[str, str] | None = None) -> RuleSet:
        """Return the set of `kind` that holds on `day`.

        Parameters
        ----------
        kind : str
        day : date
        choices : mapping of year to rule set id or None
            `[rules]` of region.toml; a choice of this kind goes before the dates of the sets.

        Raises
        ------
        ConfigError
            If no set of the kind holds on that day, or a chosen id is not known.
        """
        chosen = (choices or {}).get(str(day.year))
        if chosen is not None and self.get(chosen).kind == kind:
            return self.get(chosen)
        holding = [one for one in self.of_kind(kind) if one.holds_on(day)]
        if not holding:
            raise ConfigError("rules.none_in_force", kind=kind, day=day, spans=self._spans(kind))
        return max(holding, key=lambda one: one.local)

    def gaps(self, kind: str) -> list[tuple[date, date]]:
        """Return first and last day of each span, between sets of `kind`, that none covers."""
        found = []
        covered_to: date | None = None
        for one in sorted(self.of_kind(kind), key=lambda one: one.valid_from):
            if covered_to is not None and one.valid_from > covered_to + timedelta(days=1):
                found.append((covered_to + timedelta(days=1), one.valid_from - timedelta(days=1)))
            covered_to = max(covered_to or date.min, one.valid_to or date.max - timedelta(days=1))
        return found

    def _spans(self, kind: str) -> str:
        spans = [f"{one.id} {one.valid_from}..{one.valid_to or ''}" for one in self.of_kind(kind)]
        return ", ".join(spans) or "-"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    kind: Kind
    title: Text
    valid_from: date
    valid_to: date | None = None
    source: str = Field(min_length=1)
    confidence: Confidence
    evidence: dict[str, Confidence] = Field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    parameters: dict[str, Any]


def load_rulebook(local: Path | None = None) -> RuleBook:
    """Return the built-in rule sets, with those of a region's `rules` folder over them.

    Parameters
    ----------
    local : Path or None
        Folder of local rule sets (`*.toml`); a folder that does not exist holds none.

    Raises
    ------
    ConfigError
        If a file is not TOML, has unknown or wrong values, or two sets of one kind and origin
        hold on the same day.
    """
    folder = files("analysis.rules").joinpath("sets")
    built_in = [
        read_rule_set(path.read_text("utf-8"), path.name)
        for path in sorted(folder.iterdir(), key=lambda one: one.name)
        if path.name.endswith(".toml")
    ]
    paths = sorted(local.glob("*.toml")) if local is not None and local.is_dir() else []
    own = [_read_file(path) for path in paths]
    replaced = {one.id for one in own}
    kept = [one for one in built_in if one.id not in replaced]
    _refuse_overlaps(kept)
    _refuse_overlaps(own)
    return RuleBook(tuple(sorted([*kept, *own], key=lambda one: (one.kind, one.valid_from))))


def _read_file(path: Path) -> RuleSet:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("rules.invalid", file=path.name, problems=str(error)) from error
    return read_rule_set(text, path.name, local=True)


def read_rule_set(text: str, file: str, *, local: bool = False) -> RuleSet:
    """Return the rule set written in `text`; `file` is its name, which must be `<id>.toml`."""
    try:
        declared = _Declared(**tomllib.loads(text, parse_float=Decimal))
    except (tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise ConfigError("rules.invalid", file=file, problems=_problems(error)) from error
    if file != f"{declared.id}.toml":
        raise ConfigError("rules.file_name", file=file, rule_set=declared.id)
    if declared.valid_to is not None and declared.valid_to < declared.valid_from:
        raise ConfigError(
            "rules.ends_before", file=file, first=declared.valid_from, last=declared.valid_to
        )
    return _rule_set(declared, file, local=local)


def _rule_set(declared: _Declared, file: str, *, local: bool) -> RuleSet:
    try:
        parameters = checked_parameters(declared.kind, declared.parameters)
    except (ValidationError, TypeError) as error:
        raise ConfigError("rules.invalid", file=file, problems=_problems(error)) from error
    return RuleSet(
        id=declared.id,
        kind=declared.kind,
        title=declared.title.model_dump(),
        valid_from=declared.valid_from,
        valid_to=declared.valid_to,
        source=declared.source,
        confidence=declared.confidence,
        parameters=parameters,
        evidence=dict(declared.evidence),
        notes=tuple(note.model_dump() for note in declared.notes),
        local=local,
    )


def _refuse_overlaps(sets: Iterable[RuleSet]) -> None:
    ordered = sorted(sets, key=lambda one: (one.kind, one.valid_from))
    for first, second in pairwise(ordered):
        if first.kind == second.kind and first.holds_on(second.valid_from):
            raise ConfigError(
                "rules.overlap", first=first.id, second=second.id, day=second.valid_from
            )


def _problems(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(
        f"{'.'.join(str(part) for part in one['loc']) or 'parameters'}: {one['msg']}"
        for one in error.errors()
    )
