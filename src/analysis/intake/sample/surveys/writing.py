"""The staff surveys of a region in the form of its office."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.sample.order import Order, Truth
from analysis.intake.sample.surveys import layouts
from analysis.intake.sample.surveys.draw import draw_rounds
from analysis.intake.sample.surveys.knobs import SURVEY_KNOBS
from analysis.intake.sample.surveys.truth import truth_of_surveys


def write_surveys(folder: Path, order: Order) -> Truth:
    """Write answer sheets and who was invited below `folder`; return what is true."""
    region, knobs = order.region, SURVEY_KNOBS.get(order.region.id)
    if knobs is None:
        return Truth()
    rng = order.generator("surveys")
    rounds = draw_rounds(order.staff.people, knobs, rng)
    for one in rounds:
        match region.id:
            case "sawahlunto":
                layouts.write_coded(folder, region, one, rng)
            case "mamuju":
                layouts.write_form(folder, region, one, rng)
            case _:
                layouts.write_spss(folder, region, one)
    suffix = "xlsx" if region.id == "sawahlunto" else "csv"
    layouts.write_frame(folder / f"kerangka_survei_pegawai.{suffix}", region, rounds)
    return truth_of_surveys(region, order.staff.people, knobs, draws=order.draws)
