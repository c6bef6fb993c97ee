"""Likert scales: from the items of a sheet to one score between 0 and 100.

A sheet's score is the mean of its answered items, turned round where the codebook says so, and
stretched from the range of the answers to 0-100: 0 where every answer is the lowest, 100 where
every answer is the highest. A sheet with fewer answered items than the scale asks for has no score
(person-mean rule; docs/methods/scales.md). Nothing is imputed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.measures.indices import orient_items

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.codebook import Codebook

MIDPOINT = 50.0
"""The middle of the scale: neither one side nor the other."""


@dataclass(frozen=True)
class LikertScale:
    """What is scored together.

    Attributes
    ----------
    key : str
    items : tuple of str
        Items of the scale and of its dimensions, in order.
    minimum_items : int
        Fewest answered items of a sheet that gets a score.
    minimum, maximum : int
        Lowest and highest answer.
    role : str
        Role of the scale in its codebook.
    part_of : str
        Scale of which it is a dimension; empty for one that stands alone.
    favourable_high : bool
        Whether a high score is the favourable side; resistance is favourable where it is low.
    """

    key: str
    items: tuple[str, ...]
    minimum_items: int
    minimum: int
    maximum: int
    role: str = ""
    part_of: str = ""
    favourable_high: bool = True

    @classmethod
    def of(cls, codebook: Codebook, key: str, *, minimum_items: int = 0) -> LikertScale:
        """Return the scale `key` of a codebook; `minimum_items` above 0 replaces its own rule."""
        scale = codebook.scale(key)
        items = tuple(codebook.items_of(key))
        return cls(
            key=key,
            items=items,
            minimum_items=min(minimum_items or scale.minimum_items, len(items)),
            minimum=codebook.answers.minimum,
            maximum=codebook.answers.maximum,
            role=scale.role,
            part_of=scale.part_of,
            favourable_high=scale.role != "resistance",
        )


def oriented(sheets: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the answers to all items of the codebook, reversed ones turned round, as floats.

    Items that the sheets do not have are columns without answers; index and order of the sheets
    stay.
    """
    items = [item.key for item in codebook.items]
    return orient_items(sheets.reindex(columns=items).astype("float64"), codebook)


def score_scale(answers: pd.DataFrame, scale: LikertScale) -> pd.Series:
    """Return the score of each sheet, 0 to 100.

    Parameters
    ----------
    answers : DataFrame, one row a sheet
        Oriented answers, see `oriented`.
    scale : LikertScale

    Returns
    -------
    Series of float, index of `answers`
        NaN for a sheet with fewer than `minimum_items` answered items.
    """
    given = answers[list(scale.items)]
    enough = given.notna().sum(axis=1) >= max(scale.minimum_items, 1)
    span = scale.maximum - scale.minimum
    return (100 * (given.mean(axis=1) - scale.minimum) / span).where(enough)


def is_favourable(scores: pd.Series, scale: LikertScale) -> pd.Series:
    """Tell which scores lie on the favourable side of the middle; missing scores stay missing.

    A score in the very middle is on neither side and counts as not favourable.
    """
    side = scores.gt(MIDPOINT) if scale.favourable_high else scores.lt(MIDPOINT)
    return side.astype("boolean").mask(scores.isna())
