"""Reading the first rows of a table as intake would, to tell what would be held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake import values
from analysis.intake.blocks.parsing import DESCRIBING
from analysis.intake.raw import LEFT_OUT_COLUMNS, DataBlock, Mapping
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Region, Source

TRIED_ROWS = 2_000


@dataclass(frozen=True)
class Trial:
    """What came of reading the first rows.

    Attributes
    ----------
    rows : int
        Rows that were tried.
    accepted : float
        Share of them that could be read, 0 to 1.
    reasons : dict of (str, str) to int
        Raw header and reason code to the number of cells that hold a row back.
    unknown_units : tuple of str
        Names in a column that is certainly one of units, most frequent first.
    accepted_with_units : float
        Share of the rows that could be read if all of these were known.
    """

    rows: int
    accepted: float
    reasons: dict[tuple[str, str], int]
    unknown_units: tuple[str, ...] = ()
    accepted_with_units: float = 1.0


def try_rows(
    block: DataBlock,
    mapping: Mapping,
    *,
    codebooks: MappingOf[str, Codebook],
    source: Source | None,
    region: Region | None,
) -> Trial | None:
    """Read the first rows of a block; None where it has none."""
    body = block.body.iloc[:TRIED_ROWS]
    if body.empty:
        return None
    bad = np.zeros(len(body), dtype=bool)
    of_units = np.zeros(len(body), dtype=bool)
    reasons: Counter[tuple[str, str]] = Counter()
    unknown: Counter[str] = Counter()
    for match in mapping.matches:
        if match.target in {"", *LEFT_OUT_COLUMNS, *DESCRIBING}:
            continue
        raw = body[match.column.position]
        parsed = values.parse(
            raw,
            match.target,
            table=mapping.table,
            codebook=codebooks.get(mapping.codebook),
            source=source,
            region=region,
        )
        wrong = parsed.bad.ne("").to_numpy(dtype=bool)
        if match.target == "unit_id" and match.certain:
            of_units |= wrong
        else:
            bad |= wrong
        reasons.update((match.column.header, str(reason)) for reason in parsed.bad[wrong])
        if match.target == "unit_id" and match.certain:
            unknown.update(raw[wrong].dropna())
    names = unknown + _unknown_around(block, mapping, region)
    return Trial(
        rows=len(body),
        accepted=float(1 - (bad | of_units).mean()),
        reasons=dict(reasons),
        unknown_units=tuple(name for name, _ in names.most_common()),
        accepted_with_units=float(1 - bad.mean()),
    )


def _unknown_around(block: DataBlock, mapping: Mapping, region: Region | None) -> Counter[str]:
    """Count section headings, or the title, that name no unit of the region."""
    if region is None or mapping.position_of("unit_id") is not None:
        return Counter()
    said = block.sections
    if said is None:
        titles = [block.facts[name] for name in ("subunit", "unit") if block.facts.get(name)]
        said = pd.Series(titles, dtype="str")
    parsed = values.parse(said, "unit_id", table=mapping.table, region=region)
    return Counter(said[parsed.bad.eq("unknown_unit")])
