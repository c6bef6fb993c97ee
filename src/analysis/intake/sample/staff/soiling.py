"""Slips of clerks: blanks, superiors who appraise themselves, persons listed twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intake.sample.staff.knobs import Dirt


def soil_ratings(frame: pd.DataFrame, dirt: Dirt, rng: np.random.Generator) -> pd.DataFrame:
    """Return appraisals of which some lack a rating and some name the employee as rater."""
    soiled = frame.copy()
    blank = rng.random(len(frame)) < dirt.missing_rating
    soiled["result_rating"] = frame["result_rating"].astype(object).mask(blank, "")
    own = rng.random(len(frame)) < dirt.self_rated
    soiled["rater"] = frame["rater"].mask(own, frame["person"])
    return soiled


def list_twice(frame: pd.DataFrame, dirt: Dirt, rng: np.random.Generator) -> pd.DataFrame:
    """Return the staff list with some employees again in another unit."""
    again = frame[rng.random(len(frame)) < dirt.listed_twice]
    units = frame["unit_id"].sample(len(again), random_state=rng).to_numpy()
    return pd.concat([frame, again.assign(unit_id=units)]).sort_values(
        ["year", "unit_id"], kind="stable", ignore_index=True
    )
