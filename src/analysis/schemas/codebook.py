"""Codebooks: what the items of an instrument are, how answers are coded, which scales they form.

A codebook is a TOML file, shipped in `codebooks/` or laid in a region's `codebooks/` folder; the
same content as an XLSX form for people who do not edit TOML is in `codebook_form`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from analysis.checks import check_option
from analysis.errors import ConfigError
from analysis.schemas.codebook_problems import codebook_problems
from analysis.schemas.region import Slug, Text
from analysis.schemas.tables import TABLE_NAMES

FEWEST_ITEMS = 3
"""Fewest items by which a form of a part of the scales is recognised."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Strict):
    """One question.

    Attributes
    ----------
    key : str
        Column name in the canonical table.
    code : str
        What the form prints beside it (P1, q07); empty where an order gives it (U1 … U9).
    scale : str
        Key of the scale it belongs to.
    labels : dict of str to int
        Answer text to score, in lower case with single spaces; empty where answers are numbers.
    reverse : bool
        Whether the score counts as minimum + maximum - score.
    substitutable : bool
        Whether the rules let an office leave it out where it does not apply.
    """

    key: Slug
    name: Text
    question: Text | None = None
    code: str = ""
    scale: str = "index"
    synonyms: tuple[str, ...] = ()
    labels: dict[str, int] = Field(default_factory=dict)
    reverse: bool = False
    substitutable: bool = False

    @field_validator("labels")
    @classmethod
    def _folded(cls, value: dict[str, int]) -> dict[str, int]:
        folded = {" ".join(label.casefold().split()): score for label, score in value.items()}
        if len(folded) < len(value):
            raise ValueError("two labels differ in capitals or spaces only")
        return folded


class Scale(_Strict):
    """A set of items scored together.

    Attributes
    ----------
    key : str
    role : str
        What a study does with it: "index" and "importance" in citizen surveys, "resistance",
        "fairness", "driver" and "proposal" in staff surveys.
    part_of : str
        Key of the scale of which it is a dimension; the items of that scale are those of its
        dimensions and its own. Empty for a scale that stands alone.
    minimum_items : int
        Fewest answered items for which a sheet gets a score.
    validated : bool
        Whether its quality of measurement has been shown; reports say so where it has not.
    notes : Text or None
        What a reader of its scores should know.
    """

    key: Slug
    name: Text
    role: str = "index"
    part_of: str = ""
    minimum_items: int = Field(default=1, ge=1)
    validated: bool = False
    notes: Text | None = None


class Answers(_Strict):
    """Coding shared by all items.

    Attributes
    ----------
    minimum, maximum : int
        Lowest and highest valid score; anything else is out of range, 0 and blank are missing.
    letters : dict of str to int
        Answers given as a, b, c, d.
    minimum_answered : int
        Sheets with fewer answers on the index items are left out of the index.
    """

    minimum: int
    maximum: int
    letters: dict[str, int] = Field(default_factory=dict)
    minimum_answered: int = 1


