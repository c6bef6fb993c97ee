"""Courses as a training list shows them: names, days, costs and scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intake.sample.sheets import ROMAN
from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.catalogue import GENERAL, MAIN_COURSES, Course
from analysis.intake.sample.staff.courses import FULL_MARKS
from analysis.schemas.region import Region

DAYS_INTO_QUARTER, DAYS_BETWEEN_COURSES = 33, 4
JP_A_DAY = 8
DAYS_TO_FOLLOW_UP = 150


def training_frame(region: Region, rows: pd.DataFrame) -> pd.DataFrame:
    """Return participations with the columns of the table trainings and the person.

    Parameters
    ----------
    region : Region
    rows : DataFrame
        As `courses.draw_courses` gives them.
    """
    courses = [_course(region, place) for place in rows["course"]]
    start = _first_days(rows)
    length = np.array([max(1, round(one.jp / JP_A_DAY)) for one in courses])
    end = start + pd.to_timedelta(length - 1, unit="D")
    tested, followed = rows["pre"].notna(), rows["followup"].notna()
    batches = np.where(rows["course"] >= 0, rows["batch"], rows["quarter"] % 4)
    return pd.DataFrame(
        {
            "person": rows["person"],
            "programme": [one.programme for one in courses],
            "batch": [f"Angkatan {ROMAN[place]}" for place in batches],
            "kind": [one.kind for one in courses],
            "provider": [one.provider for one in courses],
            "status": rows["status"],
            "start_date": start,
            "end_date": end,
            "jp_hours": rows["jp"],
            "cost_idr": np.where(rows["jp"] > 0, [one.cost for one in courses], 0),
            "pre_score": rows["pre"],
            "pre_date": start.where(tested),
            "post_score": rows["post"],
            "post_date": end.where(rows["post"].notna()),
            "score_max": np.where(tested | rows["post"].notna(), FULL_MARKS, np.nan),
            "reaction_score": rows["reaction"],
            "followup_score": rows["followup"],
            "followup_date": (end + pd.Timedelta(days=DAYS_TO_FOLLOW_UP)).where(followed),
        }
    )


def _course(region: Region, place: int) -> Course:
    return MAIN_COURSES[region.id][place] if place >= 0 else GENERAL[-1 - place]


def _first_days(rows: pd.DataFrame) -> pd.Series:
    years = YEARS[0] + rows["quarter"] // 4
    months = 3 * (rows["quarter"] % 4) + 1
    first = pd.to_datetime({"year": years, "month": months, "day": 1})
    apart = DAYS_INTO_QUARTER + DAYS_BETWEEN_COURSES * rows["course"]
    return first + pd.to_timedelta(apart, unit="D")
