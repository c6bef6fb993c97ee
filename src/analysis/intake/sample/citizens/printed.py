"""The results that offices printed: recap lines of units, some with the known mistakes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.citizens.population import UNSUR
from analysis.schemas.region import Region

WEIGHTS = {"exact": 1 / 9, "short": 0.11, "usual": 0.111}
BANDS_2017 = ((88.31, "A"), (76.61, "B"), (65.0, "C"), (0.0, "D"))
BANDS_2004 = ((81.26, "A"), (62.51, "B"), (43.76, "C"), (0.0, "D"))
LETTER_NAMES = {"A": "Sangat Baik", "B": "Baik", "C": "Kurang Baik", "D": "Tidak Baik"}


@dataclass(frozen=True)
class PrintedLine:
    """One line of a recap sheet."""

    unit_id: str
    nrr: tuple[float, ...]
    weighted: float
    index: float
    letter: str
    sample: int


def printed_lines(sheets: pd.DataFrame, region: Region) -> list[PrintedLine]:
    """Return the recap of one period's sheets.

    Planted mistakes, by place of the unit: every fourth uses the weight 0.11, the sixth counts
    blanks as 0, the eighth reads its letter from the bands of 2004; the others use 0.111.
    """
    lines = []
    for place, unit in enumerate(region.units):
        rows = sheets[sheets["unit_id"] == unit.id]
        if rows.empty:
            continue
        answers = rows[list(UNSUR)].astype("Float64").where(rows[list(UNSUR)] <= 4)
        blanks_as_zero = place == 5
        nrr = answers.sum() / (len(rows) if blanks_as_zero else answers.notna().sum())
        weight = WEIGHTS["short"] if place % 4 == 3 else WEIGHTS["usual"]
        weighted = float(np.round(nrr * weight, 3).sum())
        index = round(weighted * 25, 2)
        bands = BANDS_2004 if place == 7 else BANDS_2017
        letter = next(letter for lower, letter in bands if index >= lower)
        shown = tuple(float(value) for value in nrr.round(2))
        lines.append(PrintedLine(unit.id, shown, weighted, index, letter, len(rows)))
    return lines
