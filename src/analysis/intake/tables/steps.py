"""The steps of a table, taken after its columns are read and before rows are judged complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analysis.intake.raw import DataBlock, Mapping, Problem, RuleEdit
from analysis.rules.registry import RuleBook, load_rulebook
from analysis.schemas.region import Region, Source

Refusal = tuple[pd.Series, str, str]
"""Boolean mask by raw row, reason code, and the canonical column it is about."""


@dataclass(frozen=True)
class StepContext:
    """What a step may look at beside the rows.

    Attributes
    ----------
    block : DataBlock
    mapping : Mapping
    source : Source
    region : Region
    rulebook : RuleBook
        Rule sets that apply to the region.
    """

    block: DataBlock
    mapping: Mapping
    source: Source
    region: Region
    rulebook: RuleBook = field(default_factory=load_rulebook)


@dataclass(frozen=True)
class Stepped:
    """Rows after a step.

    Attributes
    ----------
    frame : DataFrame
        Canonical columns; index = raw row number. Identifiers are still those of the file.
    refused : tuple of (mask, reason, column)
        Rows that cannot be accepted, and why.
    problems : tuple of Problem
        What a person should know of the whole block.
    edits : tuple of RuleEdit
        How many cells a rule filled or changed: every derived value is marked here.
    """

    frame: pd.DataFrame
    refused: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    edits: tuple[RuleEdit, ...] = ()


Step = Callable[[pd.DataFrame, StepContext], Stepped]


def take_steps(table: str, frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Take all steps of `table` in order; each sees what the one before it made.

    A mask speaks of raw rows: where a step makes several canonical rows of one raw row, its masks
    are indexed by the raw row number, without repeats.
    """
    from analysis.intake.tables.registry import STEPS

    done = Stepped(frame)
    for step in STEPS.get(table, ()):
        found = step(done.frame, context)
        done = Stepped(
            found.frame,
            (*done.refused, *found.refused),
            (*done.problems, *found.problems),
            (*done.edits, *found.edits),
        )
    return done