class Codebook(_Strict):
    """An instrument.

    Attributes
    ----------
    instrument : str
        Value of the column `instrument`: skm_2017, skm_2004 or the region's own id.
    rules : str
        Rule set that turns the index into a letter; empty means an index of its own without letter.
    code_pattern : str
        How forms number the items of `orders`, for example "U{number}".
    orders : dict of str to list of str
        Item keys in the order in which a form numbers them.
    default_order : str
        Order assumed where headers give numbers only; readings that depend on it are `review`.

    A declaration may give `answers.labels`, answer texts that all items share; items without
    labels of their own take them.
    """

    id: Slug
    title: Text
    table: str = "citizen_survey"
    instrument: str
    rules: str = ""
    source: str = ""
    confidence: str = ""
    licence: str = ""
    notes: Text | None = None
    code_pattern: str = ""
    orders: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    default_order: str = ""
    answers: Answers
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]

    @field_validator("table")
    @classmethod
    def _known_table(cls, value: str) -> str:
        return check_option(value, name="table", allowed=TABLE_NAMES)

    @model_validator(mode="before")
    @classmethod
    def _shared_labels(cls, declared: object) -> object:
        return _with_shared_labels(declared) if isinstance(declared, dict) else declared

    @model_validator(mode="after")
    def _consistent(self) -> Codebook:
        if problems := codebook_problems(self):
            raise ConfigError(
                "schemas.codebook.invalid", codebook=self.id, problems="; ".join(problems)
            )
        return self

    def keys(self, role: str = "index") -> list[str]:
        """Return the keys of the items whose scale plays `role`, in order."""
        scales = {scale.key for scale in self.scales if scale.role == role}
        return [item.key for item in self.items if item.scale in scales]

    def item(self, key: str) -> Item:
        """Return the item `key`."""
        return next(item for item in self.items if item.key == key)

    def share_found(self, found: Collection[str]) -> float:
        """Return the share of items among `found`, 0 to 1, of the scales that a form holds.

        An office puts some scales on its form and leaves others out: only scales of which an item
        is found count. Fewer than `FEWEST_ITEMS` items speak for the whole codebook only.
        """
        held = {item.scale for item in self.items if item.key in found}
        asked = [item.key for item in self.items if item.scale in held]
        hits = sum(key in found for key in asked)
        return hits / len(asked if hits >= FEWEST_ITEMS else self.items)

    def scale(self, key: str) -> Scale:
        """Return the scale `key`."""
        return next(scale for scale in self.scales if scale.key == key)

    def dimensions(self, key: str) -> list[str]:
        """Return the keys of the scales that are dimensions of the scale `key`, in order."""
        return [scale.key for scale in self.scales if scale.part_of == key]

    def items_of(self, key: str) -> list[str]:
        """Return the keys of the items of the scale `key` and of its dimensions, in order."""
        taken = {key, *self.dimensions(key)}
        return [item.key for item in self.items if item.scale in taken]


def _with_shared_labels(declared: dict[str, Any]) -> dict[str, Any]:
    answers = declared.get("answers")
    if not isinstance(answers, dict) or "labels" not in answers:
        return declared
    shared = answers["labels"]
    own = {key: value for key, value in answers.items() if key != "labels"}
    items = [{"labels": shared, **item} for item in declared.get("items", ())]
    return {**declared, "answers": own, "items": items}


def builtin_names() -> list[str]:
    """Names of the codebooks that ship with the package."""
    found = files("analysis.schemas").joinpath("codebooks").iterdir()
    return sorted(path.name.removesuffix(".toml") for path in found if path.name.endswith(".toml"))


def load_codebook(name: str, folder: Path | None = None) -> Codebook:
    """Return the codebook `name`, first from a region's `codebooks` folder, then from the package.

    Parameters
    ----------
    name : str
    folder : Path or None
        The region's codebooks folder; `name.toml` is read, else the form `name.xlsx`.
    """
    if folder is not None and (folder / f"{name}.toml").is_file():
        return codebook_from(_toml((folder / f"{name}.toml").read_text("utf-8-sig"), name), name)
    if folder is not None and (folder / f"{name}.xlsx").is_file():
        from analysis.schemas.codebook_form import read_form

        return codebook_from(read_form(folder / f"{name}.xlsx"), name)
    if name in builtin_names():
        text = files("analysis.schemas").joinpath("codebooks", f"{name}.toml").read_text("utf-8")
        return codebook_from(_toml(text, name), name)
    raise ConfigError("schemas.codebook.missing", codebook=name, known=", ".join(builtin_names()))


def blank_codebook(codebook_id: str) -> Codebook:
    """Return a small valid codebook, the frame for an instrument of one's own."""
    words = ("sangat tidak setuju", "tidak setuju", "netral", "setuju", "sangat setuju")
    items = tuple(
        Item(
            key=f"butir{number}",
            name=Text(id=f"Butir {number}", en=f"Item {number}"),
            question=Text(id="Pertanyaan seperti tercetak", en="The question as printed"),
            code=f"P{number}",
            labels={word: score for score, word in enumerate(words, start=1)},
        )
        for number in (1, 2)
    )
    return Codebook(
        id=codebook_id,
        title=Text(id="Judul survei", en="Title of the survey"),
        instrument=codebook_id,
        answers=Answers(minimum=1, maximum=len(words)),
        scales=(Scale(key="index", name=Text(id="Indeks", en="Index")),),
        items=items,
    )


def codebook_from(declared: dict[str, Any], name: str) -> Codebook:
    """Check a declared codebook and return it."""
    try:
        return Codebook(**declared)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()
        )
        raise ConfigError("schemas.codebook.invalid", codebook=name, problems=problems) from error


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("schemas.codebook.invalid", codebook=name, problems=str(error)) from error
