"""Gender columns in which P may not mean perempuan.

P is perempuan, never pria. But a column that also says W (wanita) may use P for pria: there a bare
P says neither, and the source must declare what it means.
"""

from __future__ import annotations

import pandas as pd

from analysis.intake.values.folding import fold
from analysis.intake.values.reading import Reader, Reading

AMBIGUOUS = "p_or_w"


def column_reader(raw: pd.Series, read: Reader) -> Reader:
    """Return the reader of one gender column, by the letters that occur in it.

    Parameters
    ----------
    raw : Series of str
    read : function
        Reads columns without such a conflict.
    """
    letters = {fold(str(text)) for text in raw.dropna().unique()}
    if "w" not in letters:
        return read

    def read_letters(text: str) -> Reading:
        return Reading(bad=AMBIGUOUS) if fold(text) == "p" else read(text)

    return read_letters
