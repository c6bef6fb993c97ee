"""Write SPSS files whose bytes do not depend on the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
import pyreadstat

WRITTEN = b"02 Jan 2600:00:00"
PLACE_OF_WRITTEN = 92
"""Day and time of writing in the header of a system file (GNU PSPP developers' guide)."""


@dataclass(frozen=True)
class Variable:
    """One variable of the file.

    Attributes
    ----------
    name : str
    label : str
    values : sequence of float or date
        None and NaN are missing.
    value_labels : mapping of float to str
    """

    name: str
    label: str
    values: Sequence[float | date | None]
    value_labels: Mapping[float, str] = field(default_factory=dict)


def write_spss_file(path: Path, variables: Sequence[Variable]) -> None:
    """Write `variables`, which all have a value for every case."""
    pyreadstat.write_sav(
        pd.DataFrame({one.name: list(one.values) for one in variables}),
        str(path),
        column_labels={one.name: one.label for one in variables},
        variable_value_labels={
            one.name: dict(one.value_labels) for one in variables if one.value_labels
        },
        row_compress=True,
    )
    with path.open("r+b") as stream:
        stream.seek(PLACE_OF_WRITTEN)
        stream.write(WRITTEN)
