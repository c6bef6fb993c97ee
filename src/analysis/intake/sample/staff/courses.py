"""Courses: who is nominated, who waits, who attends, and what is learnt there."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.staff.careers import Careers
from analysis.intake.sample.staff.catalogue import GENERAL, MAIN_COURSES, Course
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.posts import HEAD
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region

WAVES = 4
"""Groups of units that are reached one after the other; the last one is never reached."""
CALLED_SHARE, WAITING_SHARE, RECALLED_SHARE = 0.62, 0.30, 0.85
COMPLETED_SHARE, ATTENDED_SHARE = 0.91, 0.05
FULL_MARKS = 100
PRE_MEAN, PRE_SLOPE, PRE_SPREAD, POST_SPREAD = 56.0, 5.0, 11.0, 8.0
REACTION_CUTS = (-2.2, -1.5, -0.5, 0.9)
UNTESTED_SHARE = 0.04


@dataclass(frozen=True)
class Trained:
    """Nominations and participations, and what they add to each person's quarters.

    Attributes
    ----------
    rows : DataFrame
        person, course (place in the region's courses, or in `GENERAL` below zero), batch, quarter,
        status, jp, pre, post, reaction, followup.
    added : ndarray of float, shape (persons, quarters)
        Rise of true performance.
    report_dose : ndarray of float, shape (persons, quarters)
        Share of a full course taken before the quarter, 0 to 1.
    """

    rows: pd.DataFrame
    added: np.ndarray
    report_dose: np.ndarray


def wave_of_units(region: Region) -> np.ndarray:
    """Return in which wave (0 to 3) each unit is reached; 3 is never reached."""
    marks = [zlib.crc32(f"wave/{region.id}/{unit.id}".encode()) for unit in region.units]
    waves = np.empty(len(marks), dtype=np.int64)
    waves[np.argsort(marks)] = np.arange(len(marks)) % WAVES
    return waves


def draw_courses(
    region: Region, knobs: StaffKnobs, careers: Careers, quarters: int, streams: Streams
) -> Trained:
    """Draw all courses of the sample's years.

    Parameters
    ----------
    region : Region
    knobs : StaffKnobs
    careers : Careers
    quarters : int
        Quarters of the sample.
    streams : Streams
    """
    added = np.zeros((len(careers.persons), quarters))
    dose = np.zeros_like(added)
    parts, waves = [], wave_of_units(region)
    for place, course in enumerate(MAIN_COURSES.get(region.id, ())):
        part = _draw_course(course, waves, knobs, careers, streams).assign(course=place)
        parts.append(part)
        _add_effects(part, course, knobs, added, dose)
    parts.append(_draw_general(knobs, careers, quarters, streams))
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.sort_values(["quarter", "course", "person"], kind="stable", ignore_index=True)
    return Trained(_with_results(rows, knobs, careers, streams), added, np.minimum(dose, 1.0))


def _draw_course(
    course: Course, waves: np.ndarray, knobs: StaffKnobs, careers: Careers, streams: Streams
) -> pd.DataFrame:
    rng = streams.of(f"course/{course.programme}")
    count = len(careers.persons)
    wish = knobs.training.selection * careers.persons.ability + rng.standard_normal(count)
    called_before, waiting = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    parts = []
    for number, batch in enumerate(course.batches):
        half = batch.quarter // 2
        unit = careers.unit[:, half]
        meant = np.isin(waves[unit], batch.waves) & (careers.rung[:, half] > HEAD)
        chosen = _nominated(wish, meant & ~called_before & ~waiting, course.nominated_share)
        kept = waiting & careers.present(half)
        chance, outcome = rng.random((2, count))
        called = chance < np.where(kept, RECALLED_SHARE, CALLED_SHARE)
        called &= chosen | kept
        waiting = (kept | (chosen & (chance < CALLED_SHARE + WAITING_SHARE))) & ~called
        called_before |= called
        status = np.select(
            [~called & waiting, ~called, outcome < COMPLETED_SHARE,
             outcome < COMPLETED_SHARE + ATTENDED_SHARE],
            ["waitlisted", "nominated", "completed", "attended"],
            default="absent",
        )  # fmt: skip
        listed = np.flatnonzero(chosen | kept)
        rows = _rows(listed, status[listed], course.jp)
        parts.append(rows.assign(batch=number, quarter=batch.quarter))
    return pd.concat(parts, ignore_index=True)


def _nominated(wish: np.ndarray, meant: np.ndarray, share: float) -> np.ndarray:
    """Tell who is nominated: the `share` of those meant with the strongest wish."""
    if not meant.any():
        return meant
    return meant & (wish > np.quantile(wish[meant], 1.0 - share))


def _rows(persons: np.ndarray, status: np.ndarray, jp: int) -> pd.DataFrame:
    hours = np.select([status == "completed", status == "attended"], [jp, jp // 2], 0)
    return pd.DataFrame({"person": persons, "status": status, "jp": hours.astype(float)})


def _add_effects(
    rows: pd.DataFrame, course: Course, knobs: StaffKnobs, added: np.ndarray, dose: np.ndarray
) -> None:
    """Add what the course changes from the quarter after it, in proportion to the dose."""
    training = knobs.training
    for number, batch in enumerate(course.batches):
        of_batch = rows[rows["batch"] == number]
        persons = of_batch["person"].to_numpy()
        share = of_batch["jp"].to_numpy() / course.jp
        effect = training.placement_effect if course.second else training.effects[number]
        after = batch.quarter + 1
        added[persons, after:] += effect * share[:, None]
        dose[persons, after:] += share[:, None]


def _draw_general(
    knobs: StaffKnobs, careers: Careers, quarters: int, streams: Streams
) -> pd.DataFrame:
    rng = streams.of("general courses")
    parts = []
    for quarter in range(quarters):
        here = np.flatnonzero(careers.present(quarter // 2))
        times = rng.poisson(knobs.training.general_courses / 4, here.size).clip(0, 2)
        person = np.repeat(here, times)
        course = rng.integers(0, len(GENERAL), person.size)
        hours = np.array([one.jp for one in GENERAL], dtype=float)[course]
        absent = rng.random(person.size) < 0.05
        parts.append(
            pd.DataFrame(
                {
                    "person": person,
                    "course": -1 - course,
                    "batch": 0,
                    "quarter": quarter,
                    "status": np.where(absent, "absent", "completed"),
                    "jp": np.where(absent, 0.0, hours),
                }
            )
        )
    return pd.concat(parts, ignore_index=True).drop_duplicates(["person", "course", "quarter"])


def _with_results(
    rows: pd.DataFrame, knobs: StaffKnobs, careers: Careers, streams: Streams
) -> pd.DataFrame:
    """Return the rows with test scores, reaction and follow-up; absent people have none."""
    rng = streams.of("course results")
    count = len(rows)
    ability = careers.persons.ability[rows["person"]]
    knew = PRE_MEAN + PRE_SLOPE * ability + PRE_SPREAD * rng.standard_normal(count)
    learnt = knew + knobs.training.gain + POST_SPREAD * rng.standard_normal(count)
    liked = np.digitize(rng.standard_normal(count) + 0.4, REACTION_CUTS) + 1.0
    back = 70.0 + 5.0 * ability + 8.0 * rng.standard_normal(count)
    seen = rows["jp"].to_numpy() > 0
    finished = (rows["status"] == "completed").to_numpy()
    main = (rows["course"] >= 0).to_numpy()
    answered = rng.random((4, count)) >= np.array([[UNTESTED_SHARE], [0.05], [0.15], [0.35]])
    return rows.assign(
        pre=np.where(seen & main & answered[0], _marks(knew), np.nan),
        post=np.where(finished & main & answered[1], _marks(learnt), np.nan),
        reaction=np.where(seen & answered[2], liked, np.nan),
        followup=np.where(finished & main & answered[3], _marks(back), np.nan),
    )


def _marks(latent: np.ndarray) -> np.ndarray:
    return np.clip(np.round(latent), 0, FULL_MARKS)
