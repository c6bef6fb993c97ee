"""Whether a planned indicator can be measured: a number, its unit, a date and a direction.

Declared rule of this project, after the M and T of SMART goals (Doran 1981): an indicator counts as
measurable if its target is a number, the number has a unit of measure that is no placeholder and no
word of praise, it says by when, and it says whether higher or lower is better. The rule looks at
the form only; `tests/data/indicators_labelled.csv` says how often it agrees with a reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Element = Literal["number", "measure_unit", "date", "direction"]
ELEMENTS: tuple[Element, ...] = ("number", "measure_unit", "date", "direction")
"""What an indicator needs, in the order in which the first one missing is named."""

COLUMN_OF: dict[Element, str] = {
    "number": "target",
    "measure_unit": "measure_unit",
    "date": "due_date",
    "direction": "direction",
}
"""Column of the table work_plan that holds each element."""

NO_UNITS = frozenset(
    {"", "n a", "na", "nihil", "tidak ada", "lainnya", "lain lain", "baik", "sangat baik",
     "maksimal", "optimal", "sesuai", "terlaksana", "tercapai"}
)  # fmt: skip
"""Entries that stand in the column of units and measure nothing, folded."""


def find_elements(plan: pd.DataFrame) -> pd.DataFrame:
    """Return which elements each indicator has.

    Parameters
    ----------
    plan : DataFrame, one row an indicator
        With the columns of `COLUMN_OF`.

    Returns
    -------
    DataFrame of bool
        Index of `plan`, columns `ELEMENTS`.
    """
    import pandas as pd

    unit = plan["measure_unit"].astype("str").str.casefold()
    folded = unit.str.replace(r"[\W_]+", " ", regex=True).str.strip()
    percent = unit.str.contains("%", regex=False, na=False)
    named = percent | (
        ~folded.isin(NO_UNITS) & ~folded.str.fullmatch(r"[\d ]+").fillna(value=False)
    )
    return pd.DataFrame(
        {
            "number": plan["target"].notna(),
            "measure_unit": plan["measure_unit"].notna() & named.astype("bool"),
            "date": plan["due_date"].notna(),
            "direction": plan["direction"].isin(["higher", "lower"]),
        }
    )


def recorded_elements(plan: pd.DataFrame) -> tuple[Element, ...]:
    """Return the elements whose column holds anything at all, so that they can be judged."""
    return tuple(one for one in ELEMENTS if plan[COLUMN_OF[one]].notna().any())
