"""Units that began, ended or were renamed: which one a name means on a day."""

from __future__ import annotations

from datetime import date

from analysis.intake.values.reading import Reading, Step
from analysis.schemas.region import Unit


def on_day(found: tuple[Unit, ...], rule: str, day: date | None, by_id: dict[str, Unit]) -> Reading:
    """Choose among the units of one name, and follow successors or predecessors, as of `day`.

    Parameters
    ----------
    found : tuple of Unit
        Units that bear the name.
    rule : str
        How they were found; "unit_id" leaves no mark in the edit log.
    day : date or None
        None where the day of a row is not known: names of all times count.
    by_id : dict of str to Unit

    Returns
    -------
    Reading
        The unit's id; `bad` is "ambiguous_unit" where several bear the name on that day.
    """
    current = [unit for unit in found if _is_valid(unit, day)]
    if len(found) > 1 and len(current) != 1:
        return Reading(bad="ambiguous_unit")
    unit = current[0] if current else found[0]
    steps: tuple[Step, ...] = ()
    if rule != "unit_id":
        steps = (Step(rule, "unit name", unit.id),)
    seen = {unit.id}
    while day and unit.valid_to and day > unit.valid_to and unit.successor in by_id.keys() - seen:
        unit = by_id[unit.successor]
        seen.add(unit.id)
        steps = (*steps, Step("unit_successor", "ended unit", unit.id))
    unit, steps = _begun(unit, steps, day, by_id)
    if day and not _is_valid(unit, day):
        steps = (*steps, Step("unit_not_valid", "unit outside its dates", unit.id))
    return Reading(unit.id, steps=steps)


def _begun(
    unit: Unit, steps: tuple[Step, ...], day: date | None, by_id: dict[str, Unit]
) -> tuple[Unit, tuple[Step, ...]]:
    """Return the unit that `unit` succeeds, where it had not begun on `day`."""
    seen = {unit.id}
    while day and unit.valid_from and day < unit.valid_from:
        before = [one for one in by_id.values() if one.successor == unit.id and one.id not in seen]
        if len(before) != 1:
            break
        unit = before[0]
        seen.add(unit.id)
        steps = (*steps, Step("unit_predecessor", "unit not begun", unit.id))
    return unit, steps


def _is_valid(unit: Unit, day: date | None) -> bool:
    if day is None:
        return True
    started = unit.valid_from is None or unit.valid_from <= day
    return started and (unit.valid_to is None or day <= unit.valid_to)
