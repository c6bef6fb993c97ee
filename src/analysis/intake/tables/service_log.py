"""Queue and processing logs: granularity, times on their day, derived waits, impossible orders."""

from __future__ import annotations

import pandas as pd

from analysis.intake.raw import Problem, RuleEdit
from analysis.intake.stops import SourceStopError
from analysis.intake.tables.moments import counted, out_of_order
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.values.clock import lacks_day, on_days
from analysis.intake.values.durations import DAYS, MINUTES, is_bare_number, unit_in_header

MOMENTS = ("requested_at", "served_at", "done_at")
DURATIONS = {"wait_minutes": MINUTES, "wait_sd": MINUTES, "processing_days": DAYS}
COUNTS = ("visits", "wait_sd")
IMPOSSIBLE = (
    ("requested_at", "served_at", "served_before_requested"),
    ("served_at", "done_at", "done_before_served"),
    ("requested_at", "done_at", "done_before_requested"),
)
SAME_MINUTE = 1.0
"""Largest difference, in minutes, between a stated wait and the one its times give."""


def place_times(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Put times of day on the date of their row; take the date from the first moment if none."""
    days = frame.get("date", pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]"))
    placed = {name: on_days(frame[name], days) for name in MOMENTS if name in frame}
    homeless = pd.Series(False, index=frame.index)
    edits: list[RuleEdit] = []
    for name, moments in placed.items():
        alone = lacks_day(frame[name])
        homeless |= alone & moments.isna()
        joined = alone & moments.notna()
        edits += counted(name, "time_joined", "date and time", "moment", joined)
    date = days
    for moments in placed.values():
        date = date.fillna(moments.dt.normalize())
    edits += counted("date", "date_of_moment", "moment", "date", days.isna() & date.notna())
    refused = ((homeless, "no_date", "date"), (date.isna(), "no_date", "date"))
    return Stepped(frame.assign(**placed, date=date), refused=refused, edits=tuple(edits))


def convert_units(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Bring bare numbers to minutes, or days, where the header names another unit of time."""
    converted, edits = {}, []
    for match in context.mapping.matches:
        units = DURATIONS.get(match.target)
        unit = unit_in_header(match.column.header)
        if units is None or match.target not in frame or units.get(unit, 1.0) == 1.0:
            continue
        raw = context.block.body[match.column.position].reindex(frame.index)
        values = frame[match.target]
        bare = raw.fillna(":").map(is_bare_number).astype(bool) & values.notna()
        converted[match.target] = values.mask(bare, values * units[unit])
        edits += counted(match.target, "unit_of_header", unit, "unit of the column", bare)
    return Stepped(frame.assign(**converted), edits=tuple(edits))


def find_granularity(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Tell records, hours and days apart by what the rows hold, where nothing states it.

    Raises
    ------
    SourceStopError
        If counts of visits stand beside times of single persons.
    """
    stated = frame.get("granularity", pd.Series(pd.NA, index=frame.index, dtype="str"))
    found = stated
    edits: list[RuleEdit] = []
    if stated.isna().any():
        granularity = _granularity(frame[stated.isna()], context)
        found = stated.fillna(granularity)
        edits = counted("granularity", "granularity_found", "columns", granularity, stated.isna())
    kinds = sorted(found.dropna().unique())
    problems = (
        [Problem("intake.service_log.several_granularities", {"kinds": ", ".join(kinds)})]
        if len(kinds) > 1
        else []
    )
    return Stepped(frame.assign(granularity=found), problems=tuple(problems), edits=tuple(edits))


def derive_durations(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Derive the wait of a record from its times, and its days from its dates, where missing."""
    waited = _between(frame, "requested_at", "served_at", timed=True)
    worked = _between(frame, "requested_at", "done_at", timed=False)
    wait, days = waited.dt.total_seconds() / 60, worked.dt.total_seconds() / 86_400
    edits: list[RuleEdit] = []
    filled: dict[str, pd.Series] = {}
    for name, derived in (("wait_minutes", wait), ("processing_days", days)):
        stated = _numbers(frame, name)
        fresh = stated.isna() & derived.ge(0)
        filled[name] = stated.mask(fresh, derived)
        edits += counted(name, "difference_of_moments", "two moments", "number", fresh)
    differs = (_numbers(frame, "wait_minutes") - wait).abs().gt(SAME_MINUTE) & wait.ge(0)
    told: dict[str, object] = {"count": int(differs.sum())}
    problems = (Problem("intake.service_log.wait_differs", told),) if differs.any() else ()
    return Stepped(frame.assign(**filled), problems=problems, edits=tuple(edits))


def refuse_impossible(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Refuse rows in which somebody was served before asking, or done before being served."""
    return Stepped(frame, refused=tuple(out_of_order(frame, IMPOSSIBLE)))


def tell_repeats(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Tell of several rows for one hour or day: perhaps one a counter, perhaps counted twice."""
    place = [n for n in ("unit_id", "service", "channel", "date", "requested_at") if n in frame]
    pooled = frame["granularity"].isin(["hour", "day"])
    twice = frame.loc[pooled, [*place, "granularity"]].duplicated(keep=False)
    count = int(twice.sum())
    problems = (Problem("intake.service_log.repeated", {"count": count}),) if count else ()
    return Stepped(frame, problems=problems)


def _granularity(frame: pd.DataFrame, context: StepContext) -> str:
    """Return the granularity of rows that state none."""
    held = {name for name in (*MOMENTS, *COUNTS) if name in frame and frame[name].notna().any()}
    single, counts = held & {"served_at", "done_at"}, held & set(COUNTS)
    if not counts and held & set(MOMENTS):
        return "record"
    if counts and "requested_at" in held and not single and _on_the_hour(frame["requested_at"]):
        return "hour"
    if not held & set(MOMENTS):
        return "day"
    raise SourceStopError(
        "intake.service_log.granularity",
        file=context.block.sheet.file,
        source=context.source.id,
        columns=", ".join(
            match.column.header for match in context.mapping.matches if match.target in held
        ),
        toml_lines=['constants = { granularity = "record" }'],
    )


def _on_the_hour(moments: pd.Series) -> bool:
    timed = moments.dropna()
    return bool((timed.dt.floor("h") == timed).all())


def _between(frame: pd.DataFrame, first: str, last: str, *, timed: bool) -> pd.Series:
    """Return the time between two moments that both have a time of day, or both have none."""
    nothing = pd.Series(pd.NaT, index=frame.index, dtype="timedelta64[us]")
    if first not in frame or last not in frame:
        return nothing
    both = [frame[name].ne(frame[name].dt.normalize()) for name in (first, last)]
    alike = both[0] & both[1] if timed else ~both[0] & ~both[1]
    return (frame[last] - frame[first]).where(alike)


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    nothing = pd.Series(float("nan"), index=frame.index, dtype="float64")
    return frame[name].astype("float64") if name in frame else nothing


STEPS: tuple[Step, ...] = (
    place_times,
    find_granularity,
    convert_units,
    derive_durations,
    refuse_impossible,
    tell_repeats,
)
"""The steps of service_log, in order."""
