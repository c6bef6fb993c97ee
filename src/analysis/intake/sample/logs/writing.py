"""The logs of a region at the granularity its offices keep."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.sample.logs import layouts
from analysis.intake.sample.logs.draw import draw_visits
from analysis.intake.sample.logs.knobs import LOG_KNOBS
from analysis.intake.sample.logs.truth import truth_of_logs
from analysis.intake.sample.order import Order, Truth


def write_logs(folder: Path, order: Order) -> Truth:
    """Write the logs below `folder`; return what is true of waiting times."""
    region, knobs = order.region, LOG_KNOBS.get(order.region.id)
    if knobs is None:
        return Truth()
    rng = order.generator("logs")
    visits = draw_visits(knobs, order.scale, rng)
    match knobs.granularity:
        case "record":
            layouts.write_records(folder, region, visits, knobs, rng)
        case "hour":
            layouts.write_hours(folder, region, visits)
        case _:
            layouts.write_days(folder, region, visits)
    return truth_of_logs(knobs, draws=order.draws)
