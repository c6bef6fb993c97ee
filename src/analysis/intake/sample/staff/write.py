"""Write the staff files of a sample region in the layouts of its offices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.sample.staff.draw import Staff
from analysis.intake.sample.staff.forms import write_form
from analysis.intake.sample.staff.layouts import FORMS, STYLES
from analysis.intake.sample.staff.office import Desk
from analysis.intake.sample.staff.soiling import list_twice, soil_ratings
from analysis.schemas.region import Region

POSITION = ["person", "year", "position_level"]


def write_staff(
    folder: Path, region: Region, staff: Staff, rng: np.random.Generator, layout: str
) -> None:
    """Write the staff files below `folder`.

    Parameters
    ----------
    folder : Path
    region : Region
    staff : Staff
    rng : Generator
        Decides on slips only.
    layout : str
        Sample region whose forms and habits are used.
    """
    desk = Desk(region, staff, STYLES[layout], rng)
    for form in FORMS[layout]:
        write_form(folder, form, _rows(staff, form.table, rng), desk)


def _rows(staff: Staff, table: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return the rows of a table with the year each belongs to, soiled as clerks would."""
    frame: pd.DataFrame = getattr(staff, table)
    dirt = staff.history.knobs.dirt
    if table == "people":
        return list_twice(frame, dirt, rng).assign(of_year=lambda one: one["year"])
    dated = next((one for one in ("date", "start_date") if one in frame), "")
    if table == "feedback":
        return frame.assign(of_year=frame["about_period"].str[:4].astype(int))
    if dated:
        return frame.assign(of_year=frame[dated].dt.year)
    dirty = soil_ratings(frame, dirt, rng) if "rater" in frame else frame
    dirty = dirty.assign(of_year=dirty["period"].str[:4].astype(int))
    if table != "annual":
        return dirty
    levels = staff.people[POSITION].rename(columns={"year": "of_year"})
    return dirty.merge(levels, on=["person", "of_year"], how="left", validate="one_to_one")
