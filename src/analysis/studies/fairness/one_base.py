"""One base for all tables: nobody is told by the difference between two of them.

Labels, scores and decisions are compared among the same groups. Where one of five hundred has a
score but no annual predikat, two tables of the same group differ by one person, and the tables of
all traits together describe that person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.presenting.composing.levels import UNSTATED
from analysis.studies.fairness.parts import TRAITS

if TYPE_CHECKING:
    import pandas as pd

CROSSED = "gender"
"""Trait with which each of the others is crossed in tables."""


def with_one_base(people: pd.DataFrame, outcomes: Sequence[str], *, floor: int) -> pd.DataFrame:
    """Return the persons without those whom differences between tables would tell.

    Parameters
    ----------
    people : DataFrame, one row a person
        With the traits and `outcomes`.
    outcomes : sequence of str
        Columns of which each has tables of its own, about the persons where it is known; one that
        is known of nobody has none.
    floor : int
        Smallest number of persons that may be told.

    Returns
    -------
    DataFrame
        In every group, and every group of women or men, an outcome is missing for nobody or for
        `floor` persons or more.
    """
    told = [one for one in outcomes if people[one].notna().any()]
    while True:
        few = _among_few(people, told, floor)
        if not few.any():
            return people
        people = people[~few]


def _among_few(people: pd.DataFrame, outcomes: Sequence[str], floor: int) -> pd.Series:
    """Return who is among fewer than `floor` persons of a group without an outcome."""
    groups = list(_groups(people))
    few = people.index.to_series().isna()
    for outcome in outcomes:
        rest = people[outcome].isna()
        for group in groups:
            few |= rest & rest.groupby(group).transform("sum").lt(floor)
    return few


def _groups(people: pd.DataFrame) -> Iterator[pd.Series]:
    """Yield the group of each person by every trait, alone and crossed with gender."""
    crossed = people[CROSSED].fillna(UNSTATED)
    for trait in TRAITS:
        levels = people[trait].fillna(UNSTATED)
        yield levels
        yield crossed + " " + levels
