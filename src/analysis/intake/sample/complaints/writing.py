"""The complaints of a region in the layout of its office."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.sample.complaints import layouts
from analysis.intake.sample.complaints.draw import draw_complaints
from analysis.intake.sample.complaints.knobs import COMPLAINT_KNOBS
from analysis.intake.sample.complaints.soiling import soil_reports
from analysis.intake.sample.complaints.truth import truth_of_complaints
from analysis.intake.sample.order import Order, Truth
from analysis.intake.sample.sizes import complaints_a_year

WRITERS = {
    "sawahlunto": layouts.write_national,
    "mamuju": layouts.write_regency,
    "tanjungbalai": layouts.write_city,
    "wanggar": layouts.write_book,
}


def write_complaints(folder: Path, order: Order) -> Truth:
    """Write the complaints below `folder`; return what is true of them."""
    region, knobs = order.region, COMPLAINT_KNOBS[order.region.id]
    rng = order.generator("complaints")
    reports = draw_complaints(region, knobs, complaints_a_year(order.scale), rng)
    WRITERS[region.id](folder, region, soil_reports(reports, knobs, rng), rng)
    return truth_of_complaints(region, knobs, draws=order.draws)
