"""The answers of a region's service users in the layouts of its offices."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.sample.citizens import layouts, recaps
from analysis.intake.sample.citizens.knobs import SAMPLE_KNOBS, SURVEYED
from analysis.intake.sample.citizens.population import draw_sheets, soil
from analysis.intake.sample.citizens.truth import truth_of_citizens
from analysis.intake.sample.order import Order, Truth
from analysis.intake.sample.sizes import answers_a_year
from analysis.schemas.region import Region


def write_citizens(folder: Path, order: Order) -> Truth:
    """Write answer sheets, recaps and service users below `folder`; return what is true."""
    region, knobs = asking_units(order.region), SAMPLE_KNOBS[order.region.id]
    rng = order.generator("citizens")
    sheets = soil(draw_sheets(region, knobs, answers_a_year(order.scale), rng), knobs, rng)
    match region.id:
        case "sawahlunto":
            layouts.write_clean(folder, region, sheets, rng)
        case "mamuju":
            layouts.write_gaspul(folder, region, sheets, rng)
        case "tanjungbalai":
            layouts.write_online_form(folder, region, sheets, rng, unknown=knobs.unknown_unit_share)
        case _:
            recaps.write_opd_recap(folder, region, sheets, rng)
    if region.id != "wanggar":
        recaps.write_recap_csv(folder, region, sheets)
        recaps.write_users(folder, region)
    return truth_of_citizens(region, knobs, draws=order.draws)


def asking_units(region: Region) -> Region:
    """Return the region with the units only that ask their users."""
    asking = SURVEYED.get(region.id)
    if asking is None:
        return region
    units = tuple(unit for unit in region.units if unit.id in asking)
    return region.model_copy(update={"units": units})
