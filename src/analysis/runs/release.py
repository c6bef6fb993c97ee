"""A file of rows before it leaves the office: who could be recognised in it, and by what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import UsageError
from analysis.intake.layout import find_all_blocks
from analysis.intake.lexicon import targets_of
from analysis.intake.raw import PERSON_COLUMNS, DataBlock
from analysis.intake.readers import read_file
from analysis.intake.values.folding import fold
from analysis.privacy.anonymity import Anonymity, anonymity_of_sets
from analysis.privacy.checklist import CheckList
from analysis.privacy.patterns import find_patterns

TRAITS = frozenset(
    {
        "unit_id", "service", "gender", "age", "age_band", "birth_year", "education", "occupation",
        "status", "golongan", "position_type", "position_level", "tenure_years", "tenure_band",
    }
)  # fmt: skip
"""Columns of the canonical tables by which somebody could be recognised."""

ABOUT_PERSONS = ("citizen_survey", "staff_survey", "employees", "complaints")


@dataclass(frozen=True)
class Release:
    """What stands in the way of sharing a table of rows.

    Attributes
    ----------
    sheet : str
    rows : int
    traits : tuple of str
        Headers of the columns by which somebody could be recognised.
    sets : tuple of Anonymity
        Combinations of the traits, the worst first.
    persons : dict of str to int
        Headers of columns with identifiers or names, and the number of their cells.
    """

    sheet: str
    rows: int
    traits: tuple[str, ...]
    sets: tuple[Anonymity, ...]
    persons: dict[str, int]

    @property
    def safe(self) -> bool:
        """Whether no combination falls below the floor and nothing identifies a person."""
        return not self.persons and all(one.below == 0 for one in self.sets)


def check_release(
    path: Path, *, floor: int, traits: Sequence[str] = (), checklist: CheckList | None = None
) -> list[Release]:
    """Return what stands in the way of sharing each table of a file.

    Parameters
    ----------
    path : Path
        Any file that intake can read; it is not changed.
    floor : int
        Smallest group that may share a combination of traits.
    traits : sequence of str
        Headers of the columns by which somebody could be recognised; empty means those that are
        recognised by their names (gender, age, education, occupation, unit, rank, ...).
    checklist : CheckList or None
        Of a region; without it persons are recognised by the form of identifiers only.

    Raises
    ------
    SourceError
        If the file cannot be read.
    UsageError
        If a trait is no header of the file, or the file holds no table.
    """
    blocks = [one for one in find_all_blocks(read_file(path)) if len(one.body)]
    if not blocks:
        raise UsageError("runs.release_no_table", file=path.name)
    return [_judge(one, floor=floor, traits=traits, checklist=checklist) for one in blocks]


def _judge(
    block: DataBlock, *, floor: int, traits: Sequence[str], checklist: CheckList | None
) -> Release:
    headers = {column.position: column.header for column in block.columns}
    rows = block.body[list(headers)].set_axis(list(headers.values()), axis=1)
    names = [str(name) for name in rows]
    if missing := sorted(set(traits) - set(names)):
        raise UsageError(
            "runs.release_no_column",
            columns=", ".join(missing),
            file=block.sheet.file,
            known=", ".join(names),
        )
    chosen = tuple(traits) or tuple(one for one in names if _is_trait(one))
    sets = anonymity_of_sets(rows, chosen, floor=floor) if chosen else []
    return Release(block.sheet.name, len(rows), chosen, tuple(sets), _persons(rows, checklist))


def _is_trait(header: str) -> bool:
    found = {targets_of(table).get(fold(header), "") for table in ABOUT_PERSONS}
    return bool(found & TRAITS)


def _persons(rows: pd.DataFrame, checklist: CheckList | None) -> dict[str, int]:
    """Count the cells about persons by column: filled ones under such a header, else by form."""
    named = {header for header in map(str, rows) if _is_about_persons(header)}
    counts: Counter[str] = Counter()
    for header in map(str, rows):
        filled = rows[header].dropna()
        if header in named:
            counts[header] += len(filled)
            continue
        sizes = filled.value_counts()
        find = checklist.find if checklist is not None else find_patterns
        counts[header] += sum(int(sizes[text]) for text in sizes.index if find(str(text)))
    return {header: count for header, count in counts.items() if count}


def _is_about_persons(header: str) -> bool:
    found = {targets_of(table).get(fold(header), "") for table in ABOUT_PERSONS}
    return bool(found & {*PERSON_COLUMNS, "employee_id"})
