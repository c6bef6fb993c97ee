"""Indicators, of organisations and of plans: units and directions in the cells of the numbers."""

from __future__ import annotations

import pandas as pd

from analysis.intake.raw import Problem
from analysis.intake.tables.moments import counted
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.values.folding import fold
from analysis.intake.values.promises import Amount, amount_of

NUMBERS = ("target", "realised")
PERCENT_SIGN = "%"
HIGHEST_SHARE = 1.0
FIXED_UNITS = frozenset({"%", "detik", "menit", "jam", "hari", "minggu", "bulan", "tahun"})
"""Units that are not another word for the same thing, as "dokumen" may be for "laporan"."""

_PERCENT_WORDS = frozenset({"%", "persen", "percent", "per cent"})


def complete_measure(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Fill the measure unit and the direction from what is written around the numbers.

    Rows are refused whose target and realised value bear different units of time, or of which only
    one is in per cent: their ratio would say nothing.
    """
    amounts = {name: _amounts(frame, name, context) for name in NUMBERS}
    unit, direction = _texts(frame, "measure_unit"), _texts(frame, "direction")
    filled = unit
    for said in amounts.values():
        filled = filled.fillna(_said(said, "unit"))
    pointed = direction.fillna(_said(amounts["target"], "direction"))
    edits = (
        *counted("measure_unit", "unit_in_cell", "number with unit", "unit", _new(unit, filled)),
        *counted("direction", "bound_in_cell", "bound", "direction", _new(direction, pointed)),
    )
    mixed = _one_percent_only(frame, amounts, filled)
    told: dict[str, object] = {"count": int(mixed.sum())}
    problems = (Problem("intake.organisation.mixed_percent", told),) if mixed.any() else ()
    differ = _units_differ(*(_said(amounts[name], "unit") for name in NUMBERS))
    return Stepped(
        frame.assign(measure_unit=filled, direction=pointed),
        refused=((differ, "units_differ", "realised"),),
        problems=problems,
        edits=edits,
    )


def _amounts(frame: pd.DataFrame, name: str, context: StepContext) -> pd.Series:
    """Return the cells of a column of numbers taken apart, None where blank."""
    position = context.mapping.position_of(name)
    if position is None:
        return pd.Series(None, index=frame.index, dtype=object)
    raw = context.block.body[position].reindex(frame.index)
    return raw.map(amount_of, na_action="ignore").astype(object)


def _said(amounts: pd.Series, part: str) -> pd.Series:
    texts = [getattr(one, part) or None if isinstance(one, Amount) else None for one in amounts]
    return pd.Series(texts, index=amounts.index, dtype="str")


def _units_differ(target: pd.Series, realised: pd.Series) -> pd.Series:
    """Tell where both units are written, are not the same, and one is of time or per cent."""
    first, second = (
        unit.map(lambda text: "%" if text in _PERCENT_WORDS else fold(text), na_action="ignore")
        for unit in (target.str.casefold(), realised.str.casefold())
    )
    fixed = first.isin(FIXED_UNITS) | second.isin(FIXED_UNITS)
    return first.notna() & second.notna() & first.ne(second) & fixed


def _one_percent_only(
    frame: pd.DataFrame, amounts: dict[str, pd.Series], unit: pd.Series
) -> pd.Series:
    """Tell rows in which one number bears a per-cent sign and the other looks like a share."""
    signs = {name: _said(amounts[name], "unit").eq(PERCENT_SIGN) for name in NUMBERS}
    numbers = {name: _numbers(frame, name) for name in NUMBERS}
    shares = {
        name: numbers[name].between(0, HIGHEST_SHARE, inclusive="neither") for name in NUMBERS
    }
    worded = unit.str.casefold().isin(_PERCENT_WORDS)
    big = {name: numbers[name].gt(HIGHEST_SHARE) for name in NUMBERS}
    one_way = shares["target"] & ~signs["target"] & (signs["realised"] | (worded & big["realised"]))
    other = shares["realised"] & ~signs["realised"] & (signs["target"] | (worded & big["target"]))
    return one_way | other


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    nothing = pd.Series(float("nan"), index=frame.index, dtype="float64")
    return frame.get(name, nothing)


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame.get(name, pd.Series(pd.NA, index=frame.index, dtype="str"))


def _new(before: pd.Series, after: pd.Series) -> pd.Series:
    return before.isna() & after.notna()


STEPS: tuple[Step, ...] = (complete_measure,)
"""The steps of unit_indicators, in order."""
