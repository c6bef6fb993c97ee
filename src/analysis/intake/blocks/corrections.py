"""Declared corrections of single cells, from a region's corrections.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.errors import ConfigError, SourceError
from analysis.intake.raw import DataBlock

CORRECTIONS_FILE = "corrections.toml"


class Correction(BaseModel):
    """One cell that a person has decided to change.

    Attributes
    ----------
    file : str
        Path below the region's `files` folder.
    sheet : str
        Empty for a text file.
    row : int
        Raw row number, from 1.
    column : str
        Header as it stands in the file.
    from_ : str
        What the cell says now (`from` in the file); empty for a blank cell.
    to : str
        What it should say; empty for a blank cell.
    who : str
        Office or role that decided.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    file: str
    sheet: str = ""
    row: int = Field(ge=1)
    column: str
    from_: str = Field(alias="from")
    to: str
    reason: str
    who: str
    date: date

    @property
    def place(self) -> dict[str, object]:
        """Where the cell is, for messages."""
        return {"file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column}


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """Read `folder/corrections.toml`; an absent file means none.

    Raises
    ------
    ConfigError
        If the file is not TOML or an entry lacks a key, naming all of them.
    """
    path = folder / CORRECTIONS_FILE
    if not path.is_file():
        return ()
    try:
        listed = tomllib.loads(path.read_text("utf-8")).get("corrections", [])
        return tuple(Correction(**one) for one in listed)
    except ValidationError as error:
        named = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
        problems = ", ".join(named)
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        problems = str(error)
    raise ConfigError("intake.correction.invalid", region=folder.name, problems=problems)


def apply_corrections(block: DataBlock, corrections: Sequence[Correction]) -> pd.DataFrame:
    """Return the block's body with the corrected cells.

    Parameters
    ----------
    block : DataBlock
    corrections : sequence of Correction
        Those of this source, file and sheet whose row lies in the block.

    Raises
    ------
    SourceError
        If the row or column does not exist, or the cell no longer says what `from` says.
    """
    if not corrections:
        return block.body
    body = block.body.copy()
    positions = {_folded(one.header): one.position for one in block.columns}
    for one in corrections:
        position = positions.get(_folded(one.column))
        if position is None or one.row not in body.index:
            raise SourceError("intake.correction.no_cell", **one.place)
        cell = body.loc[one.row, position]
        if _folded(cell if isinstance(cell, str) else "") != _folded(one.from_):
            raise SourceError("intake.correction.no_match", **one.place)
        body.loc[one.row, position] = one.to or None
    return body


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
