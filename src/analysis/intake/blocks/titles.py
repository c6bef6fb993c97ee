"""What the title lines of an e-Kinerja recap say beyond the usual facts (domain.md 2.5)."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.intake.raw import DataBlock
from analysis.intake.values import read_period

_AGENCY = re.compile(r"\d{3,6}\s*-\s*\S.*")


def evaluation_unit(block: DataBlock) -> str:
    """Return the unit of evaluation: the line below "3013 - <agency>"; "" where there is none.

    It is a part of an office, not always the office.
    """
    for agency, below in pairwise(_titles(block)):
        if _AGENCY.fullmatch(agency) and read_period(below) is None:
            return below
    return ""


def _titles(block: DataBlock) -> list[str]:
    rows = block.structural.index[block.structural.eq("title").to_numpy()]
    lines = block.sheet.rows.loc[rows]
    texts = (" ".join(str(cell) for cell in line if isinstance(cell, str)) for line in
             lines.to_numpy(dtype=object))  # fmt: skip
    return [text.strip() for text in texts if text.strip()]
