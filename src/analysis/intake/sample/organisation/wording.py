"""Sentences of forums and promised actions."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np


@cache
def sentences() -> dict[str, dict[str, list[str]]]:
    """Return the sentences of `texts.toml` by section and key."""
    text = files("analysis.intake.sample.organisation").joinpath("texts.toml").read_text("utf-8")
    return tomllib.loads(text)


def any_of(section: str, key: str, rng: np.random.Generator) -> str:
    """Return one sentence of a section and key."""
    options = sentences()[section][key]
    return options[int(rng.integers(len(options)))]
