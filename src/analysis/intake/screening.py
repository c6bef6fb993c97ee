"""Quality flags of answer sheets: straight lines, look-alikes, few answers, haste.

Flags mark sheets for the reader of a report; no sheet is removed because of them. Two sheets that
look alike may well be two people: they are flagged, never merged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

FLAGS = ("straightline", "repeat", "few_answers", "fast")
"""All flags, in the order in which they are listed in `quality_flags`."""

STRAIGHT_LINE_ITEMS = 5
"""Fewest equal answers that count as a straight line."""

FAST_SHARE_OF_MEDIAN = 1 / 3
"""A sheet filled in less than this share of the median time is fast."""

FAST_NEEDS_SHEETS = 30
"""Fewest timed sheets for which a median time is taken."""

REPEAT_COLUMNS = (
    "instrument", "unit_id", "service", "period", "date",
    "gender", "age", "age_band", "education", "occupation", "wave", "status", "position_type",
    "tenure_band",
)  # fmt: skip
"""Columns that must agree, besides all answers, for a sheet to repeat an earlier one."""


def flag_answers(
    frame: pd.DataFrame, items: Sequence[str], *, minimum_answered: int = 1
) -> pd.Series:
    """Flag the answer sheets that a reader should know about.

    Parameters
    ----------
    frame : DataFrame, one row per sheet
        Items (numbers, missing allowed) and whichever of `REPEAT_COLUMNS` and `duration_seconds`
        the survey has.
    items : sequence of str
        Items of the index, as they were answered: a line straight down the page goes through
        reverse items too, and somebody who answers those the other way round draws none.
    minimum_answered : int, default 1
        Sheets with fewer answers are flagged "few_answers".

    Returns
    -------
    Series of str
        Index of `frame`; flags joined by ";", missing where there is none.
    """
    answers = frame[list(items)].to_numpy(dtype="float64", na_value=np.nan)
    answered = np.isfinite(answers).sum(axis=1)
    masks = {
        "straightline": _straight_lines(answers, answered),
        "repeat": _repeats(frame, items) & (answered >= max(minimum_answered, 1)),
        "few_answers": answered < minimum_answered,
        "fast": _fast(frame),
    }
    return _joined(masks, frame.index)


def count_flags(frame: pd.DataFrame) -> dict[str, int]:
    """Return how many sheets bear each flag; flags that none bears are left out.

    Parameters
    ----------
    frame : DataFrame
        With `quality_flags`; a table without that column has no flags.
    """
    if "quality_flags" not in frame:
        return {}
    borne = frame["quality_flags"].value_counts()
    counts = {
        flag: int(sum(count for text, count in borne.items() if flag in str(text).split(";")))
        for flag in FLAGS
    }
    return {flag: count for flag, count in counts.items() if count}


def _straight_lines(answers: np.ndarray, answered: np.ndarray) -> np.ndarray:
    if answers.shape[1] < STRAIGHT_LINE_ITEMS:
        return np.zeros(len(answers), dtype=bool)
    lowest = np.fmin.reduce(answers, axis=1)
    highest = np.fmax.reduce(answers, axis=1)
    return (answered >= STRAIGHT_LINE_ITEMS) & (lowest == highest)


def _repeats(frame: pd.DataFrame, items: Sequence[str]) -> np.ndarray:
    """Mark the second and later of sheets that agree in all answers and `REPEAT_COLUMNS`."""
    same = [column for column in REPEAT_COLUMNS if column in frame.columns]
    prints = pd.util.hash_pandas_object(frame[[*items, *same]], index=False)
    return prints.duplicated(keep="first").to_numpy()


def _fast(frame: pd.DataFrame) -> np.ndarray:
    if "duration_seconds" not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    seconds = frame["duration_seconds"].to_numpy(dtype="float64", na_value=np.nan)
    timed = seconds[np.isfinite(seconds)]
    if len(timed) < FAST_NEEDS_SHEETS:
        return np.zeros(len(frame), dtype=bool)
    return np.less(seconds, np.median(timed) * FAST_SHARE_OF_MEDIAN, where=np.isfinite(seconds),
                   out=np.zeros(len(frame), dtype=bool))  # fmt: skip


def _joined(masks: dict[str, np.ndarray], index: pd.Index) -> pd.Series:
    """Return the names of the masks that hold, joined by ";" for each row."""
    place = sum(masks[flag].astype("int64") << bit for bit, flag in enumerate(FLAGS))
    texts = [
        ";".join(flag for bit, flag in enumerate(FLAGS) if one >> bit & 1) or None
        for one in range(1 << len(FLAGS))
    ]
    return pd.Series(texts, dtype="str").take(np.asarray(place)).set_axis(index)
