"""region.toml: who the region is, its units, rules, rhythms, events and sources."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from analysis.checks import Sampling, StudyName, check_option
from analysis.errors import ConfigError
from analysis.periods import Rhythm
from analysis.schemas.tables import TABLE_NAMES, table

DEFAULT_RHYTHM: dict[str, Rhythm] = {"satisfaction": "S"}
DEFAULT_CLOSING_DAYS: dict[str, int] = {"appraisals": 60}

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Code = Annotated[str, Field(pattern=r"^(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?|\d{4}|\d{7}|\d{10})$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Strict):
    """A short text in both languages."""

    id: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.id


class Unit(_Strict):
    """An OPD or other unit."""

    id: Slug
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""


HeadLine = Annotated[str, Field(min_length=1, max_length=80)]
"""A line that fits across a page."""


class Letterhead(_Strict):
    """What stands at the head of official letters and reports of the region."""

    lines: Annotated[tuple[HeadLine, ...], Field(min_length=1, max_length=4)]
    address: Annotated[str, Field(max_length=160)] = ""


class Event(_Strict):
    """Something that happened to named units on a day, whose effect is studied."""

    id: Slug
    date: date
    units: tuple[str, ...] = ()
    kind: Literal[
        "policy_start",
        "online_queue",
        "online_complaints",
        "online_requests",
        "socialisation",
        "distribution_guide",
        "other",
    ]
    measures: tuple[str, ...] = ()
    text: Text


class Source(_Strict):
    """A kind of raw file and how it is read."""

    id: Slug
    table: str
    files: str
    sheet: str = ""
    header_row: int = Field(default=0, ge=0, description="1-based; 0 means found by score")
    period: str = ""
    unit: str = Field(default="", description="unit id or name, where the file does not say it")
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    ignore: tuple[str, ...] = Field(default=(), description="raw headers that are left out")
    constants: dict[str, str] = Field(
        default_factory=dict, description="column = value, the same for all rows of the source"
    )
    file_pattern: str = Field(
        default="", description="regular expression whose named groups give columns from file names"
    )
    identifier: Literal["nip", "own"] = Field(
        default="nip",
        description="how employees are told apart: by NIP, or by the office's own ids",
    )
    codebook: str = ""
    unsur_order: Literal["", "A", "B"] = ""
    sampling: Sampling = "voluntary"
    anonymity: Literal["undeclared", "anonymous", "coded", "named"] = "undeclared"
    consent: bool = False
    delivery: Literal["append", "cumulative"] = "append"

    @field_validator("table")
    @classmethod
    def _known_table(cls, value: str) -> str:
        return check_option(value, name="table", allowed=TABLE_NAMES)

    @model_validator(mode="after")
    def _pattern_compiles(self) -> Source:
        try:
            re.compile(self.file_pattern)
        except re.error as error:
            raise ConfigError(
                "schemas.region.pattern_invalid",
                source=self.id,
                pattern=repr(self.file_pattern),
                detail=str(error),
            ) from error
        return self

    @model_validator(mode="after")
    def _known_columns(self) -> Source:
        declared = table(self.table)
        takes_items = declared.items or "unsur" in declared
        unknown = [
            name for name in self.columns if declared.readable(name) is None and not takes_items
        ]
        if unknown:
            raise ConfigError(
                "schemas.region.unknown_column", source=self.id, columns=", ".join(unknown)
            )
        if self.anonymity == "named" and not self.consent:
            raise ConfigError("schemas.region.named_without_consent", source=self.id)
        return self


class Reporting(_Strict):
    """Rhythm of each study and days after a period before it counts as closed."""

    rhythms: dict[StudyName, Rhythm] = Field(default_factory=dict)
    closing_days: dict[str, int] = Field(default_factory=dict)

    def rhythm(self, study: str) -> Rhythm:
        """Return the rhythm in which `study` reports."""
        return self.rhythms.get(study, DEFAULT_RHYTHM.get(study, "Y"))  # type: ignore[call-overload]

    def days_to_close(self, table_name: str) -> int:
        """Return the days after a period's end before `table_name` counts as complete."""
        return self.closing_days.get(table_name, DEFAULT_CLOSING_DAYS.get(table_name, 0))


class Region(_Strict):
    """A region as region.toml describes it."""

    id: Slug
    name: str
    code: Code | Literal[""] = ""
    code_scheme: Literal["kemendagri", "bps"] = "kemendagri"
    level: str = ""
    languages: tuple[Literal["id", "en"], ...] = ("id", "en")
    synthetic: bool = False
    purpose: str = ""
    legal_basis: str = ""
    letterhead: Letterhead | None = None
    units: tuple[Unit, ...] = ()
    rules: dict[str, str] = Field(default_factory=dict)
    reporting: Reporting = Reporting()
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Region:
        units = [unit.id for unit in self.units]
        for kind, ids in (
            ("units", units),
            ("sources", [source.id for source in self.sources]),
            ("events", [event.id for event in self.events]),
        ):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ConfigError("schemas.region.twice", kind=kind, ids=", ".join(twice))
        named = [*(unit.successor for unit in self.units if unit.successor)]
        named += [unit for event in self.events for unit in event.units]
        if unknown := sorted(set(named) - set(units)):
            raise ConfigError(
                "schemas.region.unknown_unit", ids=", ".join(unknown), known=", ".join(units) or "-"
            )
        return self

    def lasting_unit(self, unit_id: str) -> str:
        """Return the unit that `unit_id` has become, for comparisons over years.

        It is the last of its successors, or the unit itself where it has none.
        """
        successors = {unit.id: unit.successor for unit in self.units if unit.successor}
        seen = {unit_id}
        while successors.get(unit_id) and successors[unit_id] not in seen:
            unit_id = successors[unit_id]
            seen.add(unit_id)
        return unit_id

    def unit_name(self, unit_id: str) -> str:
        """Return the display name of `unit_id`, or the id itself where it is unknown."""
        return next((unit.name for unit in self.units if unit.id == unit_id), unit_id)


def load_region(folder: Path) -> Region:
    """Read `folder/region.toml`; the folder's name is the region's id.

    Raises
    ------
    ConfigError
        If the file is missing, not TOML, or has unknown or wrong keys; the text lists all of them.
    """
    path = folder / "region.toml"
    if not path.is_file():
        raise ConfigError("schemas.region.missing", folder=folder.name)
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
        reporting = dict(raw.pop("reporting", {}))
        closing = reporting.pop("closing_days", {})
        return Region(
            id=folder.name,
            **raw.pop("region", {}),
            reporting=Reporting(rhythms=reporting, closing_days=closing),
            **raw,
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("schemas.region.not_toml", region=folder.name, detail=error) from error
    except (ValueError, TypeError) as error:
        raise ConfigError(
            "schemas.region.invalid", region=folder.name, problems=_problems(error)
        ) from error


def _problems(error: ValueError | TypeError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    lines = [
        f"{'.'.join(str(part) for part in one['loc']) or 'region.toml'}: {one['msg']}"
        for one in error.errors()
    ]
    return "; ".join(lines)
