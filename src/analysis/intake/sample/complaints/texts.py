"""What complaints say: made-up sentences by theme, some of them telling who complains."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from analysis.intake.sample import spelling
from analysis.intake.sample.sheets import each
from analysis.schemas.region import Region


@cache
def wording() -> dict[str, Any]:
    """Return the sentences of `texts.toml` by section."""
    text = files("analysis.intake.sample.complaints").joinpath("texts.toml").read_text("utf-8")
    return tomllib.loads(text)


def texts(
    frame: pd.DataFrame, region: Region, *, named_share: float, rng: np.random.Generator
) -> list[str]:
    """Return one text a row of `frame` (theme, unit_id), in Indonesian."""
    people, phones = spelling.names(len(frame), rng), spelling.phones(len(frame), rng)
    short = {unit.id: (unit.aliases or (unit.name,))[0] for unit in region.units}
    found = []
    for place, row in enumerate(each(frame)):
        text = _one_text(row.theme, short[row.unit_id], rng)
        if rng.random() < named_share:
            text += f" Saya {people[place]}, telepon {phones[place]}."
        found.append(text)
    return found


def _one_text(theme: str, unit: str, rng: np.random.Generator) -> str:
    words = wording()
    body = _any(words["themes"][theme], rng).format(
        unit=unit, place=_any(words["places"]["texts"], rng), days=int(rng.integers(4, 40))
    )
    return _any(words["openings"]["texts"], rng) + body + _any(words["closings"]["texts"], rng)


def category(theme: str, rng: np.random.Generator) -> str:
    """Return one of the categories under which a theme is filed."""
    return _any(wording()["categories"][theme], rng)


def _any(options: list[str], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]
